"""Which target a text is about, for programs: ``GET /api/suggest?text=``."""

from aiohttp import web

from bot.language.targets import rank
from storage.index import Index

LONGEST = 4096  # characters of a text, as in a message


def suggest_routes(index: Index) -> list[web.RouteDef]:
    """Return the route that ranks the targets, by meaning too where the index has a model."""

    async def suggest(request: web.Request) -> web.Response:
        text = request.query.get("text", "").strip()
        if not text:
            return _refused("the parameter text is missing or empty: /api/suggest?text=flood")
        if len(text) > LONGEST:
            return _refused(f"the text has {len(text)} characters; at most {LONGEST} are read")
        ranked = await index.beside(rank, text, index.vectors)
        return web.json_response({"targets": [{"code": code, "score": round(score, 3)} for code, score in ranked]})

    return [web.get("/api/suggest", suggest)]


def _refused(why: str) -> web.Response:
    return web.json_response({"error": why}, status=400)
