"""A city: what it wants to reach, what it measures, what it did and what it published."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from aiohttp import web
from markupsafe import Markup

from bot import clock
from bot.adopting import given
from bot.goal11 import LADDERS, TARGETS
from bot.reports.contents import GoalPart, IndicatorPart, MeasurePart, MilestonePart
from bot.text import _, plural
from bot.web.page.pieces import cards, demo_note, target_title
from bot.web.page.shelf import Shelf, shelves
from bot.web.page.visit import Missing, Page, Visit, lang
from storage import Session, actions, adoptions, cities, goals, indicators, milestones, offices, public
from storage.actions import Told
from storage.adoptions import Recognition
from storage.models import City

_PAGE = Markup("""\
<div class="city"><h1>{name}</h1>
<p class="facts">{facts}</p>
<p class="names">{names}</p>
{demo}
{targets}
<section aria-labelledby="done"><h2 id="done">{done}</h2>
{actions}
<p class="onward">{onward}</p></section>
{wanted}
{measured}
{reached}
{shelf}</div>""")
_SECTION = Markup('<section aria-labelledby="{id}"><h2 id="{id}">{title}</h2>\n{inside}</section>\n')
_TARGETS = Markup('<ul class="bars">{targets}</ul>')
_TARGET = Markup('<li><a href="{href}">{title}</a> <span>{n}</span></li>')
_NAME = Markup("<span{lang}>{name}</span>")
_GOAL = Markup("<div><dt>{target}</dt>{texts}</div>")
_TEXT = Markup("<dd{lang}>{text}</dd>")
_FIGURE = Markup("""\
<li><p class="title"{lang}>{name}</p><p class="figure">{last}</p><p class="facts">{facts}</p></li>""")
_STEP = Markup("<li>{title} <span>{day}</span></li>")
_LINK = Markup('<a href="{href}">{title}</a>')
SHOWN = 12  # actions before the list of all of them


@dataclass(frozen=True)
class Known:
    """What is public about a city."""

    city: City
    office: str
    told: Sequence[Told]
    photos: dict[int, list[int]]
    goals: dict[str, list[GoalPart]]
    indicators: Sequence[IndicatorPart]
    milestones: Sequence[MilestonePart]
    shelf: Shelf
    given: Recognition


async def city(visit: Visit) -> Page:
    """Show a city; its place leads to the address that stays."""
    asked = visit.given("city")
    async with visit.site.database.begin() as session:
        found = await public.city(session, asked)
        if found is None:
            raise Missing
        if found.code != asked:
            raise web.HTTPMovedPermanently(visit.at(f"/cities/{found.code}"))
        known = await _known(session, visit, found, clock.now().date())
    name = cities.label(found, visit.language)
    return Page(name, _body(visit, known, name))


async def _known(session: Session, visit: Visit, found: City, today: date) -> Known:
    office = await offices.get(session, found.office_id)
    told = [
        each
        for action in await actions.of_city(session, found.id)
        if actions.visible(each := Told(action, found), member=False, city_id=None)
    ]
    return Known(
        city=found,
        office=visit.say(offices.title(office)) if office else "",
        told=told,
        photos=await public.photos(session, [each.action.id for each in told[:SHOWN]]),
        goals=await goals.parts(session, [found.id], today),
        indicators=await indicators.parts(session, [found.id], today),
        milestones=await milestones.parts(session, [found.id], today),
        shelf=Shelf(await public.submitted(session, found.id), await public.publications(session, found.id)),
        given=await adoptions.recognition(session, found.id, member=False),
    )


def _body(visit: Visit, known: Known, name: str) -> Markup:
    city, told = known.city, known.told
    every = _LINK.format(href=visit.at("/actions", city=city.code), title=visit.say(_("All actions")))
    feed = _LINK.format(href=visit.at("/feed.xml", city=city.code), title=visit.say(_("RSS feed")))
    return _PAGE.format(
        name=name,
        facts=visit.facts(
            visit.say(_("Since {month} · {office}"), month=visit.translate.month(city.since), office=known.office),
            *given(known.given),
        ),
        names=_names(visit, city),
        demo=demo_note(visit) if any(each.action.demo for each in told) else "",
        targets=_targets(visit, known),
        done=visit.say(plural("{n} action", "{n} actions"), n=len(told)),
        actions=cards(visit, told[:SHOWN], known.photos, city=False) if told else visit.say(_("Nothing here yet.")),
        onward=Markup(" ").join([every, feed] if len(told) > SHOWN else [feed]),
        wanted=_section("wanted", visit.say(_("What the city wants to reach")), _goals(visit, known)),
        measured=_section("measured", visit.say(_("What the city measures")), _indicators(visit, known)),
        reached=_section("reached", visit.say(_("Steps reached")), _milestones(visit, known)),
        shelf=shelves(visit, known.shelf, city=False),
    )


def _section(key: str, title: Markup, inside: Markup) -> Markup:
    return _SECTION.format(id=key, title=title, inside=inside) if inside else Markup("")


def _names(visit: Visit, city: City) -> Markup:
    """Return what the city is called in other languages, each said to be in its language."""
    own = cities.name(city, visit.language)
    others = {name: language for language, name in city.names.items() if name and name != own}
    return Markup(" · ").join(_NAME.format(lang=lang(language), name=name) for name, language in others.items())


def _targets(visit: Visit, known: Known) -> Markup:
    counts = Counter(each.action.target for each in known.told)
    rows = Markup("").join(
        _TARGET.format(
            href=visit.at("/actions", city=known.city.code, target=code),
            title=target_title(visit, code),
            n=visit.value(counts[code]),
        )
        for code in TARGETS
        if counts[code]
    )
    return _TARGETS.format(targets=rows) if rows else Markup("")


def _goals(visit: Visit, known: Known) -> Markup:
    inside = Markup("").join(
        _GOAL.format(
            target=target_title(visit, target),
            texts=Markup("").join(_TEXT.format(lang=lang(each.language), text=each.text) for each in parts),
        )
        for target, parts in known.goals.items()
        if target in TARGETS
    )
    return Markup('<dl class="details">{}</dl>').format(inside) if inside else Markup("")


def _indicators(visit: Visit, known: Known) -> Markup:
    """Return the figures that are told, each with its date, its unit and its source."""
    items = Markup("").join(
        _FIGURE.format(
            lang=lang(each.language),
            name=f"{each.target} {each.name}".strip(),
            last=_figure(visit, each, each.values[-1]),
            facts=visit.facts(*_about(visit, each)),
        )
        for each in known.indicators
        if each.values
    )
    return Markup('<ul class="shelf">{}</ul>').format(items) if items else Markup("")


def _about(visit: Visit, part: IndicatorPart) -> Iterator[Markup]:
    if part.baseline:
        yield visit.say(_("At the start: {figure}"), figure=_figure(visit, part, part.baseline))
    if part.target_value:
        yield visit.say(_("To be reached: {figure}"), figure=_figure(visit, part, part.target_value))
    if part.source:
        yield visit.say(_("Source: {source}"), source=part.source)


def _figure(visit: Visit, part: IndicatorPart, measured: MeasurePart) -> Markup:
    year = visit.translate.year(measured.day)
    return visit.say(_("{value} {unit} ({year})"), value=measured.value, unit=part.unit, year=year)


def _milestones(visit: Visit, known: Known) -> Markup:
    lists = []
    for ladder in LADDERS.values():
        steps = Markup("").join(
            _STEP.format(title=visit.say(ladder.steps[each.step]), day=visit.day(each.day))
            for each in known.milestones
            if each.ladder == ladder.id
        )
        if steps:
            lists.append(Markup('<h3>{}</h3><ul class="steps">{}</ul>').format(visit.say(ladder.title), steps))
    return Markup("").join(lists)
