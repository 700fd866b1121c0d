"""The outbox to Telegram: in order per chat, at Telegram's pace, never with a transaction open.

What has to be made first does not keep the rest of its chat waiting: it comes once it is made.
"""

import asyncio
import logging
import time
from collections import OrderedDict, deque
from collections.abc import Sequence
from typing import Any

import orjson
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot import clock, uploads
from bot.pace import Pace
from bot.transport import Later, Transport
from bot.uploads import Uploads
from bot.waiting import either, event_or_end
from bot.workshop import Workshop
from storage import Database, Unit, chats, outbox, people
from storage.outbox import Owed, Settled

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0  # seconds between looks at the table
LOOK_AT = 500  # rows that are new to us
RING_WAIT = 0.02  # seconds in which rings gather for one look
SETTLE_WAIT = 0.03  # seconds in which settled calls gather for one commit
SETTLE_WAIT_IN_LOAD = 0.3  # seconds in which they do while others are under way: at Telegram's pace, eight calls
TRIES = 12
DRAIN = 0.8  # seconds for calls under way when this process may send no longer
GRACE = 5.0  # seconds in which the process that sent before notices, in any case, that it may not any more
AGAIN = 1.0  # seconds before it is tried again to be the one that sends
UNCHANGED = "message is not modified"

Line = tuple[int, bool]  # a chat, and whether what stands there has yet to be made


class Sender:
    """Makes the calls we owe. One process at a time does, because the pace is the bot's as a whole."""

    def __init__(
        self, transport: Transport, database: Database, workshop: Workshop, *, pace: Pace | None = None
    ) -> None:
        self._transport, self._database = transport, database
        self._uploads = Uploads(transport, database, workshop)
        self._pace = pace or Pace()
        self._lines: dict[Line, deque[Owed]] = {}
        self._known: set[int] = set()
        self._busy: set[asyncio.Task[None]] = set()
        self._settled: list[Settled] = []
        self._written: set[int] = set()
        self._message_ids: OrderedDict[int, int] = OrderedDict()
        self._sending = False
        self._behind = True  # older calls may be in the table than those handed on
        self._meanwhile: list[Owed] | None = None  # handed on during a look
        self._stopping = asyncio.Event()
        self._halted = asyncio.Event()  # this process may not send, or no longer
        self._rung = asyncio.Event()
        self._something_settled = asyncio.Event()
        self.sent = self.failed = 0

    def feed(self, calls: Sequence[Owed]) -> None:
        """Hand on calls that are committed. Those that cannot be made in order now are found in the table."""
        if self._meanwhile is not None:
            self._meanwhile.extend(calls)
        elif self._sending and not self._behind and not self._halted.is_set():
            self._accept(calls)

    def ring(self) -> None:
        """Look at the table soon: another process has written calls."""
        self._rung.set()

    def _accept(self, calls: Sequence[Owed]) -> None:
        now = clock.now().timestamp()
        for call in calls:
            if call.due_at > now or call.id in self._known:
                continue
            self._known.add(call.id)
            # Nobody waits behind a report: what is made just before it is sent has a line of its own.
            line = call.chat_id, uploads.MADE in call.payload
            if line in self._lines:
                self._lines[line].append(call)
                continue
            self._lines[line] = deque([call])
            task = asyncio.create_task(self._serve(line))
            self._busy.add(task)
            task.add_done_callback(self._busy.discard)

    @property
    def backlog(self) -> int:
        return sum(map(len, self._lines.values()))

    def stop(self) -> None:
        """Finish the calls under way; what is not sent stays in the table."""
        self._stopping.set()
        self._halted.set()

    async def run(self) -> None:
        holding = asyncio.create_task(self._hold_until_stopped())
        await self._stopping.wait()
        if not self._sending:  # or it ends by itself, once the calls under way have
            holding.cancel()
        await asyncio.gather(holding, return_exceptions=True)

    async def _hold_until_stopped(self) -> None:
        """Be the one process that sends, and be it again after that was lost."""
        careful = False
        while not self._stopping.is_set():
            self._halted.clear()
            try:
                async with self._database.sole(outbox.NAME, self._halted) as waited:
                    if waited or careful:
                        # The calls another process had under way have to end before the next are made.
                        await event_or_end(self._halted, GRACE)
                    await self._send()
                careful = False
            except Exception as error:
                if not careful:
                    log.warning("nothing can be sent now: %s", type(error).__name__)
                careful = True  # meanwhile another process may have begun to send, and lost that again
            await event_or_end(self._stopping, AGAIN)

    async def _send(self) -> None:
        """Send what is due until this process may not any more; then let the calls under way end."""
        self._sending, self._behind = True, True
        settling = asyncio.create_task(self._settle())
        try:
            while not self._halted.is_set():
                self._rung.clear()
                await self._look()
                await either(self._rung, self._halted, LOOK_EVERY)
                await asyncio.sleep(RING_WAIT)
        finally:
            self._halted.set()
            await self._let_calls_end()
            settling.cancel()
            await asyncio.gather(settling, return_exceptions=True)
            self._sending = False
            await self._write_settled()

    async def _let_calls_end(self) -> None:
        """Wait a moment for the calls under way. Those that hang are cut off, and made again at the next start."""
        if self._busy:
            _ended, hanging = await asyncio.wait(self._busy, timeout=DRAIN)
            for task in hanging:
                task.cancel()
            await asyncio.gather(*hanging, return_exceptions=True)

    async def _look(self) -> None:
        self._meanwhile = []
        # A row read as waiting may be settled before we see it, so its number is known one look longer.
        gone, self._written = self._written, set()
        try:
            most = LOOK_AT + len(self._known)
            calls = await outbox.due(self._database, clock.now().timestamp(), most)
            self._accept(calls)
            self._behind = len(calls) == most
            if not self._behind:
                self._accept(self._meanwhile)
            self._known -= gone
            self._pace.forget(time.monotonic())
        except Exception:
            log.exception("the outbox could not be read")
            self._behind = True
            self._written |= gone
        finally:
            self._meanwhile = None

    async def _serve(self, line: Line) -> None:
        """Send one chat what it is owed, in order, until there is nothing more."""
        queue = self._lines[line]
        try:
            while queue and not self._halted.is_set():
                call = queue[0]
                if wait := self._pace.wait(call.chat_id, time.monotonic(), _messages(call)):
                    await event_or_end(self._halted, wait)
                    continue
                self._pace.take(call.chat_id, time.monotonic(), _messages(call))
                settled = await self._try(call)
                if settled is not None:
                    queue.popleft()
                    self._note(settled)
        finally:
            for call in queue:
                self._known.discard(call.id)
            del self._lines[line]

    async def _try(self, call: Owed) -> Settled | None:
        """Make a call once; return what became of it, or nothing where it must be tried again."""
        try:
            result = await self._call(call)
        except Later as later:
            self._pace.pause(call.chat_id, time.monotonic() + later.seconds)
            return None
        except ChatMigrated as moved:
            await self._move(call, moved.new_chat_id)
            return None
        # BadRequest is a NetworkError in PTB, so it has to be caught first.
        except (BadRequest, Forbidden) as refusal:
            return await self._refused(call, refusal)
        except TelegramError as error:
            return self._later(call, error)
        except Exception as error:
            log.exception("call %s (%s) could not be made", call.id, call.method)
            return self._later(call, error)
        return Settled(call.id, "sent", result.get("message_id") if isinstance(result, dict) else None)

    def _later(self, call: Owed, error: Exception) -> Settled | None:
        """Let the chat wait, longer each time; what cannot be made at all is given up."""
        call.attempts += 1
        if call.attempts >= TRIES:
            return Settled(call.id, "failed", error=str(error)[:200])
        self._pace.pause(call.chat_id, time.monotonic() + min(0.25 * 2**call.attempts, 30.0))
        return None

    async def _call(self, call: Owed) -> Any:
        brings_file = any(mark in call.payload for mark in uploads.MARKS)
        if call.about_id is None and not brings_file:
            return await self._transport.call(call.method, call.payload)
        payload = orjson.loads(call.payload)
        if call.about_id is not None:
            payload["message_id"] = await self._message_id(call.about_id)
        if brings_file:
            return await self._uploads.call(call.method, payload)
        return await self._transport.call(call.method, orjson.dumps(payload))

    async def _message_id(self, about_id: int) -> int:
        found = self._message_ids.get(about_id)
        if found is None:
            async with self._database.unit() as unit:
                found = await outbox.message_id(unit.connection, about_id)
        if found is None:
            raise BadRequest("the message to change was never sent")
        return found

    async def _refused(self, call: Owed, refusal: TelegramError) -> Settled:
        if UNCHANGED in str(refusal):
            return Settled(call.id, "sent")
        log.warning("call %s (%s) refused: %s", call.id, call.method, refusal)
        if isinstance(refusal, Forbidden) and call.chat_id > 0:
            async with self._database.unit() as unit:
                await people.unreachable(unit.connection, call.chat_id)
        return Settled(call.id, "failed", error=str(refusal)[:200])

    async def _move(self, call: Owed, new: int) -> None:
        if call.chat_id != new:  # it may know already, and only its payload not
            async with self._database.unit() as unit:
                await chat_moved(unit, call.chat_id, new)
        payload = orjson.loads(call.payload)
        payload["chat_id"] = call.chat_id = new
        call.payload = orjson.dumps(payload).decode()

    def _note(self, settled: Settled) -> None:
        self._settled.append(settled)
        self._something_settled.set()
        self.sent += settled.state == "sent"
        self.failed += settled.state == "failed"
        if settled.message_id:
            self._message_ids[settled.id] = settled.message_id
            if len(self._message_ids) > 2000:
                self._message_ids.popitem(last=False)

    async def _settle(self) -> None:
        while True:
            await self._something_settled.wait()
            await asyncio.sleep(SETTLE_WAIT_IN_LOAD if self._lines else SETTLE_WAIT)
            try:
                await self._write_settled()
            except Exception:
                log.exception("what was sent could not be written down; trying again")
                await asyncio.sleep(1)

    async def _write_settled(self) -> None:
        batch = list(self._settled)
        if batch:
            async with self._database.unit(shares=True) as unit:
                await outbox.settle(unit.connection, batch)
            del self._settled[: len(batch)]
            self._written.update(settled.id for settled in batch)
        if not self._settled:
            self._something_settled.clear()


def _messages(call: Owed) -> int:
    """Return how many messages a call makes: an album is one for each of its parts."""
    return len(orjson.loads(call.payload)["media"]) if call.method == "sendMediaGroup" else 1


async def chat_moved(unit: Unit, old: int, new: int) -> None:
    """A group became a supergroup: everything about it follows to the new id."""
    await outbox.chat_moved(unit.connection, old, new)
    await people.chat_moved(unit.session, old, new)
    await chats.moved(unit.session, old, new)
