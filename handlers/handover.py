"""/handover — where the city stands, and one's seat handed to a successor with everything that is begun on it.

Whoever leads may hand over the seat of somebody who does not come back. Nothing moves before somebody has agreed.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot import state_of_play, succession
from bot.cards import dotted, joined
from bot.command import STALE, Command, invited, leaders
from bot.conversation import Conversation
from bot.links import ways
from bot.questions import Place
from bot.reporting import FORMAT_NAMES
from bot.reports import makers
from bot.succession import ROLES
from bot.text import Message, Plural, Said, _, plural, said
from bot.turn import Button, Refusal, Turn, button, in_office_hours, in_rows, letter
from bot.workshop import gathered
from storage import Unit, cities, invitations, offices, outbox, people
from storage import handover as kept
from storage import state_of_play as standing
from storage.drafts import Draft
from storage.handover import Holder
from storage.models import Invitation
from storage.privacy import STRANGERS

handover = Command("handover", _("Hand over to a successor"), who=invited)
seats = Conversation(
    "seats",
    _("Hand over a seat of a city"),
    Place("place", _("Of which city? Type its name.")),
    who=leaders,
    hidden=True,
)
MOVES: Mapping[str, Plural] = {
    "drafts": plural("{n} draft", "{n} drafts"),
    "follows": plural("{n} thing followed", "{n} things followed"),
    "questions": plural("{n} question to answer", "{n} questions to answer"),
    "asked": plural("{n} question asked", "{n} questions asked"),
    "reviews": plural("{n} action at the office", "{n} actions at the office"),
    "errands": plural("{n} link given to a department", "{n} links given to departments"),
    "imports": plural("{n} table half imported", "{n} tables half imported"),
    "deadlines": plural("{n} deadline", "{n} deadlines"),
    "reminders": plural("{n} reminder planned", "{n} reminders planned"),
}
OWN = _(
    "<b>Hand over your seat?</b>\n{seat} · {role}\nWith it goes: {moves}\n\n"
    "You get a link for your successor. Until they have agreed, everything stays as it is; then you have no seat any "
    "more.\n\n<b>Shall your personal data be erased then?</b>\nIf not, they are erased {n} days after you last wrote."
)
OTHER = _(
    "<b>Hand over the seat of {name}?</b>\n{seat} · {role}\nWith it goes: {moves}\n\n"
    "You get a link for the successor. The person is told, and goes on until somebody has agreed. "
    "What is kept about them is erased {n} days after they last wrote."
)
OFFERED = _(
    "<b>{seat}: your seat is being handed over</b>\n{by} has prepared it. You go on as before until somebody has "
    "agreed to take over; then you have no seat any more. If this is a mistake, please talk to them."
)
FORWARD = _(
    "<b>{seat}</b> · {role}\n{link}\n\nThis link leads to the seat, with everything that is begun on it. "
    "It works once, until {day}."
)


@handover.starts
async def begin(turn: Turn, words: str) -> None:
    await _overview(turn)


@handover.press
async def again(turn: Turn) -> None:
    """Show the overview again, in place."""
    await _overview(turn)


async def _overview(turn: Turn) -> None:
    """Show where the city stands; to those without a city, what can be handed over."""
    text = said(_("<b>Hand over</b>\nYour seat goes to a successor, with everything that is begun on it."))
    rows: list[Sequence[Button]] = []
    if turn.officer.for_city:
        text, rows = await state_of_play.page(turn)
    last = [button(_("Hand over my seat"), mine)]
    if leaders(turn.officer):
        last.append(button(_("Another seat"), others))
    turn.show(text, rows=[*rows, last])


@handover.press
async def document(turn: Turn) -> None:
    """Offer where the city stands as a file to be kept."""
    if not turn.officer.for_city:
        raise Refusal(STALE)
    turn.show(
        _("<b>The state of play as a document</b>\nWhat is due, what is begun and what there is, each by its name: to "
          "be kept, or handed on. It is for your own city only."),
        rows=[[button(FORMAT_NAMES[form], send, form) for form in makers.FORMATS], [button(_("Back"), again)]],
    )  # fmt: skip


@handover.press
async def send(turn: Turn, form: str) -> None:
    """Send it in one of the formats."""
    if not turn.officer.for_city or form not in makers.FORMATS:
        raise Refusal(STALE)
    language, city = turn.officer.language, await cities.get(turn.session, turn.officer.city_id or 0)
    assert city is not None
    turn.document(
        gathered(makers.state_of_play, standing.to_make, form, language, turn.officer.id),
        f"{city.code}-{turn.today.isoformat()}.{makers.SUFFIXES[form]}",
        _("<b>State of play: {city}</b>\n{day}"),
        city=cities.name(city, language),
        day=turn.translate.full_day(turn.today),
    )
    turn.toast(_("It is being made and comes below."))


@handover.press
async def mine(turn: Turn) -> None:
    """Explain what goes along with one's own seat, and ask what becomes of one's data."""
    own = await kept.of_person(turn.session, turn.officer.id)
    city = await cities.get(turn.session, turn.officer.city_id) if turn.officer.city_id else None
    if own is None or (city and city.practice):
        raise Refusal(_("This is the practice town: no seat is handed over here. /practice leads back."))
    await _explain(turn, own)


@handover.press
async def others(turn: Turn) -> None:
    """List the seats of a city: a coordinator's own one, else of one that is named."""
    if not leaders(turn.officer):
        raise Refusal(STALE)
    if turn.officer.city_id:
        return await _list(turn, turn.officer.city_id)
    await seats.ask_about(turn)


@seats.done
async def of_city(turn: Turn, draft: Draft) -> str:
    """List the seats of the city that was named."""
    city = await cities.at_place(turn.session, draft.answers["place"])
    if city is None:
        raise Refusal(_("Nobody has a seat there."))
    if not await offices.oversees(turn.session, turn.officer, city.office_id):
        raise Refusal(_("That city belongs to another office."))
    await _list(turn, city.id)
    return ""


async def _list(turn: Turn, city_id: int) -> None:
    city = await cities.get(turn.session, city_id)
    there = [each for each in await kept.holders(turn.session, city_id) if each.person.id != turn.officer.id]
    if city is None or not there:
        raise Refusal(_("Nobody else has a seat there."))
    lines = [await _line(turn, place, each) for place, each in enumerate(there, 1)]
    numbers = [button(str(place), of_seat, each.seat.id, each.person.id) for place, each in enumerate(there, 1)]
    turn.show(
        _("<b>Seats of {city}</b>\nWhich one is handed over?\n\n{lines}"),
        rows=[*in_rows(numbers, 5), [button(_("Back"), again)]],
        city=cities.label(city, turn.officer.language),
        lines=joined(turn, lines),
    )


async def _line(turn: Turn, place: int, each: Holder) -> Said:
    since = turn.translate.full_day(_day(turn, each.seat.taken_at)) if each.seat.taken_at else None
    facts: list[object] = [ROLES[each.seat.role], since and said(_("since {day}"), day=since)]
    if offered := await kept.waiting(turn.session, each.person.id):
        facts.append(said(_("link for a successor until {day}"), day=_day(turn, offered.expires_at)))
    words = Message("{place} <b>{name}</b>\n   {facts}")
    return said(words, place=place, name=each.person.name or "?", facts=dotted(turn, facts))


def _day(turn: Turn, moment: datetime) -> date:
    return turn.translate.day_of(moment)


@handover.press
async def of_seat(turn: Turn, seat_id: int, person_id: int) -> None:
    """Explain what goes along with somebody's seat."""
    await _explain(turn, await _allowed(turn, seat_id, person_id))


async def _explain(turn: Turn, there: Holder) -> None:
    if offered := await kept.waiting(turn.session, there.person.id):
        return await _still_waiting(turn, there, offered)
    own, key = there.person.id == turn.officer.id, (there.seat.id, there.person.id)
    counts = await kept.counts(turn.session, there.person.id)
    yes = [[button(_("Yes, hand over"), prepare, *key, 0)]]
    if own:
        yes = [[button(_("Erase them then"), prepare, *key, 1)], [button(_("Keep them"), prepare, *key, 0)]]
    turn.show(
        OWN if own else OTHER,
        rows=[*yes, [button(_("Back"), again)]],
        seat=await _seat(turn, there),
        role=ROLES[there.seat.role],
        name=there.person.name or "?",
        moves=[said(words, n=counts[name]) for name, words in MOVES.items() if name in counts] or _("nothing yet"),
        n=STRANGERS.days,
    )


async def _still_waiting(turn: Turn, there: Holder, offered: Invitation) -> None:
    turn.show(
        _("<b>A successor is awaited</b>\n{seat} · {role}\nThe link works until {day}. Until somebody has agreed, "
          "everything stays as it is. For a new link, cancel this one."),
        rows=[[button(_("Cancel hand-over"), cancel, there.seat.id, there.person.id)], [button(_("Back"), again)]],
        seat=await _seat(turn, there),
        role=ROLES[there.seat.role],
        day=_day(turn, offered.expires_at),
    )  # fmt: skip


@handover.press
async def prepare(turn: Turn, seat_id: int, person_id: int, erases: int) -> None:
    """Make the link, which can be seen this once, in a message of its own that can be forwarded."""
    there = await _allowed(turn, seat_id, person_id)
    own = there.person.id == turn.officer.id
    if await kept.waiting(turn.session, person_id):
        raise Refusal(_("There is a link for a successor already. /handover shows it."))
    code = await kept.offer(turn.session, there, turn.officer, erases=own and bool(erases))
    offered = await kept.waiting(turn.session, person_id)
    assert offered is not None
    seat, role, day = await _seat(turn, there), ROLES[there.seat.role], _day(turn, offered.expires_at)
    turn.show(
        _("<b>The hand-over is prepared</b>\nPlease forward the message below to the successor, and to nobody else. "
          "Everything stays as it is until they have agreed."),
        rows=[[button(_("Cancel hand-over"), cancel, seat_id, person_id)]],
    )  # fmt: skip
    link = (await ways(turn.session)).start(code)
    turn.say(FORWARD, seat=seat, role=role, link=link, day=day)
    if not own:
        await _warn(turn, there)


async def _warn(turn: Turn, there: Holder) -> None:
    """Tell somebody, when they are at work, that their seat is being handed over."""
    holder = await people.get(turn.session, there.person.id)
    if holder and holder.telegram_id:
        by = ROLES[turn.officer.role or "coordinator"]
        place = await succession.seat_name(turn.session, there.seat.city_id, there.seat.office_id, holder.language)
        turn.owed.append(in_office_hours(letter(holder, OFFERED, seat=place, by=by), holder))


@handover.press
async def cancel(turn: Turn, seat_id: int, person_id: int) -> None:
    """Take the link back: it leads nowhere any more."""
    await _allowed(turn, seat_id, person_id)
    offered = await kept.waiting(turn.session, person_id)
    if offered is None or not await kept.cancel(turn.session, offered, turn.officer.id):
        raise Refusal(_("No link is waiting any more. Nothing was changed."))
    turn.show(_("<b>The hand-over is cancelled</b>\nThe link no longer works; everything stays as it was."))


async def _allowed(turn: Turn, seat_id: int, person_id: int) -> Holder:
    """Return a seat that this officer may hand over, with the same person on it as when the button was made."""
    there = await kept.holder(turn.session, seat_id)
    if there is None or there.person.id != person_id:
        raise Refusal(STALE)
    if not await kept.may_hand_over(turn.session, turn.officer, there.seat):
        raise Refusal(_("This seat is not yours to hand over."))
    return there


async def _seat(turn: Turn, there: Holder) -> Said | str | Message:
    seat = there.seat
    return await succession.seat_name(turn.session, seat.city_id, seat.office_id, turn.officer.language)


async def lapse(unit: Unit, now: datetime) -> int:
    """Say once, to whoever prepared it, that nobody has taken over; return how often."""
    said_so = 0
    for invitation in await kept.expired(unit.session, now):
        if not await kept.settle(unit.session, invitation):
            continue
        reader = await people.get(unit.session, invitation.invited_by or 0)
        if reader and reader.telegram_id and reader.invited:
            city_id, office_id = invitation.city_id, invitation.office_id
            place = await succession.seat_name(unit.session, city_id, office_id, reader.language)
            await outbox.put(unit.connection, [succession.lapsed(reader, place, invitation.role, invitations.DAYS)])
            said_so += 1
    return said_so
