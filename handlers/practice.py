"""/practice — an invented city in which an officer tries everything, and which nothing leaves."""

from datetime import datetime

from bot.command import Command, cities
from bot.text import _
from bot.turn import Turn, button, letter
from storage import Unit, outbox, people, telling
from storage import practice as towns

practice = Command("practice", _("Try everything in an invented city"), who=cities)

WELCOME = _(
    "<b>Welcome to {town}</b>\n"
    "This city is invented, and you are the only person here. Everything works: type what it did, publish and change "
    "it, measure, /report, open a /round. Three invented neighbours can be found, followed and asked with /ask; a "
    "cycle waits for an answer in /reminders. Nothing of it leaves: nobody finds, counts or exports it.\n\n"
    "Reminders for {city} keep coming. Your own drafts wait until you are back. After seven days without a word the "
    "town closes by itself."
)
BACK = _(
    "<b>You speak for {city} again</b>\n"
    "The practice town is deleted, with everything in it. What you type now becomes a draft of your city."
)
CLOSED = _(
    "<b>The practice town is closed</b>\n"
    "Nobody has written there for a week, so it is deleted, with everything in it. "
    "What you type now becomes a draft of {city}. /practice opens a new one."
)


@practice.starts
async def begin(turn: Turn, words: str) -> None:
    """Go there; who is there comes back."""
    await (_leave if turn.officer.practising else _enter)(turn)


@practice.press
async def enter(turn: Turn) -> None:
    """Go there, from the last page of the primer."""
    turn.pressed = None
    if not turn.officer.practising:
        await _enter(turn)


@practice.press
async def leave(turn: Turn) -> None:
    """Come back and begin for real."""
    if turn.officer.practising:
        await _leave(turn)
    else:
        turn.show(BACK, city=turn.officer.city_name)


async def _enter(turn: Turn) -> None:
    city = turn.officer.city_name
    await towns.begin(turn.session, turn.officer)
    turn.officer = await people.acting(turn.session, turn.officer.id) or turn.officer
    turn.say(WELCOME, rows=[[button(_("Start for real"), leave)]], town=turn.officer.city_name, city=city)


async def _leave(turn: Turn) -> None:
    await towns.end(turn.session, turn.officer.id)
    turn.officer = await people.acting(turn.session, turn.officer.id) or turn.officer
    turn.show(BACK, city=turn.officer.city_name)


async def close(unit: Unit, now: datetime) -> int:
    """Close the towns nobody has written from for a week, once their people may be told so."""
    closed = 0
    for person_id in await towns.silent(unit.session, now):
        reader = await people.get(unit.session, person_id)
        if reader is None or not reader.for_city:
            closed += await towns.end(unit.session, person_id)
        elif await telling.put_off(unit, reader, now) is None:
            closed += await towns.end(unit.session, person_id)
            await outbox.put(unit.connection, [letter(reader, CLOSED, city=reader.city_name, unasked=True)])
    return closed
