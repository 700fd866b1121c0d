"""Actions as the person of a turn may see them."""

from bot.text import _
from bot.turn import Refusal, Turn
from storage import actions
from storage.actions import Told

GONE = _("This action is no longer shown.")


def may_see(turn: Turn, told: Told) -> bool:
    """Say whether this person may see an action: it is theirs, or for everybody, or for members and they are one."""
    return together(turn, told) or actions.visible(told, member=turn.officer.seated, city_id=turn.officer.city_id)


def together(turn: Turn, told: Told) -> bool:
    """Say whether an action is of the practice town somebody is in, or of an invented neighbour that still shows it."""
    beside = turn.officer.practising and told.city.practice and told.city.office_id == turn.officer.office_id
    return beside and told.action.state == "published"


def of(turn: Turn, told: Told | None) -> Told:
    """Return an action that this person may see.

    Raises:
        Refusal: there is none, or not for them.
    """
    if told is None or not may_see(turn, told):
        raise Refusal(GONE)
    return told


async def by_id(turn: Turn, action_id: int) -> Told:
    """Return the action with this key, as ``of`` does."""
    return of(turn, await actions.get(turn.session, action_id))
