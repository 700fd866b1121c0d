"""What is said when a seat has gone over: to who was on it, to who prepared it, and to who has it now."""

import orjson

from bot import clock, state_of_play
from bot.command import lead
from bot.text import Message, Said, _
from bot.turn import Turn, button, in_office_hours, letter
from storage import cities, offices, people
from storage.engine import Session
from storage.models import Invitation
from storage.outbox import Owed
from storage.people import Officer
from storage.privacy import STRANGERS

ROLES: dict[str, Message] = {
    "officer": _("officer"),
    "coordinator": _("coordinator"),
    "institute": _("research institute"),
    "council": _("citizens’ council"),
    "reviewer": _("reviewer"),
    "secretariat": _("secretariat"),
}
GONE = _(
    "<b>Your seat is handed over</b>\n{seat} · {role}\nWhat was begun goes on with your successor. "
    "Your personal data are erased {n} days after you last wrote; /leave erases them at once."
)
ERASED = _(
    "<b>Your seat is handed over</b>\n{seat} · {role}\nWhat was begun goes on with your successor. "
    "Your personal data are erased, as you wished. Thank you for what you shared."
)
TAKEN = _("<b>The seat is taken over</b>\n{seat} · {role}\nWhat was begun on it goes on there.")


async def tell(turn: Turn, predecessor: Officer, invitation: Invitation) -> None:
    """Tell everybody concerned that this officer has taken over a seat, and show them where the city stands."""
    place = await seat_name(turn.session, invitation.city_id, invitation.office_id, predecessor.language)
    farewell = ERASED if invitation.erases else GONE
    role = ROLES[invitation.role]
    if predecessor.telegram_id:
        goodbye = letter(predecessor, farewell, seat=place, role=role, n=STRANGERS.days)
        turn.owed.append(in_office_hours(goodbye, predecessor))
        turn.owed.append(_without_menu(predecessor))
    by = await people.get(turn.session, invitation.invited_by or 0)
    if by and by.id != predecessor.id and by.telegram_id:
        place = await seat_name(turn.session, invitation.city_id, invitation.office_id, by.language)
        turn.owed.append(in_office_hours(letter(by, TAKEN, seat=place, role=role), by))
    if turn.officer.for_city:
        text, rows = await state_of_play.page(turn)
        turn.say(text, rows=rows)


def _without_menu(predecessor: Officer) -> Owed:
    """Return the call that takes the commands of the role out of a chat; what everybody may use stays."""
    chat_id = predecessor.telegram_id or 0
    payload = orjson.dumps({"scope": {"type": "chat", "chat_id": chat_id}}).decode()
    return Owed(chat_id, "deleteMyCommands", payload, clock.now().timestamp(), predecessor.id)


async def seat_name(
    session: Session, city_id: int | None, office_id: int | None, language: str
) -> Said | str | Message:
    """Return whom a seat speaks for: a city, or an office."""
    if city := await cities.get(session, city_id) if city_id else None:
        return cities.label(city, language)
    office = await offices.get(session, office_id or 0)
    assert office is not None
    return offices.title(office)


def lapsed(reader: Officer, place: Said | str | Message, role: str, days: int) -> Owed:
    """Return what is said of a hand-over nobody took up."""
    words = _(
        "<b>Nobody has taken over</b>\n{seat} · {role}\nThe link was valid for {n} days. Everything stays as it was."
    )
    rows = [[button(_("Hand over a seat"), lead("handover", "again"))]]
    return in_office_hours(letter(reader, words, rows=rows, seat=place, role=ROLES[role], n=days), reader)
