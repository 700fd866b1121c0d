"""Who said what: the one state that both sides of the simulator look at."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import TypeVar

from bot import clock
from bot.simulator.api import Json, Upload
from bot.simulator.bell import Bell
from bot.simulator.chats import BOT, ME, NOT_FOUND, Chat, private_facts
from bot.simulator.faults import Faults
from bot.simulator.files import Files
from bot.simulator.log import Log, Shown
from bot.simulator.pace import Pace
from bot.simulator.profile import Profile
from bot.simulator.queries import Queries
from bot.simulator.updates import Updates

Watcher = Callable[[str, Json, Mapping[str, Upload]], None]
_T = TypeVar("_T")
LOOK_EVERY = 0.02  # seconds between looks of those who look on


class World:
    """Telegram, as far as one bot and the people around it can tell.

    ``keep`` bounds what is remembered: that many messages and events, the oldest go first. ``token``, if
    given, is the only one let in. ``pace`` is off until a Pace is put there. ``push_again_after`` is how many
    seconds pass before a failed push to the webhook is tried again.
    """

    def __init__(self, *, token: str = "", keep: int = 5000, now: Callable[[], datetime] = clock.now) -> None:
        self.token = token
        self.now = now
        self.keep = keep
        self.me = dict(ME)
        self.people: dict[int, Json] = {}
        self.chats: dict[int, Chat] = {}
        self.by_username: dict[str, int] = {}
        self.files = Files()
        self.updates = Updates()
        self.profile = Profile()
        self.faults = Faults()
        self.pace: Pace | None = None
        self.bell = Bell()
        self.log = Log(keep, self.bell.ring)
        self.queries = Queries(lambda: self.now())
        self.push_again_after = 0.2
        self.calls: Counter[str] = Counter()
        self.watchers: list[Watcher] = []
        self._numbers = count(1)
        self._groups = count(4_000_001)
        self._kept: deque[tuple[int, int]] = deque()

    # -- for those who look on --------------------------------------------

    def watch(self, watcher: Watcher) -> None:
        """Show every request of the bot (method, parameters, files) to a watcher before it is answered."""
        self.watchers.append(watcher)

    async def until(self, found: Callable[[], _T], seconds: float = 10) -> _T:
        """Return what ``found`` finds once it is true; fail after so many seconds."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + seconds
        # What is waited for may happen outside this world, where nobody rings its bell.
        while not (thing := await self.bell.until(found, LOOK_EVERY)) and loop.time() < ends:
            pass
        assert thing, f"nothing of the kind happened in {seconds} seconds"
        return thing

    # -- people and chats -------------------------------------------------

    def introduce(
        self, person_id: int, first_name: str, language_code: str = "en", username: str | None = None
    ) -> Json:
        """Let a person exist, or rename one; return them as Telegram describes a user."""
        person: Json = {"id": person_id, "is_bot": False, "first_name": first_name}
        person |= {"username": username} if username else {}
        person |= {"language_code": language_code} if language_code else {}
        self.people[person_id] = person
        if chat := self.chats.get(person_id):
            chat.facts = private_facts(person)
        return person

    def private(self, person_id: int) -> Chat:
        """Return a person's chat with the bot, opening it."""
        if person_id not in self.chats:
            self.chats[person_id] = Chat(private_facts(self.people[person_id]), self._numbers)
        return self.chats[person_id]

    def open_group(self, title: str, kind: str, **facts: bool | str) -> Chat:
        """Return a new group, supergroup or channel without members."""
        number = next(self._groups)
        chat_id = -number if kind == "group" else -1_000_000_000_000 - number
        # Numbers of messages start again in every supergroup and channel; all other chats share one count.
        numbers = self._numbers if kind == "group" else count(1)
        chat = self.chats[chat_id] = Chat({"id": chat_id, "type": kind, "title": title, **facts}, numbers)
        if "username" in facts:
            self.by_username[f"@{facts['username']}".lower()] = chat_id
        return chat

    def reach(self, chat_id: object) -> Chat:
        """Return the chat the bot means; refuse unknown ones and those that are closed to it."""
        chat_id = self.by_username.get(str(chat_id).lower(), chat_id)
        try:
            chat = self.chats[int(str(chat_id))]
        except (ValueError, KeyError):
            raise NOT_FOUND from None
        if chat.closed:
            raise chat.closed
        return chat

    # -- messages ---------------------------------------------------------

    def post(self, chat: Chat, sender: Json, fields: Json, keyboard: Json | None = None) -> Json:
        """Put a message into a chat, show it, and return it. A channel speaks for whoever writes in it."""
        message: Json = {"message_id": next(chat.numbers)}
        message |= {"sender_chat": chat.facts} if chat.facts["type"] == "channel" else {"from": sender}
        message |= {"date": int(self.now().timestamp()), "chat": chat.facts} | fields
        shown = chat.messages[message["message_id"]] = Shown(message, keyboard, own=sender is BOT)
        self._kept.append((chat.id, message["message_id"]))
        if len(self._kept) > self.keep:
            oldest_chat, oldest = self._kept.popleft()
            self.chats[oldest_chat].messages.pop(oldest, None)
        self.log.add("message", chat.id, message["message_id"], shown=shown)
        return message

    def replace(self, chat: Chat, message: Json) -> Json:
        """Show a message in its new form, in place of the old one."""
        before = chat.messages[message["message_id"]]
        shown = chat.messages[message["message_id"]] = replace(before, message=message)
        self.log.add("edit", chat.id, message["message_id"], shown=shown)
        return message

    def remove(self, chat: Chat, message_id: int) -> None:
        """Take a message away."""
        del chat.messages[message_id]
        self.log.add("delete", chat.id, message_id)

    def happens(self, kind: str, what: Json, lane: int, *, always: bool = False) -> Json:
        """Let the bot know: queue an update."""
        update = self.updates.add(kind, what, lane, always=always)
        self.bell.ring()
        return update

    def announce(self, kind: str) -> None:
        """Let everybody who has a chat with the bot, or is with it in a group, see what concerns them all."""
        for chat in list(self.chats.values()):
            if chat.is_private or chat.members:
                self.log.add(kind, chat.id)
