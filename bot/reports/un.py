"""What the UN's partnership platform asks for, field by field: registration, and the report of each year.

Everything there is English. What a city has not told in English is named as missing, never made up.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.goal11 import TARGETS
from bot.reports import parts
from bot.reports.blocks import Block, Bullets, Document, Heading, Paragraph, Run, Words
from bot.reports.contents import ActionPart, Contents, IndicatorPart
from bot.reports.voice import Voice, figure, of
from bot.text import Message, Said, _, said

ENGLISH = Voice(("en",))
_LINK = re.compile(r"https?://\S+")
NOT_KEPT = _("Pumasi does not keep this; please write it yourself.")


@dataclass(frozen=True)
class Piece:
    """A piece of English for a field, or what lacks it."""

    text: str = ""
    lacking: Said | None = None


@dataclass(frozen=True)
class Field:
    """A field of a form: its name, how many characters it takes, the text for it, and what is missing there."""

    name: Message
    most: int
    text: str
    lacking: tuple[Said, ...] = ()
    left_out: int = 0  # pieces there was no room for


@dataclass(frozen=True)
class Form:
    """A form of the platform with its fields, in its order."""

    name: Message
    fields: tuple[Field, ...]


def forms(contents: Contents) -> tuple[Form, Form]:
    """Return both forms of a city, filled as far as there is English text."""
    registration = Form(_("UN partnership registration"), _registration(contents))
    return registration, Form(_("UN progress report of the year"), _progress(contents))


def _registration(contents: Contents) -> tuple[Field, ...]:
    name = of(ENGLISH.name(contents.title), "en")
    told = [each.target for each in contents.chapters if each.target in TARGETS and (each.goals or each.actions)]
    return (
        _field(_("Name of the initiative"), 100, [Piece(f"{name}: local action for Sustainable Development Goal 11")]),
        _field(_("Targets"), 500, [Piece(of(ENGLISH.target(code), "en")) for code in told]),
        _field(_("Description"), 3000, _chapter_texts(contents, "now")),
        _field(_("Goals and deliverables"), 2000, [*_goals(contents), *_aims(contents)]),
        _field(_("Timeline"), 1000, _steps(contents)),
        _field(_("Partners"), 1000, _partners(contents)),
        _field(_("Resources"), 500, [_no(NOT_KEPT)]),
        _field(_("How it is coordinated"), 1000, [_no(NOT_KEPT)]),
        _field(_("Website"), 300, [Piece(link) for link in _links(contents)]),
    )


def _progress(contents: Contents) -> tuple[Field, ...]:
    actions = [action for chapter in contents.chapters for action in chapter.actions]
    done = [_english(each) for each in actions if each.kind == "achieved"]
    going_on = [_english(each) for each in actions if each.kind == "under_way"]
    return (
        _field(_("Achievements at a glance"), 3000, done),
        _field(_("Under way"), 3000, going_on),
        _field(_("Figures"), 2000, _figures(contents)),
        _field(_("Who benefits"), 1000, _noticed(actions)),
        _field(_("Challenges, and what remains to be done"), 2000, _chapter_texts(contents, "to_do")),
        _field(_("Steps taken"), 1000, _steps(contents)),
    )


def _field(name: Message, most: int, pieces: Iterable[Piece]) -> Field:
    """Put as many pieces into a field as it takes, whole ones; one that is too long alone is cut between words."""
    kept: list[str] = []
    lacking: list[Said] = []
    left_out = 0
    for each in pieces:
        if each.lacking and each.lacking not in lacking:
            lacking.append(each.lacking)
        if not each.text:
            continue
        if len("\n".join([*kept, each.text])) <= most:
            kept.append(each.text)
        elif not kept:
            kept.append(parts.shortened(each.text, most - 1))
        else:
            left_out += 1
    if not kept and not lacking:
        lacking.append(said(_("nothing has been told for this yet")))
    return Field(name, most, "\n".join(kept), tuple(lacking), left_out)


def _no(words: Message, **values: object) -> Piece:
    return Piece(lacking=said(words, **values))


def _english(action: ActionPart) -> Piece:
    """Return an action in English: its own text, or the official second one."""
    if action.language == "en":
        return Piece(f"{action.title}: {action.text} ({action.number}, {action.day.year})")
    if action.second and action.second_language == "en":
        return Piece(f"{action.second} ({action.number}, {action.day.year})")
    return _no(_("{number} has no English text"), number=action.number)


def _chapter_texts(contents: Contents, which: str) -> Iterator[Piece]:
    for chapter in contents.chapters:
        text = str(getattr(chapter, which)).strip()
        if not text:
            continue
        [run] = ENGLISH.quoted(text)
        if run.language == "en":
            yield Piece(f"{chapter.target}: {run.text}")
        else:
            yield _no(_("the chapter on {target} has no English text"), target=chapter.target)


def _goals(contents: Contents) -> Iterator[Piece]:
    for chapter in contents.chapters:
        for goal in chapter.goals:
            if goal.language == "en":
                yield Piece(f"{chapter.target}: {goal.text}")
            else:
                yield _no(_("a goal for {target} has no English text"), target=chapter.target)


def _indicators(contents: Contents) -> list[IndicatorPart]:
    return [indicator for chapter in contents.chapters for indicator in chapter.indicators]


def _aims(contents: Contents) -> Iterator[Piece]:
    for each in _indicators(contents):
        aim = each.target_value
        if aim and each.language == "en":
            yield Piece(f"{each.name}: {figure(aim.value, each.unit)} by {aim.day.year}")
        elif aim:
            yield _unnamed(each)


def _figures(contents: Contents) -> Iterator[Piece]:
    for each in _indicators(contents):
        if not each.values:
            continue
        if each.language != "en":
            yield _unnamed(each)
            continue
        first, last = each.baseline or each.values[0], each.values[-1]
        since = f" ({figure(first.value, each.unit)} in {first.day.year})" if first != last else ""
        yield Piece(f"{each.name}: {figure(last.value, each.unit)} in {last.day.year}{since}")


def _unnamed(indicator: IndicatorPart) -> Piece:
    return _no(_("the indicator “{name}” has no English name"), name=indicator.name)


def _partners(contents: Contents) -> Iterator[Piece]:
    for action in (action for chapter in contents.chapters for action in chapter.actions if action.partners):
        if action.language == "en":
            yield Piece(action.partners)
        else:
            yield _no(_("the partners of {number} are not named in English"), number=action.number)


def _noticed(actions: Sequence[ActionPart]) -> Iterator[Piece]:
    for action in actions:
        if action.noticed and action.language == "en":
            yield Piece(f"{action.noticed} ({action.number})")
        elif action.noticed:
            yield _no(_("who notices {number} is not told in English"), number=action.number)


def _links(contents: Contents) -> list[str]:
    told = [line for chapter in contents.chapters for action in chapter.actions for line in action.links]
    return list(dict.fromkeys(link for line in told for link in _LINK.findall(line)))


def _steps(contents: Contents) -> list[Piece]:
    return [Piece(f"{each.day.isoformat()}: {of(parts.step(ENGLISH, each), 'en')}") for each in contents.milestones]


def document(contents: Contents, languages: tuple[str, ...]) -> Document:
    """Return both forms: names of fields in the languages of the reader, what goes into them in English."""
    voice = Voice(languages)
    blocks: list[Block] = []
    for form in forms(contents):
        blocks.append(Heading(1, voice.say(form.name)))
        for field in form.fields:
            blocks += _blocks(voice, field)
    return Document(
        title=voice.name(contents.title),
        subtitle=voice.say(_("For the UN's partnership platform")),
        facts=tuple(parts.version_facts(voice, contents)),
        blocks=tuple(blocks),
        languages=languages,
        day=contents.day,
        cover=False,
        running=parts.citation(voice, contents),
    )


def _blocks(voice: Voice, field: Field) -> Iterator[Block]:
    yield Heading(2, voice.say(field.name))
    yield Paragraph(length(voice, field), "label")
    if field.text:
        yield Paragraph((Run(field.text, "en"),))
    if field.lacking:
        yield Bullets(tuple(missing(voice, each) for each in field.lacking))


def length(voice: Voice, field: Field) -> Words:
    """Return how long a field is, how long it may be, and how much there was no room for."""
    told = voice.say(_("{length} of {most} characters"), length=len(field.text), most=field.most)
    if not field.left_out:
        return told
    return voice.joined([told, voice.say(_("no room for {n} more"), n=field.left_out)])


def missing(voice: Voice, lacking: Said) -> Words:
    """Return what a field lacks."""
    return voice.say(_("Missing: {what}"), what=lacking)
