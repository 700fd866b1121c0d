"""How an answer goes back: framed, with headers that let nothing foreign in, and known again when it is the same."""

import hashlib
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from aiohttp import ETag, web

from bot.text import _
from bot.web.page.frame import framed
from bot.web.page.pieces import lost
from bot.web.page.recent import Recent
from bot.web.page.visit import Missing, Page, Site, Visit, Withdrawn, preferred_tag
from storage import public

log = logging.getLogger(__name__)

View = Callable[[Visit], Awaitable[Page]]
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]

FRESH = "public, max-age=60"  # a page may be a minute old
MINUTE, PAGES = timedelta(minutes=1), 64  # for how long pages are remembered, and how many of each kind
# Telegram's own pages on the web show a bot's pages in a frame; nobody else may.
FRAMES = "'self' https://web.telegram.org https://*.web.telegram.org"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    f"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {FRAMES}",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}


def shown(site: Site, view: View) -> Answer:
    """Show what a view makes of a visit, or say in the reader's language why there is nothing."""

    recent = Recent(PAGES, MINUTE)

    async def answer(request: web.Request) -> web.StreamResponse:
        visit, asked = Visit(site, request), (request.host, request.raw_path)
        try:
            async with site.database.begin() as session:
                state = await public.newest_change(session)
            if known := recent.find(asked, state):
                return sent(request, known, "text/html")
            page = await view(visit)
        except Missing:
            page = lost(visit, 404, _("There is nothing at this address"))
        except Withdrawn:
            page = lost(visit, 410, _("This action was withdrawn by its city"))
        except web.HTTPException:
            raise
        except Exception:
            log.exception("%s could not be shown", request.path)
            page = lost(visit, 500, _("This page cannot be shown right now"))
        body = str(framed(visit, page)).encode()
        if page.status == 200:
            recent.keep(asked, body, state)
        return sent(request, body, "text/html", page.status)

    return answer


def sent(request: web.Request, body: bytes, kind: str, status: int = 200) -> web.Response:
    """Return an answer, compressed where the browser can; an empty one where it has the same already."""
    tag = ETag(hashlib.blake2b(body, digest_size=12).hexdigest(), is_weak=True)
    known = status == 200 and any(each.value in (tag.value, "*") for each in request.if_none_match or ())
    response = (
        web.Response(status=304, headers=HEADERS)
        if known
        else web.Response(body=body, status=status, content_type=kind, charset="utf-8", headers=HEADERS)
    )
    response.headers["Cache-Control"] = FRESH if status in (200, 410) else "no-store"
    response.headers["Vary"] = "Accept-Encoding"
    response.etag = tag
    if not known:
        response.enable_compression()
    return response


def redirect(path: str) -> Answer:
    """Lead to the same in the reader's language: the one of the address, else the one the browser likes best."""

    async def answer(request: web.Request) -> web.StreamResponse:
        parts = dict(request.match_info)
        tag = parts.pop("language", None) or preferred_tag(request)
        where = request.rel_url.with_path(f"/{tag}{path.format(**parts)}", keep_query=True)
        raise web.HTTPFound(where, headers={"Vary": "Accept-Language", "Cache-Control": "no-cache"})

    return answer


async def unknown(_visit: Visit) -> Page:
    """Nothing is there."""
    raise Missing
