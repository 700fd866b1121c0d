"""How the read API answers: in JSON, for anybody's page, also about what cannot be used."""

from collections.abc import Awaitable, Callable

import orjson
from aiohttp import web

Answer = Callable[[web.Request], Awaitable[web.Response]]


class Unusable(Exception):
    """A parameter that cannot be used. The message says which, and what could be."""


def forgiving(answer: Answer) -> Answer:
    """Return what tells what cannot be used instead of failing."""

    async def told(request: web.Request) -> web.Response:
        try:
            return await answer(request)
        except Unusable as error:
            return json({"error": str(error)}, 400)

    return told


def json(body: object, status: int = 200) -> web.Response:
    """Return an answer that anybody's page may read: all of it is public."""
    headers = {"Access-Control-Allow-Origin": "*"}
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json", headers=headers)
