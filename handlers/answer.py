"""/answer — what a city says to the open period in one press: no change, not applicable, later, more time."""

from collections.abc import Mapping
from datetime import timedelta

from bot import clock
from bot.command import STALE, Command, cities, lead
from bot.prompts import answer_rows, facts, head, mine, not_again, settled, under_each_other
from bot.text import Message, _, said
from bot.turn import Refusal, Turn, button
from storage import answers, coming, cycles, planning
from storage import cities as places
from storage.cycles import Asked
from storage.models import Answer, City

RECORDED: Mapping[str, Message] = {
    "no_change": _("Recorded as no change as of {day}"),
    "not_applicable": _("Recorded as not applicable as of {day}"),
}
EARLY = _("That is before the period opens: it counts for this period.")
LATE = _("That is after the due day: it is marked as late.")

answer = Command("answer", _("Answer the open period"), who=cities)


@answer.starts
async def begin(turn: Turn, words: str) -> None:
    """Show the first period that waits for an answer."""
    city = await places.get(turn.session, turn.officer.city_id or 0)
    assert city is not None
    for each in await coming.everything(turn.session, city, turn.officer, clock.now()):
        if cycles.answerable(each.asked, cycles.local_day(city.zone, clock.now())):
            return await _show(turn, each.asked, city, each.answer)
    rows = [[button(_("Reminder settings"), lead("reminders", "settings"))]]
    turn.say(_("Nothing waits for an answer. What your city does can be typed at any time."), rows=rows)


async def _show(turn: Turn, asked: Asked, city: City, given: Answer | None) -> None:
    todo = await answers.checklist(turn.session, asked.period.id, city.id)
    lines = [head(asked, given, city), facts(asked, given, todo, city)]
    turn.show(under_each_other(lines), rows=answer_rows(asked.period.id))


@answer.press
async def no_change(turn: Turn, period_id: int) -> None:
    """State that nothing has changed."""
    asked, city = await mine(turn, period_id)
    given = await answers.no_change(turn.session, asked, city, turn.officer.id)
    await _receipt(turn, asked, city, given)


@answer.press
async def not_applicable(turn: Turn, period_id: int) -> None:
    """State that this period does not concern the city."""
    asked, city = await mine(turn, period_id)
    given = await answers.give(turn.session, asked, city, turn.officer.id, "not_applicable")
    await _receipt(turn, asked, city, given)


async def _receipt(turn: Turn, asked: Asked, city: City, given: Answer | None) -> None:
    known = given or await answers.of(turn.session, asked.period.id, city.id)
    assert known is not None
    rows = [[button(_("Undo"), undo, asked.period.id)]] if known.kind in RECORDED else []
    if given is None:
        facts = settled(asked, known, city)
        turn.show(_("<b>{period}: answered already</b>\n{facts}"), rows=rows, period=asked.label, facts=facts)
        return
    day = turn.translate.full_day(cycles.local_day(city.zone, known.at))
    recorded = said(RECORDED[known.kind], day=day)
    lines = [said(_("{recorded}; {promise}"), recorded=recorded, promise=not_again(asked))]
    if known.early or known.late:
        lines.append(said(EARLY if known.early else LATE))
    turn.show(under_each_other(lines), rows=rows)


@answer.press
async def undo(turn: Turn, period_id: int) -> None:
    """Take an answer back; the period is open again."""
    asked, city = await mine(turn, period_id)
    if not await answers.undo(turn.session, asked, city, turn.officer.id):
        raise Refusal(STALE)
    await _show(turn, asked, city, None)


@answer.press
async def tomorrow(turn: Turn, reminder_id: int) -> None:
    """Ask again on the next working morning."""
    await _snooze(turn, reminder_id, 1)


@answer.press
async def in_three_days(turn: Turn, reminder_id: int) -> None:
    """Ask again on the first working morning in three days or later."""
    await _snooze(turn, reminder_id, 3)


async def _snooze(turn: Turn, reminder_id: int, days: int) -> None:
    row = await coming.prompted(turn.session, reminder_id, turn.officer.city_id or 0)
    if row is None:
        raise Refusal(STALE)
    asked, city = await mine(turn, row.period_id)
    given = await answers.of(turn.session, asked.period.id, city.id)
    if answers.settles(given):
        return await _receipt(turn, asked, city, None)
    day = cycles.local_day(city.zone, clock.now()) + timedelta(days=days)
    moment = planning.morning(day, city.zone, city.country)
    await coming.move(turn.session, row, city, moment)
    turn.show(
        _("<b>{period}</b>\nYou will be asked again on {moment}. The due day stays {due}."),
        rows=[[button(_("Report now"), lead("tidy", "go_on"), asked.period.id)]],
        period=asked.label,
        moment=moment,
        due=answers.due_day(asked.period, given),
    )


@answer.press
async def more_time(turn: Turn, period_id: int) -> None:
    """Give the city a week more, within the days of grace."""
    asked, city = await mine(turn, period_id)
    known = await answers.of(turn.session, period_id, city.id)
    if answers.settles(known):
        return await _receipt(turn, asked, city, None)
    until = answers.extended(asked.period)
    if until <= max(asked.period.due, cycles.local_day(city.zone, clock.now())):
        raise Refusal(_("There is no more time to give: the period closes on {day}."), day=asked.period.closes)
    if not await answers.give(turn.session, asked, city, turn.officer.id, "more_time"):
        raise Refusal(_("More time was given already, until {day}."), day=until)
    await planning.give_more_time(turn.session, asked, city, clock.now())
    turn.show(
        _("<b>{period}: more time until {day}</b>\nYour coordinator and office see it. Later periods do not move."),
        rows=[[button(_("Report now"), lead("tidy", "go_on"), period_id)]],
        period=asked.label,
        day=until,
    )
