"""/gaps — what is missing, and for each gap one neighbour worth reading; for an office, the same for its country."""

from collections import Counter
from collections.abc import Mapping

from bot.board_words import counted, facts, summary, told_apart
from bot.cards import TARGET_NAMES, dotted, joined, language_name
from bot.command import STALE, Command, lead, members
from bot.goal11 import TARGETS
from bot.text import Message, Said, _, plural, said
from bot.turn import Refusal, Turn, button, clip, in_rows
from storage import board, cities, offices
from storage.actions import Told
from storage.board import Board, Square
from storage.models import City

PAGE = 5  # gaps
CITIES = 15  # on a page
ALL = Message("{lines}")
STATES: Mapping[str, Message] = {"blank": _("blank"), "stale": _("stale"), "filled": _("no indicator")}

gaps = Command("gaps", _("What is missing, and who has it"), who=members)


@gaps.starts
async def begin(turn: Turn, words: str) -> None:
    await _show(turn, 0)


@gaps.press
async def again(turn: Turn, page: int) -> None:
    """Show a page of the gaps, in place."""
    await _show(turn, page)


async def _show(turn: Turn, page: int) -> None:
    if turn.officer.for_office:
        return await _of_branch(turn)
    own = await cities.get(turn.session, turn.officer.city_id or 0)
    assert own is not None
    squares = (await board.of_cities(turn.session, [own.id], turn.today, own=True))[own.id]
    found = [each for each in squares.values() if each.gap]
    page = min(max(page, 0), max(len(found) - 1, 0) // PAGE)
    part = list(enumerate(found, 1))[page * PAGE : (page + 1) * PAGE]
    wanted = [each.target for _place, each in part]
    near = await board.neighbours(turn.session, own, wanted, turn.officer.language)
    lines = [_top(turn, own, squares), *(_gap(turn, place, each, near.get(each.target)) for place, each in part)]
    if near:
        lines.append(said(_("Worth reading: cities of similar size first, then the same country.")))
    numbers = [
        button(str(place), lead("action", "open"), near[each.target].action.id)
        for place, each in part
        if each.target in near
    ]
    turning = [button(_("Previous"), again, page - 1)] if page else []
    if (page + 1) * PAGE < len(found):
        turning.append(button(_("Next"), again, page + 1))
    rows = [numbers, turning, [button(_("Board"), lead("board", "city"), own.id)]]
    turn.show(ALL, rows=rows, lines=joined(turn, lines, "\n\n"))


def _top(turn: Turn, own: City, squares: Board) -> Said:
    without = sum(not each.indicators for each in squares.values())
    parts: list[object] = [summary(turn, squares), said(_("without an indicator: {n}"), n=without)]
    name = cities.name(own, turn.officer.language)
    if not any(each.gap for each in squares.values()):
        return said(_("<b>No gaps</b> · {city}\nEvery target has an action, an indicator and recent news."), city=name)
    return said(_("<b>Gaps</b> · {city}\n{summary}"), city=name, summary=dotted(turn, parts))


def _gap(turn: Turn, place: int, each: Square, near: Told | None) -> Said:
    values = {"place": place, "title": TARGET_NAMES[each.target], "facts": facts(turn, each)}
    if near is None:
        return said(_("{place} <b>{title}</b>\n   {facts}"), **values)
    return said(
        _("{place} <b>{title}</b>\n   {facts}\n   Worth reading: {neighbour}"), neighbour=_read(turn, near), **values
    )


def _read(turn: Turn, near: Told) -> str:
    language = near.action.language
    foreign = language_name(language) if language != turn.officer.language else None
    return dotted(turn, [cities.label(near.city, turn.officer.language), clip(near.action.title, 70), foreign])


async def _of_branch(turn: Turn) -> None:
    """For offices: show of each target in how many cities it is filled, stale and blank."""
    found = await offices.cities(turn.session, turn.officer.office_id or 0)
    squares = await board.of_cities(turn.session, [each.id for each in found], turn.today)
    count = said(plural("{n} city", "{n} cities"), n=len(found))
    lines = [said(_("<b>Gaps</b> · {count}\nYou see this in private."), count=count)]
    for code in TARGETS:
        states = Counter(each[code].state for each in squares.values())
        without = sum(not each[code].indicators for each in squares.values())
        parts = [*counted(states), said(_("without an indicator: {n}"), n=without)]
        lines.append(said(_("<b>{title}</b>\n   {facts}"), title=TARGET_NAMES[code], facts=dotted(turn, parts)))
    codes = [button(code, target, code, 0) for code in TARGETS]
    rows = [*in_rows(codes, 5), [button(_("Board"), lead("board", "branch"), 0)]]
    turn.show(ALL, rows=rows, lines=joined(turn, lines))


@gaps.press
async def target(turn: Turn, code: str, page: int) -> None:
    """For offices: show which cities have a gap at a target, blank ones first."""
    if not turn.officer.for_office or code not in TARGETS:
        raise Refusal(STALE)
    there = await offices.cities(turn.session, turn.officer.office_id or 0)
    squares = await board.of_cities(turn.session, [each.id for each in there], turn.today)
    rank = {state: place for place, state in enumerate(STATES)}
    names = told_apart(there, turn.officer.language)
    found = sorted(
        (each for each in there if squares[each.id][code].gap),
        key=lambda each: (rank[squares[each.id][code].state], names[each.id]),
    )
    page = min(max(page, 0), max(len(found) - 1, 0) // CITIES)
    lines = [said(_("<b>{title}</b>\nYou see this in private."), title=TARGET_NAMES[code])]
    lines += [
        said(
            _("<b>{city}</b> · {state}"),
            city=names[each.id],
            state=STATES[squares[each.id][code].state],
        )
        for each in found[page * CITIES : (page + 1) * CITIES]
    ]
    turning = [button(_("Previous"), target, code, page - 1)] if page else []
    if (page + 1) * CITIES < len(found):
        turning.append(button(_("Next"), target, code, page + 1))
    last = [button(_("See the actions"), lead("find", "on_target"), code), button(_("Back"), again, 0)]
    turn.show(ALL, rows=[turning, last], lines=joined(turn, lines))
