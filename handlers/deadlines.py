"""/deadlines — dates others have set: for one's own city, or from an office for all cities of its branch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot import clock
from bot.cards import dotted, joined
from bot.command import STALE, Command, lead, members
from bot.conversation import Conversation
from bot.deadline_words import RED, RHYTHMS, away, title
from bot.language.clean import clean
from bot.language.days import day as named_day
from bot.questions import Choice, Question, Text, words
from bot.reports.state_of_play import DEADLINES
from bot.text import Message, Said, _, plural, said
from bot.turn import Button, Refusal, Turn, button, in_rows
from storage import cities, notices, offices
from storage import deadlines as kept
from storage.deadlines import Coming
from storage.drafts import Draft

PAGE = 8
FARTHEST = timedelta(days=3660)
NAMED = ("award", "other")  # there are several of these, so each has a name

deadlines = Command("deadlines", _("Deadlines others have set"), who=members)


@dataclass(frozen=True)
class DayToCome(Question):
    """A day from today on."""

    async def hear(self, turn: Turn, draft: Draft) -> str:
        found = named_day(words(turn.heard))
        if found is None:
            raise Refusal(_("That is no date. For example: 2026-11-20."))
        today = turn.today
        if not today <= found <= today + FARTHEST:
            raise Refusal(_("That day is over, or too far away. Please give a day within the next ten years."))
        return found.isoformat()


DAY = DayToCome("day", _("On which day is it due? For example: 2027-06-15."))
MONTHS = Choice(
    "months",
    _("How often does it come?"),
    choices={str(months): words for months, words in RHYTHMS.items()},
    suggest=lambda answers: [str(answers["usual"])] if answers.get("usual") else [],
)
deadline = Conversation(
    "deadline", _("Add a date"), Text("name", _("What is it called?"), longest=120), DAY, MONTHS,
    who=members, hidden=True,
)  # fmt: skip
new_day = Conversation("new_day", _("Change a date"), DAY, MONTHS, who=members, hidden=True)


@deadlines.starts
async def begin(turn: Turn, words: str) -> None:
    await _list(turn, 0)


@deadlines.press
async def page(turn: Turn, number: int) -> None:
    """Show a page of the list, in place."""
    await _list(turn, number)


async def _list(turn: Turn, number: int) -> None:
    coming = await _coming(turn)
    number = min(max(number, 0), max(len(coming) - 1, 0) // PAGE)
    shown = list(enumerate(coming, 1))[number * PAGE : (number + 1) * PAGE]
    lines = [said(_("<b>Deadlines</b> · {whose}"), whose=await _whose(turn))]
    if not coming:
        lines.append(said(_("None is known. Notices come 60, 30 and 7 days before, in office hours.")))
    lines += [await _line(turn, place, each) for place, each in shown]
    if turn.officer.for_city and await kept.is_red(turn.session, turn.officer.city_id or 0, turn.today):
        lines.append(said(RED))
    turning = [button(_("Previous"), page, number - 1)] if number else []
    if (number + 1) * PAGE < len(coming):
        turning.append(button(_("Next"), page, number + 1))
    last = [button(_("Calendar file"), calendar_file)] if coming else []
    un = button(_("UN entry"), lead("un_entry", "shown")) if turn.officer.for_city else None
    last.append(un or button(_("UN entries"), lead("un_entry", "of_branch"), 0))
    numbers = [button(str(place), item, each.about) for place, each in shown]
    rows = [*in_rows(numbers, 4), turning, [button(_("Add a date"), kinds)], last]
    turn.show(Message("{lines}"), rows=rows, lines=joined(turn, lines, "\n\n"))


async def _coming(turn: Turn) -> Sequence[Coming]:
    if turn.officer.for_city:
        city = await cities.get(turn.session, turn.officer.city_id or 0)
        assert city is not None
        return await kept.of_city(turn.session, city, turn.today)
    return await kept.of_office(turn.session, turn.officer.office_id or 0, turn.today)


async def _whose(turn: Turn) -> Message | str:
    if turn.officer.for_city:
        return turn.officer.city_name
    office = await offices.get(turn.session, turn.officer.office_id or 0)
    assert office is not None
    return offices.title(office)


async def _line(turn: Turn, place: int, each: Coming) -> Said:
    return said(_("{place} <b>{title}</b>\n   {facts}"), place=place, title=title(each), facts=await _facts(turn, each))


async def _facts(turn: Turn, each: Coming) -> str:
    facts: list[object] = [turn.translate.full_day(each.day), away(each, turn.today)]
    facts.append(_rhythm(each))
    if each.row and each.row.office_id:
        office = await offices.get(turn.session, each.row.office_id)
        assert office is not None
        facts.append(offices.title(office))
    return dotted(turn, facts)


def _rhythm(each: Coming) -> Message | None:
    return RHYTHMS.get(each.row.months) if each.row and each.row.months else None


@deadlines.press
async def item(turn: Turn, about: str) -> None:
    """Show one deadline, and what can be done about it."""
    each = await _found(turn, about)
    if each.row is None:
        return await _lead_to_entry(turn, each)
    rows = []
    if await kept.owns(turn.session, turn.officer, each.row):
        rows.append([button(_("Change the date"), other_day, each.row.id), button(_("Withdraw"), gone, each.row.id)])
    rows.append([*await _stop(turn, about), button(_("Back"), page, 0)])
    lines = [await _face(turn, each), _whom(turn, each)]
    turn.show(Message("{lines}"), rows=rows, lines=joined(turn, lines))


async def _face(turn: Turn, each: Coming) -> Said:
    return said(_("<b>{title}</b>\n{facts}"), title=title(each), facts=await _facts(turn, each))


def _whom(turn: Turn, each: Coming) -> Said:
    if each.row and each.row.office_id:
        return said(_("For all cities of the office. They are told 60, 30 and 7 days before, in office hours."))
    return said(_("Only your city sees this. You are told 60, 30 and 7 days before, in office hours."))


async def _lead_to_entry(turn: Turn, each: Coming) -> None:
    rows = [
        [button(_("UN entry"), lead("un_entry", "shown"))],
        [*await _stop(turn, each.about), button(_("Back"), page, 0)],
    ]
    turn.show(Message("{face}"), rows=rows, face=await _face(turn, each))


async def _stop(turn: Turn, about: str) -> list[Button]:
    """Return the button that ends notices or begins them again: offices get none."""
    if not turn.officer.for_city:
        return []
    if await notices.stopped(turn.session, turn.officer.id, about):
        return [button(_("Tell me again"), resume, about)]
    return [button(_("Stop"), stop, about)]


@deadlines.press
async def stop(turn: Turn, about: str) -> None:
    """Be told of this deadline no more."""
    each = await _found(turn, about)
    await notices.stop(turn.session, turn.officer.id, about)
    turn.show(
        _("<b>{title}</b>\nYou are not told of it any more. It stays in /deadlines."),
        rows=[[button(_("Tell me again"), resume, about), button(_("Back"), page, 0)]],
        title=title(each),
    )


@deadlines.press
async def resume(turn: Turn, about: str) -> None:
    """Be told of this deadline again."""
    await _found(turn, about)
    await notices.resume(turn.session, turn.officer.id, about)
    await item(turn, about)


@deadlines.press
async def kinds(turn: Turn) -> None:
    """Ask what kind of date is added."""
    rows = [[button(label, new, kind)] for kind, label in DEADLINES.items()]
    turn.show(_("<b>Which date?</b>"), rows=[*rows, [button(_("Back"), page, 0)]])


@deadline.press
async def new(turn: Turn, kind: str) -> None:
    """Begin to add a date of a kind."""
    if kind not in kept.KINDS:
        raise Refusal(STALE)
    turn.show(_("<b>{title}</b>"), title=DEADLINES[kind])
    known = {} if kind in NAMED else {"name": ""}
    await deadline.ask_about(turn, kind=kind, usual=kept.USUAL.get(kind, 0), **known)


@deadline.done
async def keep(turn: Turn, draft: Draft) -> str:
    """Keep the date, and say for whom it counts."""
    kind, name, day, months = (draft.answers[key] for key in ("kind", "name", "day", "months"))
    row = await kept.add(turn.session, turn.officer, kind, clean(name), date.fromisoformat(day), int(months))
    await _receipt(turn, str(row.id))
    return str(row.id)


async def _receipt(turn: Turn, about: str) -> None:
    each = await _found(turn, about)
    lines = [await _face(turn, each), await _reach(turn)]
    turn.show(Message("{lines}"), rows=[[button(_("All deadlines"), page, 0)]], lines=joined(turn, lines))


async def _reach(turn: Turn) -> Said:
    if turn.officer.for_city:
        return said(_("Set for your city. Those who speak for it are told 60, 30 and 7 days before, in office hours."))
    reached = await offices.cities(turn.session, turn.officer.office_id or 0)
    words = plural(
        "Set for {n} city. It is told 60, 30 and 7 days before, in office hours.",
        "Set for {n} cities. They are told 60, 30 and 7 days before, in office hours.",
    )
    return said(words, n=len(reached))


@new_day.press
async def other_day(turn: Turn, deadline_id: int) -> None:
    """Ask for another day."""
    each = await _own(turn, deadline_id)
    assert each.row is not None
    await new_day.ask_about(turn, deadline=deadline_id, usual=each.row.months or 0)


@new_day.done
async def move(turn: Turn, draft: Draft) -> str:
    """Let it come on the other day."""
    each = await _own(turn, draft.answers["deadline"])
    assert each.row is not None
    day, months = date.fromisoformat(draft.answers["day"]), int(draft.answers["months"])
    await kept.change(turn.session, turn.officer, each.row, day, months)
    await _receipt(turn, each.about)
    return each.about


@deadlines.press
async def gone(turn: Turn, deadline_id: int) -> None:
    """Ask once more before a date is withdrawn."""
    each = await _own(turn, deadline_id)
    turn.show(
        _("<b>Withdraw “{title}”?</b>\nNobody is told of it any more."),
        rows=[
            [button(_("Yes, withdraw"), gone_now, deadline_id)],
            [button(_("Back"), item, each.about)],
        ],
        title=title(each),
    )


@deadlines.press
async def gone_now(turn: Turn, deadline_id: int) -> None:
    """Withdraw a date."""
    each = await _own(turn, deadline_id)
    assert each.row is not None
    await kept.withdraw(turn.session, turn.officer, each.row)
    await _list(turn, 0)


@deadlines.press
async def calendar_file(turn: Turn) -> None:
    """Send everything to come as a file for one's own calendar."""
    from bot.calendar_file import NAME, Entry, calendar  # loaded when asked for: it takes almost half a second

    say = turn.translate.value
    entries = [
        Entry(each.about, str(say(title(each))), each.day, str(say(_rhythm(each)))) for each in await _coming(turn)
    ]
    name = str(say(_("Deadlines")))
    content = calendar(name, entries, notices.WARNED, clock.now())
    turn.send_file(NAME, content, _("Open it with your calendar. A later file brings it up to date."))


async def _own(turn: Turn, deadline_id: int) -> Coming:
    each = await _found(turn, str(deadline_id))
    if each.row is None or not await kept.owns(turn.session, turn.officer, each.row):
        raise Refusal(STALE)
    return each


async def _found(turn: Turn, about: str) -> Coming:
    found = next((each for each in await _coming(turn) if each.about == about), None)
    if found is None:
        raise Refusal(STALE)
    return found
