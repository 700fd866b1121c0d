"""The shelf: reports that cities and offices handed in, and what cities published."""

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web
from markupsafe import Markup

from bot.cards import language_name
from bot.text import _
from bot.web.page.answer import Answer
from bot.web.page.visit import Page, Site, Visit, lang
from storage import cities, public
from storage.models import City, Publication
from storage.public import Submitted

_PAGE = Markup("<h1>{title}</h1>\n<p>{about}</p>\n{shelves}")
_SECTION = Markup(
    '<section aria-labelledby="{id}"><h2 id="{id}">{title}</h2><ul class="shelf">{items}</ul></section>\n'
)
_ITEM = Markup('<li><p class="title"{lang}>{title}</p><p class="facts">{facts}</p></li>')
_LINK = Markup('<a href="{href}">{title}</a>')
_OUTSIDE = Markup('<a href="{href}" rel="nofollow noopener external">{title}</a>')


@dataclass(frozen=True)
class Shelf:
    """What stands on a shelf."""

    reports: Sequence[Submitted]
    publications: Sequence[tuple[Publication, City]]


async def shelf(visit: Visit) -> Page:
    """Show what stands on all shelves."""
    async with visit.site.database.begin() as session:
        found = Shelf(await public.submitted(session), await public.publications(session))
    title = visit.say(_("Reports and publications"))
    body = _PAGE.format(
        title=title,
        about=visit.say(_("What cities and offices have handed in or published about Goal 11.")),
        shelves=shelves(visit, found) or Markup("<p>{}</p>").format(visit.say(_("Nothing here yet."))),
    )
    return Page(title.striptags(), body)


def shelves(visit: Visit, found: Shelf, *, city: bool = True) -> Markup:
    """Return both parts of a shelf; what is empty is left out."""
    reports = Markup("").join(_report(visit, each) for each in found.reports)
    publications = Markup("").join(
        _publication(visit, each, where if city else None) for each, where in found.publications
    )
    parts = (("reports", _("Reports"), reports), ("publications", _("Publications"), publications))
    return Markup("").join(
        _SECTION.format(id=key, title=visit.say(title), items=items) for key, title, items in parts if items
    )


def _report(visit: Visit, report: Submitted) -> Markup:
    name = cities.label(report.city, visit.language) if report.city else report.office or ""
    words = visit.say(_("{name}: report on Goal 11"), name=name)
    facts = visit.facts(
        visit.say(_("Version {version}"), version=report.version),
        visit.say(_("figures as of {day}"), day=visit.day(report.day)),
        visit.say(_("handed in to the UN on {day}"), day=visit.day(report.submitted)),
    )
    return _ITEM.format(lang="", title=linked(report.link, words), facts=facts)


def _publication(visit: Visit, publication: Publication, city: City | None) -> Markup:
    address = publication.link or (f"/shelf/{publication.id}" if publication.name else None)
    return _ITEM.format(
        lang=lang(publication.language),
        title=linked(address, Markup.escape(publication.title)),
        facts=visit.facts(
            cities.label(city, visit.language) if city else "",
            str(publication.year),
            publication.target,
            language_name(publication.language),
        ),
    )


def linked(address: str | None, title: Markup) -> Markup:
    """Return a title that leads to an address, if it is one of the web or of this page."""
    if address and address.startswith(("http://", "https://")):
        return _OUTSIDE.format(href=address, title=title)
    return _LINK.format(href=address, title=title) if address and address.startswith("/shelf/") else title


def file(site: Site) -> Answer:
    """Return what hands out a file that stands on a shelf."""

    async def answer(request: web.Request) -> web.StreamResponse:
        async with site.database.begin() as session:
            found = await public.publication(session, int(request.match_info["publication"]))
        if found is None:
            raise web.HTTPNotFound
        name, content = found
        # Whatever somebody put on a shelf, it is kept as a file and never runs here.
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}
        response = web.Response(body=content, headers=headers)
        response.content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        response.headers["Content-Disposition"] = "attachment"
        return response

    return answer
