"""Actions as the person of a turn may see them, and what is their city's own."""

from bot.command import STALE
from bot.indicator_cards import name
from bot.text import _
from bot.turn import Refusal, Turn
from storage import actions, indicators
from storage.actions import Told
from storage.indicators import Kept

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


async def own_indicator(turn: Turn, indicator_id: int) -> Kept:
    """Return an indicator of this person's city that is in use.

    Raises:
        Refusal: it is none of theirs, or is withdrawn.
    """
    kept = await indicators.get(turn.session, indicator_id, turn.today)
    if kept is None or kept.row.city_id != turn.officer.city_id:
        raise Refusal(STALE)
    if kept.row.withdrawn_at:
        raise Refusal(_("“{name}” is withdrawn. Bring it back first; its figures are kept."), name=name(kept))
    return kept
