"""Which target a text is about, for programs: ``GET /api/suggest?text=``."""

from aiohttp import web

from bot.language.targets import rank
from bot.web.answers import Unusable, forgiving, json
from storage import Database, choices
from storage.index import Index

LONGEST = 4096  # characters of a text, as in a message


def suggest_routes(database: Database, index: Index) -> list[web.RouteDef]:
    """Return the route that ranks the targets: by words, by what cities chose for like texts, by meaning if it can."""

    async def suggest(request: web.Request) -> web.Response:
        text = request.query.get("text", "").strip()
        if not text:
            raise Unusable("text: missing or empty; for example /api/suggest?text=flood")
        if len(text) > LONGEST:
            raise Unusable(f"text: at most {LONGEST} characters")
        votes = await choices.for_anybody(database, index, text)
        ranked = await index.beside(rank, text, index.vectors, votes)
        return json({"targets": [{"code": code, "score": round(score, 3)} for code, score in ranked]})

    return [web.get("/api/suggest", forgiving(suggest))]
