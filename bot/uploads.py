"""Calls that bring a file: one that waits in the row, or one the workshop makes just before."""

import asyncio
import base64
import importlib
from contextlib import suppress
from typing import Any

import orjson
from telegram.error import TelegramError

from bot.transport import Transport
from bot.workshop import NotMade, Order, Workshop
from storage import Database

MADE = '"_made"'  # in the payload of a call whose file is still to be made
MARKS = ('"_file"', MADE)
LARGEST = {"photo": 10_000_000, "document": 50_000_000}  # bytes that Telegram takes
SOON = 1.0  # seconds after which a chat is shown that something is on its way
SHOWN = 4.5  # seconds for which Telegram shows it


class Uploads:
    """Makes calls with a file. No transaction is open while one is made or sent."""

    def __init__(self, transport: Transport, database: Database, workshop: Workshop) -> None:
        self._transport, self._database, self._workshop = transport, database, workshop

    async def call(self, method: str, payload: dict[str, Any]) -> Any:
        """Make the call. Where there is no file in the end, the chat is told why instead."""
        made, kept = payload.pop("_made", None), payload.pop("_file", None)
        if made is None:
            return await self._send(method, payload, kept, base64.b64decode(kept["content"]))
        file, instead = made["file"], made["instead"]
        try:
            content = await self._content(payload["chat_id"], file["field"], Order(**made["order"]))
        except NotMade as problem:
            return await self._say(payload["chat_id"], instead[problem.why])
        if len(content) > LARGEST[file["field"]]:
            return await self._say(payload["chat_id"], instead["large"])
        return await self._send(method, payload, file, content)

    async def _content(self, chat_id: str, field: str, order: Order) -> bytes:
        """Return what is made; meanwhile the chat is shown that something comes."""
        making = asyncio.create_task(self._made(order))
        try:
            pause = SOON
            while not (await asyncio.wait({making}, timeout=pause))[0]:
                pause = SHOWN
                with suppress(TelegramError):
                    shown = {"chat_id": chat_id, "action": f"upload_{field}"}
                    await self._transport.call("sendChatAction", orjson.dumps(shown))
            return making.result()
        finally:
            making.cancel()

    async def _made(self, order: Order) -> bytes:
        if not order.gather:
            return await self._workshop.make(order)
        module, _, function = order.gather.partition(":")
        if not module.startswith("storage."):
            raise LookupError(order.gather)
        async with self._database.begin() as session:
            arguments = await getattr(importlib.import_module(module), function)(session, *order.arguments)
        return await self._workshop.make(Order(order.maker, arguments))

    async def _send(self, method: str, payload: dict[str, Any], file: dict[str, str], content: bytes) -> Any:
        if method == "editMessageMedia":
            payload["media"] = {"type": file["field"], "media": "attach://file"} | payload["media"]
        else:
            payload[file["field"]] = "attach://file"
        fields = {k: v if isinstance(v, str) else orjson.dumps(v).decode() for k, v in payload.items()}
        return await self._transport.upload(method, fields, file["name"], content)

    async def _say(self, chat_id: str, text: str) -> Any:
        return await self._transport.call(
            "sendMessage", orjson.dumps({"chat_id": chat_id, "text": text, "parse_mode": "HTML"})
        )
