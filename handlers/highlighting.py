"""Highlights by themselves: cities are asked, people told, channels filled, and what was taken back is marked there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import orjson

from bot.cards import Addressee
from bot.command import lead
from bot.highlight_words import entries, request, requests, why
from bot.links import Ways, ways
from bot.public_cards import card
from bot.text import _, said
from bot.turn import Button, button, in_rows, letter
from storage import Unit, highlight_letters, notices, offices, outbox, people, telling
from storage.highlights import Held
from storage.models import Chat, HighlightPost
from storage.outbox import Owed
from storage.people import Officer

AT_ONCE = 25  # letters in one run of the job: nobody waits long for the database
SHOWN = 5  # highlights in one letter

LETTER = _("<b>Highlights</b>\n\n{entries}")
POST = _("<b>Highlight</b> · {office}\n{why}\n\n{card}")
WITHDRAWN = _("<b>Highlight</b> · {office}\n{number}: withdrawn by the city.")
ENDED = _("<b>Highlight</b> · {office}\n{number} is highlighted no more.")


async def tell(unit: Unit, now: datetime) -> int:
    """Ask cities, tell people, post in channels, as far as it may be done now; return how many messages that makes."""
    await highlight_letters.note_posted(unit.session)
    return (
        await _ask_cities(unit, now)
        + await _tell_people(unit, now)
        + await _fill_channels(unit, now)
        + await _take_back(unit, now)
    )


async def _ask_cities(unit: Unit, now: datetime) -> int:
    asked = 0
    for waiting in await highlight_letters.requests(unit.session, now):
        reader = await _who_answers(unit, waiting[0], now) if asked < AT_ONCE else None
        if reader is None:
            continue
        ours = [each for each in waiting if await highlight_letters.claim_request(unit.session, each)]
        if ours:
            text, rows = request(reader.language, ours[0], unasked=True) if len(ours) == 1 else requests(reader, ours)
            await outbox.put(unit.connection, [letter(reader, text, rows=rows, unasked=True)])
            asked += 1
    return asked


async def _who_answers(unit: Unit, held: Held, now: datetime) -> Officer | None:
    """Return who of a city can be asked now: its author or first officer, unless they want that no more."""
    city_id = held.told.city.id
    first = await telling.reader_of(unit.session, city_id, now, first=held.told.action.author_id)
    others = await people.in_city(unit.session, city_id)
    for reader in [*([first] if first else []), *others]:
        can_be_told = await telling.put_off(unit, reader, now) is None
        if can_be_told and not await notices.stopped(unit.session, reader.id, highlight_letters.REQUESTS):
            return reader
    return None


async def _tell_people(unit: Unit, now: datetime) -> int:
    told = 0
    for person_id in await highlight_letters.readers(unit.session, now):
        reader = await people.get(unit.session, person_id) if told < AT_ONCE else None
        if reader is None or await telling.put_off(unit, reader, now) is not None:
            continue
        held = await highlight_letters.for_reader(unit.session, reader, now, SHOWN)
        if ours := await highlight_letters.claim(unit.session, reader, held, now):
            await outbox.put(unit.connection, [_letter(reader, ours)])
            told += 1
    return told


def _letter(reader: Officer, held: Sequence[Held]) -> Owed:
    numbers = [button(str(place), lead("action", "open"), each.told.action.id) for place, each in enumerate(held, 1)]
    opening: list[Sequence[Button]] = in_rows(numbers, 5)
    if len(held) == 1:
        key = held[0].told.action.id
        opening = [[button(_("We are doing this too"), lead("adopt", "of_action"), key)]] if reader.for_city else []
        opening.append([button(_("Show the card"), lead("action", "open"), key)])
    last = [button(_("All highlights"), lead("highlights", "page"), 0), button(_("Stop"), lead("highlights", "stop"))]
    return letter(
        reader, LETTER, rows=[*opening, last], unasked=True, entries=entries(Addressee(reader), held)
    )  # fmt: skip


async def _fill_channels(unit: Unit, now: datetime) -> int:
    posted, lead_out = 0, await ways(unit.session)
    for held, chat in await highlight_letters.to_post(unit.session, now, AT_ONCE):
        if post := await highlight_letters.claim_post(unit.session, held, chat, now):
            call = _post(held, chat, lead_out)
            await outbox.put(unit.connection, [call])
            post.call_id = call.id
            posted += 1
    return posted


def _post(held: Held, chat: Chat, lead_out: Ways) -> Owed:
    reader = _readers(held, chat)
    read = Button(_("Read more"), url=lead_out.action(held.told.action.number, chat.language))
    return letter(
        reader,
        POST,
        rows=[[read]],
        office=offices.title(held.office),
        why=why(chat.language, held),
        card=card(Addressee(reader), held.told),
    )


def _readers(held: Held, chat: Chat) -> Officer:
    """Return the readers of a channel: nobody in particular, with its language and its office's zone."""
    return Officer(0, chat.chat_id, "", chat.language, None, False, True, zone=held.office.zone)


async def _take_back(unit: Unit, now: datetime) -> int:
    changed = 0
    for post, held, chat in await highlight_letters.to_take_back(unit.session):
        if await highlight_letters.claim_taking_back(unit.session, post, now):
            await outbox.put(unit.connection, [_changed(post, held, chat)])
            changed += 1
    return changed


def _changed(post: HighlightPost, held: Held, chat: Chat) -> Owed:
    words = ENDED if held.highlight.state == "ended" else WITHDRAWN
    text = said(words, office=offices.title(held.office), number=held.told.action.number)
    said_now = letter(_readers(held, chat), text)
    payload = orjson.loads(said_now.payload) | {"message_id": post.message_id}  # the outbox has forgotten it long since
    return replace(said_now, method="editMessageText", payload=orjson.dumps(payload).decode())
