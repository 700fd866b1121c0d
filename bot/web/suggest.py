"""Which target a text is about, for programs: ``GET /api/suggest?text=``."""

from aiohttp import web

from bot.language.targets import rank
from bot.web.answers import Unusable, forgiving, json
from storage.index import Index

LONGEST = 4096  # characters of a text, as in a message


def suggest_routes(index: Index) -> list[web.RouteDef]:
    """Return the route that ranks the targets, by meaning too where the index has a model."""

    async def suggest(request: web.Request) -> web.Response:
        text = request.query.get("text", "").strip()
        if not text:
            raise Unusable("text: missing or empty; for example /api/suggest?text=flood")
        if len(text) > LONGEST:
            raise Unusable(f"text: at most {LONGEST} characters")
        ranked = await index.beside(rank, text, index.vectors)
        return json({"targets": [{"code": code, "score": round(score, 3)} for code, score in ranked]})

    return [web.get("/api/suggest", forgiving(suggest))]
