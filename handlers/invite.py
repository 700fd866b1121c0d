"""/invite — let a colleague in: a one-time link for one seat, within one's own city or branch."""

from collections.abc import Mapping

from bot.command import STALE, Command, leaders
from bot.conversation import Conversation
from bot.links import ways
from bot.questions import Choice, Place
from bot.text import Message, _
from bot.turn import Refusal, Turn
from storage import cities, invitations, offices, places
from storage.drafts import Draft
from storage.models import City
from storage.people import PARTNERS

ROLES: Mapping[str, Message] = {
    "officer": _("Officer"),
    "coordinator": _("Coordinator"),
    "institute": _("Research institute"),
    "council": _("Citizens’ council"),
}

invite = Command("invite", _("Invite a colleague"), who=leaders)
seat = Conversation(
    "seat",
    _("Invite a colleague"),
    Place("place", _("For which city? Type its name.")),
    Choice("role", _("Which role will the person have?"), choices=ROLES),
    who=leaders,
    hidden=True,
)


@invite.starts
async def begin(turn: Turn, words: str) -> None:
    """Ask for whom. A coordinator invites for the own city only, so that is not asked."""
    own = await cities.get(turn.session, turn.officer.city_id) if turn.officer.city_id else None
    await seat.ask_about(turn, **({"place": own.place_key} if own else {}))


@seat.press
async def partner(turn: Turn, role: str) -> None:
    """Invite a party of the own city's report round."""
    own = await cities.get(turn.session, turn.officer.city_id or 0)
    if own is None or role not in PARTNERS:
        raise Refusal(STALE)
    await seat.ask_about(turn, place=own.place_key, role=role)


@seat.done
async def hand_out(turn: Turn, draft: Draft) -> str:
    """Make the link; it can be seen this once."""
    city = await _own_branch(turn, draft.answers["place"])
    code = await invitations.create(turn.session, draft.answers["role"], city_id=city.id, by=turn.officer.id)
    turn.show(
        _(
            "<b>Invitation for {city}</b> · {role}\n{link}\n\n"
            "Pass this link on to one person. It works once, for {n} days."
        ),
        city=cities.label(city, turn.officer.language),
        role=ROLES[draft.answers["role"]],
        link=(await ways(turn.session)).start(code),
        n=invitations.DAYS,
    )
    return ""


async def _own_branch(turn: Turn, place_key: str) -> City:
    place = await places.get(turn.session, place_key)
    assert place is not None and turn.officer.office_id is not None
    office = await offices.for_country(turn.session, place.country)
    city = await cities.at_place(turn.session, place_key)
    office_id = city.office_id if city else office.id
    if turn.officer.for_office and not await offices.oversees(turn.session, turn.officer, office_id):
        raise Refusal(_("That city belongs to another office."))
    if not turn.officer.for_office and (city is None or city.id != turn.officer.city_id):
        raise Refusal(_("Coordinators invite for their own city only."))
    return city or await cities.ensure(turn.session, place)
