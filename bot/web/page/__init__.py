"""The public page: what cities have made public, for anybody, in five languages.

It sets no cookie; but for the one-time links of departments, it only reads.
"""

from aiohttp import web

from bot.web.page import about, action, browse, city, feed, home, photos, shelf
from bot.web.page.answer import redirect, shown, unknown
from bot.web.page.assets import Assets
from bot.web.page.downloads import downloads
from bot.web.page.errand import errand_routes
from bot.web.page.visit import LANGUAGE, Site

__all__ = ["Assets", "Site", "page_routes"]


def page_routes(site: Site, front: str = "/") -> list[web.RouteDef]:
    """Return the routes of the public page; ``front`` leads everybody to the page in their language."""
    views = {
        "/": home.home,
        "/actions": browse.browse,
        "/actions/{number}": action.action,
        "/cities/{city}": city.city,
        "/shelf": shelf.shelf,
        "/open": about.open_data,
        "/about": about.about,
    }
    routes = [
        web.get(front, redirect("/")),
        web.get("/actions/{number}", redirect("/actions/{number}")),
        web.get("/cities/{city}", redirect("/cities/{city}")),
        web.get(f"/{LANGUAGE}", redirect("/")),
        *(web.get(f"/{LANGUAGE}{path}", shown(site, view)) for path, view in views.items()),
        web.get(f"/{LANGUAGE}/feed.xml", feed.feed(site)),
        web.get(r"/photos/{photo:\d{1,18}}-{width:480|1280}.jpg", photos.photo(site)),
        web.get(r"/shelf/{publication:\d{1,18}}", shelf.file(site)),
        web.get("/open/actions.{form:csv|json|geojson}", downloads(site)),
        web.get("/page/static/{name}", site.assets.serve),
        *errand_routes(site),
        web.get(f"/{LANGUAGE}/{{rest:.*}}", shown(site, unknown)),
    ]
    if front == "/":  # then whatever else is asked for is asked of the page, but for what programs ask
        routes.append(web.get("/{rest:(?!api/|telegram/).*}", shown(site, unknown)))
    return routes
