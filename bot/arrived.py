"""The transaction that answers what arrived."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import orjson
from telegram.error import TelegramError

from bot.command import STALE, Command
from bot.company import GOVERNING
from bot.decoded import Arrived, Writer
from bot.inbox import Already, NotYet
from bot.language.clean import clean
from bot.menu import menu_for
from bot.outbox import Sender
from bot.router import NOT_HERE
from bot.text import Message as Words
from bot.text import Said, negotiate
from bot.transport import Transport
from bot.turn import Press, Refusal, Turn
from storage import Database, Unit, inbox, outbox, people
from storage.index import Index
from storage.people import Officer
from storage.search import prepared

log = logging.getLogger(__name__)

Do = Callable[[Turn], Awaitable[None]]

NAMELESS = Officer(0, None, "", "en", None, False, True)  # somebody in a group whom we do not know


class Turns:
    """Takes turns: claims what arrived, lets it be answered, commits, and hands on what is owed."""

    def __init__(
        self, database: Database, index: Index, sender: Sender, transport: Transport, commands: Sequence[Command]
    ) -> None:
        self.database, self.index, self.sender, self.transport = database, index, sender, transport
        self._commands = commands
        self._acknowledging: set[asyncio.Task[None]] = set()

    async def take(self, arrived: Arrived, do: Do) -> None:
        """Answer what arrived in one transaction. A refusal rolls it back and is told in one of its own."""
        arrived = await self._with_rights(arrived)
        try:
            turn = await self._transact(arrived, do)
        except Refusal as refusal:
            words, values = refusal.words, refusal.values
            turn = await self._transact(arrived, lambda turn: _tell(turn, words, values))
        if turn is None:
            return
        self.sender.feed(turn.owed)
        if pressed := arrived.pressed:
            task = asyncio.create_task(self._acknowledge(pressed, turn))
            self._acknowledging.add(task)
            task.add_done_callback(self._acknowledging.discard)

    async def _with_rights(self, arrived: Arrived) -> Arrived:
        """Ask Telegram, before any transaction, whether somebody governs a group, where that matters."""
        company, writer = arrived.company, arrived.writer
        if company is None or writer is None or not arrived.asks_for_governor:
            return arrived
        try:
            asked = orjson.dumps({"chat_id": arrived.chat_id, "user_id": writer.id})
            member = await self.transport.call("getChatMember", asked, patience=5)
        except TelegramError as error:
            log.info("it is not known who governs a group: %s", error)
            return arrived
        return replace(arrived, company=replace(company, governs=member.get("status") in GOVERNING))

    async def finish(self) -> None:
        """Wait a moment for the acknowledgements under way; a press nobody acknowledges stops by itself."""
        if self._acknowledging:
            _ended, hanging = await asyncio.wait(self._acknowledging, timeout=0.2)
            for task in hanging:
                task.cancel()
            await asyncio.gather(*hanging, return_exceptions=True)

    async def _transact(self, arrived: Arrived, do: Do) -> Turn | None:
        """Take the turn; where it wants a search, look that up with no transaction open, and take it again."""
        return await prepared(self.database, self.index, lambda unit: self._answer(unit, arrived, do))

    async def _answer(self, unit: Unit, arrived: Arrived, do: Do) -> Turn | None:
        await self._claim(unit, arrived)
        officer = await self._whose(unit, arrived)
        if officer is None or officer.blocked:
            return None
        chat_id = arrived.chat_id or officer.telegram_id or 0
        turn = Turn(unit, officer, chat_id, arrived.heard, arrived.pressed, arrived.company)
        await do(turn)
        if turn.menu_changed:
            await self._show_menu(turn)
        await outbox.put(unit.connection, turn.owed)
        turn.note_messages()
        return turn

    async def _show_menu(self, turn: Turn) -> None:
        officer = await people.acting(turn.session, turn.officer.id)
        if officer and officer.telegram_id:
            turn.owe("setMyCommands", menu_for(officer, self._commands))

    async def _claim(self, unit: Unit, arrived: Arrived) -> None:
        """Make what arrived ours; raise why it is not to be answered now, or no more."""
        first = arrived.received[0].id
        claimed = [await inbox.claim(unit.connection, each, first) for each in arrived.received]
        if not any(claimed) and await inbox.is_waiting(unit.connection, first):
            raise NotYet
        if not all(claimed):
            raise Already(each.id for each, ours in zip(arrived.received, claimed, strict=True) if not ours)

    async def _whose(self, unit: Unit, arrived: Arrived) -> Officer | None:
        """Return whose turn it is, if it is anybody's. In company nobody is met: who is not known stays so."""
        writer = arrived.writer
        if arrived.company is None:
            return await self._officer(unit, writer, arrived.reachable) if writer else None
        if writer is None:
            return NAMELESS if arrived.company.nameless else None
        known = await people.known(unit.connection, writer.id)
        return known or replace(NAMELESS, telegram_id=writer.id, language=negotiate(writer.language_code))

    async def _officer(self, unit: Unit, writer: Writer, reachable: bool) -> Officer:
        officer = await people.known(unit.connection, writer.id)
        if officer is None:
            name, language = clean(writer.name), negotiate(writer.language_code)
            return await people.meet(unit.session, writer.id, name=name, language=language)
        if officer.reachable != reachable:
            await people.change(unit.session, officer.id, reachable=reachable)
        return officer

    async def _acknowledge(self, press: Press, turn: Turn) -> None:
        """Stop the button's spinning. It expires in seconds, so it is tried once; words come as a message then."""
        answer: dict[str, Any] = {"callback_query_id": press.query_id}
        if text := turn.toasted:
            answer |= {"text": text, "show_alert": len(text) > 60}
        try:
            await self.transport.call("answerCallbackQuery", orjson.dumps(answer), patience=5)
        except TelegramError as error:
            log.info("a press was not acknowledged: %s", error)
            if text and turn.company is None:
                await self._say_instead(turn, text)

    async def _say_instead(self, turn: Turn, text: str) -> None:
        owed = turn.say(Said(Words("{text}"), {"text": text}))
        async with self.database.unit() as unit:
            await outbox.put(unit.connection, [owed])
        self.sender.feed([owed])


async def _tell(turn: Turn, words: Any, values: dict[str, object]) -> None:
    if turn.officer.practising and words == STALE:
        words = NOT_HERE
    if turn.pressed:
        turn.toast(words, **values)
    else:
        turn.say(Said(words, values))
