"""What cities write each other, on its way: the job that brings questions and answers to whoever is at work."""

from datetime import datetime

from bot.thread_words import answer_letter, questions_letter
from bot.turn import letter
from storage import Unit, deliveries, outbox
from storage.deliveries import Relay


async def deliver(unit: Unit, now: datetime) -> int:
    """Bring questions to the cities that are asked, and answers to those who asked; return how many messages."""
    sent = 0
    for city_id in await deliveries.due(unit.session, now):
        sent += await _questions(unit, city_id, now)
    for reply in await deliveries.answers_due(unit.session, now):
        relay = await deliveries.claim_answer(unit, reply, now)
        if relay:
            await _answer(unit, relay)
            sent += 1
    return sent


async def _questions(unit: Unit, city_id: int, now: datetime) -> bool:
    given = await deliveries.claim(unit, city_id, now)
    if given is None:
        return False
    text, rows = await questions_letter(unit.session, given.reader, given.threads)
    owed = letter(given.reader, text, rows=rows, unasked=True)
    await outbox.put(unit.connection, [owed])
    await deliveries.brought_by(unit.session, given.threads, owed.id)
    return True


async def _answer(unit: Unit, relay: Relay) -> None:
    text, rows = await answer_letter(unit.session, relay.reader, relay.thread, relay.reply)
    owed = letter(relay.reader, text, rows=rows)
    await outbox.put(unit.connection, [owed])
    relay.reply.call_id = owed.id
