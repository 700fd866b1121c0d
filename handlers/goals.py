"""/goals — the targets of Goal 11 in plain words, what cities do for each, and what one's own city wants to reach."""

from collections.abc import Sequence

from bot.cards import TARGET_NAMES, joined, language_name
from bot.command import STALE, Command, cities, lead
from bot.conversation import Conversation
from bot.goal11 import TARGETS
from bot.indicator_cards import short
from bot.language.draft import language
from bot.questions import Text
from bot.text import Message, Said, _, plural, said
from bot.turn import Button, Refusal, Turn, button, clip
from storage import cities as places
from storage import goals as kept
from storage import indicators, search
from storage.drafts import Draft
from storage.indicators import Kept
from storage.models import Goal
from storage.search import Query

PAGE = 5  # goals and indicators on a page
SERVES = _("Serves the national goal: {goal}")

goals = Command("goals", _("The targets of Goal 11"))
told = Command("told", _("What a city wants to reach"), hidden=True)
goal = Conversation(
    "goal",
    _("Add a goal of your city"),
    Text("text", _("What does your city want to reach for this target? One sentence is enough, such as: two thirds of "
                   "all household waste are recycled by 2030."), longest=500, shortest=4),
    who=cities,
    hidden=True,
)  # fmt: skip

national = Conversation(
    "national",
    _("Name the national goal it serves"),
    Text("serves", _("Which national goal does it serve, as your country calls it? For example: K-SDGs 11-2."),
         longest=120, shortest=2),
    who=cities,
    hidden=True,
)  # fmt: skip


@goals.starts
async def begin(turn: Turn, words: str) -> None:
    if words.lower() in TARGETS:
        return await _show(turn, words.lower(), 0)
    _list(turn)


@goals.press
async def everything(turn: Turn) -> None:
    """Back to the list."""
    _list(turn)


def _list(turn: Turn) -> None:
    rows = [[button(TARGET_NAMES[code], target, code)] for code in TARGETS]
    turn.show(
        _("<b>Goal 11: sustainable cities and communities</b>\nTen targets. Tap one to read what it means."),
        rows=rows,
    )


@goals.press
async def target(turn: Turn, code: str) -> None:
    """Explain one target."""
    await _show(turn, code, 0)


@goals.press
async def page(turn: Turn, code: str, offset: int) -> None:
    """Turn the pages of what one's own city wants to reach and measures for a target."""
    await _show(turn, code, offset)


async def _show(turn: Turn, code: str, offset: int) -> None:
    if code not in TARGETS:
        raise Refusal(_("There is no such target."))
    shown = TARGETS[code]
    query = Query(target=code, member=turn.officer.seated, language=turn.officer.language)
    found = await search.search(turn.session, query, limit=1)
    rows: list[Sequence[Button]] = []
    if found.total:
        rows.append([button(_("See the actions"), lead("find", "on_target"), code)])
    lines: list[Said] = []
    if turn.officer.for_city:
        lines, more = await _own(turn, code, offset)
        rows += more
    turn.show(
        _("<b>{name}</b>\n{description}\n\n{count}\n\n{own}"),
        rows=[*rows, [button(_("Back"), everything)]],
        name=TARGET_NAMES[code],
        description=shown.description,
        count=said(plural("{n} action so far", "{n} actions so far"), n=found.total),
        own=joined(turn, lines),
    )


async def _own(turn: Turn, code: str, offset: int) -> tuple[list[Said], list[Sequence[Button]]]:
    """Return what one's own city wants to reach and measures for a target, a page of it."""
    city_id = turn.officer.city_id or 0
    wanted = await kept.of_city(turn.session, city_id, code)
    measured = await indicators.of_city(turn.session, city_id, turn.today, code)
    everything: list[Goal | Kept] = [*wanted, *measured]
    offset = min(max(offset, 0), max(len(everything) - 1, 0) // PAGE * PAGE)
    shown = list(enumerate(everything[offset : offset + PAGE], offset + 1))
    lines = [said(Message("<b>{city}</b>"), city=turn.officer.city_name)]
    lines += [_line(turn, place, each) for place, each in shown] or [said(_("No goal and no indicator yet."))]
    turning = [button(_("Previous"), page, code, offset - PAGE)] if offset else []
    if offset + PAGE < len(everything):
        turning.append(button(_("Next"), page, code, offset + PAGE))
    adding = [
        button(_("Add a goal"), add, code),
        button(_("Add an indicator"), lead("new_indicator", "for_target"), code),
    ]
    return lines, [[_opening(place, each) for place, each in shown], turning, adding]


def _line(turn: Turn, place: int, each: Goal | Kept) -> Said:
    if isinstance(each, Kept):
        return short(turn, place, each)
    return said(_("{place} Goal: {text}"), place=place, text=clip(each.text, 200))


def _opening(place: int, each: Goal | Kept) -> Button:
    if isinstance(each, Kept):
        return button(str(place), lead("measured", "open"), each.row.id)
    return button(str(place), open, each.id)


@goal.press
async def add(turn: Turn, code: str) -> None:
    """Ask what the city wants to reach."""
    if code not in TARGETS:
        raise Refusal(_("There is no such target."))
    await goal.ask_about(turn, target=code)


@goal.done
async def keep(turn: Turn, draft: Draft) -> str:
    """Add the goal, in place of the one it replaces: how that read is kept."""
    text, officer = draft.answers["text"], turn.officer
    assert officer.city_id is not None
    if before := draft.answers.get("replaces"):
        await kept.withdraw(turn.session, await _mine(turn, before), officer.id)
    written_in = language(text) or officer.language
    added = await kept.add(turn.session, officer.city_id, officer.id, draft.answers["target"], text, written_in)
    _show_goal(turn, added)
    return clip(text, 60)


@told.press
async def of_city(turn: Turn, city_id: int, offset: int) -> None:
    """Show what a city wants to reach, a page of it."""
    city = await places.seen(turn.session, city_id, turn.officer.city_id)
    if city is None:
        raise Refusal(STALE)
    wanted = await kept.of_city(turn.session, city_id)
    offset = min(max(offset, 0), max(len(wanted) - 1, 0) // PAGE * PAGE)
    lines = [_goal(turn, each) for each in wanted[offset : offset + PAGE]]
    turning = [button(_("Previous"), of_city, city_id, offset - PAGE)] if offset else []
    if offset + PAGE < len(wanted):
        turning.append(button(_("Next"), of_city, city_id, offset + PAGE))
    turn.show(
        Message("<b>{city}</b> · {count}\n\n{list}"),
        rows=[turning, [button(_("City"), lead("city", "open"), city_id)]],
        city=places.name(city, turn.officer.language),
        count=said(plural("{n} goal of its own", "{n} goals of its own"), n=len(wanted)),
        list=joined(turn, lines or [said(_("No goal yet."))]),
    )


def _goal(turn: Turn, each: Goal) -> Said:
    text = clip(f"{each.text} ({each.serves})" if each.serves else each.text, 300)
    if each.language == turn.officer.language:
        return said(Message("<b>{target}</b>\n   {text}"), target=TARGET_NAMES[each.target], text=text)
    words = Message("<b>{target}</b> · {language}\n   {text}")
    return said(words, target=TARGET_NAMES[each.target], language=language_name(each.language), text=text)


@goal.press
async def open(turn: Turn, goal_id: int) -> None:
    """Show a goal of one's own city."""
    _show_goal(turn, await _mine(turn, goal_id))


def _show_goal(turn: Turn, shown: Goal) -> None:
    rows = [
        [button(_("Add an indicator"), lead("new_indicator", "for_target"), shown.target)],
        [
            button(_("Edit"), reword, shown.id),
            button(_("National goal"), of_nation, shown.id),
            button(_("Withdraw"), withdraw, shown.id),
        ],
        [button(_("Back"), target, shown.target)],
    ]
    turn.show(
        _("<b>A goal of {city}</b>\n{target}\n\n<blockquote>{text}</blockquote>\n{serves}"),
        rows=rows,
        city=turn.officer.city_name,
        target=TARGET_NAMES[shown.target],
        text=shown.text,
        serves=said(SERVES, goal=shown.serves) if shown.serves else "",
    )


@goal.press
async def of_nation(turn: Turn, goal_id: int) -> None:
    """Ask which national goal it serves."""
    await _mine(turn, goal_id)
    await national.ask_about(turn, goal=goal_id)


@national.done
async def keep_national(turn: Turn, draft: Draft) -> str:
    """Keep the national goal with the city's."""
    mine = await _mine(turn, draft.answers["goal"])
    await kept.serve(turn.session, mine, turn.officer.id, draft.answers["serves"])
    _show_goal(turn, mine)
    return clip(draft.answers["serves"], 60)


@goal.press
async def reword(turn: Turn, goal_id: int) -> None:
    """Ask how a goal reads from now on."""
    mine = await _mine(turn, goal_id)
    await goal.ask_about(turn, target=mine.target, replaces=goal_id)


@goal.press
async def withdraw(turn: Turn, goal_id: int) -> None:
    """Take a goal out of what is shown; one press brings it back."""
    mine = await _mine(turn, goal_id)
    if not await kept.withdraw(turn.session, mine, turn.officer.id):
        raise Refusal(_("It was withdrawn already."))
    turn.show(
        _("<b>The goal is withdrawn</b>\n{text}"),
        rows=[[button(_("Bring it back"), bring_back, goal_id)], [button(_("Back"), target, mine.target)]],
        text=mine.text,
    )


@goal.press
async def bring_back(turn: Turn, goal_id: int) -> None:
    """Undo a withdrawal."""
    mine = await _mine(turn, goal_id)
    if not await kept.bring_back(turn.session, mine, turn.officer.id):
        raise Refusal(_("It is in use already."))
    _show_goal(turn, mine)


async def _mine(turn: Turn, goal_id: int) -> Goal:
    found = await kept.get(turn.session, goal_id)
    if found is None or found.city_id != turn.officer.city_id:
        raise Refusal(STALE)
    return found
