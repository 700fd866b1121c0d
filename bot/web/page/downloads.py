"""Everything public in one file, for spreadsheets, programs and maps: made when asked for, and anew when it changed."""

import asyncio
from datetime import date

from aiohttp import web

from bot import clock
from bot.reports.opendata import as_csv, as_geojson, as_json
from bot.web.page.answer import Answer, sent
from bot.web.page.visit import Site
from storage import cities, exports, public

FORMS = {
    "csv": ("text/csv", as_csv),
    "json": ("application/json", as_json),
    "geojson": ("application/geo+json", as_geojson),
}
State = tuple[date, object]


def downloads(site: Site) -> Answer:
    """Return what hands out the files. One is made at a time, so that asking often is no burden."""
    made: dict[str, tuple[State, bytes]] = {}
    making = asyncio.Lock()

    async def file(form: str) -> bytes:
        today = clock.now().date()
        async with making:
            async with site.database.begin() as session:
                state = (today, await public.state(session))
                if form in made and made[form][0] == state:
                    return made[form][1]
                data = await exports.data(session, await cities.everyone(session), today, everything=False)
            made[form] = (state, await asyncio.to_thread(FORMS[form][1], data))
            return made[form][1]

    async def answer(request: web.Request) -> web.StreamResponse:
        form = request.match_info["form"]
        response = sent(request, await file(form), FORMS[form][0])
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Content-Disposition"] = f'attachment; filename="pumasi-actions.{form}"'
        return response

    return answer
