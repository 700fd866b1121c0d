"""What is around every page: its head, the way around, and who answers for what is shown."""

from markupsafe import Markup

from bot.cards import OWN_NAMES
from bot.reports import opendata
from bot.text import _
from bot.web.page.visit import TAGS, Page, Visit

NAME = "Pumasi"
LICENCE = Markup('<a rel="license" href="{}">{}</a>').format(opendata.LICENCE_ADDRESS, opendata.LICENCE)
ABOUT = _("What local governments have made public of what they do for Sustainable Development Goal 11.")
WAYS = {
    "/actions": _("What cities do"),
    "/shelf": _("Reports and publications"),
    "/open": _("Open data"),
    "/about": _("About"),
}

_FRAME = Markup("""\
<!doctype html>
<html lang="{tag}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
{head}
</head>
<body>
<a class="skip" href="#content">{skip}</a>
<header class="top">
<a class="brand" href="{home}" translate="no"><svg viewBox="0 0 24 24" aria-hidden="true"><path \
d="M13.41 14.35A5 5 0 1 0 10.04 16.89"/><path class="other" d="M10.59 9.65A5 5 0 1 0 13.96 7.11"/></svg>{name}</a>
<nav aria-label="{ways_label}"><ul class="ways">{ways}</ul></nav>
<details class="tongues"><summary aria-label="{languages_label}">{language}</summary><ul>{languages}</ul></details>
</header>
<main id="content" tabindex="-1">
{body}
</main>
<footer class="bottom">
<p>{origin}</p>
<p>{licence}</p>
</footer>
</body>
</html>
""")
_WAY = Markup('<li><a href="{href}"{here}>{title}</a></li>')
_OWN_NAME = Markup('<li><a href="{href}" lang="{tag}" hreflang="{tag}"{here}>{title}</a></li>')
_META = Markup('<meta {kind}="{name}" content="{content}">')
_LINK = Markup('<link rel="{rel}" href="{href}">')
_OTHER = Markup('<link rel="alternate" hreflang="{tag}" href="{href}">')
_FEED = Markup('<link rel="alternate" type="application/rss+xml" title="{title}" href="{href}">')
_MODULE = Markup('<script type="module" src="{src}"></script>')
_SCRIPT = Markup('<script defer src="{src}"></script>')


def framed(visit: Visit, page: Page) -> Markup:
    """Return the whole page."""
    return _FRAME.format(
        tag=visit.tag,
        title=f"{page.title} · {NAME}",
        head=_head(visit, page),
        skip=visit.say(_("To the content")),
        home=visit.at("/"),
        name=NAME,
        ways_label=visit.say(_("Pages")),
        ways=Markup("").join(
            _WAY.format(href=visit.at(path), title=visit.say(title), here=_here(visit.path.split("?")[0] == path))
            for path, title in WAYS.items()
        ),
        body=page.body,
        languages_label=visit.say(_("Languages: {language}"), language=OWN_NAMES[visit.language]),
        language=OWN_NAMES[visit.language],
        languages=Markup("").join(
            _OWN_NAME.format(href=f"/{tag}{visit.path}", tag=tag, title=OWN_NAMES[code], here=_here(tag == visit.tag))
            for tag, code in TAGS.items()
        ),
        origin=visit.say(_("Every action is its city's own statement, in the language it was written in.")),
        licence=visit.say(_("Texts and figures: {licence}, naming the city and Pumasi."), licence=LICENCE),
    )


def _here(is_here: bool) -> Markup:
    return Markup(' aria-current="page"') if is_here else Markup("")


def _head(visit: Visit, page: Page) -> Markup:
    site, address = visit.site.assets, f"{visit.host}{visit.at(visit.path)}"
    about = page.about or visit.say(ABOUT).striptags()
    told = {"og:title": page.title, "og:description": about, "og:type": "article", "og:url": address}
    told |= {"og:site_name": NAME, "og:image": f"{visit.host}{page.picture}" if page.picture else ""}
    parts = [_META.format(kind="name", name="description", content=about)]
    parts += [_META.format(kind="property", name=name, content=value) for name, value in told.items() if value]
    if page.status != 200 or not page.kept:
        parts.append(_META.format(kind="name", name="robots", content="noindex"))
    parts.append(_LINK.format(rel="canonical", href=address))
    parts += [_OTHER.format(tag=tag, href=f"{visit.host}/{tag}{visit.path}") for tag in TAGS]
    parts.append(_FEED.format(title=visit.say(_("New actions")).striptags(), href=visit.at("/feed.xml")))
    parts.append(_LINK.format(rel="icon", href=site.address("icon.svg")))
    parts += [_LINK.format(rel="stylesheet", href=site.address(name)) for name in (*page.styles, "page.css")]
    parts += [_SCRIPT.format(src=site.address(name)) for name in page.scripts if name == "leaflet.js"]
    own = [*(name for name in page.scripts if name != "leaflet.js"), "telegram.js"]
    parts += [_MODULE.format(src=site.address(name)) for name in own]
    return Markup("\n").join(parts)
