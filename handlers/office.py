"""/office — for coordinators and offices: who has answered, in private, and a nudge for those who have not."""

from collections.abc import Sequence
from datetime import timedelta
from math import ceil

from markupsafe import Markup

from bot import clock
from bot.cards import dotted, joined
from bot.command import STALE, Command, lead, leaders
from bot.dates import DAY
from bot.prompts import settled
from bot.text import Message, Said, _, plural, said
from bot.turn import Button, Refusal, Turn, button, in_rows, instead, letter
from storage import answers, cities, cycles, offices, questions, reminders, standings
from storage.cycles import Asked
from storage.standings import Standing

office = Command("office", _("Who has answered"), who=leaders)
PAGE = 15  # cities on a page
YEAR = timedelta(days=365)
ALL = Message("{lines}")
ENDED = _("<b>{period}: no answer is needed any more</b>\nThe cycle {name} has ended. What was answered is kept.")


@office.starts
async def begin(turn: Turn, words: str) -> None:
    await _overview(turn)


@office.press
async def periods(turn: Turn) -> None:
    """Show the periods again."""
    await _overview(turn)


async def _overview(turn: Turn) -> None:
    watched = await standings.watched(turn.session, turn.officer, turn.today)
    lines = [said(_("<b>Who has answered</b>\nYou see this in private; nobody is named in a group."))]
    if not watched:
        lines.append(said(_("No reporting period is open, and none was lately.")))
    for place, asked in enumerate(watched, 1):
        there = await standings.of(turn.session, turn.officer, asked)
        lines.append(
            said(
                _("{place} <b>{period}</b> · {name} · due {due}\n   {summary}"),
                place=place,
                period=asked.label,
                name=asked.cycle.name,
                due=asked.period.due,
                summary=_summary(turn, there),
            )
        )
    if turn.officer.for_office:
        lines += await _exchange(turn)
    numbers = [button(str(place), board, asked.period.id, 0) for place, asked in enumerate(watched, 1)]
    more = [button(_("Readiness of cities"), lead("duties", "totals")),
            button(_("Groups and channels"), lead("chats", "mine"))] if turn.officer.for_office else []  # fmt: skip
    seats = [button(_("Hand over a seat"), lead("handover", "others"))]
    turn.show(ALL, rows=[*in_rows(numbers, 5), more, seats], lines=joined(turn, lines, "\n\n"))


async def _exchange(turn: Turn) -> list[Said]:
    """Return how the cities of an office have answered each other's questions within a year."""
    there = await offices.cities(turn.session, turn.officer.office_id or 0)
    known = await questions.response(turn.session, [city.id for city in there], clock.now() - YEAR)
    if not known.asked:
        return []
    facts = [said(_("Questions: {asked} asked, {answered} answered"), asked=known.asked, answered=known.answered)]
    if known.half_within is not None:
        facts.append(
            said(plural("half within {n} day", "half within {n} days"), n=max(ceil(known.half_within / DAY), 1))
        )
    return [said(Message("{facts}"), facts=dotted(turn, facts))]


def _summary(turn: Turn, there: Sequence[Standing]) -> Markup:
    """Return how many have answered, how many of them late, and how many asked for time."""
    done = [each.answer for each in there if each.settled and each.answer]
    late = sum(answer.late for answer in done)
    waiting = sum(each.answer is not None and not each.settled for each in there)
    facts = [said(_("answered: {done} of {total}"), done=len(done), total=len(there))]
    facts += [said(_("late: {n}"), n=late)] if late else []
    facts += [said(_("more time: {n}"), n=waiting)] if waiting else []
    return dotted(turn, facts)


@office.press
async def board(turn: Turn, period_id: int, page: int) -> None:
    """Show where every city stands in one period, those who have not answered first."""
    asked = await _asked(turn, period_id)
    there = await standings.of(turn.session, turn.officer, asked)
    page = min(max(page, 0), max(len(there) - 1, 0) // PAGE)
    top = said(
        _("<b>{period}</b> · {name}\nopens {opens} · due {due} · late answers until {closes}\n{summary}"),
        period=asked.label,
        name=asked.cycle.name,
        opens=asked.period.opens,
        due=asked.period.due,
        closes=asked.period.closes,
        summary=_summary(turn, there),
    )
    cards = [_city(turn, each) for each in there[page * PAGE : (page + 1) * PAGE]]
    last = [button(_("Back"), periods)]
    if _owns(turn, asked):
        last.append(button(_("End this cycle"), end, period_id))
    rows = [_nudge_row(there, period_id), _pages(period_id, page, len(there)), last]
    turn.show(ALL, rows=rows, lines=joined(turn, [top, said(ALL, lines=joined(turn, cards))], "\n\n"))


def _city(turn: Turn, each: Standing) -> Said:
    facts = [_state(each), *_checked(each)]
    if not each.settled and each.reminded_at:
        day = cycles.local_day(each.city.zone, each.reminded_at)
        facts.append(said(_("reminded on {day}"), day=day))
    if not each.settled and each.nudged:
        facts.append(said(_("nudged")))
    name = cities.name(each.city, turn.officer.language)
    return said(_("<b>{city}</b> · {facts}"), city=name, facts=dotted(turn, facts))


def _state(each: Standing) -> Said:
    period, today = each.asked.period, cycles.local_day(each.city.zone, clock.now())
    due = answers.due_day(period, each.answer)
    if each.settled and each.answer:
        return settled(each.asked, each.answer, each.city)
    if not each.manned and not each.city.practice:
        return said(_("nobody has a seat there"))
    if today < period.opens:
        return said(_("not asked yet"))
    if today > due:
        return said(_("overdue since {day}"), day=due)
    return said(_("more time until {day}") if each.answer else _("not yet"), day=due)


def _checked(each: Standing) -> list[Said]:
    checked = len(each.checks)
    facts = [said(plural("{n} action checked", "{n} actions checked"), n=checked)] if checked else []
    facts += [said(_("early: {n}"), n=each.early)] if each.early else []
    facts += [said(_("late: {n}"), n=each.late)] if each.late else []
    return facts


def _nudge_row(there: Sequence[Standing], period_id: int) -> list[Button]:
    anybody = any(standings.can_be_nudged(each, clock.now()) for each in there)
    return [button(_("Nudge the others"), nudge, period_id)] if anybody else []


def _pages(period_id: int, page: int, total: int) -> list[Button]:
    row = [button(_("Previous"), board, period_id, page - 1)] if page else []
    return [*row, button(_("Next"), board, period_id, page + 1)] if (page + 1) * PAGE < total else row


@office.press
async def nudge(turn: Turn, period_id: int) -> None:
    """Ask once more before anybody is reminded."""
    asked = await _asked(turn, period_id)
    there = await standings.of(turn.session, turn.officer, asked)
    late = [each for each in there if standings.can_be_nudged(each, clock.now())]
    if not late:
        raise Refusal(_("There is nobody left to nudge: each city is nudged once in a period."))
    turn.show(
        plural(
            "<b>Nudge {n} city that has not answered?</b>\n{cities}\n{how}",
            "<b>Nudge {n} cities that have not answered?</b>\n{cities}\n{how}",
        ),
        rows=[[button(_("Yes, nudge"), nudge_now, period_id)], [button(_("Back"), board, period_id, 0)]],
        n=len(late),
        how=_("Everybody with a seat there gets one private message, in office hours and within their monthly number. "
              "Each city is nudged once in a period."),
        cities=[cities.name(each.city, turn.officer.language) for each in late[:PAGE]],
    )  # fmt: skip


@office.press
async def nudge_now(turn: Turn, period_id: int) -> None:
    """Remind those who have not answered, and nobody else."""
    asked = await _asked(turn, period_id)
    nudged = await standings.nudge(turn.session, turn.officer, asked, clock.now())
    if not nudged:
        raise Refusal(_("There is nobody left to nudge: each city is nudged once in a period."))
    turn.show(
        plural("<b>{n} city is nudged</b>", "<b>{n} cities are nudged</b>"),
        rows=[[button(_("Back"), board, period_id, 0)]],
        n=nudged,
    )


@office.press
async def end(turn: Turn, period_id: int) -> None:
    """Ask once more before a cycle ends."""
    asked = await _own(turn, period_id)
    turn.show(
        _("<b>End the cycle {name}?</b>\nNo city is asked about it any more. What was answered is kept."),
        rows=[[button(_("Yes, end it"), end_now, period_id)], [button(_("Back"), board, period_id, 0)]],
        name=asked.cycle.name,
    )


@office.press
async def end_now(turn: Turn, period_id: int) -> None:
    """End a cycle of one's own office; the prompts about it that nobody has answered say so from now on."""
    asked = await _own(turn, period_id)
    await cycles.stop(turn.session, asked.cycle, turn.officer.id, clock.now())
    for each in await reminders.withdraw(turn.session, asked.cycle.id):
        over = letter(each.reader, ENDED, period=each.asked.label, name=each.asked.cycle.name)
        turn.owed.append(instead(each.reminder.call_id or 0, over))
        each.reminder.call_id = None
    turn.show(_("<b>The cycle {name} has ended.</b>"), name=asked.cycle.name)


async def _own(turn: Turn, period_id: int) -> Asked:
    asked = await _asked(turn, period_id)
    if not _owns(turn, asked):
        raise Refusal(STALE)
    return asked


def _owns(turn: Turn, asked: Asked) -> bool:
    return turn.officer.for_office and asked.cycle.office_id == turn.officer.office_id


async def _asked(turn: Turn, period_id: int) -> Asked:
    watched = await standings.watched(turn.session, turn.officer, turn.today)
    found = next((each for each in watched if each.period.id == period_id), None)
    if found is None:
        raise Refusal(STALE)
    return found
