"""Everything public in one file, for spreadsheets, programs and maps: made when asked for, and anew when it changed."""

import asyncio
from datetime import timedelta

from aiohttp import web

from bot import clock
from bot.reports.opendata import as_csv, as_geojson, as_json
from bot.web.page.answer import Answer, sent
from bot.web.page.recent import Recent
from bot.web.page.visit import Site
from storage import cities, exports, public

FORMS = {
    "csv": ("text/csv", as_csv),
    "json": ("application/json", as_json),
    "geojson": ("application/geo+json", as_geojson),
}
AGE = timedelta(minutes=10)


def downloads(site: Site) -> Answer:
    """Return what hands out the files. One is made at a time."""
    recent, making = Recent(len(FORMS), AGE), asyncio.Lock()

    async def file(form: str) -> bytes:
        async with making:
            async with site.database.begin() as session:
                state = await public.newest_change(session)
                if known := recent.find(form, state):
                    return known
                today = clock.now().date()
                data = await exports.data(session, await cities.everyone(session), today, everything=False)
            made = await asyncio.to_thread(FORMS[form][1], data)
            recent.keep(form, made, state)
            return made

    async def answer(request: web.Request) -> web.StreamResponse:
        form = request.match_info["form"]
        response = sent(request, await file(form), FORMS[form][0])
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Content-Disposition"] = f'attachment; filename="pumasi-actions.{form}"'
        return response

    return answer
