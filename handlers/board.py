"""/board — a city's whole picture, target by target; an office sees each of its cities in the same words."""

from collections.abc import Sequence

from bot.board_words import ACTIONS as ACTION_COUNT
from bot.board_words import INDICATORS as INDICATOR_COUNT
from bot.board_words import facts, summary, told_apart
from bot.cards import TARGET_NAMES, as_of, dotted, joined
from bot.chapter_words import figure
from bot.command import STALE, Command, lead, members
from bot.dates import add_months
from bot.goal11 import TARGETS
from bot.text import Message, Said, _, plural, said
from bot.turn import Refusal, Turn, button, clip, in_rows
from storage import board as kept
from storage import cities, goals, indicators, offices
from storage import departments as by_department
from storage.departments import Department
from storage.models import Action, City, Goal

PAGE = 10  # cities
ACTIONS = 6  # on a page
FIGURES = 8  # in one message
GOALS = 3
DEPARTMENTS = 5
ALL = Message("{lines}")

board = Command("board", _("Targets, actions and indicators at a glance"), who=members)


@board.starts
async def begin(turn: Turn, words: str) -> None:
    if turn.officer.for_office:
        return await _branch(turn, 0)
    await _city(turn, await _seen(turn, turn.officer.city_id or 0))


@board.press
async def branch(turn: Turn, page: int) -> None:
    """For offices: show a page of their cities."""
    if not turn.officer.for_office:
        raise Refusal(STALE)
    await _branch(turn, page)


async def _branch(turn: Turn, page: int) -> None:
    found = await offices.cities(turn.session, turn.officer.office_id or 0)
    names = told_apart(found, turn.officer.language)
    ordered = sorted(found, key=lambda each: names[each.id])
    page = min(max(page, 0), max(len(found) - 1, 0) // PAGE)
    part = ordered[page * PAGE : (page + 1) * PAGE]
    squares = await kept.of_cities(turn.session, [each.id for each in part], turn.today)
    lines = [
        said(
            _("{place} <b>{city}</b>\n   {summary}"),
            place=place,
            city=names[each.id],
            summary=summary(turn, squares[each.id]),
        )
        for place, each in enumerate(part, page * PAGE + 1)
    ]
    count = said(plural("{n} city", "{n} cities"), n=len(found))
    top = said(_("<b>Board</b> · {count}\nYou see this in private."), count=count)
    numbers = [button(str(place), city, each.id) for place, each in enumerate(part, page * PAGE + 1)]
    turning = [button(_("Previous"), branch, page - 1)] if page else []
    if (page + 1) * PAGE < len(found):
        turning.append(button(_("Next"), branch, page + 1))
    last = [button(_("Gaps"), lead("gaps", "again"), 0)]
    turn.show(_("{top}\n\n{lines}"), rows=[*in_rows(numbers, 5), turning, last], top=top, lines=joined(turn, lines))


@board.press
async def city(turn: Turn, city_id: int) -> None:
    """Show a city's board, in place."""
    await _city(turn, await _seen(turn, city_id))


async def _city(turn: Turn, shown: City) -> None:
    today = turn.today
    squares = (await kept.of_cities(turn.session, [shown.id], today, own=_own(turn, shown)))[shown.id]
    checks, late = await kept.to_check(turn.session, shown, today)
    due: list[object] = []
    if checks:
        due = [said(_("to check: {n}"), n=checks.total()), _("overdue") if late else None]
    top = said(
        _("<b>Board</b> · {city}\n{summary}"),
        city=cities.name(shown, turn.officer.language),
        summary=dotted(turn, [summary(turn, squares), *due]),
    )
    lines = [
        said(_("<b>{title}</b>\n   {facts}"), title=TARGET_NAMES[code], facts=facts(turn, each, checks[code]))
        for code, each in squares.items()
    ]
    codes = [button(code, square, shown.id, code, 0) for code in TARGETS]
    last = button(_("Back"), branch, 0) if turn.officer.for_office else button(_("Gaps"), lead("gaps", "again"), 0)
    last_row = [last, button(_("By department"), departments, shown.id, 0)]
    turn.show(_("{top}\n\n{lines}"), rows=[*in_rows(codes, 5), last_row], top=top, lines=joined(turn, lines))


@board.press
async def square(turn: Turn, city_id: int, target: str, page: int) -> None:
    """Show everything a city has for one target."""
    shown = await _seen(turn, city_id)
    if target not in TARGETS:
        raise Refusal(STALE)
    own = _own(turn, shown)
    squares = await kept.of_cities(turn.session, [city_id], turn.today, own=own)
    told = await kept.actions_on(turn.session, city_id, target, own=own)
    page = min(max(page, 0), max(len(told) - 1, 0) // ACTIONS)
    part = list(enumerate(told, 1))[page * ACTIONS : (page + 1) * ACTIONS]
    lines = [
        said(
            _("<b>{title}</b> · {city}\n{facts}"),
            title=TARGET_NAMES[target],
            city=cities.name(shown, turn.officer.language),
            facts=facts(turn, squares[city_id][target]),
        )
    ]
    lines += _goals(await goals.of_city(turn.session, city_id, target))
    lines += [_action(turn, place, each) for place, each in part]
    figures = await indicators.of_city(turn.session, city_id, turn.today, target)
    if figures:
        lines.append(said(ALL, lines=joined(turn, [figure(turn.translate, each) for each in figures[:FIGURES]])))
    numbers = [button(str(place), lead("action", "open"), each.id) for place, each in part]
    turning = [button(_("Previous"), square, city_id, target, page - 1)] if page else []
    if (page + 1) * ACTIONS < len(told):
        turning.append(button(_("Next"), square, city_id, target, page + 1))
    rows = [*in_rows(numbers, 6), turning, [button(_("Back"), city, city_id)]]
    turn.show(ALL, rows=rows, lines=joined(turn, lines, "\n\n"))


def _goals(told: Sequence[Goal]) -> list[Said]:
    return [said(_("Goal: {text}"), text=clip(each.text, 200)) for each in told[:GOALS]]


def _action(turn: Turn, place: int, each: Action) -> Said:
    return said(
        _("{place} <b>{title}</b>\n   {number} · as of {day}"),
        place=place,
        title=clip(each.title, 90),
        number=each.number,
        day=as_of(turn, each),
    )


@board.press
async def departments(turn: Turn, city_id: int, page: int) -> None:
    """Show a city's actions and indicators by the department that answers for them."""
    shown = await _seen(turn, city_id)
    ordered = await by_department.of_city(turn.session, shown.id, turn.today, own=_own(turn, shown))
    name = cities.name(shown, turn.officer.language)
    lines = [said(_("<b>By department</b> · {city}"), city=name)]
    if not ordered:
        lines.append(said(_("There is no action and no indicator yet.")))
    page = min(max(page, 0), max(len(ordered) - 1, 0) // DEPARTMENTS)
    lines += [_department(turn, each) for each in ordered[page * DEPARTMENTS : (page + 1) * DEPARTMENTS]]
    turning = [button(_("Previous"), departments, city_id, page - 1)] if page else []
    if (page + 1) * DEPARTMENTS < len(ordered):
        turning.append(button(_("Next"), departments, city_id, page + 1))
    turn.show(ALL, rows=[turning, [button(_("Back"), city, city_id)]], lines=joined(turn, lines, "\n\n"))


def _department(turn: Turn, each: Department) -> Said:
    ago = add_months(turn.today, -kept.STALE_AFTER)
    lines = [said(_("<b>{department}</b>"), department=each.name or _("No department named"))]
    if each.actions:
        old = sum(action.day <= ago for action in each.actions)
        facts = [said(ACTION_COUNT, n=len(each.actions)), said(_("stale: {n}"), n=old)]
        lines.append(said(ALL, lines=dotted(turn, facts)))
    if each.figures:
        stale = sum(one.last is not None and one.last.day <= ago for one in each.figures)
        blank = sum(one.last is None for one in each.figures)
        facts = [said(INDICATOR_COUNT, n=len(each.figures)), said(_("stale: {n}"), n=stale)]
        lines.append(said(ALL, lines=dotted(turn, [*facts, said(_("no value: {n}"), n=blank)])))
    lines += [figure(turn.translate, one) for one in each.figures[:FIGURES]]
    if len(each.figures) > FIGURES:
        lines.append(said(plural("and {n} more", "and {n} more"), n=len(each.figures) - FIGURES))
    return said(ALL, lines=joined(turn, lines))


async def _seen(turn: Turn, city_id: int) -> City:
    """Return a city whose board this person may see: their own, or one of their office's branch."""
    found = await cities.get(turn.session, city_id)
    if found and found.id == turn.officer.city_id:
        return found
    if found is None or not await offices.oversees(turn.session, turn.officer, found.office_id):
        raise Refusal(STALE)
    return found


def _own(turn: Turn, shown: City) -> bool:
    return shown.id == turn.officer.city_id
