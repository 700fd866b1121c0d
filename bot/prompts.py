"""How a reminder looks: one bold line, one line of facts, and the answers as buttons."""

from collections.abc import Mapping
from math import ceil

from bot import clock
from bot.command import STALE, lead
from bot.text import Message, Said, _, plural, said
from bot.turn import Button, Refusal, Turn, button
from storage import answers, cities, cycles
from storage.answers import Checklist
from storage.cycles import Asked
from storage.models import Answer, City
from storage.reminders import Prompt

SOON = 3  # days before the due day
MINUTES = 0.9  # for one action, with what one has to look up

HEADS: Mapping[str, Message] = {
    "coming": _("<b>{period}: opens on {opens}</b>"),
    "opening": _("<b>{period}: reporting is open</b>"),
    "before": _("<b>{period}: due soon</b>"),
    "due": _("<b>{period}: due today</b>"),
    "after": _("<b>{period}: overdue</b>"),
    "nudge": _("<b>{period}: your answer is awaited</b>"),
}
ESCALATION = _("<b>{city} has not answered: {period}</b>")
OPEN = _("{name} · until {due} · {work}")
CLOSED = _("{name} · was due on {due}, closed on {closes}; a late answer still counts · {work}")
LATE = _("{name} · was due on {due}, late answers until {closes} · {work}")
WORK = plural("{n} action to check · about {minutes} min", "{n} actions to check · about {minutes} min")
THINGS = plural("{n} thing to check · about {minutes} min", "{n} things to check · about {minutes} min")
NOTHING = _("nothing published yet: type what your city did")
TOLD = _("Only you are told, in private. You can answer for the city.")
BELOW = Message("{first}\n{second}")
KINDS: Mapping[str, Message] = {
    "reported": _("reported"),
    "no_change": _("no change"),
    "not_applicable": _("not applicable"),
    "more_time": _("more time"),
}
NOT_AGAIN: Mapping[int, Message] = {
    1: _("you will not be asked again this month."),
    3: _("you will not be asked again this quarter."),
    6: _("you will not be asked again this half-year."),
    12: _("you will not be asked again this year."),
}
NOT_AGAIN_ELSE = _("you will not be asked again in this period.")


def reminder(prompt: Prompt, answer: Answer | None, todo: Checklist) -> Said:
    """Return what a reminder says."""
    asked, city, stage = prompt.asked, prompt.city, prompt.reminder.stage
    if stage == "escalation":
        name = cities.name(city, prompt.reader.language)
        lines = [said(ESCALATION, city=name, period=asked.label), facts(asked, answer, todo, city), said(TOLD)]
    else:
        lines = [head(asked, answer, city, stage), facts(asked, answer, todo, city)]
    return under_each_other(lines)


def head(asked: Asked, answer: Answer | None, city: City, stage: str = "opening") -> Said:
    """Return the bold line of a period. After it waited it says what is true on the day it is sent."""
    due, today = answers.due_day(asked.period, answer), cycles.local_day(city.zone, clock.now())
    if stage != "nudge" and today >= due:
        stage = "after" if today > due else "due"
    elif today < asked.period.opens:
        stage = "coming"
    elif stage == "opening" and today > asked.period.opens and (due - today).days <= SOON:
        stage = "before"
    return said(HEADS[stage], period=asked.label, opens=asked.period.opens)


def facts(asked: Asked, answer: Answer | None, todo: Checklist, city: City) -> Said:
    """Return the line of facts: until when, and how much there is to do."""
    due, left = answers.due_day(asked.period, answer), todo.waiting
    what = THINGS if todo.beside.left or todo.beside.said else WORK
    work = said(what, n=left, minutes=ceil(left * MINUTES)) if todo.total else said(NOTHING)
    today = cycles.local_day(city.zone, clock.now())
    words = OPEN if today <= due else LATE if today <= asked.period.closes else CLOSED
    return said(words, name=asked.cycle.name, due=due, closes=asked.period.closes, work=work)


def under_each_other(lines: list[Said]) -> Said:
    """Return lines as one text, whoever reads it."""
    text, *rest = lines
    for line in rest:
        text = said(BELOW, first=text, second=line)
    return text


def answer_rows(period_id: int, reminder_id: int | None = None) -> list[list[Button]]:
    """Return the answers as buttons; those that put a reminder off belong to a reminder."""
    quick = [button(_("No change"), lead("answer", "no_change"), period_id)]
    if reminder_id is not None:
        quick.append(button(_("Tomorrow"), lead("answer", "tomorrow"), reminder_id))
        quick.append(button(_("In three days"), lead("answer", "in_three_days"), reminder_id))
    return [
        [button(_("Report now"), lead("tidy", "go_on"), period_id)],
        quick,
        [
            button(_("More time"), lead("answer", "more_time"), period_id),
            button(_("Not applicable"), lead("answer", "not_applicable"), period_id),
            button(_("Reminder settings"), lead("reminders", "settings")),
        ],
    ]


async def mine(turn: Turn, period_id: int) -> tuple[Asked, City]:
    """Return a period this person's city is asked about, with the city.

    Raises:
        Refusal: it is somebody else's, or too early for it.
    """
    city = await cities.get(turn.session, turn.officer.city_id or 0)
    asked = await cycles.asked_of(turn.session, period_id, city) if city else None
    if city is None or asked is None:
        raise Refusal(STALE)
    if not cycles.answerable(asked, cycles.local_day(city.zone, clock.now())):
        raise Refusal(_("{period} opens on {day}. It can be answered from a month before."),
                      period=asked.label, day=asked.period.opens)  # fmt: skip
    return asked, city


def settled(asked: Asked, answer: Answer, city: City) -> Said:
    """Return how a city answered, and whether that was early or late."""
    day = cycles.local_day(city.zone, answer.at)
    if answer.early:
        words = _("{kind} on {day}, early: it counts for this period")
    elif answer.late:
        words = _("{kind} on {day}, late")
    else:
        words = _("{kind} on {day}")
    return said(words, kind=KINDS[answer.kind], day=day)


def not_again(asked: Asked) -> Message:
    """Return the promise to ask no more, in the words for this rhythm."""
    return NOT_AGAIN.get(asked.cycle.months, NOT_AGAIN_ELSE)
