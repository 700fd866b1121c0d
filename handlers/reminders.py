"""/reminders — what one will be reminded of, and when: each can be moved, skipped once, or stopped."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot import clock
from bot.cards import joined
from bot.command import STALE, Command, cities, lead
from bot.prompts import answer_rows, facts, head, reminder, under_each_other
from bot.text import Message, Said, _, said
from bot.turn import Button, Refusal, Turn, button, clip, in_rows
from storage import absences, answers, coming, cycles, drafts, people, planning, recalls
from storage import cities as places
from storage import reminders as kept
from storage.coming import Coming
from storage.drafts import Draft
from storage.models import Absence, City
from storage.reminders import Prompt

reminders = Command("reminders", _("What you will be reminded of"), who=cities)
MOVES = {1: _("1 day later"), 3: _("3 days later"), 7: _("1 week later")}
MOST = 6  # periods in the list


@reminders.starts
async def begin(turn: Turn, words: str) -> None:
    await _overview(turn)


@reminders.press
async def settings(turn: Turn) -> None:
    """Show everything to come, in place."""
    await _overview(turn)


async def _overview(turn: Turn) -> None:
    city, now = await _city(turn), clock.now()
    waiting = await _waiting(turn, city, now)
    half_way = await recalls.to_come(turn.session, turn.officer.id)
    away = await absences.of_person(turn.session, turn.officer.id, turn.today) if not city.practice else []
    lines = [await _top(turn)]
    lines += [_line(place, each) for place, each in enumerate(waiting, 1)]
    lines += [_draft_line(place, each) for place, each in enumerate(half_way, len(waiting) + 1)]
    lines += [await _away(turn, each) for each in away]
    numbers = [button(str(place), item, each.asked.period.id) for place, each in enumerate(waiting, 1)]
    numbers += [button(str(place), draft, each.id) for place, each in enumerate(half_way, len(waiting) + 1)]
    rows = [_answer_row(waiting, city), *in_rows(numbers, 5), _last_row(away)]
    turn.show(Message("{lines}"), rows=rows, lines=joined(turn, lines, "\n\n"))


async def _waiting(turn: Turn, city: City, now: datetime) -> Sequence[Coming]:
    """Return what is to come; what the job has not planned yet, after a start or for a new seat, is planned now."""
    waiting = await coming.everything(turn.session, city, turn.officer, now)
    if not waiting or any(not each.rows for each in waiting):
        await planning.ahead(turn.session, now)
        waiting = await coming.everything(turn.session, city, turn.officer, now)
    return waiting[:MOST]


async def _top(turn: Turn) -> Said:
    person = await people.row(turn.session, turn.officer.id)
    used = await kept.used(turn.unit, turn.officer, clock.now())
    budget = said(_("Messages this month: {used} of {most}"), used=used, most=person.budget)
    if person.reminders:
        return said(_("<b>Reminders</b>\n{budget}"), budget=budget)
    return said(_("<b>Reminders are switched off</b>\n{budget}"), budget=budget)


def _line(place: int, each: Coming) -> Said:
    return said(
        _("{place} <b>{period}</b> · {name} · due {due}\n   {next}"),
        place=place,
        period=each.asked.label,
        name=each.asked.cycle.name,
        due=answers.due_day(each.asked.period, each.answer),
        next=_next(each),
    )


def _next(each: Coming) -> Said:
    if each.stopped:
        return said(_("stopped: you are not reminded"))
    if each.next_at is None:
        return said(_("no reminder is planned"))
    return said(_("next reminder: {moment}"), moment=each.next_at)


def _draft_line(place: int, each: Draft) -> Said:
    title = clip(str(each.answers.get("title") or each.answers.get("text") or ""), 60)
    return said(
        _("{place} Draft “{title}”\n   one reminder, not before {moment}"),
        place=place,
        title=title,
        moment=each.remind_at,
    )


async def _away(turn: Turn, absence: Absence) -> Said:
    deputy = await people.get(turn.session, absence.deputy_id) if absence.deputy_id else None
    days = {"first": absence.first_day, "last": absence.last_day}
    if deputy is None:
        return said(_("Away {first} – {last}; reminders wait until then"), **days)
    return said(_("Away {first} – {last}; deputy: {name}"), name=deputy.name, **days)


def _answer_row(waiting: Sequence[Coming], city: City) -> list[Button]:
    today = cycles.local_day(city.zone, clock.now())
    for each in waiting:
        if cycles.answerable(each.asked, today):
            early = each.asked.period.opens > today
            label = _("Answer the coming period now") if early else _("Report now")
            return [button(label, lead("tidy", "go_on"), each.asked.period.id)]
    return []


def _last_row(away: Sequence[Absence]) -> list[Button]:
    row = [button(_("Absence"), lead("absence", "plan"))]
    if away:
        row.append(button(_("End absence"), end_absence, away[0].id))
    return [*row, button(_("Settings"), lead("settings", "back"))]


@reminders.press
async def item(turn: Turn, period_id: int) -> None:
    """Show one period with everything one may want of it."""
    city = await _city(turn)
    each = await _coming(turn, city, period_id)
    todo = await answers.checklist(turn.session, period_id, city.id)
    lines = [head(each.asked, each.answer, city), facts(each.asked, each.answer, todo, city)]
    if each.rows and not each.stopped:
        moments = sorted({row.due_at for row in each.rows})
        lines.append(said(_("Reminders: {moments}"), moments=moments))
    else:
        lines.append(_next(each))
    turn.show(under_each_other(lines), rows=_choices(each, city))


@reminders.press
async def now(turn: Turn, period_id: int) -> None:
    """In practice, let the next reminder come now: nobody is reminded there by itself."""
    city = await _city(turn)
    each = await _coming(turn, city, period_id)
    if not city.practice or not each.rows:
        raise Refusal(STALE)
    row, todo = each.rows[0], await answers.checklist(turn.session, period_id, city.id)
    row.state, row.sent_at, row.person_id = "sent", clock.now(), turn.officer.id
    turn.pressed = None
    turn.say(
        reminder(Prompt(row, each.asked, city, turn.officer), each.answer, todo), rows=answer_rows(period_id, row.id)
    )


def _choices(each: Coming, city: City) -> list[Sequence[Button]]:
    period_id = each.asked.period.id
    if each.stopped:
        wanted = [button(_("Start again"), resume, period_id)]
    elif each.rows:
        wanted = [
            button(_("Move"), move, period_id),
            button(_("Skip once"), skip, period_id),
            button(_("Stop"), stop, period_id),
        ]
    else:
        wanted = [button(_("Remind me"), unskip, period_id), button(_("Stop"), stop, period_id)]
    if each.rows and city.practice:
        wanted.insert(0, button(_("Let it come now"), now, period_id))
    return [_answer_row([each], city), *in_rows(wanted, 3), [button(_("Back"), settings)]]


@reminders.press
async def move(turn: Turn, period_id: int) -> None:
    """Ask how far to move the next reminder."""
    each = await _coming(turn, await _city(turn), period_id)
    if not each.rows:
        raise Refusal(STALE)
    turn.show(
        _("<b>{period}</b>\nThe next reminder comes {moment}. The due day stays where it is."),
        rows=[
            [button(label, move_by, period_id, days) for days, label in MOVES.items()],
            [button(_("Back"), item, period_id)],
        ],
        period=each.asked.label,
        moment=each.next_at,
    )


@reminders.press
async def move_by(turn: Turn, period_id: int, days: int) -> None:
    """Move the next reminder by so many days; the others stay."""
    city = await _city(turn)
    each = await _coming(turn, city, period_id)
    if days not in MOVES or not each.rows:
        raise Refusal(STALE)
    day = cycles.local_day(city.zone, each.rows[0].due_at) + timedelta(days=days)
    await coming.move(turn.session, each.rows[0], city, planning.morning(day, city.zone, city.country))
    await item(turn, period_id)


@reminders.press
async def skip(turn: Turn, period_id: int) -> None:
    """Let one period's reminders be."""
    each = await _coming(turn, await _city(turn), period_id)
    await coming.skip(turn.session, each, turn.officer.id)
    turn.show(
        _("<b>{period}</b>\nNo more reminders this time. The next period is asked about as ever."),
        rows=[[button(_("Undo"), unskip, period_id)], [button(_("Back"), settings)]],
        period=each.asked.label,
    )


@reminders.press
async def unskip(turn: Turn, period_id: int) -> None:
    """Be reminded of it after all."""
    await _coming(turn, await _city(turn), period_id)
    if not await coming.unskip(turn.session, period_id, turn.officer, clock.now()):
        raise Refusal(_("No reminder about this period is left. You can answer it at any time."))
    await item(turn, period_id)


@reminders.press
async def stop(turn: Turn, period_id: int) -> None:
    """Be reminded of this cycle no more."""
    each = await _coming(turn, await _city(turn), period_id)
    await coming.stop(turn.session, each.asked.cycle.id, turn.officer.id)
    turn.show(
        _("<b>{name}</b>\nYou are not reminded of it any more, in any period. Your city is still asked for an answer."),
        rows=[[button(_("Undo"), resume, period_id)], [button(_("Back"), settings)]],
        name=each.asked.cycle.name,
    )


@reminders.press
async def resume(turn: Turn, period_id: int) -> None:
    """Be reminded of this cycle again."""
    each = await _coming(turn, await _city(turn), period_id)
    await coming.resume(turn.session, each.asked.cycle.id, turn.officer.id)
    await item(turn, period_id)


@reminders.press
async def draft(turn: Turn, draft_id: int) -> None:
    """Show a draft one will be reminded of."""
    found = await _draft(turn, draft_id)
    turn.show(
        _draft_line(1, found),
        rows=[
            [button(_("Continue"), lead(found.conversation, "take_up"), draft_id)],
            [button(_("Do not remind"), forget, draft_id), button(_("Back"), settings)],
        ],
    )


@reminders.press
async def forget(turn: Turn, draft_id: int) -> None:
    """Do not be reminded of a draft; it stays."""
    await recalls.forget(turn.session, await _draft(turn, draft_id))
    await _overview(turn)


@reminders.press
async def end_absence(turn: Turn, absence_id: int) -> None:
    """Be back."""
    if not await absences.end(turn.session, absence_id, turn.officer.id, turn.today):
        raise Refusal(STALE)
    await _overview(turn)


async def _city(turn: Turn) -> City:
    city = await places.get(turn.session, turn.officer.city_id or 0)
    assert city is not None, "only people of cities come here"
    return city


async def _coming(turn: Turn, city: City, period_id: int) -> Coming:
    each = await coming.of_period(turn.session, city, turn.officer, period_id, clock.now())
    if each is None:
        raise Refusal(STALE)
    return each


async def _draft(turn: Turn, draft_id: int) -> Draft:
    found = await drafts.get(turn.session, draft_id)
    if found is None or found.person_id != turn.officer.id or found.state != "open":
        raise Refusal(STALE)
    return found
