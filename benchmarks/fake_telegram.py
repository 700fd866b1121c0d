"""A Bot API that costs little: it hands out updates and counts what comes back. One bot a server."""

import asyncio
import sys
from itertools import count
from typing import Any

import orjson
from aiohttp import web

CHATS = 50
ME = {"id": 42, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}


class Fake:
    """Texts go in by ``load``; a bot's buttons labelled Publish are pressed when ``press`` says so.

    Where no answer is wanted, none is waited for. ``first`` is the first of the people who write.
    """

    def __init__(self) -> None:
        self.queue: list[dict[str, Any]] = []
        self.answers = self.documents = 0
        self.wanted = 0
        self.press = False
        self.bell = asyncio.Event()
        self.done = asyncio.Event()
        self.polled = asyncio.Event()
        self.numbers = count(1)

    async def load(self, request: web.Request) -> web.Response:
        order = await request.json()
        self.answers, self.wanted, self.press = 0, order["answers"], order["press"]
        self.done.clear()
        first = order.get("first", 0)
        self.queue += [self.message(n, order["text"].format(n=n)) for n in range(first, first + order["n"])]
        self.bell.set()
        if self.wanted:
            await self.done.wait()
        return web.json_response(self.answers)

    async def first_poll(self, _request: web.Request) -> web.Response:
        """Answer when the bot has asked for updates for the first time."""
        await self.polled.wait()
        return web.Response()

    async def documents_so_far(self, _request: web.Request) -> web.Response:
        """Say how many documents have come."""
        return web.json_response(self.documents)

    def message(self, n: int, text: str) -> dict[str, Any]:
        person = {"id": n % CHATS + 1, "is_bot": False, "first_name": "Mina", "language_code": "en"}
        chat = {"id": person["id"], "type": "private", "first_name": "Mina"}
        entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}] if text[0] == "/" else []
        body = {"message_id": next(self.numbers), "date": 1, "from": person, "chat": chat, "text": text}
        return {"update_id": next(self.numbers), "message": body | ({"entities": entities} if entities else {})}

    async def call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        given: Any = await request.json() if request.content_type == "application/json" else dict(await request.post())
        result: Any = True
        if method == "getMe":
            result = ME
        elif method == "getWebhookInfo":
            result = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        elif method == "getUpdates":
            result = await self.updates(int(given.get("offset") or 0), float(given.get("timeout") or 0))
        elif method in ("sendMessage", "editMessageText"):
            result = self.said(given)
        self.documents += method == "sendDocument"
        return web.Response(body=orjson.dumps({"ok": True, "result": result}), content_type="application/json")

    async def updates(self, offset: int, wait: float) -> list[dict[str, Any]]:
        self.polled.set()
        self.queue = [update for update in self.queue if update["update_id"] >= offset]
        if not self.queue:
            self.bell.clear()
            try:
                async with asyncio.timeout(min(wait, 20)):
                    await self.bell.wait()
            except TimeoutError:
                pass
        return self.queue[:100]

    def said(self, given: dict[str, Any]) -> dict[str, Any]:
        chat = {"id": int(given["chat_id"]), "type": "private", "first_name": "Mina"}
        message = {"message_id": next(self.numbers), "date": 1, "chat": chat, "text": given["text"]}
        markup = given.get("reply_markup") or {}
        rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else []
        if self.press and rows and rows[0] and rows[0][0]["text"] == "Publish":
            person = chat | {"is_bot": False, "language_code": "en"}
            query = {"id": str(next(self.numbers)), "from": person, "chat_instance": "1", "message": message}
            query["data"] = rows[0][0]["callback_data"]
            self.queue.append({"update_id": next(self.numbers), "callback_query": query})
            self.bell.set()
        self.answers += 1
        if self.answers >= self.wanted:
            self.done.set()
        return message


def main() -> None:
    fake = Fake()
    application = web.Application(client_max_size=2**26)
    application.router.add_post("/load", fake.load)
    application.router.add_get("/first-poll", fake.first_poll)
    application.router.add_get("/documents", fake.documents_so_far)
    application.router.add_route("*", "/bot{token}/{method}", fake.call)
    web.run_app(application, host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)


if __name__ == "__main__":
    main()
