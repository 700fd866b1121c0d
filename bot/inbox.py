"""Telegram to the inbox, and the inbox to a turn.

An update is committed before it is acknowledged and marked done in the transaction that answers it. Updates just
committed are handed on in memory; the table is read at the start, when another process rings, and by a slow look.
"""

import asyncio
import logging
from bisect import insort
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

from bot import clock
from bot.inline import MARK
from bot.transport import dumps, loads
from bot.waiting import event_or_end
from storage import Database, inbox
from storage.inbox import Received

log = logging.getLogger(__name__)

ALLOWED = ("message", "edited_message", "channel_post", "callback_query", "inline_query", "my_chat_member")
LOOK_EVERY = 2.0  # seconds between looks at the table
LOOK_AT = 500  # rows
ALBUM_WAIT = 0.7  # seconds without a further part, after which an album is complete
RETRY_WAIT = 0.3  # seconds before a failed update is tried again
UNNOTED_WAIT = 2.0  # seconds before that, where not even the failure can be written down: the disk may be full

Take = Callable[[Sequence[Received]], Awaitable[None]]
Failed = Callable[[Sequence[Received], BaseException], Awaitable[bool]]


def received(update: dict[str, Any]) -> Received:
    """Return a raw update with the chat it belongs to; 0 where it belongs to none."""
    kind = next((key for key in update if key != "update_id"), "")
    body = _within(update, kind)
    message = _within(body, "message") if kind == "callback_query" else body
    chat_id = _within(message, "chat").get("id") or _within(body, "from").get("id")
    return Received(update["update_id"], chat_id if isinstance(chat_id, int) else 0, dumps(update))


def _within(outer: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the object under a name; an empty one where there is something else, or nothing."""
    inner = outer.get(name)
    return inner if isinstance(inner, dict) else {}


class Intake:
    """Keeps what arrives: a batch a commit, however many asked for it at the same time."""

    def __init__(
        self,
        database: Database,
        arrived: Callable[[Sequence[Received]], None],
        passing: Callable[[Sequence[Received]], None],
    ) -> None:
        self._database, self._arrived, self._passing = database, arrived, passing
        self._open: list[Received] = []
        self._next: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()
        self.received = 0  # since the start; what Telegram repeats counts again

    async def keep(self, updates: Sequence[Received]) -> None:
        """Return when these updates are safe; raise what their commit raised, to everyone who shares it.

        Inline questions are not kept: they are handed on as they come.
        """
        if passing := [update for update in updates if MARK in update.payload]:
            self._passing(passing)
            updates = [update for update in updates if MARK not in update.payload]
            if not updates:
                return
        self._open.extend(updates)
        if self._next is None:
            self._next = asyncio.create_task(self._commit())
        await asyncio.shield(self._next)  # one who gives up does not take the others along

    async def _commit(self) -> None:
        """Wait for the commit under way, then write all that has come until now."""
        async with self._lock:
            batch, self._open, self._next = self._open, [], None
            await inbox.put(self._database, batch, clock.now().timestamp())
            self.received += len(batch)
            self._arrived(batch)


class Dispatcher:
    """Gives each chat its updates one after another, and many chats theirs at once."""

    def __init__(self, database: Database, take: Take, failed: Failed, *, seats: int) -> None:
        self._database, self._take, self._failed = database, take, failed
        self._chats: dict[int, deque[Received]] = {}
        self._known: set[int] = set()
        self._ready: deque[int] = deque()
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._seats = seats
        self._bell = asyncio.Event()
        self._rung = asyncio.Event()
        self._stopping = False
        self.answered = 0  # updates, since the start

    def feed(self, updates: Sequence[Received]) -> None:
        """Hand on updates that are committed; known ones are passed over."""
        for update in updates:
            if update.id in self._known:
                continue
            self._known.add(update.id)
            chat = update.chat_id or -update.id
            if chat not in self._chats:
                self._chats[chat] = deque()
                self._ready.append(chat)
            # One from the table may be older than what was handed on before it.
            insort(self._chats[chat], update, key=lambda each: each.id)
        self._bell.set()

    def ring(self) -> None:
        """Look at the table soon: another process has written updates that it does not answer."""
        self._rung.set()

    @property
    def backlog(self) -> int:
        return len(self._known)

    def stop(self) -> None:
        """Finish what is being answered and take nothing more; the rest is in the table."""
        self._stopping = True
        self._bell.set()

    async def run(self) -> None:
        look = asyncio.create_task(self._look())
        try:
            with self._database.taking(inbox.NAME):
                while not self._stopping:
                    self._bell.clear()
                    self._fill_seats()
                    await self._bell.wait()
            await asyncio.gather(*self._busy.values())
        finally:
            look.cancel()

    def _fill_seats(self) -> None:
        while self._ready and len(self._busy) < self._seats:
            chat = self._ready.popleft()
            self._busy[chat] = asyncio.create_task(self._serve(chat))

    async def _serve(self, chat: int) -> None:
        """Answer one chat's updates, a few at most, so that no chat keeps a seat from others."""
        queue = self._chats[chat]
        try:
            for _ in range(20):
                if not queue or self._stopping:
                    break
                group = await self._group(queue)
                if self._stopping or not (finished := await self._answer(group)):
                    break
                for update in finished:
                    queue.remove(update)
                    self._known.discard(update.id)
                await asyncio.sleep(0)  # with SQLite a turn never waits, and signals and pushes want to be heard
        finally:
            self._leave(chat)

    def _leave(self, chat: int) -> None:
        del self._busy[chat]
        if self._chats[chat]:
            self._ready.append(chat)
        else:
            del self._chats[chat]
        self._bell.set()

    async def _group(self, queue: deque[Received]) -> list[Received]:
        """Return the first update, or the whole album it begins."""
        album = _album(queue[0])
        if album is None:
            return [queue[0]]
        size = 0
        while size < (size := sum(_album(update) == album for update in queue)) and not self._stopping:
            await asyncio.sleep(ALBUM_WAIT)
        return [update for update in queue if _album(update) == album]

    async def _answer(self, group: Sequence[Received]) -> Sequence[Received]:
        """Let the group be answered; return what of it is finished with, done or parked."""
        try:
            await self._take(group)
            self.answered += len(group)
            return group
        except Already as already:
            return [update for update in group if update.id in already.ids]
        except NotYet:
            pass
        except Exception as error:
            if await self._fail(group, error):
                return group
        await asyncio.sleep(RETRY_WAIT)
        return []

    async def _fail(self, group: Sequence[Received], error: Exception) -> bool:
        """Note the failure of the group; say whether it is parked. A failing database notes nothing."""
        try:
            return await self._failed(group, error)
        except Exception:
            log.exception("a failure could not be noted; trying again")
            await asyncio.sleep(UNNOTED_WAIT)
            return False

    async def _look(self) -> None:
        while True:
            pause = LOOK_EVERY
            self._rung.clear()
            try:
                rows = await inbox.waiting(self._database, LOOK_AT)
                self.feed(rows)
                pause = LOOK_EVERY if len(rows) < LOOK_AT else 0.2
            except Exception:
                log.exception("the inbox could not be read")
            await event_or_end(self._rung, pause)


class NotYet(Exception):
    """An earlier update of this chat is being answered elsewhere."""


class Already(Exception):
    """Some of these were answered between the look that found them and their turn, here or elsewhere."""

    def __init__(self, ids: Iterable[int]) -> None:
        super().__init__()
        self.ids = set(ids)


def _album(update: Received) -> str | None:
    if '"media_group_id"' not in update.payload:
        return None
    message = loads(update.payload).get("message") or {}
    group = message.get("media_group_id")
    return group if isinstance(group, str) else None
