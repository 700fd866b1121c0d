"""The web side: what Telegram, operators and their machines ask over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from bot.web.api import api_routes
from bot.web.health import health_routes
from bot.web.metrics import metrics_routes
from bot.web.page import Assets, Site, page_routes
from bot.web.parts import Running
from bot.web.suggest import suggest_routes
from bot.web.webhook import webhook_routes

__all__ = ["Running", "serve"]

LARGEST = 1024 * 1024  # bytes of a request; an update is a few thousand
LONGEST_LINE = 64 * 1024  # bytes of an address: 4,096 characters of a query take nine each
GOODBYE = 0.5  # seconds for requests under way when the server stops


@asynccontextmanager
async def serve(
    bot: Running,
    host: str,
    port: int,
    *,
    secret: str | None = None,
    shapes: Path | None = None,
    page: str | None = None,
) -> AsyncIterator[str]:
    """Serve the bot's web side until the block ends; give its address. Port 0 takes any free one.

    Args:
        secret: what Telegram's pushes must carry; without it, none is taken.
        shapes: the folder of what the public page draws its map from; without it, there is only the list.
        page: the address of the public page as people reach it, if that is known.

    Raises:
        OSError: this address is taken, or not ours.
    """
    application = web.Application(client_max_size=LARGEST)
    application.add_routes(
        [
            *health_routes(bot),
            *metrics_routes(bot),
            *webhook_routes(bot, secret),
            *suggest_routes(bot.database, bot.index),
            *api_routes(bot.database, bot.index),
            *page_routes(Site(bot.database, bot.index, Assets(shapes), page)),
        ]
    )
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=GOODBYE, max_line_size=LONGEST_LINE)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
