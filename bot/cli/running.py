"""The bot itself, until it is told to stop."""

import asyncio
import logging
import signal
from argparse import Namespace
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from typing import Any

import orjson
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot import log as logs
from bot.app import Pumasi
from bot.cli import Unusable
from bot.cli.checking import uncompiled
from bot.cli.opening import model, up_to_date
from bot.inbox import ALLOWED
from bot.settings import Settings
from bot.transport import Transport
from bot.web import serve
from bot.workshop import Workshop
from storage.index import Index

log = logging.getLogger(__name__)

DRAIN = 1.4  # seconds to finish what is under way; the rest is in the database
CONNECTIONS = 40  # over which Telegram may push


async def run(settings: Settings, _asked: Namespace) -> None:
    """Run until SIGTERM or SIGINT; what was taken by then is finished or kept."""
    if not settings.token:
        raise Unusable("PUMASI_BOT_TOKEN is not set; without a token there is the try-out: python -m bot try")
    if missing := uncompiled():
        raise Unusable(f"the catalogs of {', '.join(missing)} are not compiled; make setup does it")
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else None
    logs.begin(settings.token, secret)
    async with up_to_date(settings) as database:
        index = Index(database, settings.data / "index", model(settings))
        workshop = Workshop(settings.data / "made", shapes=settings.shapes)
        bot = Pumasi(
            settings.token, database, index=index, workshop=workshop, api=settings.bot_api, page=settings.public_url
        )
        parts = AsyncExitStack()
        try:
            await _start(parts, bot, settings, secret)
            await _until_told(_arrange(bot.transport, settings, secret))
        finally:
            await drain(parts)


async def _start(parts: AsyncExitStack, bot: Pumasi, settings: Settings, secret: str | None) -> None:
    """Start the web side and the bot; the web side answers until the bot has finished."""
    try:
        address = await parts.enter_async_context(
            serve(
                bot,
                *settings.address,
                secret=secret if settings.webhook else None,
                shapes=settings.shapes,
                page=settings.public_url,
            )
        )
    except OSError as error:
        raise Unusable(f"PUMASI_LISTEN: {settings.listen} cannot be used: {error.strerror}") from None
    await parts.enter_async_context(bot.running(poll=settings.webhook is None))
    log.info("running by %s, web side at %s", "webhook" if settings.webhook else "polling", address)


async def _until_told(arranging: Coroutine[Any, Any, None]) -> None:
    """Arrange things with Telegram, and wait for the signal to stop."""
    stop = asyncio.create_task(signalled())
    arrange = asyncio.create_task(arranging)
    try:
        await asyncio.wait({stop, arrange}, return_when=asyncio.FIRST_COMPLETED)
        if arrange.done():
            arrange.result()
        await stop
    finally:
        stop.cancel()
        arrange.cancel()
        await asyncio.gather(stop, arrange, return_exceptions=True)


async def signalled() -> None:
    """Return when the process is asked to end."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, asked.set)
    await asked.wait()


async def drain(parts: AsyncExitStack) -> None:
    """End the parts, the last started first, within the time a service manager grants."""
    try:
        async with asyncio.timeout(DRAIN):
            await parts.aclose()
    except TimeoutError:
        log.warning("not everything under way could be finished; the next start takes it up")


async def _arrange(transport: Transport, settings: Settings, secret: str | None) -> None:
    """Tell Telegram whether to push; as often as it takes."""
    pause = 1.0
    while True:
        try:
            return await _push_or_not(transport, settings.webhook, secret)
        except InvalidToken:
            raise Unusable("Telegram refuses the token") from None
        # BadRequest is a NetworkError in PTB, so it has to be caught first.
        except BadRequest as refusal:
            raise Unusable(f"Telegram refuses the webhook: {refusal.message}") from None
        except TelegramError as error:
            log.info("not arranged with Telegram yet: %s", error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 60.0)


async def _push_or_not(transport: Transport, address: str | None, secret: str | None) -> None:
    if address is None:
        # While one is set, Telegram refuses to be polled.
        if (await transport.call("getWebhookInfo"))["url"]:
            await transport.call("deleteWebhook")
            log.info("the webhook that was set is deleted")
        return
    wanted = {"url": address, "secret_token": secret, "allowed_updates": ALLOWED, "max_connections": CONNECTIONS}
    await transport.call("setWebhook", orjson.dumps(wanted))
    log.info("Telegram pushes to the webhook")
