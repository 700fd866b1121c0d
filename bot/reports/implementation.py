"""The report of a city, or of a country, on Goal 11: a chapter for each target, and what is blank shown as blank."""

from collections import Counter, defaultdict

from bot.goal11 import TARGETS
from bot.reports import parts
from bot.reports.blocks import Block, Document, Heading, Paragraph, Table, Words
from bot.reports.contents import ChapterPart, CityPart, Contents
from bot.reports.voice import NOTHING, Voice
from bot.text import _, plural

UNTOLD = _("Nothing has been told for this target yet: no goal, no action, no figure.")
OTHERS = _("Figures that belong to no target")
SHORTENED = 160  # characters of an action's text in the report of a country


def document(contents: Contents, languages: tuple[str, ...]) -> Document:
    """Return the whole report in one language, or in two side by side."""
    voice = Voice(languages)
    glance = _country_at_a_glance if contents.kind == "country" else city_at_a_glance
    blocks: list[Block] = [
        Heading(1, voice.say(_("At a glance"))),
        *glance(voice, contents),
        *chapters(voice, contents),
        Heading(1, voice.say(_("Milestones"))),
        *steps(voice, contents),
        *sources(voice, contents),
    ]
    return Document(
        title=voice.name(contents.title),
        subtitle=voice.say(_("Report on Goal 11: sustainable cities and communities")),
        facts=tuple(parts.version_facts(voice, contents)),
        blocks=tuple(blocks),
        languages=languages,
        day=contents.day,
        running=parts.citation(voice, contents),
    )


def targets(contents: Contents) -> list[ChapterPart]:
    """Return the chapters that are about a target."""
    return [each for each in contents.chapters if each.target in TARGETS]


def city_at_a_glance(voice: Voice, contents: Contents) -> list[Block]:
    """Return what a city has told, in figures."""
    rows = []
    for chapter in targets(contents):
        counts = (len(chapter.goals), len(chapter.actions), len(chapter.indicators))
        rows.append((voice.target(chapter.target), *(_count(voice, count) for count in counts)))
    header = (_("Target"), _("Goals"), _("Actions"), _("Indicators"))
    table = Table(tuple(voice.say(each) for each in header), tuple(rows), (6, 1, 1, 1))
    return [*_totals(voice, contents), table]


def _country_at_a_glance(voice: Voice, contents: Contents) -> list[Block]:
    by_target = []
    for chapter in targets(contents):
        counts = (len(_cities(chapter)), len(chapter.actions), len(chapter.indicators))
        by_target.append((voice.target(chapter.target), *(_count(voice, count) for count in counts)))
    header = tuple(voice.say(each) for each in (_("Target"), _("Cities"), _("Actions"), _("Indicators")))
    cities_header = tuple(voice.say(each) for each in (_("City"), _("Targets"), _("Actions"), _("Indicators")))
    return [
        *_totals(voice, contents),
        Table(header, tuple(by_target), (6, 1, 1, 1)),
        Heading(2, voice.say(_("Cities"))),
        Table(cities_header, tuple(_by_city(voice, contents)), (6, 1, 1, 1)),
    ]


def _by_city(voice: Voice, contents: Contents) -> list[tuple[Words, ...]]:
    reached: dict[str, set[str]] = defaultdict(set)
    actions: Counter[str] = Counter()
    indicators: Counter[str] = Counter()
    for chapter in contents.chapters:
        for city in _cities(chapter):
            reached[city].add(chapter.target)
        actions.update(action.city for action in chapter.actions)
        indicators.update(indicator.city for indicator in chapter.indicators)
    return [
        (
            voice.name(city.names),
            _count(voice, len(reached[city.code])),
            _count(voice, actions[city.code]),
            _count(voice, indicators[city.code]),
        )
        for city in contents.cities
    ]


def _cities(chapter: ChapterPart) -> set[str]:
    """Return the cities that have told something for a target."""
    told = [each.city for each in chapter.goals] + [each.city for each in chapter.actions]
    return {*told, *(each.city for each in chapter.indicators)}


def _totals(voice: Voice, contents: Contents) -> list[Block]:
    own = targets(contents)
    told = [each for each in own if each.goals or each.actions or each.indicators]
    actions = sum(len(each.actions) for each in contents.chapters)
    lines = [
        voice.say(_("{told} of {total} targets have something told"), told=len(told), total=len(own)),
        voice.say(plural("{n} action", "{n} actions"), n=actions),
    ]
    if contents.kind == "country":
        lines.append(voice.say(plural("{n} city takes part", "{n} cities take part"), n=len(contents.cities)))
    if tonnes := parts.tonnes(contents):
        lines.append(voice.say(_("{tonnes} t of CO2 equivalents saved in a year, each counted once"), tonnes=tonnes))
    return [Paragraph(voice.joined(lines), "box")]


def _count(voice: Voice, count: int) -> Words:
    return voice.number(count) if count else voice.say(NOTHING)


def chapters(voice: Voice, contents: Contents) -> list[Block]:
    """Return a chapter for each target."""
    return [block for chapter in contents.chapters for block in _chapter(voice, contents, chapter)]


def _chapter(voice: Voice, contents: Contents, chapter: ChapterPart) -> list[Block]:
    if chapter.target not in TARGETS:
        return [Heading(1, voice.say(OTHERS)), *parts.figures(voice, chapter.indicators, heading=False)]
    blocks: list[Block] = [
        Heading(1, voice.target(chapter.target)),
        Paragraph(voice.say(TARGETS[chapter.target].description), "quiet"),
    ]
    if contents.kind == "country":
        return blocks + _of_cities(voice, contents, chapter)
    if chapter == ChapterPart(chapter.target):
        return [*blocks, Paragraph(voice.say(UNTOLD), "blank")]
    blocks += [Heading(2, voice.say(_("How it works now"))), _told(voice, chapter.now)]
    blocks += parts.goals(voice, chapter.goals)
    blocks += parts.actions(voice, chapter.actions)
    blocks += parts.figures(voice, chapter.indicators)
    blocks += [Heading(2, voice.say(_("What remains to be done"))), _told(voice, chapter.to_do)]
    if chapter.approved:
        parties = voice.joined([voice.say(parts.PARTIES[each]) for each in chapter.approved if each in parts.PARTIES])
        blocks.append(Paragraph(voice.say(_("Found balanced by: {parties}"), parties=parties), "box"))
    return blocks


def _told(voice: Voice, text: str) -> Paragraph:
    return Paragraph(voice.quoted(text)) if text.strip() else Paragraph(voice.blank(), "blank")


def _of_cities(voice: Voice, contents: Contents, chapter: ChapterPart) -> list[Block]:
    """Return what each city says of one target, with its texts shortened."""
    blocks: list[Block] = []
    for city in contents.cities:
        goals = [each for each in chapter.goals if each.city == city.code]
        actions = [each for each in chapter.actions if each.city == city.code]
        indicators = [each for each in chapter.indicators if each.city == city.code]
        if goals or actions or indicators:
            blocks.append(Heading(2, _city(voice, city)))
            blocks += parts.goals(voice, goals, heading=False)
            blocks += parts.actions(voice, actions, heading=False, most=SHORTENED)
            blocks += parts.figures(voice, indicators, heading=False, charts=False)
    return blocks or [Paragraph(voice.say(UNTOLD), "blank")]


def _city(voice: Voice, city: CityPart) -> Words:
    return voice.joined([voice.name(city.names), voice.name(city.within)])


def steps(voice: Voice, contents: Contents) -> list[Block]:
    """Return the milestones that were reached, with their days and evidence."""
    if not contents.milestones:
        return [Paragraph(voice.blank(), "blank")]
    names = {city.code: voice.name(city.names) for city in contents.cities}
    rows = []
    for each in contents.milestones:
        row = (parts.step(voice, each), voice.day(each.day), voice.quoted(each.evidence) if each.evidence else ())
        rows.append((names.get(each.city, ()), *row) if contents.kind == "country" else row)
    header: list[Words] = [voice.say(each) for each in (_("Step"), _("Reached on"), _("Evidence"))]
    widths = [4, 2, 4]
    if contents.kind == "country":
        header, widths = [voice.say(_("City")), *header], [2, *widths]
    return [Table(tuple(header), tuple(rows), tuple(widths))]


def sources(voice: Voice, contents: Contents) -> list[Block]:
    """Return where everything comes from, and how to cite it."""
    lines = [
        voice.say(_("Everything here was told by the cities themselves; it was not examined from outside.")),
        voice.say(_("Texts stand in the language in which they were written.")),
    ]
    if contents.kind == "country":
        lines.append(
            voice.say(_("Longer texts are shortened; the whole text is found under the number of its action."))
        )
    lines += parts.figure_sources(voice, contents)
    return [
        Heading(1, voice.say(_("Sources and dates"))),
        *(Paragraph(line) for line in lines),
        Heading(2, voice.say(_("How to cite this report"))),
        Paragraph(parts.citation(voice, contents)),
    ]
