"""All actions: searched by words and by meaning as in chat, narrowed by filters, page by page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from aiohttp import web
from markupsafe import Markup

from bot.cards import KINDS
from bot.goal11 import TARGETS
from bot.language.targets import suggest
from bot.searches import FILTERS
from bot.text import _, plural
from bot.web.page.pieces import LONGEST_QUERY, SEARCH, cards, search_form, target_title
from bot.web.page.visit import Page, Visit
from storage import Session, actions, cities, public, search
from storage.index import Query
from storage.models import City
from storage.search import Found

PAGE = 20
MOST_PAGES = 500
YEARS = range(1900, 2200)

_PAGE = Markup("""\
<h1>{title}</h1>
{form}
<section class="results" aria-labelledby="count"><h2 id="count">{count}</h2>
{results}
{turning}</section>""")
_SELECT = Markup('<label>{label}<select name="{name}">{options}</select></label>')
_OPTION = Markup('<option value="{value}"{chosen}>{title}</option>')
_FILTERS = Markup(
    '<details class="filters"{open}><summary>{title}</summary><div class="fields">{fields}</div></details>'
)
_GROUP = Markup("<h3>{title}</h3>\n")
_TURN = Markup('<a rel="{rel}" href="{href}">{title}</a>')
_TURNING = Markup('<nav class="onward" aria-label="{label}">{links}</nav>')
_NOTHING = Markup('<p>{hint}</p><ul class="ways-on">{ways}</ul>')
_WAY = Markup('<li><a href="{href}">{title}</a></li>')


@dataclass(frozen=True)
class Asked:
    """What is looked for, as the address says it. What cannot be used is as if it had not been said."""

    words: str
    target: str
    city: str
    country: str
    kind: str
    year: str
    page: int

    @classmethod
    def of(cls, visit: Visit) -> "Asked":
        target, kind, year, page = (visit.given(name) for name in ("target", "kind", "year", "page"))
        return cls(
            words=visit.given("q", LONGEST_QUERY),
            target=target if target in TARGETS else "",
            city=visit.given("city"),
            country=visit.given("country", 2).upper(),
            kind=kind if kind in KINDS else "",
            year=year if _number(year) in YEARS else "",
            page=_number(page) if 1 <= _number(page) <= MOST_PAGES else 1,
        )

    @property
    def filters(self) -> dict[str, str]:
        """The filters that are in use, by the names the address knows them by."""
        names = ("target", "city", "country", "kind", "year")
        return {name: value for name in names if (value := getattr(self, name))}

    def query(self, language: str, place: str | None) -> Query:
        """Return what the search is asked."""
        return Query(
            words=self.words,
            language=language,
            target=self.target or None,
            place=place,
            country=self.country or None,
            kind=self.kind or None,
            year=int(self.year) if self.year else None,
        )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


@dataclass(frozen=True)
class Choice:
    """What there is to be chosen among."""

    cities: Sequence[City]
    countries: Sequence[str]
    years: Sequence[str]


async def browse(visit: Visit) -> Page:
    """Show what is found; a number opens its action."""
    site, asked = visit.site, Asked.of(visit)
    async with site.database.begin() as session:
        if number := await _numbered(session, asked.words):
            raise web.HTTPSeeOther(visit.at(f"/actions/{number}"))
        choice = await _choice(session)
    city = next((each for each in choice.cities if each.code == asked.city), None)
    if city is None:
        asked = replace(asked, city="")
    query = asked.query(visit.language, city.place_key if city else None)
    offset = (asked.page - 1) * PAGE
    found = await search.find(site.database, site.index, query, offset=offset, limit=PAGE, page=PAGE)
    async with site.database.begin() as session:
        photos = await public.photos(session, [hit.told.action.id for hit in found.items])
    body = _PAGE.format(
        title=visit.say(_("What cities do")),
        form=_form(visit, asked, choice),
        count=_count(visit, found) if found.total else visit.say(_("Nothing found")),
        results=_results(visit, found, photos) if found.total else _nothing(visit, asked, found),
        turning=_turning(visit, asked, found.total),
    )
    heading = visit.say(_("What cities do")).striptags()
    return Page(f"{asked.words} · {heading}" if asked.words else heading, body, kept=not asked.words)


async def _numbered(session: Session, words: str) -> str:
    """Return the number that was typed, if it is that of an action anybody may see."""
    told = await actions.by_number(session, words) if "-" in words and len(words) < 12 else None
    return told.action.number if told and actions.visible(told, member=False, city_id=None) else ""


async def _choice(session: Session) -> Choice:
    everything = Query()
    countries = [code for code, _n in await search.counts(session, everything, "country")]
    years = [year for year, _n in await search.counts(session, everything, "year")]
    return Choice([spot.city for spot in await public.spots(session) if spot.actions], countries, years)


def _form(visit: Visit, asked: Asked, choice: Choice) -> Markup:
    named = sorted((cities.label(each, visit.language), each.code) for each in choice.cities)
    lands = sorted((visit.country(code), code) for code in choice.countries)
    tables: dict[str, tuple[object, Sequence[tuple[str, object]]]] = {
        "target": (FILTERS["target"], [(code, target_title(visit, code)) for code in TARGETS]),
        "city": (_("City"), [(code, name) for name, code in named]),
        "country": (FILTERS["country"], [(code, name) for name, code in lands]),
        "kind": (FILTERS["kind"], [(kind, title) for kind, title in KINDS.items()]),
        "year": (FILTERS["year"], [(year, year) for year in choice.years]),
    }
    fields = Markup("").join(
        _SELECT.format(label=visit.value(label), name=name, options=_options(visit, options, getattr(asked, name)))
        for name, (label, options) in tables.items()
    )
    unfolded = Markup(" open") if asked.filters else ""
    filters = _FILTERS.format(title=visit.say(_("Narrow down")), fields=fields, open=unfolded)
    return search_form(visit, asked.words, filters)


def _options(visit: Visit, options: Sequence[tuple[str, object]], chosen: str) -> Markup:
    everything: list[tuple[str, object]] = [("", _("All")), *options]
    return Markup("").join(
        _OPTION.format(
            value=value, title=visit.value(title), chosen=Markup(" selected") if value == chosen else Markup("")
        )
        for value, title in everything
    )


def _count(visit: Visit, found: Found) -> Markup:
    own = visit.say(plural("{n} action", "{n} actions"), n=found.own)
    other = visit.say(plural("{n} in another language", "{n} in other languages"), n=found.other)
    if not found.own:
        return other
    return visit.say(_("{own}, {other}"), own=own, other=other) if found.other else own


def _results(visit: Visit, found: Found, photos: Mapping[int, Sequence[int]]) -> Markup:
    """Return what was found: what is in the reader's language first, then what is in others."""
    parts = []
    for group in ("own", "other"):
        told = [hit.told for hit in found.items if hit.group == group]
        if told and group == "other" and found.own:
            parts.append(_GROUP.format(title=visit.say(_("In other languages"))))
        if told:
            parts.append(cards(visit, told, photos))
    return Markup("\n").join(parts)


def _nothing(visit: Visit, asked: Asked, found: Found) -> Markup:
    """Return what leads on where nothing was found."""
    ways = []
    if found.meant:
        meant = visit.say(_("Did you mean “{meant}”?"), meant=found.meant)
        ways.append((visit.at("/actions", q=found.meant, **asked.filters), meant))
    if asked.filters and asked.words:
        ways.append((visit.at("/actions", q=asked.words), visit.say(_("Remove filters"))))
    ways += [(visit.at("/actions", target=code), target_title(visit, code)) for code, _score in suggest(asked.words, 1)]
    ways.append((visit.at("/actions"), visit.say(_("All actions"))))
    hint = visit.say(_("Try another word, or go on from here."))
    return _NOTHING.format(hint=hint, ways=Markup("").join(_WAY.format(href=href, title=title) for href, title in ways))


def _turning(visit: Visit, asked: Asked, total: int) -> Markup:
    links = []
    steps = (("prev", asked.page - 1, _("Previous")), ("next", asked.page + 1, _("Next")))
    for rel, number, title in steps:
        if 1 <= number <= min(MOST_PAGES, -(-total // PAGE)):
            href = visit.at("/actions", q=asked.words, **asked.filters, page=number if number > 1 else "")
            links.append(_TURN.format(rel=rel, href=href, title=visit.say(title)))
    return _TURNING.format(label=visit.say(SEARCH), links=Markup(" ").join(links)) if links else Markup("")
