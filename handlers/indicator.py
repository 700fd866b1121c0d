"""/indicator — what a city measures: the last values, how far it has come, and everything ever said of it."""

from collections.abc import Sequence
from datetime import date

from bot.cards import dotted, joined
from bot.command import STALE, Command, cities, lead
from bot.indicator_cards import figure, full, name, part, short, when
from bot.language.values import names
from bot.pictures import makers
from bot.text import Message, Said, _, plural, said
from bot.turn import Button, Refusal, Turn, button
from bot.workshop import order
from storage import cities as places
from storage import indicators
from storage.indicators import Kept
from storage.models import Measure

PAGE = 5
PARTS = 12  # breakdowns on a card
SAID = 8  # of a history on a page
KINDS = {"baseline": _("baseline"), "value": _("value"), "target_value": _("target value")}

indicator = Command("indicator", _("What your city measures"), who=cities)
measured = Command("measured", _("An indicator of a city"), hidden=True)


@indicator.starts
async def begin(turn: Turn, words: str) -> None:
    """List what one's own city measures, or show the one indicator these words name."""
    city_id = turn.officer.city_id or 0
    meant = [each for each in await indicators.named(turn.session, city_id) if names(words, each.name)]
    if len(meant) == 1:
        return await _show(turn, await _kept(turn, meant[0].id))
    await _list(turn, city_id, 0)


@indicator.press
async def page(turn: Turn, offset: int) -> None:
    """Turn the pages of one's own city's indicators."""
    await _list(turn, turn.officer.city_id or 0, offset)


@measured.press
async def of_city(turn: Turn, city_id: int, offset: int) -> None:
    """Show what a city measures."""
    await _list(turn, city_id, offset)


async def _list(turn: Turn, city_id: int, offset: int) -> None:
    city = await places.seen(turn.session, city_id, turn.officer.city_id)
    if city is None:
        raise Refusal(STALE)
    kept = await indicators.of_city(turn.session, city_id, turn.today)
    offset = min(max(offset, 0), max(len(kept) - 1, 0) // PAGE * PAGE)
    shown = list(enumerate(kept[offset : offset + PAGE], offset + 1))
    own = city_id == turn.officer.city_id
    turning = [button(_("Previous"), of_city, city_id, offset - PAGE)] if offset else []
    if offset + PAGE < len(kept):
        turning.append(button(_("Next"), of_city, city_id, offset + PAGE))
    rows = [
        [button(str(place), open, each.row.id) for place, each in shown],
        turning,
        [button(_("Add an indicator"), lead("goals", "everything"))] if own else [],
    ]
    if not kept and own:
        turn.show(
            _("<b>Nothing is measured yet</b>\nChoose a target and press “{add}”. From then on a value is one message: "
              "11.6 recycling 61.4 %."),
            rows=rows,
            add=_("Add an indicator"),
        )  # fmt: skip
        return
    turn.show(
        Message("<b>{city}</b> · {count}\n\n{list}\n\n{how}"),
        rows=rows,
        city=places.name(city, turn.officer.language),
        count=said(plural("{n} indicator", "{n} indicators"), n=len(kept)),
        list=joined(turn, [short(turn, place, each) for place, each in shown]),
        how=_("A value can be typed at any time, for example: 11.6 recycling 61.4 %.") if own else "",
    )


@measured.press
async def open(turn: Turn, indicator_id: int) -> None:
    """Show an indicator in place of the list."""
    await _show(turn, await _kept(turn, indicator_id))


@measured.press
async def open_below(turn: Turn, indicator_id: int) -> None:
    """Show an indicator in a message of its own."""
    turn.pressed = None
    await _show(turn, await _kept(turn, indicator_id))


async def _show(turn: Turn, kept: Kept) -> None:
    own = kept.row.city_id == turn.officer.city_id
    rows = _owning(kept) if own else _looking(kept)
    parts = await indicators.breakdowns(turn.session, kept.row.id, turn.today)
    lines = [*full(turn, kept, turn.today), *(part(turn, each) for each in parts[:PARTS])]
    turn.show(Message("{lines}"), rows=rows, lines=joined(turn, lines))


def _looking(kept: Kept) -> list[Sequence[Button]]:
    return [[button(_("History"), history, kept.row.id, 0), button(_("Chart"), chart, kept.row.id)], [_back(kept)]]


def _back(kept: Kept) -> Button:
    return button(_("Back"), of_city, kept.row.city_id, 0)


def _owning(kept: Kept) -> list[Sequence[Button]]:
    key = kept.row.id
    back = button(_("Back"), lead("goals", "target"), kept.row.target) if kept.row.target else _back(kept)
    if kept.row.withdrawn_at:
        return [[button(_("Bring it back"), bring_back, key)], [button(_("History"), history, key, 0)], [back]]
    clear = [button(_("Reckoned rating"), lead("rated", "clear"), key)] if kept.part.reason else []
    return [
        [button(_("Record a value"), lead("value", "of_indicator"), key)],
        [
            button(_("History"), history, key, 0),
            button(_("Chart"), chart, key),
            button(_("Target value"), lead("aim", "of_aim"), key),
        ],
        [button(_("Rate"), lead("rated", "rate"), key), *clear, button(_("More"), more, key)],
        [back],
    ]


@indicator.press
async def more(turn: Turn, indicator_id: int) -> None:
    """Offer what is changed more seldom."""
    kept = await _own(turn, indicator_id)
    about = lead("about", "of_indicator")
    turn.show(
        Message("{lines}"),
        rows=[
            [
                button(_("Source"), about, indicator_id, "source"),
                button(_("Department"), about, indicator_id, "department"),
                button(_("Name"), about, indicator_id, "name"),
            ],
            [
                button(_("Baseline"), lead("baseline", "of_baseline"), indicator_id),
                button(_("Break it down"), lead("breakdown", "of_indicator"), indicator_id),
                button(_("Ask a department"), lead("errand", "of_indicator"), indicator_id),
            ],
            [button(_("Back"), open, indicator_id), button(_("Withdraw"), withdraw, indicator_id)],
        ],
        lines=joined(turn, full(turn, kept, turn.today)),
    )


@measured.press
async def chart(turn: Turn, indicator_id: int) -> None:
    """Send the values as a line, below, with the same in words."""
    kept = await _kept(turn, indicator_id)
    if not kept.known:
        raise Refusal(_("There is nothing to draw yet. A value is one message: 11.6 recycling 61.4 %."))
    turn.picture(
        order(makers.progress, kept.part, turn.officer.language),
        Message("{lines}"),
        rows=[[button(_("Show the indicator"), open_below, indicator_id)]],
        lines=joined(turn, full(turn, kept, turn.today)),
    )


@measured.press
async def history(turn: Turn, indicator_id: int, offset: int) -> None:
    """Show everything that was ever said of an indicator, newest first; to its own city, also by whom."""
    kept = await _kept(turn, indicator_id)
    told = await indicators.history(turn.session, indicator_id)
    own = kept.row.city_id == turn.officer.city_id
    offset = min(max(offset, 0), max(len(told) - 1, 0) // SAID * SAID)
    lines = [
        _said(turn, kept, each, (who or _("officer")) if own else None) for each, who in told[offset : offset + SAID]
    ]
    turning = [button(_("Previous"), history, indicator_id, offset - SAID)] if offset else []
    if offset + SAID < len(told):
        turning.append(button(_("Next"), history, indicator_id, offset + SAID))
    turn.show(
        _("<b>{name}</b> · everything ever said of it, newest first\n\n{lines}"),
        rows=[turning, [button(_("Back"), open, indicator_id)]],
        name=name(kept),
        lines=joined(turn, lines or [said(_("Nothing yet."))]),
    )


def _said(turn: Turn, kept: Kept, measure: Measure, who: Message | str | None) -> Said:
    told = figure(measure.value, kept.part.unit) if measure.value is not None else _("taken back")
    facts = [KINDS[measure.kind], when(turn, measure.day), told]
    on = said(_("said on {day}"), day=turn.translate.full_day(_local(turn, measure)))
    line = said(
        Message("<b>{facts}</b>\n   {how}"), facts=dotted(turn, facts), how=dotted(turn, [on, who, measure.reason])
    )
    return line


def _local(turn: Turn, measure: Measure) -> date:
    return turn.translate.day_of(measure.at)


@indicator.press
async def withdraw(turn: Turn, indicator_id: int) -> None:
    """Ask once more before an indicator disappears from what is shown."""
    kept = await _own(turn, indicator_id)
    turn.show(
        _("<b>Withdraw “{name}”?</b>\nNobody sees it any more. Its figures are kept, and it can be brought back."),
        rows=[[button(_("Yes, withdraw"), withdraw_now, indicator_id)], [button(_("Back"), open, indicator_id)]],
        name=name(kept),
    )


@indicator.press
async def withdraw_now(turn: Turn, indicator_id: int) -> None:
    """Take it out of what is shown."""
    kept = await _own(turn, indicator_id)
    if not await indicators.withdraw(turn.session, kept.row, turn.officer.id):
        raise Refusal(_("It was withdrawn already."))
    rows = [[button(_("Bring it back"), bring_back, indicator_id)]]
    turn.show(_("<b>“{name}” is withdrawn.</b> Its figures are kept."), rows=rows, name=name(kept))


@indicator.press
async def bring_back(turn: Turn, indicator_id: int) -> None:
    """Undo a withdrawal."""
    kept = await _own(turn, indicator_id)
    if not await indicators.bring_back(turn.session, kept.row, turn.officer.id):
        raise Refusal(_("It is in use already."))
    await _show(turn, await _kept(turn, indicator_id))


async def _kept(turn: Turn, indicator_id: int) -> Kept:
    kept = await indicators.get(turn.session, indicator_id, turn.today)
    own_id = turn.officer.city_id
    city = await places.seen(turn.session, kept.row.city_id, own_id) if kept else None
    if kept is None or city is None or (kept.row.withdrawn_at and city.id != own_id):
        raise Refusal(_("This indicator is no longer shown."))
    return kept


async def _own(turn: Turn, indicator_id: int) -> Kept:
    kept = await _kept(turn, indicator_id)
    if kept.row.city_id != turn.officer.city_id:
        raise Refusal(_("This indicator belongs to another city."))
    return kept
