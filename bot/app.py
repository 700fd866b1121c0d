"""Assembly: the only module that knows every part."""

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from telegram.error import TelegramError

from bot import files
from bot.arrived import Turns
from bot.decoded import EDITED, MESSAGE, PRESS, Arrived, decode
from bot.inbox import Dispatcher, Intake
from bot.inline import Inline
from bot.menu import introduce
from bot.outbox import Sender, chat_moved
from bot.pace import Pace
from bot.polling import Polling
from bot.router import Router
from bot.schedule import Schedule
from bot.text import _
from bot.transport import Transport, loads
from bot.turn import letter
from bot.workshop import Workshop
from handlers import COMMANDS, JOBS, anything, in_company, inline
from storage import Database, facts, outbox, people
from storage import inbox as kept
from storage.inbox import Received
from storage.index import Index

log = logging.getLogger(__name__)

SEATS = 8  # chats answered at once, each with a connection of its own
SEATS_ON_SQLITE = 16  # where they have one together, and share each commit
BROKEN = _(
    "This could not be handled. What you sent is kept (reference {reference}). "
    "You need not send it again; you will be told when it is solved."
)


class Pumasi:
    """The bot: everything that runs, made from a token and a database."""

    def __init__(
        self,
        token: str,
        database: Database,
        *,
        api: str,
        index: Index | None = None,
        workshop: Workshop | None = None,
        pace: Pace | None = None,
        page: str | None = None,
    ) -> None:
        self.database, self.page = database, page
        self.index = index or Index(database)
        self.transport = Transport(token, api)
        self.workshop = workshop or Workshop()
        self.sender = Sender(self.transport, database, self.workshop, pace=pace)
        self.turns = Turns(database, self.index, self.sender, self.transport, COMMANDS)
        self.router = Router(COMMANDS, anything, in_company)
        self._what_for = {PRESS: self.router.press, MESSAGE: self.router.message, EDITED: self.router.edited}
        seats = SEATS_ON_SQLITE if database.sqlite else SEATS
        self.dispatcher = Dispatcher(database, self._take, self._failed, seats=seats)
        self.inline = Inline(self.transport, lambda asked: inline.offer(database, self.index, asked))
        self.intake = Intake(database, self.dispatcher.feed, self.inline.feed)
        self.polling = Polling(self.transport, self.intake)
        self.schedule = Schedule(database, self.index, JOBS)
        self.files = files.Keeper(database, self.transport)
        self.username = ""

    async def _take(self, group: Sequence[Received]) -> None:
        try:
            arrived = decode(group)
        except Exception as error:
            raise Undecodable from error
        await self._migrate(arrived)
        await self.turns.take(arrived, self._what_for.get(arrived.kind, self.router.aside))

    async def _migrate(self, arrived: Arrived) -> None:
        if arrived.moved_from and arrived.moved_to:
            async with self.database.unit() as unit:
                await chat_moved(unit, arrived.moved_from, arrived.moved_to)

    async def _failed(self, group: Sequence[Received], error: BaseException) -> bool:
        """Note a failure; after three what was sent is set aside and its sender told once. Say whether it is."""
        reference = reference_of(group[0].id)
        log.error("update %s failed (reference %s)", group[0].id, reference, exc_info=error)
        async with self.database.unit() as unit:
            unread = isinstance(error, Undecodable)
            if unread:
                for update in group:
                    await kept.park(unit.connection, update.id)
            elif not all([await kept.failed(unit.connection, update.id) for update in group]):
                return False
            # What cannot be read in a group was hardly meant for us.
            told = not unread or is_private(group[0])
            owed = await self._apology(unit.connection, group[0], reference) if told else []
            await outbox.put(unit.connection, owed)
        self.sender.feed(owed)
        return True

    async def _apology(self, connection: Any, update: Received, reference: str) -> list[outbox.Owed]:
        user_id = sender_of(update)
        officer = await people.known(connection, user_id) if user_id else None
        return [letter(officer, BROKEN, reference=reference)] if officer else []

    @asynccontextmanager
    async def running(self, *, poll: bool = True, wait: int = 25) -> AsyncIterator[None]:
        """Run until the block ends; what was taken by then is finished, not dropped."""
        await self.transport.initialize()
        receiving = [asyncio.create_task(self.polling.run(wait))] if poll else []
        introducing = asyncio.create_task(self._introduce())
        following = asyncio.create_task(self.index.run())
        bells = {kept.NAME: self.dispatcher.ring, outbox.NAME: self.sender.ring}
        listening = asyncio.create_task(self.database.listen(bells))
        working = [
            asyncio.create_task(each.run()) for each in (self.dispatcher, self.sender, self.schedule, self.files)
        ]
        try:
            yield
        finally:
            waiting = (*receiving, introducing, listening, following)
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
            self.inline.stop()
            self.dispatcher.stop()
            await asyncio.gather(working[0], return_exceptions=True)
            for each in (self.schedule, self.files, self.sender):
                each.stop()
            await asyncio.gather(*working, return_exceptions=True)
            await self.turns.finish()
            await self.workshop.close()
            await self.index.close()
            await self.transport.shutdown()

    async def _introduce(self) -> None:
        """Tell Telegram our commands in every language; as often as it takes."""
        pause = 1.0
        while not self.username:
            try:
                username = await introduce(self.transport, COMMANDS)
                async with self.database.begin() as session:
                    await facts.put(session, facts.USERNAME, username)
                    await facts.put(session, facts.PAGE, self.page or "")
                self.username = username
            except Exception as error:
                log.info("not introduced yet: %s", error, exc_info=not isinstance(error, TelegramError))
                await asyncio.sleep(pause)
                pause = min(pause * 2, 60.0)


class Undecodable(Exception):
    """An update PTB cannot read. Trying again would not help."""


def reference_of(update_id: int) -> str:
    """Return the short word by which an officer and an operator speak of a failed update."""
    digest = hashlib.blake2b(str(update_id).encode(), digest_size=4).digest()
    return "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[byte % 32] for byte in digest)


def is_private(update: Received) -> bool:
    """Say whether a raw update comes from the chat of one person with the bot."""
    return update.chat_id > 0 and update.chat_id == sender_of(update)


def sender_of(update: Received) -> int | None:
    """Return who sent a raw update, if a person did."""
    body = next((value for key, value in loads(update.payload).items() if key != "update_id"), None)
    user = body.get("from") if isinstance(body, dict) else None
    return user["id"] if isinstance(user, dict) and not user.get("is_bot") else None
