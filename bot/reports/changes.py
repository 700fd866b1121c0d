"""What two states of a report differ in, item by item: what has changed since its figures were fixed."""

from collections.abc import Iterator, Mapping, Sequence

from bot.reports import parts
from bot.reports.blocks import Block, Bullets, Document, Paragraph
from bot.reports.contents import ActionPart, ChapterPart, Contents, IndicatorPart, MeasurePart
from bot.reports.voice import KINDS, Voice, figure
from bot.text import Message, Said, _, said

SHOWN = 160  # characters of a text that was changed
FIELDS: Mapping[str, Message] = {
    "title": _("{number}: the title is now “{now}”, it was “{before}”"),
    "text": _("{number}: the text is now “{now}”, it was “{before}”"),
    "kind": _("{number}: now {now}, it was {before}"),
    "target": _("{number}: now for target {now}, it was for {before}"),
    "tonnes": _("{number}: now saves {now} t of CO2 equivalents a year, it was {before} t"),
}
OTHER = ("day", "second", "noticed", "partners", "links", "goals", "tags", "pathway", "photos", "documents")


def changes(old: Contents, new: Contents) -> list[Said]:
    """Return what is different in the newer one, by target. A day that has passed alone is no change."""
    before, now = _by_target(old), _by_target(new)
    found: list[Said] = []
    for target in dict.fromkeys([*before, *now]):
        one, other = before.get(target, ChapterPart(target)), now.get(target, ChapterPart(target))
        found += _texts(one, other)
        found += _goals(one, other)
        found += _indicators(one, other)
    return [*found, *_actions(old, new), *_steps(old, new)]


def _by_target(contents: Contents) -> dict[str, ChapterPart]:
    return {chapter.target: chapter for chapter in contents.chapters}


def _texts(old: ChapterPart, new: ChapterPart) -> Iterator[Said]:
    if old.now != new.now:
        yield said(_("{target}, how it works now: the text was changed"), target=new.target)
    if old.to_do != new.to_do:
        yield said(_("{target}, what remains to be done: the text was changed"), target=new.target)


def _goals(old: ChapterPart, new: ChapterPart) -> Iterator[Said]:
    for goal in new.goals:
        if goal not in old.goals:
            yield said(_("{target}, new goal: {text}"), target=new.target, text=goal.text)
    for goal in old.goals:
        if goal not in new.goals:
            yield said(_("{target}, goal taken back: {text}"), target=new.target, text=goal.text)


def _actions(old: Contents, new: Contents) -> Iterator[Said]:
    before, now = _numbered(old), _numbered(new)
    for number, action in now.items():
        if number not in before:
            yield said(_("{number}: new, “{title}”"), number=number, title=action.title)
        else:
            yield from _changed(before[number], action)
    for number, action in before.items():
        if number not in now:
            yield said(_("{number}: no longer public, “{title}”"), number=number, title=action.title)


def _numbered(contents: Contents) -> dict[str, ActionPart]:
    return {action.number: action for chapter in contents.chapters for action in chapter.actions}


def _changed(old: ActionPart, new: ActionPart) -> Iterator[Said]:
    for name, words in FIELDS.items():
        before, now = getattr(old, name), getattr(new, name)
        if before != now:
            yield said(words, number=new.number, now=_shown(now), before=_shown(before))
    if any(getattr(old, name) != getattr(new, name) for name in OTHER):
        yield said(_("{number}: date, details or files were changed"), number=new.number)


def _shown(value: object) -> object:
    if value in KINDS:
        return KINDS[str(value)]
    return parts.shortened(value, SHOWN) if isinstance(value, str) else value or 0


def _indicators(old: ChapterPart, new: ChapterPart) -> Iterator[Said]:
    before, now = _named(old.indicators), _named(new.indicators)
    for key, indicator in now.items():
        if key not in before:
            yield said(_("{name}: new indicator"), name=indicator.name)
        else:
            yield from _measured(before[key], indicator)
    for key, indicator in before.items():
        if key not in now:
            yield said(_("{name}: indicator taken back"), name=indicator.name)


def _named(told: Sequence[IndicatorPart]) -> dict[tuple[str, str], IndicatorPart]:
    return {(each.city, each.name): each for each in told}


def _measured(old: IndicatorPart, new: IndicatorPart) -> Iterator[Said]:
    before, now = ({each.day: each for each in one.values} for one in (old, new))
    for day in sorted({*before, *now}):
        if before.get(day) != now.get(day):
            yield _figure(_("{name}, {year}: now {now}, it was {before}"), new, before.get(day), now.get(day))
    if old.baseline != new.baseline:
        yield _figure(_("{name}, baseline: now {now}, it was {before}"), new, old.baseline, new.baseline)
    if old.target_value != new.target_value:
        yield _figure(_("{name}, target value: now {now}, it was {before}"), new, old.target_value, new.target_value)


def _figure(words: Message, told: IndicatorPart, before: MeasurePart | None, now: MeasurePart | None) -> Said:
    known = now or before
    year = str(known.day.year) if known else ""
    return said(words, name=told.name, year=year, now=_value(now, told.unit), before=_value(before, told.unit))


def _value(measure: MeasurePart | None, unit: str) -> object:
    return f"{figure(measure.value, unit)} ({measure.day.year})" if measure else _("not told")


def _steps(old: Contents, new: Contents) -> Iterator[Said]:
    for each in new.milestones:
        if each not in old.milestones:
            yield said(_("Milestone reached: {step}"), step=parts.step_name(each))
    for each in old.milestones:
        if each not in new.milestones:
            yield said(_("Milestone changed or taken back: {step}"), step=parts.step_name(each))


def document(old: Contents, new: Contents, languages: tuple[str, ...]) -> Document:
    """Return the changes as an erratum to the older report."""
    voice = Voice(languages)
    told = [voice.say(each.words, **each.values) for each in changes(old, new)]
    blocks: list[Block] = [Bullets(tuple(told))] if told else [Paragraph(voice.say(_("Nothing has changed.")))]
    return Document(
        title=voice.name(old.title),
        subtitle=voice.say(_("Changes since version {n}"), n=old.version),
        facts=(voice.say(_("As of {day}"), day=voice.day(new.day)),),
        blocks=tuple(blocks),
        languages=languages,
        day=new.day,
        cover=False,
        running=parts.citation(voice, old),
    )
