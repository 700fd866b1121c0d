"""What was shown in each chat, in order, each thing with its number."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile

from bot.simulator.api import Json
from bot.simulator.bell import Bell


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it stood at one moment; ``own`` if the bot sent it.

    ``keyboard`` is the markup below the input line (a reply keyboard, its removal, a forced reply), which
    Telegram shows to the person and does not repeat to the bot.
    """

    message: Json
    keyboard: Json | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class Toast:
    """The answer to a press, which only the one who pressed sees."""

    to: int
    text: str
    alert: bool


@dataclass(frozen=True, slots=True)
class Event:
    """Something a person saw happen; ``kind`` is message, edit, delete, typing, toast, clock or people."""

    seq: int
    kind: str
    chat_id: int
    message_id: int | None = None
    shown: Shown | None = None
    toast: Toast | None = None

    def is_for(self, person_id: int) -> bool:
        """Tell whether this person sees it, among all who read the chat."""
        return self.toast is None or self.toast.to == person_id


class Log:
    """The last ``keep`` events of all chats together, read chat by chat."""

    def __init__(self, keep: int, on_event: Callable[[], None]) -> None:
        self._keep = keep
        self._on_event = on_event
        self._chats: dict[int, deque[Event]] = {}
        self._order: deque[int] = deque()
        self._bells: dict[int, Bell] = {}
        self.seq = 0

    def add(
        self,
        kind: str,
        chat_id: int,
        message_id: int | None = None,
        *,
        shown: Shown | None = None,
        toast: Toast | None = None,
    ) -> None:
        """Write down what was shown in a chat and wake its readers."""
        self.seq += 1
        event = Event(self.seq, kind, chat_id, message_id, shown, toast)
        self._chats.setdefault(chat_id, deque()).append(event)
        self._order.append(chat_id)
        if len(self._order) > self._keep:
            self._chats[self._order.popleft()].popleft()
        if bell := self._bells.get(chat_id):
            bell.ring()
        self._on_event()

    def after(self, chat_id: int, seq: int) -> list[Event]:
        """Return the events of a chat with a higher number, oldest first."""
        newer = takewhile(lambda event: event.seq > seq, reversed(self._chats.get(chat_id, ())))
        return list(newer)[::-1]

    async def wait(self, chat_id: int, seq: int, seconds: float) -> list[Event]:
        """Like ``after``, waiting up to ``seconds`` for the first one."""
        bell = self._bells.setdefault(chat_id, Bell())
        return await bell.until(lambda: self.after(chat_id, seq), seconds)
