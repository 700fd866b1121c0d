"""What this page is, how to take part, whose maps and words it uses, and how programs read it."""

from markupsafe import Markup

from bot.text import Message, _
from bot.web.page.frame import LICENCE
from bot.web.page.visit import Page, Visit
from storage.place import CREDITS

_SECTION = Markup("<section><h2>{title}</h2>\n{inside}</section>\n")
_P = Markup("<p>{}</p>")
_LIST = Markup("<ul>{}</ul>")
_CODE = Markup("<code>{}</code>")
_LINK = Markup('<a href="{href}">{title}</a>')
MAKERS = (
    "Natural Earth (naturalearthdata.com), public domain, by way of world-atlas and vega-datasets",
    "Leaflet (leafletjs.com), BSD 2-Clause",
)

ABOUT: tuple[tuple[Message, tuple[Message, ...]], ...] = (
    (
        _("What this is"),
        (
            _("Pumasi is how local governments tell each other what they do for Sustainable Development Goal 11. "
              "The word is Korean: neighbours taking turns to help each other."),
            _("What you read here was published by cities themselves. Each text is in the language it was written in; "
              "everything around it is in yours."),
        ),
    ),
    (
        _("How a city takes part"),
        (
            _("The office for your country invites officers of cities. They publish in a chat in Telegram, in their "
              "own language, and are asked for news when the next report is due."),
        ),
    ),
    (
        _("What this page knows about you"),
        (_("Nothing. It sets no cookie, asks no other server for anything, and counts nobody."),),
    ),
)  # fmt: skip


async def about(visit: Visit) -> Page:
    """Say what this is."""
    parts = [
        _SECTION.format(title=visit.say(title), inside=Markup("").join(_P.format(visit.say(text)) for text in texts))
        for title, texts in ABOUT
    ]
    parts.append(_licence(visit))
    makers = Markup("").join(Markup('<li lang="en">{}</li>').format(each) for each in (*CREDITS, *MAKERS))
    parts.append(_SECTION.format(title=visit.say(_("Maps and places")), inside=_LIST.format(makers)))
    title = visit.say(_("About"))
    return Page(title.striptags(), Markup("<h1>{}</h1>\n").format(title) + Markup("").join(parts))


def _licence(visit: Visit) -> Markup:
    terms = visit.say(
        _(
            "Whoever passes on texts or figures names the city and Pumasi, says what was changed, "
            "and keeps the date: {licence}. Photos belong to their cities."
        ),
        licence=LICENCE,
    )
    return _SECTION.format(title=visit.say(_("Licence")), inside=_P.format(terms))


async def open_data(visit: Visit) -> Page:
    """Say how programs read what is here."""
    title = visit.say(_("Open data"))
    feed = visit.at("/feed.xml")
    ways = (
        ("actions.csv", "/open/actions.csv", _("All public actions as a table for spreadsheets.")),
        ("actions.json", "/open/actions.json", _("The same for programs; it can be imported as it is.")),
        ("actions.geojson", "/open/actions.geojson", _("The same for maps, each action where its city is.")),
        ("/api/actions", "/api/actions", _("All public actions as JSON, searched and filtered; no key is needed.")),
        ("/api/docs", "/api/docs", _("What can be asked and what is answered, also as OpenAPI.")),
        ("feed.xml", feed, _("What is new, as RSS; also for one target, city or country: {example}")),
    )
    example = _CODE.format("feed.xml?target=11.5")
    rows = Markup("").join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(
            _LINK.format(href=href, title=_CODE.format(name)), visit.say(text, example=example)
        )
        for name, href, text in ways
    )
    body = Markup('<h1>{}</h1>\n<p>{}</p>\n<dl class="details">{}</dl>\n{}').format(
        title,
        visit.say(_("What is public may be read by programs, too.")),
        rows,
        _licence(visit),
    )
    return Page(title.striptags(), body)
