"""Inline questions, typed behind the bot's name in any chat.

They expire in seconds, so they are answered at once or not at all, beside the durable path; of what somebody is still
typing, only the last is answered.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from telegram.error import TelegramError

from bot.language.clean import clean
from bot.pace import Bucket
from bot.transport import Transport, loads
from storage.inbox import Received

log = logging.getLogger(__name__)

MARK = '"inline_query":'  # in the JSON of an update, where quotation marks of texts are escaped
KEPT = 30  # seconds for which Telegram may repeat an answer to the same person
MOST = 200  # people answered at the same time
AT_ONCE, A_SECOND = 20.0, 1.0  # questions of one person


@dataclass(frozen=True)
class Asked:
    """What somebody typed behind the bot's name, and the language of their Telegram."""

    telegram_id: int
    language_code: str | None
    words: str


Offer = Callable[[Asked], Awaitable[list[dict[str, Any]]]]


class Inline:
    """Answers inline questions, one of each person at a time."""

    def __init__(self, transport: Transport, offer: Offer) -> None:
        self._transport, self._offer = transport, offer
        self._answering: dict[int, asyncio.Task[None]] = {}
        self._buckets: dict[int, Bucket] = {}

    def feed(self, updates: Sequence[Received]) -> None:
        """Answer these questions, in place of earlier ones of the same people."""
        for update in updates:
            query = loads(update.payload).get("inline_query")
            sender = query.get("from") if isinstance(query, dict) else None
            if not isinstance(sender, dict) or not isinstance(sender.get("id"), int):
                continue
            if earlier := self._answering.pop(sender["id"], None):
                earlier.cancel()
            if len(self._answering) < MOST and not self._too_much(sender["id"]):
                asked = Asked(sender["id"], sender.get("language_code"), clean(str(query.get("query") or "")))
                self._begin(asked, str(query["id"]))

    def stop(self) -> None:
        """Answer nothing more: who asks once more is answered after the next start."""
        for task in self._answering.values():
            task.cancel()

    def _begin(self, asked: Asked, query_id: str) -> None:
        task = asyncio.create_task(self._answer(asked, query_id))
        self._answering[asked.telegram_id] = task

        def ended(_task: asyncio.Task[None]) -> None:
            if self._answering.get(asked.telegram_id) is task:
                del self._answering[asked.telegram_id]

        task.add_done_callback(ended)

    def _too_much(self, telegram_id: int) -> bool:
        now = time.monotonic()
        if len(self._buckets) > 5000:
            self._buckets = {key: each for key, each in self._buckets.items() if now - each.at < 60}
        bucket = self._buckets.setdefault(telegram_id, Bucket(AT_ONCE, A_SECOND))
        if bucket.wait(now):
            return True
        bucket.take(now)
        return False

    async def _answer(self, asked: Asked, query_id: str) -> None:
        try:
            results = await self._offer(asked)
            answer = {"inline_query_id": query_id, "results": results, "cache_time": KEPT, "is_personal": True}
            await self._transport.call("answerInlineQuery", orjson.dumps(answer), patience=5)
        except TelegramError as error:
            log.info("an inline question was not answered: %s", error)
        except Exception:
            log.exception("an inline question could not be answered")
