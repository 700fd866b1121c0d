"""What is new, for feed readers: RSS 2.0 in the reader's language, of everything or of one target, city or country."""

import re
from email.utils import format_datetime
from xml.etree import ElementTree as Xml

from aiohttp import web

from bot import clock
from bot.cards import KINDS
from bot.goal11 import TARGETS
from bot.text import _
from bot.turn import clip
from bot.web.page.answer import Answer, sent
from bot.web.page.frame import ABOUT, NAME
from bot.web.page.pieces import highlighted, target_title
from bot.web.page.visit import Site, Visit
from storage import cities, highlights, public
from storage.actions import Told
from storage.highlights import Held
from storage.models import City

NEWEST, HIGHLIGHTED = 30, 5
ATOM, DC = "http://www.w3.org/2005/Atom", "http://purl.org/dc/elements/1.1/"
# XML has no way to say these at all.
_UNSPEAKABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Xml.register_namespace("atom", ATOM)
Xml.register_namespace("dc", DC)


def feed(site: Site) -> Answer:
    """Return what tells feed readers the newest actions."""

    async def answer(request: web.Request) -> web.StreamResponse:
        visit = Visit(site, request)
        asked, country = visit.given("target"), visit.given("country", 2).upper()
        target, code = asked if asked in TARGETS else None, visit.given("city")
        async with site.database.begin() as session:
            city = await public.city(session, code) if code else None
            if code and city is None:
                raise web.HTTPNotFound
            city_id = city.id if city else None
            told = await public.newest(session, NEWEST, target=target, country=country or None, city_id=city_id)
            everywhere = not (target or country or city)
            held = (await highlights.current(session, member=False, limit=HIGHLIGHTED))[0] if everywhere else []
        channel = _channel(visit, told, target, city)
        for each in held:
            _highlight(visit, Xml.SubElement(channel[0], "item"), each)
        body = Xml.tostring(channel, encoding="utf-8", xml_declaration=True)
        return sent(request, body, "application/rss+xml")

    return answer


def _channel(visit: Visit, told: list[Told], target: str | None, city: City | None) -> Xml.Element:
    rss = Xml.Element("rss", version="2.0")
    channel = Xml.SubElement(rss, "channel")
    about = [NAME, target_title(visit, target).striptags() if target else ""]
    about.append(cities.label(city, visit.language) if city else "")
    _put(channel, "title", " · ".join(filter(None, about)))
    _put(channel, "link", visit.host + visit.at("/"))
    _put(channel, "description", visit.say(ABOUT).striptags())
    _put(channel, "language", visit.tag.lower())
    newest = max((each.action.published_at for each in told), default=clock.now())
    _put(channel, "lastBuildDate", format_datetime(newest))
    own = visit.host + visit.at(visit.path)
    Xml.SubElement(channel, f"{{{ATOM}}}link", href=own, rel="self", type="application/rss+xml")
    for each in told:
        _item(visit, Xml.SubElement(channel, "item"), each)
    return rss


def _item(visit: Visit, item: Xml.Element, told: Told) -> None:
    action = told.action
    _put(item, "title", action.title)
    _put(item, "link", visit.host + visit.at(f"/actions/{action.number}"))
    facts = (cities.label(told.city, visit.language), target_title(visit, action.target), KINDS[action.kind])
    _put(item, "description", f"{visit.facts(*facts).unescape()}\n\n{clip(action.text, 1000)}")
    _put(item, "category", action.target)
    _put(item, f"{{{DC}}}language", action.language.replace("_", "-"))
    _put(item, "pubDate", format_datetime(action.published_at))
    # The same whatever language the reader chose, so that nothing is new twice.
    guid = Xml.SubElement(item, "guid", isPermaLink="true")
    guid.text = f"{visit.host}/actions/{action.number}"


def _highlight(visit: Visit, item: Xml.Element, held: Held) -> None:
    action = held.told.action
    title = visit.say(_("Highlight: {title}"), title=action.title)
    _put(item, "title", title.unescape())
    _put(item, "link", visit.host + visit.at(f"/actions/{action.number}"))
    facts = visit.facts(cities.label(held.told.city, visit.language), highlighted(visit, held))
    _put(item, "description", facts.unescape())
    _put(item, "category", action.target)
    _put(item, "pubDate", format_datetime(held.agreed_at))
    guid = Xml.SubElement(item, "guid", isPermaLink="false")
    guid.text = f"{visit.host}/highlights/{held.highlight.id}"


def _put(parent: Xml.Element, name: str, text: str) -> None:
    Xml.SubElement(parent, name).text = _UNSPEAKABLE.sub("", text)
