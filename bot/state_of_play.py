"""The state of play of a city: what somebody finds who takes over a seat, each line with a button that leads there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot import clock
from bot.cards import Addressee, dotted, joined
from bot.command import Lead, lead
from bot.deadline_words import title
from bot.text import Message, Said, _, plural, said
from bot.turn import Button, Turn, button, in_rows
from storage import cities, state_of_play
from storage.people import Officer
from storage.state_of_play import StateOfPlay

QUESTIONS = Lead("ask:listed")
NEXT = 3  # deadlines that are shown
HEAD = _("<b>State of play: {city}</b>\n{day}\n\n{lines}")


@dataclass(frozen=True)
class Line:
    """One line of the page, and where it leads."""

    text: Said
    to: Lead
    args: tuple[object, ...] = (0,)


async def page(turn: Turn) -> tuple[Said, list[Sequence[Button]]]:
    """Return the page of the city this officer speaks for, and its buttons: the number of a line leads there."""
    reader = turn.officer
    city = await cities.get(turn.session, reader.city_id or 0)
    assert city is not None
    state = await state_of_play.of(turn.session, city, reader, clock.now())
    lines = [*_done(reader, state), *_begun(state), *_ahead(state)]
    numbered = [said(Message("{place} {line}"), place=place, line=each.text) for place, each in enumerate(lines, 1)]
    buttons = [Button(str(place), each.to, each.args) for place, each in enumerate(lines, 1)]
    name = cities.name(city, reader.language)
    rows = [*in_rows(buttons, 5), [button(_("Send as a document"), lead("handover", "document"))]]
    return said(HEAD, city=name, day=_full(turn, turn.today), lines=joined(turn, numbered)), rows


def _full(turn: Turn, day: date) -> str:
    return turn.translate.full_day(day)


def _done(reader: Officer, state: StateOfPlay) -> list[Line]:
    total = sum(number for _target, number in state.published)
    targets = [said(Message("{target}: {n}"), target=target, n=number) for target, number in state.published]
    head = said(plural("<b>{n} action published</b>", "<b>{n} actions published</b>"), n=total)
    if targets:
        head = said(Message("{head}\n   {targets}"), head=head, targets=dotted(Addressee(reader), targets))
    lines = [Line(head, lead("mine", "page"))]
    if state.goals or state.indicators:
        facts = [said(_("Goals: {n}"), n=state.goals), said(_("indicators: {n}"), n=len(state.indicators))]
        if state.behind:
            facts.append(said(_("without a value for a year: {n}"), n=state.behind))
        told = said(Message("{facts}"), facts=dotted(Addressee(reader), facts))
        lines.append(Line(told, lead("indicator", "page")))
    return lines


def _begun(state: StateOfPlay) -> list[Line]:
    own, first = lead("mine", "page"), (0,)
    begun: tuple[tuple[Sequence[object], Message, Lead, tuple[object, ...]], ...] = (
        (state.drafts, _("Drafts: {n}"), own, first),
        (state.questions, _("Questions of other cities, not answered: {n}"), QUESTIONS, first),
        (state.returned, _("Come back from the office: {n}"), own, first),
        (state.waiting, _("Waiting for the office: {n}"), own, first),
        (state.errands, _("Asked of departments: {n}"), lead("errand", "waiting"), ()),
        (state.follows, _("Followed: {n}"), lead("follow", "show"), ()),
    )
    return [Line(said(words, n=len(found)), to, args) for found, words, to, args in begun if found]


def _ahead(state: StateOfPlay) -> list[Line]:
    lines = []
    for each in state.due:
        words = plural("{period}: until {day} · {n} thing to check", "{period}: until {day} · {n} things to check")
        line = said(words, period=each.asked.label, day=each.until, n=each.todo.waiting)
        lines.append(Line(line, lead("tidy", "go_on"), (each.asked.period.id,)))
    for coming in state.deadlines[:NEXT]:
        line = said(Message("{day}: {title}"), day=coming.day, title=title(coming))
        lines.append(Line(line, lead("deadlines", "page")))
    return lines
