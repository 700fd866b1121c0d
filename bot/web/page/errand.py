"""The page of a one-time link: three boxes for a department, without an account and without scripts.

It shows the title of one item and its city, and nothing else; it is nobody's to find, and is never kept.
"""

import time
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web
from markupsafe import Markup

from bot import clock
from bot.language.clean import clean
from bot.pace import Bucket
from bot.text import LANGUAGES, Message, _
from bot.web.page.answer import FRAMES, HEADERS
from bot.web.page.frame import framed
from bot.web.page.visit import LANGUAGE, Page, Site, Visit, lang, preferred_tag
from handlers.contribution import LONGEST, ONE_LINE, Sent, arrive, figure_of
from storage import cities, errands, offices
from storage.errands import Item

LARGEST = 24 * 1024  # bytes of an answer: each box filled with letters of three bytes, percent-encoded
AT_ONCE, A_SECOND = 30.0, 0.5  # requests for one link: behind a proxy, all come from one address
MOST_LINKS = 2000
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]

_FORM = Markup("""\
<div class="errand">
<p class="facts">{city}</p>
<h1{lang}>{title}</h1>
<p>{intro}</p>
{trouble}
<form method="post" autocomplete="off">
<label for="text">{what}</label>
<textarea id="text" name="text" rows="6" maxlength="{longest}"{described}>{text}</textarea>
<label for="figure">{number}</label>
<input id="figure" name="figure" maxlength="{one_line}" value="{figure}"{described}>
<label for="contact">{whom} <span class="soft">{optional}</span></label>
<input id="contact" name="contact" maxlength="{one_line}" value="{contact}" aria-describedby="privacy">
<p class="soft" id="privacy">{privacy}</p>
<button>{send}</button>
</form>
</div>""")
_TROUBLE = Markup('<p class="note" id="trouble" role="alert">{}</p>')
_SAID = Markup('<div class="lost"><h1>{}</h1><p>{}</p></div>')

INTRO = _(
    "The officer for {city} asks your department about this. Two sentences are enough. "
    "Your answer goes to the officer, who decides what is published."
)
PRIVACY = _("Only the department, such as its name or general number. No names, and nothing that is internal.")
EMPTY = _("Please say what is new, or give a figure.")
NO_FIGURE = _("Please give one figure with its unit and year, for example: 61.4 % 2026")
TOLD: dict[int, tuple[Message, Message]] = {
    200: (_("Thank you. Your answer has arrived"), _("The officer looks at it before anything is published.")),
    403: (_("This came from another page"), _("Please open the link from the message again.")),
    404: (_("There is nothing at this address"), _("The link may be incomplete. Please copy it once more.")),
    410: (
        _("This link was used or has expired"),
        _("It works once, for two weeks. The officer who sent it can send a new one."),
    ),
    413: (_("That is too long"), _("Please go back and shorten it; a few sentences are enough.")),
    429: (_("That was a lot at once"), _("Please wait a minute and try again.")),
}


def errand_routes(site: Site) -> list[web.RouteDef]:
    """Return the routes of one-time links."""
    desk = Desk(site)
    return [
        web.get("/d/{code}", desk.guarded(desk.lead)),
        web.get(f"/{LANGUAGE}/d/{{code}}", desk.guarded(desk.ask)),
        web.post(f"/{LANGUAGE}/d/{{code}}", desk.guarded(desk.take)),
    ]


class Desk:
    """Where departments hand in what they were asked for."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._buckets: dict[str, Bucket] = {}

    def guarded(self, answer: Answer) -> Answer:
        """Answer a link no more often than people open it."""

        async def guard(request: web.Request) -> web.StreamResponse:
            if self._too_much(request.match_info["code"]):
                return self._said(request, 429)
            return await answer(request)

        return guard

    def _too_much(self, code: str) -> bool:
        if len(self._buckets) > MOST_LINKS:
            self._buckets.clear()
        bucket, now = self._buckets.setdefault(code, Bucket(AT_ONCE, A_SECOND)), time.monotonic()
        if bucket.wait(now):
            return True
        bucket.take(now)
        return False

    async def lead(self, request: web.Request) -> web.StreamResponse:
        """Lead to the page in the language of the city."""
        async with self._site.database.begin() as session:
            item = await errands.find(session, request.match_info["code"])
            office = await offices.get(session, item.city.office_id) if item else None
        tag = preferred_tag(request)
        if item and office:
            tag = (item.language if item.language in LANGUAGES else office.language).replace("_", "-")
        where = request.rel_url.with_path(f"/{tag}/d/{request.match_info['code']}")
        raise web.HTTPFound(where, headers={"Cache-Control": "no-store", "X-Robots-Tag": "noindex"})

    async def ask(self, request: web.Request) -> web.StreamResponse:
        """Show the three boxes. Looking uses nothing up: programs look at links, too."""
        async with self._site.database.begin() as session:
            item = await errands.find(session, request.match_info["code"])
        if item is None or not item.open(clock.now()):
            return self._said(request, 410 if item else 404)
        return self._form(request, item, Sent("", "", ""))

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Take what was written, once."""
        if not self._from_here(request):
            return self._said(request, 403)
        try:
            written = await request.clone(client_max_size=LARGEST).post()
        except web.HTTPRequestEntityTooLarge:
            return self._said(request, 413)
        boxes = {name: clean(str(written.get(name, ""))) for name in ("text", "figure", "contact")}
        sent = Sent(boxes["text"], *(" ".join(boxes[name].split()) for name in ("figure", "contact")))
        if len(sent.text) > LONGEST or max(len(sent.figure), len(sent.contact)) > ONE_LINE:
            return self._said(request, 413)
        now = clock.now()
        async with self._site.database.unit() as unit:
            item = await errands.find(unit.session, request.match_info["code"])
            if item is None or not item.open(now):
                return self._said(request, 410 if item else 404)
            if trouble := _trouble(item, sent):
                return self._form(request, item, sent, trouble)
            arrived = await arrive(unit, item, sent, now)
        return self._said(request, 200 if arrived else 410)

    def _from_here(self, request: web.Request) -> bool:
        """Say whether a form was sent from this page, as far as the browser tells."""
        origin = request.headers.get("Origin")
        ours = {request.host, urlsplit(self._site.address or "").netloc}
        if origin and urlsplit(origin).netloc not in ours:
            return False
        return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")

    def _form(self, request: web.Request, item: Item, sent: Sent, trouble: Message | None = None) -> web.StreamResponse:
        visit = Visit(self._site, request)
        city = cities.label(item.city, visit.language)
        body = _FORM.format(
            city=visit.value(city),
            lang=lang(item.language),
            title=item.title,
            intro=visit.say(INTRO, city=city),
            trouble=_TROUBLE.format(visit.say(trouble)) if trouble else "",
            described=Markup(' aria-describedby="trouble" aria-invalid="true"') if trouble else "",
            what=visit.say(_("What is new?")),
            number=visit.say(_("A figure, with its unit and year")),
            whom=visit.say(_("Who can be asked?")),
            optional=visit.say(_("(optional)")),
            privacy=visit.say(PRIVACY),
            send=visit.say(_("Send")),
            longest=LONGEST,
            one_line=ONE_LINE,
            text=sent.text,
            figure=sent.figure,
            contact=sent.contact,
        )
        return _sent(visit, Page(item.title, body, kept=False, status=422 if trouble else 200))

    def _said(self, request: web.Request, status: int) -> web.StreamResponse:
        visit = Visit(self._site, request)
        title, text = (visit.say(each) for each in TOLD[status])
        return _sent(visit, Page(title.striptags(), _SAID.format(title, text), kept=False, status=status))


def _trouble(item: Item, sent: Sent) -> Message | None:
    """Return what is missing, or cannot be read."""
    if item.indicator and figure_of(sent) is None:
        return NO_FIGURE
    return None if any(letter.isalnum() for letter in sent.text + sent.figure) else EMPTY


def _sent(visit: Visit, page: Page) -> web.Response:
    """Return a page that nobody keeps, frames, or finds."""
    policy = HEADERS["Content-Security-Policy"].replace(f"frame-ancestors {FRAMES}", "frame-ancestors 'none'")
    headers = HEADERS | {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
    }
    return web.Response(
        body=str(framed(visit, page)).encode(), status=page.status, content_type="text/html", charset="utf-8",
        headers=headers,
    )  # fmt: skip
