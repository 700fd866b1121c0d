"""A breakdown of an indicator: the same figure for one group of people or one district."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards import joined
from bot.command import STALE, cities, lead
from bot.conversation import Conversation
from bot.indicator_cards import LONGEST_NAME, full
from bot.language.fold import fold
from bot.questions import Text
from bot.text import Message, Said, _
from bot.turn import Refusal, Turn, button, clip
from storage import indicators
from storage.drafts import Draft
from storage.indicators import Kept

GROUPS = {
    "women": _("Women"), "men": _("Men"), "young": _("Under 18"), "old": _("65 and over"),
}  # fmt: skip
LONGEST = 60


@dataclass(frozen=True)
class Group(Text):
    """A group of people or a district, typed; the usual ones can be pressed."""

    longest: int = LONGEST

    async def options(self, turn: Turn, draft: Draft) -> Sequence[tuple[str, Message | Said | str]]:
        return list(GROUPS.items())

    async def pick(self, turn: Turn, draft: Draft, value: str) -> str:
        if value not in GROUPS:
            raise Refusal(_("Please press one of the buttons."))
        return turn.translate.plain(GROUPS[value])


breakdown = Conversation(
    "breakdown",
    _("Break an indicator down"),
    Group("group", _("For whom or where? For example women, people of 65 and over, or a district.")),
    who=cities,
    hidden=True,
)


@breakdown.press
async def of_indicator(turn: Turn, indicator_id: int) -> None:
    """Ask for which group."""
    await _whole(turn, indicator_id)
    await breakdown.ask_about(turn, indicator=indicator_id)


@breakdown.done
async def keep(turn: Turn, draft: Draft) -> str:
    """Add the same figure for this group, unless there is one."""
    whole, group = await _whole(turn, draft.answers["indicator"]), draft.answers["group"]
    parts = await indicators.breakdowns(turn.session, whole.row.id, turn.today)
    known = next((each for each in parts if fold(each.row.group_name or "") == fold(group)), None)
    if known is None:
        name = f"{clip(whole.row.name, LONGEST_NAME - LONGEST - 3)} · {group}"
        row = await indicators.break_down(turn.session, whole.row, turn.officer.id, group, name)
        known = await indicators.get(turn.session, row.id, turn.today)
    assert known is not None
    rows = [
        [button(_("Record a value"), lead("value", "of_indicator"), known.row.id)],
        [button(_("Show the indicator"), lead("measured", "open"), whole.row.id)],
    ]
    turn.show(Message("{lines}"), rows=rows, lines=joined(turn, full(turn, known, turn.today)))
    return known.row.name


async def _whole(turn: Turn, indicator_id: int) -> Kept:
    found = await indicators.get(turn.session, indicator_id, turn.today)
    if found is None or found.row.city_id != turn.officer.city_id or found.row.withdrawn_at:
        raise Refusal(STALE)
    if found.row.part_of:
        raise Refusal(_("This is a part already. The whole can be broken down further."))
    return found
