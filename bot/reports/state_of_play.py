"""The state of play of a city on paper: what somebody finds who takes over a seat, to be kept."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from babel import Locale

from bot.dates import period_label
from bot.reports import parts
from bot.reports.blocks import Block, Bullets, Document, Heading, Paragraph, Run, Table, Words
from bot.reports.contents import IndicatorPart
from bot.reports.voice import KINDS, Voice
from bot.text import Message, _, plural

LONGEST = 400  # characters of a text that waits
TURNS: Mapping[str, Message] = {
    "yellow": _("The UN entry turns yellow"),
    "red": _("The UN entry turns red"),
}
DEADLINES: Mapping[str, Message] = {
    "cdp": _("CDP questionnaire"),
    "forum": _("UN forum"),
    "award": _("Call for an award"),
    "statute": _("Statutory report"),
    "other": _("Something else"),
}
COLOURS: Mapping[str, Message] = {
    "green": _("green until {day}"),
    "yellow": _("yellow, red from {day} on"),
    "red": _("red: nothing was submitted for two years"),
}


@dataclass(frozen=True)
class Entry:
    """Something that is begun or waits: its number, what it is, whose it is, and its day."""

    text: str
    language: str = ""
    number: str = ""
    whose: Mapping[str, str] | str = ""  # a city by language, or a department
    day: date | None = None
    note: str = ""  # what was said of it last


@dataclass(frozen=True)
class Due:
    """A period that can be answered, until when, and what is left to check."""

    months: int  # of its cycle
    opens: date
    name: str
    until: date
    actions: Sequence[Entry]
    beside: int  # figures, questions and the like


@dataclass(frozen=True)
class Followed:
    """Something that is followed: a city, an action, or the words and filters of a search."""

    names: Mapping[str, str] | None = None
    text: str = ""
    filters: Mapping[str, str] | None = None


@dataclass(frozen=True)
class UnEntry:
    """A city's entry on the UN's platform."""

    registered: date
    submitted: date | None
    colour: str
    turns: date | None
    link: str


@dataclass(frozen=True)
class Deadline:
    """A day that others have set: its own name, or its kind."""

    day: date
    kind: str  # of DEADLINES or of TURNS
    name: str = ""


@dataclass(frozen=True)
class StateOfPlay:
    """Everything somebody has to know who begins to speak for a city."""

    names: Mapping[str, str]  # of the city
    day: date
    stale: date  # an indicator that was last measured on this day or before is behind
    due: Sequence[Due]
    drafts: Sequence[Entry]
    questions: Sequence[Entry]
    returned: Sequence[Entry]
    waiting: Sequence[Entry]
    errands: Sequence[Entry]
    follows: Sequence[Followed]
    deadlines: Sequence[Deadline]
    un_entry: UnEntry | None
    indicators: Sequence[IndicatorPart]
    goals: int
    published: Sequence[tuple[str, int]]  # actions by target


def document(state: StateOfPlay, language: str) -> Document:
    """Return the paper in one language: what is due first, then what is begun, then what there is."""
    voice = Voice((language,))
    return Document(
        title=voice.say(_("State of play: {city}"), city=voice.name(state.names)),
        subtitle=(),
        facts=(voice.say(_("As of {day}"), day=voice.day(state.day)),),
        blocks=tuple(block for part in (_ahead, _begun, _there) for block in part(voice, state)),
        languages=(language,),
        day=state.day,
        cover=False,
        running=voice.say(_("State of play: {city}, as of {day}. For the own city only."),
                          city=voice.name(state.names), day=voice.day(state.day)),
    )  # fmt: skip


def _ahead(voice: Voice, state: StateOfPlay) -> Iterator[Block]:
    yield Heading(1, voice.say(_("What is due")))
    if not (state.due or state.deadlines):
        yield Paragraph(voice.say(_("Nothing is due.")), "blank")
    for each in state.due:
        words = _("{period} · {name}: until {day}")
        yield Heading(
            2, voice.say(words, period=period_label(each.months, each.opens), name=each.name, day=voice.day(each.until))
        )
        left = [_line(voice, None, action) for action in each.actions]
        if each.beside:
            beside = plural("{n} figure, question or returned action", "{n} figures, questions or returned actions")
            left.append(voice.say(beside, n=each.beside))
        yield from _list(left)
    if state.deadlines:
        yield Heading(2, voice.say(_("Deadlines")))
        yield Table(
            (voice.say(_("Deadline")), voice.say(_("Due on"))),
            tuple((_deadline(voice, each), voice.day(each.day)) for each in state.deadlines),
            (5, 2),
        )
    if state.un_entry:
        yield Heading(2, voice.say(_("The entry on the UN platform")))
        yield from _list(_un_entry(voice, state.un_entry))


def _deadline(voice: Voice, each: Deadline) -> Words:
    return voice.quoted(each.name) if each.name else voice.say({**DEADLINES, **TURNS}[each.kind])


def _un_entry(voice: Voice, entry: UnEntry) -> list[Words]:
    lines = [voice.say(_("Registered on {day}"), day=voice.day(entry.registered))]
    if entry.submitted:
        lines.append(voice.say(_("Last report submitted on {day}"), day=voice.day(entry.submitted)))
    lines.append(voice.say(COLOURS[entry.colour], day=voice.day(entry.turns) if entry.turns else ""))
    return [*lines, voice.quoted(entry.link)] if entry.link else lines


def _begun(voice: Voice, state: StateOfPlay) -> Iterator[Block]:
    yield Heading(1, voice.say(_("What is begun")))
    sections: tuple[tuple[Message, Message | None, Sequence[Entry]], ...] = (
        (_("Drafts"), _("last touched on {day}"), state.drafts),
        (_("Questions of other cities, not answered"), _("asked on {day}"), state.questions),
        (_("Come back from the office"), None, state.returned),
        (_("Waiting for the office"), None, state.waiting),
        (_("Asked of departments"), _("until {day}"), state.errands),
    )
    for heading, dated, entries in sections:
        if entries:
            yield Heading(2, voice.say(heading))
            yield from _list([_line(voice, dated, each) for each in entries])
    if state.follows:
        yield Heading(2, voice.say(_("Followed")))
        yield from _list([_followed(voice, each) for each in state.follows])
    if not (state.follows or any(entries for _heading, _dated, entries in sections)):
        yield Paragraph(voice.say(_("Nothing is begun.")), "blank")


def _line(voice: Voice, dated: Message | None, each: Entry) -> Words:
    facts = [voice.quoted(each.number)] if each.number else []
    facts.append(voice.quoted(parts.shortened(" ".join(each.text.split()), LONGEST), each.language))
    if each.whose:
        facts.append(voice.quoted(each.whose) if isinstance(each.whose, str) else voice.name(each.whose))
    if dated and each.day:
        facts.append(voice.say(dated, day=voice.day(each.day)))
    if each.note:
        facts.append(voice.say(Message("“{note}”"), note=parts.shortened(" ".join(each.note.split()), LONGEST)))
    return voice.joined(facts)


def _followed(voice: Voice, each: Followed) -> Words:
    if each.names:
        return voice.name(each.names)
    named: Mapping[str, Callable[[str], Words]] = {
        "target": voice.target, "pathway": voice.pathway,
        "kind": lambda kind: voice.say(KINDS[kind]), "country": partial(_country, voice),
    }  # fmt: skip
    filters = [named.get(name, voice.quoted)(value) for name, value in (each.filters or {}).items()]
    return voice.joined([voice.quoted(each.text), *filters] if each.text else filters)


def _country(voice: Voice, code: str) -> Words:
    return tuple(Run(Locale.parse(each).territories.get(code, code), each) for each in voice.languages)


def _there(voice: Voice, state: StateOfPlay) -> Iterator[Block]:
    yield Heading(1, voice.say(_("What there is")))
    rows = tuple((voice.target(target), voice.number(n)) for target, n in state.published)
    if rows:
        yield Table((voice.say(_("Target")), voice.say(_("Actions"))), rows, (6, 1))
    yield Paragraph(voice.say(_("Goals: {n}"), n=state.goals))
    if state.indicators:
        yield Heading(2, voice.say(_("Indicators, last measured")))
        header = tuple(voice.say(each) for each in (_("Indicator"), _("Latest"), _("Measured for")))
        yield Table(header, tuple(_measured(voice, state, each) for each in state.indicators), (5, 2, 3))


def _measured(voice: Voice, state: StateOfPlay, each: IndicatorPart) -> tuple[Words, ...]:
    last = each.values[-1] if each.values else None
    when = voice.day(last.day) if last else voice.say(_("no value yet"))
    if last and last.day <= state.stale:
        when = voice.joined([when, voice.say(_("a year or more ago"))])
    return voice.indicator(each), voice.measure(last, each.unit), when


def _list(lines: Sequence[Words]) -> list[Block]:
    return [Bullets(tuple(lines))] if lines else []
