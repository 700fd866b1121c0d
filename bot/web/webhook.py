"""Telegram's pushes: the same intake as polling, acknowledged when committed."""

import hmac

from aiohttp import web

from bot.inbox import received
from bot.settings import WEBHOOK
from bot.transport import loads
from bot.web.parts import Running
from storage.inbox import Received

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST_NUMBER = 2**63


def webhook_routes(bot: Running, secret: str | None) -> list[web.RouteDef]:
    """Return the route that takes updates from whoever knows the secret."""

    async def take(request: web.Request) -> web.Response:
        told = request.headers.get(SECRET_HEADER, "")
        if not secret or not hmac.compare_digest(told.encode(errors="replace"), secret.encode()):
            raise web.HTTPForbidden
        update = _read(await request.read())
        # Requests at the same time share a commit; one that fails is a 500, and Telegram comes again.
        await bot.intake.keep([update])
        return web.Response()

    return [web.post(WEBHOOK, take)]


def _read(body: bytes) -> Received:
    """Return what a request brings; 400 where that is no update."""
    try:
        update = received(loads(body))
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
        raise web.HTTPBadRequest from None
    numbers = (update.id, update.chat_id)
    if not all(type(number) is int and abs(number) < LARGEST_NUMBER for number in numbers):
        raise web.HTTPBadRequest
    return update
