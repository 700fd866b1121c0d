"""How fast Telegram lets a bot speak: overall, to one person, to one group."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Bucket:
    """So many at once, refilled at so many a second."""

    size: float
    rate: float
    filled: float = -1.0
    at: float = 0.0

    def wait(self, now: float, many: float = 1) -> float:
        """Return the seconds until so many may go together; all it holds is enough for any number."""
        self._refill(now)
        needed = min(many, self.size)
        return 0.0 if self.filled >= needed else (needed - self.filled) / self.rate

    def take(self, now: float, many: float = 1) -> None:
        self._refill(now)
        self.filled -= min(many, self.size)

    def _refill(self, now: float) -> None:
        if self.filled < 0 and self.at == 0.0:
            self.filled = self.size
        elif now > self.at:
            self.filled = min(self.size, self.filled + (now - self.at) * self.rate)
        self.at = max(now, self.at)


@dataclass
class Pace:
    """Telegram's limits, kept well on this side of them: what leaves evenly may arrive half a second's worth at once.

    Short bursts to one person are allowed, as Telegram allows them.
    """

    overall: float = 27.0  # a second
    overall_burst: float = 15.0
    person: float = 1.0  # a second
    person_burst: float = 4.0
    group: float = 20.0 / 60  # a second
    group_burst: float = 18.0
    _all: Bucket = field(init=False)
    _chats: dict[int, Bucket] = field(default_factory=dict)
    _paused: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._all = Bucket(self.overall_burst, self.overall)

    def wait(self, chat_id: int, now: float, messages: int = 1) -> float:
        """Return the seconds until this chat may be sent so many messages; 0 is now."""
        paused = self._paused.get(chat_id, 0.0) - now
        return max(paused, self._chat(chat_id).wait(now, messages), self._all.wait(now, messages), 0.0)

    def take(self, chat_id: int, now: float, messages: int = 1) -> None:
        """Count what is sent."""
        self._chat(chat_id).take(now, messages)
        self._all.take(now, messages)

    def pause(self, chat_id: int, until: float) -> None:
        """Send this chat nothing before then: Telegram said so."""
        self._paused[chat_id] = until

    def forget(self, now: float) -> None:
        """Drop what has no effect any more."""
        self._chats = {c: b for c, b in self._chats.items() if now - b.at < 60}
        self._paused = {c: until for c, until in self._paused.items() if until > now}

    def _chat(self, chat_id: int) -> Bucket:
        if chat_id not in self._chats:
            self._chats[chat_id] = (
                Bucket(self.person_burst, self.person) if chat_id > 0 else Bucket(self.group_burst, self.group)
            )
        return self._chats[chat_id]
