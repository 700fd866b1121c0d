"""The first page: where something is done, how much there is, and what is new."""

import re
from collections.abc import Mapping, Sequence
from operator import itemgetter

from markupsafe import Markup

from bot import clock
from bot.goal11 import TARGETS
from bot.text import Message, _, plural
from bot.web.page.pieces import card, cards, demo_note, highlighted, search_form, target_title
from bot.web.page.visit import Page, Visit
from storage import cities, highlights, public, search
from storage.highlights import Held
from storage.index import Query
from storage.public import Numbers, Spot

NEWEST = 6
HIGHLIGHTED = 3
CITIES = plural("{n} city", "{n} cities")
AIM = _(
    "Cities and villages open to everyone, safe, able to recover, and sustainable: "
    "what is being done, told by those who do it."
)
LEGEND = (
    ("step-0", _("none yet")),
    ("step-1", Message("1")),
    ("step-2", Message("2–4")),
    ("step-5", _("5 or more")),
    ("dot", _("province or metropolitan city")),
)

_PAGE = Markup("""\
<div class="hero"><div><h1>{title}</h1>
<p>{about}</p>
{search}</div>
<div>{numbers}{demo}</div></div>
<section aria-labelledby="where"><h2 id="where">{where}</h2>
<nav aria-label="{targets_label}"><ul class="chips">{targets}</ul></nav>
<p class="chosen">{chosen}</p>
<div class="atlas">{map}
<div class="places" id="places" role="region" aria-labelledby="places-title" tabindex="0">
<h3 id="places-title">{places_title}</h3>
{places}</div></div>
</section>
{highlights}<section aria-labelledby="new"><h2 id="new">{new}</h2>
{cards}
<p class="onward"><a href="{all}">{to_all}</a> <a href="{feed}">{to_feed}</a></p>
</section>""")
_HIGHLIGHTS = Markup("""\
<section aria-labelledby="highlights"><h2 id="highlights">{title}</h2>
<ul class="cards">{cards}</ul>
</section>
""")
_NUMBER = Markup("<div><dt>{label}</dt><dd>{value}</dd></div>")
_NUMBERS = Markup('<dl class="numbers">{numbers}</dl><p class="source">{source}</p>')
_CHIP = Markup(
    '<li><a href="{href}"{here}>{code} <span class="title">{title}</span> <span class="n">{n}</span></a></li>'
)
_MAP = Markup("""\
<figure class="map-frame"><div class="map" id="map" data-korea="{korea}" data-world="{world}" data-in="{zoom_in}" \
data-out="{zoom_out}" data-label="{label}"><p>{without}</p></div>
<figcaption><div class="views" id="views" role="group" aria-label="{views}" data-korea="{to_korea}" \
data-world="{to_world}"></div>
<ul class="legend" aria-label="{legend_label}">{legend}</ul><p>{note}</p></figcaption></figure>""")
_STEP = Markup('<li><span class="swatch {kind}"></span>{title}</li>')
_COUNTRY = Markup("<h4>{name} <span>{n}</span></h4>\n<ul>{places}</ul>")
_PLACE = Markup('<li{at} data-n="{number}"><a href="{href}">{name}</a> <span>{n}</span></li>')
_AT = Markup(' data-place="{key}" data-at="{latitude:.3f},{longitude:.3f}"')


async def home(visit: Visit) -> Page:
    """Show where something is done, for one target if it is asked for."""
    target = visit.given("target")
    target = target if target in TARGETS else ""
    async with visit.site.database.begin() as session:
        numbers = await public.numbers(session)
        counts = await public.targets(session)
        spots = await public.spots(session, target or None)
        # As in chat: what the reader can read comes first.
        found = await search.search(session, Query(language=visit.language, target=target or None), limit=NEWEST)
        newest = [hit.told for hit in found.items]
        held, _total = await highlights.current(session, member=False, limit=HIGHLIGHTED)
        shown = [*newest, *(each.told for each in held)]
        photos = await public.photos(session, [told.action.id for told in shown])
    title = visit.say(_("What local governments do for Goal 11"))
    body = _PAGE.format(
        title=title,
        about=visit.say(AIM),
        search=search_form(visit),
        numbers=_numbers(visit, numbers),
        demo=demo_note(visit) if numbers.demo else "",
        where=visit.say(_("Map")),
        targets_label=visit.say(_("Targets of Goal 11")),
        targets=_chips(visit, target, counts),
        chosen=target_title(visit, target) if target else visit.say(_("Actions for all targets")),
        map=_map(visit),
        places_title=visit.say(CITIES, n=len(spots)),
        places=_places(visit, spots),
        highlights=_highlights(visit, held, photos) if held else "",
        new=visit.say(_("New actions")),
        cards=cards(visit, newest, photos) if newest else visit.say(_("Nothing here yet.")),
        all=visit.at("/actions", target=target),
        to_all=visit.say(_("All actions")),
        feed=visit.at("/feed.xml", target=target),
        to_feed=visit.say(_("RSS feed")),
    )
    return Page(title.striptags(), body, scripts=("leaflet.js", "map.js"), styles=("leaflet.css",))


def _highlights(visit: Visit, held: Sequence[Held], photos: Mapping[int, Sequence[int]]) -> Markup:
    """Return what offices hold up for others, each with its reason."""
    inside = Markup("\n").join(
        card(visit, each.told, photos.get(each.told.action.id, ()), note=highlighted(visit, each)) for each in held
    )
    return _HIGHLIGHTS.format(title=visit.say(_("Highlights")), cards=inside)


def _numbers(visit: Visit, numbers: Numbers) -> Markup:
    """Return the counters. A figure without source and date is no figure."""
    counted: Sequence[tuple[Message, object]] = (
        (_("Actions"), numbers.actions),
        (_("Cities"), numbers.cities),
        (_("Countries and areas"), numbers.countries),
        (_("Targets with actions"), f"{numbers.targets}/{len(TARGETS)}"),
    )
    inside = Markup("").join(
        _NUMBER.format(label=visit.say(label), value=visit.value(value)) for label, value in counted
    )
    source = visit.say(_("Source: what cities have published here, as of {day}."), day=visit.day(clock.now().date()))
    return _NUMBERS.format(numbers=inside, source=source)


def _chips(visit: Visit, chosen: str, counts: Mapping[str, int]) -> Markup:
    """Return a way to each target with how many actions it has, those without any too."""
    every = ("", visit.say(_("All")), Markup(""), sum(counts.values()))
    named = [(code, code, visit.say(target.title), counts.get(code, 0)) for code, target in TARGETS.items()]
    return Markup("").join(
        _CHIP.format(
            href=visit.at("/", target=code) + "#where",
            here=Markup(' aria-current="true"') if code == chosen else "",
            code=shown,
            title=title,
            n=visit.value(n),
        )
        for code, shown, title, n in [every, *named]
    )


def _map(visit: Visit) -> Markup:
    assets = visit.site.assets
    return _MAP.format(
        korea=assets.address("korea.topo.json"),
        world=assets.address("world.topo.json"),
        zoom_in=visit.say(_("Zoom in")),
        zoom_out=visit.say(_("Zoom out")),
        label=visit.say(_("Map of actions; the list beside it says the same")),
        without=visit.say(_("The map cannot be drawn here. The list says the same.")),
        views=visit.say(_("Part of the map")),
        to_korea=visit.say(_("Korea")),
        to_world=visit.say(_("World")),
        legend_label=visit.say(_("Actions")),
        legend=Markup("").join(_STEP.format(kind=kind, title=visit.say(title)) for kind, title in LEGEND),
        note=visit.say(_("Borders are drawn as in the sources and say nothing about the status of any area.")),
    )


def _places(visit: Visit, spots: Sequence[Spot]) -> Markup:
    """Return the cities by country, the country with most of them first: what the map is drawn from."""
    by_country: dict[str, list[tuple[str, Spot]]] = {}
    for spot in spots:
        by_country.setdefault(spot.city.country, []).append((_name(visit, spot), spot))
    return Markup("\n").join(
        _COUNTRY.format(
            name=visit.country(country),
            n=visit.say(CITIES, n=len(inside)),
            places=Markup("").join(_place(visit, name, spot) for name, spot in sorted(inside, key=itemgetter(0))),
        )
        for country, inside in sorted(by_country.items(), key=lambda item: -len(item[1]))
    )


def _name(visit: Visit, spot: Spot) -> str:
    """Return what a city is called below its country, which is not said once more."""
    land = re.escape(visit.country(spot.city.country))
    return re.sub(f"[,、，] ?{land}$", "", cities.label(spot.city, visit.language))


def _place(visit: Visit, name: str, spot: Spot) -> Markup:
    known = spot.latitude is not None
    at = _AT.format(key=spot.city.place_key, latitude=spot.latitude, longitude=spot.longitude) if known else ""
    href = visit.at(f"/cities/{spot.city.code}")
    return _PLACE.format(at=at, number=spot.actions, href=href, name=name, n=visit.value(spot.actions))
