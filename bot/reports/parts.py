"""The parts reports share: actions, goals and figures as blocks, and the lines that say of which day they are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from bot.goal11 import LADDERS
from bot.language.headline import whole_words
from bot.reports.blocks import Block, Bullets, Chart, Document, Heading, Paragraph, Photos, Table, Words
from bot.reports.contents import ActionPart, Contents, GoalPart, IndicatorPart, MilestonePart
from bot.reports.voice import KINDS, LANGUAGE_NAMES, Voice
from bot.text import Message, Said, _, said

PARTIES: Mapping[str, Message] = {
    "city": _("the city"),
    "institute": _("the research institute"),
    "council": _("the citizens' council"),
    "office": _("the office"),
}
EVIDENCE: Mapping[str, Message] = {
    "own": _("the city's own statement"),
    "document": _("document attached"),
    "link": _("link checked by the office on {day}"),
    "reviewed": _("reviewed by the research institute on {day}"),
}
PRACTICE = _("Practice: an invented city, nothing of this is real")
NO_SECOND = _("There is no official text in this language.")
MOST_PHOTOS = 4  # of one action


def version_facts(voice: Voice, contents: Contents) -> list[Words]:
    """Return of which day and version a report is."""
    version = (
        voice.say(_("Version {n}, figures fixed"), n=contents.version)
        if contents.version
        else voice.say(_("Draft, figures not fixed"))
    )
    facts = [voice.say(_("As of {day}"), day=voice.day(contents.day)), version]
    return [*facts, voice.say(_("Demo data"))] if contents.demo else facts


def marked(contents: Contents, document: Document) -> Document:
    """Return a document that says on its face, and at the foot of each page, if it is of an invented city."""
    if not contents.practice:
        return document
    voice = Voice(document.languages)
    mark = voice.say(PRACTICE)
    return replace(document, facts=(mark, *document.facts), running=voice.joined([mark, document.running]))


def citation(voice: Voice, contents: Contents) -> Words:
    """Return how to cite a report: who, what, version, as of when."""
    values = {"name": voice.name(contents.title), "day": voice.day(contents.day)}
    if contents.version:
        words = _("{name}: report on Goal 11, version {version}, as of {day}. Pumasi.")
        return voice.say(words, version=str(contents.version), **values)
    return voice.say(_("{name}: report on Goal 11, draft, as of {day}. Pumasi."), **values)


def goals(voice: Voice, told: Sequence[GoalPart], *, heading: bool = True) -> list[Block]:
    """Return a city's own goals."""
    if not told:
        return []
    head: list[Block] = [Heading(2, voice.say(_("Own goals")))] if heading else []
    lines = ((f"{each.text} ({each.serves})" if each.serves else each.text, each.language) for each in told)
    return [*head, Bullets(tuple(voice.quoted(text, language) for text, language in lines))]


def actions(voice: Voice, told: Sequence[ActionPart], *, heading: bool = True, most: int | None = None) -> list[Block]:
    """Return actions, each with everything public about it, or shortened to so many characters of its text."""
    blocks: list[Block] = [Heading(2, voice.say(_("The actions")))] if heading else []
    if not told and heading:
        blocks.append(Paragraph(voice.blank(), "blank"))
    for each in told:
        blocks += [
            Heading(3, voice.quoted(each.title, each.language)),
            Paragraph(action_facts(voice, each), "label"),
            Paragraph(text(voice, each, most)),
        ]
        if most is None:
            blocks += details(voice, each)
    return blocks


def action_facts(voice: Voice, action: ActionPart) -> Words:
    """Return in one line what is always said of an action: number, kind, day, language."""
    facts = [voice.quoted(action.number), voice.say(KINDS[action.kind]), voice.as_of(action)]
    if action.language not in voice.languages:
        facts.append(written_in(voice, action.language))
    if action.evidence:
        facts.append(evidence(voice, action))
    return voice.joined(facts)


def evidence(voice: Voice, action: ActionPart) -> Words:
    """Return how well an action is evidenced, and why it is not better any more."""
    day = voice.day(action.evidence_day) if action.evidence_day else ""
    level = voice.say(EVIDENCE[action.evidence], day=day)
    return voice.joined([level, voice.say(_("figures changed on {day}"), day=day)]) if action.figures_changed else level


def written_in(voice: Voice, language: str) -> Words:
    """Return that a text is in another language than the report."""
    name = LANGUAGE_NAMES.get(language)
    return voice.say(_("original in {language}"), language=name if name else language)


def text(voice: Voice, action: ActionPart, most: int | None = None) -> Words:
    """Return an action's text, in a report of two languages beside its official second text, or that there is none."""
    own = shortened(action.text, most)
    if len(voice.languages) == 1:
        return voice.quoted(own, action.language)
    if action.language not in voice.languages:
        return voice.quoted(own, action.language)
    other = next(each for each in voice.languages if each != action.language)
    missing = Voice((other,)).say(NO_SECOND)
    second = action.second if action.second and action.second_language == other else ""
    runs = {
        action.language: voice.quoted(own, action.language),
        other: voice.quoted(shortened(second, most), other) if second else missing,
    }
    return tuple(run for language in voice.languages for run in runs[language])


def shortened(text: str, most: int | None) -> str:
    """Return a text cut between words where it is longer than that."""
    if most is None or len(text) <= most:
        return text
    return whole_words(text[:most], most * 2 // 3).rstrip() + "…"


def details(voice: Voice, action: ActionPart) -> list[Block]:
    """Return the optional answers about an action, and its photos."""
    lines: list[Words] = []
    if len(voice.languages) == 1 and action.second:
        lines.append(labelled(voice, _("In another language"), voice.quoted(action.second, action.second_language)))
    for label, told in (
        (_("Who notices the difference"), action.noticed),
        (_("Partners"), action.partners),
        (_("Tags"), ", ".join(action.tags)),
        (_("Further reading"), "\n".join(action.links)),
        (_("Documents"), ", ".join(action.documents)),
    ):
        if told:
            lines.append(labelled(voice, label, voice.quoted(told, action.language)))
    if action.goals:
        lines.append(labelled(voice, _("Other goals"), voice.joined([voice.goal(each) for each in action.goals])))
    if action.pathway:
        lines.append(labelled(voice, _("Pathway"), voice.pathway(action.pathway)))
    if action.tonnes is not None:
        year = str(action.tonnes_year or "")
        lines.append(
            voice.say(_("Saves {tonnes} t of CO2 equivalents a year ({year})"), tonnes=action.tonnes, year=year)
        )
    blocks: list[Block] = [Bullets(tuple(lines))] if lines else []
    if action.photos:
        words = voice.say(_("Photo: {title}"), title=voice.quoted(action.title, action.language))
        blocks.append(Photos(action.photos[:MOST_PHOTOS], words))
    return blocks


def labelled(voice: Voice, label: Message, told: Words) -> Words:
    """Return a text after what it is about."""
    return voice.say(_("{label}: {text}"), label=label, text=told)


def figures(voice: Voice, told: Sequence[IndicatorPart], *, heading: bool = True, charts: bool = True) -> list[Block]:
    """Return what is measured as a table, and a chart of what was measured at least twice."""
    blocks: list[Block] = [Heading(2, voice.say(_("Figures")))] if heading else []
    if not told:
        return [*blocks, Paragraph(voice.blank(), "blank")] if heading else []
    header = (_("Indicator"), _("Baseline"), _("Latest"), _("Target value"), _("Progress"))
    rows = tuple(
        (
            voice.indicator(each),
            voice.measure(each.baseline, each.unit),
            voice.measure(each.values[-1] if each.values else None, each.unit),
            voice.measure(each.target_value, each.unit),
            voice.rating(each),
        )
        for each in told
    )
    blocks.append(Table(tuple(voice.say(each) for each in header), rows, (4, 2, 2, 2, 2)))
    reasons = [_reason(voice, each) for each in told if each.reason]
    blocks += [Bullets(tuple(reasons))] if reasons else []
    return blocks + [Chart(each, in_words(voice, each)) for each in told if charts and len(points(each)) > 1]


def _reason(voice: Voice, indicator: IndicatorPart) -> Words:
    reason = voice.quoted(indicator.reason)
    words = _("{name}: the city's own rating, because: {reason}")
    return voice.say(words, name=voice.indicator(indicator), reason=reason)


def points(indicator: IndicatorPart) -> list[tuple[int, Decimal]]:
    """Return what was measured, oldest first, as days of the calendar and figures; the baseline is the first."""
    measured = {each.day: each.value for each in ((indicator.baseline,) if indicator.baseline else ())}
    measured |= {each.day: each.value for each in indicator.values}
    return [(day.toordinal(), value) for day, value in sorted(measured.items())]


def in_words(voice: Voice, indicator: IndicatorPart) -> Words:
    """Return what a chart shows."""
    said = [voice.indicator(indicator), voice.measure(indicator.baseline or indicator.values[0], indicator.unit)]
    if indicator.values:
        said.append(voice.measure(indicator.values[-1], indicator.unit))
    return voice.joined(said)


def figure_sources(voice: Voice, contents: Contents) -> list[Words]:
    """Return where figures come from, each source once."""
    sources: dict[str, Words] = {}
    for chapter in contents.chapters:
        for each in chapter.indicators:
            if each.source:
                words = _("{name}. Source: {source}")
                sources[f"{each.name}\0{each.source}"] = voice.say(
                    words, name=voice.indicator(each), source=voice.quoted(each.source, each.language)
                )
    return list(sources.values())


def step(voice: Voice, reached: MilestonePart) -> Words:
    """Return a step of a ladder by its name."""
    name = step_name(reached)
    return voice.say(name.words, **name.values) if isinstance(name, Said) else voice.quoted(name)


def step_name(reached: MilestonePart) -> Said | str:
    """Return what a step is called, with its number where the steps of its ladder are counted."""
    ladder = LADDERS.get(reached.ladder)
    if ladder is None or reached.step not in ladder.steps:
        return reached.step
    title = ladder.steps[reached.step]
    return (
        said(Message("{number}. {title}"), number=reached.step, title=title)
        if reached.step.isdecimal()
        else said(title)
    )


def tonnes(contents: Contents) -> Decimal:
    """Return what all actions together save in a year; each figure is counted once already."""
    return sum((each.tonnes or Decimal() for chapter in contents.chapters for each in chapter.actions), Decimal())


def whole(words: Words) -> str:
    """Return all languages of a text in one line."""
    return " / ".join(run.text for run in words)
