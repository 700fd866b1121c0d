"""How many messages Telegram takes from a bot before it says 429."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.simulator.api import too_many

_MOST_CHATS = 20_000


@dataclass(frozen=True, slots=True)
class Rate:
    """So many messages per so many seconds, ``burst`` of them at once."""

    messages: float
    seconds: float
    burst: int


_OVERALL = Rate(30, 1, 30)
_PRIVATE = Rate(1, 1, 5)
_GROUP = Rate(20, 60, 20)


class Pace:
    """The limits of the bots FAQ: 30 a second overall, 1 a second per person, 20 a minute per group."""

    def __init__(
        self,
        *,
        overall: Rate = _OVERALL,
        private: Rate = _PRIVATE,
        group: Rate = _GROUP,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._overall, self._private, self._group = overall, private, group
        self._timer = timer
        self._full_at: OrderedDict[int, float] = OrderedDict()
        self._overall_full_at = 0.0
        self.refused = 0

    def admit(self, chat_id: int, messages: int) -> None:
        """Count messages to a chat, or refuse them with the seconds to wait; refused ones do not count."""
        now = self._timer()
        rate = self._private if chat_id > 0 else self._group
        overall = _after(self._overall, self._overall_full_at, now, messages)
        chat = _after(rate, self._full_at.get(chat_id, 0.0), now, messages)
        late = max(overall - now - _window(self._overall), chat - now - _window(rate))
        if late > 1e-9:
            self.refused += 1
            raise too_many(max(1, math.ceil(late)))
        self._overall_full_at = overall
        self._full_at[chat_id] = chat
        self._full_at.move_to_end(chat_id)
        if len(self._full_at) > _MOST_CHATS:
            self._full_at.popitem(last=False)


def _after(rate: Rate, full_at: float, now: float, messages: int) -> float:
    """Return when the bucket, emptied by these messages, will be full again.

    An album is never bigger than the bucket: it would be refused for ever.
    """
    return max(full_at, now) + min(messages, rate.burst) * rate.seconds / rate.messages


def _window(rate: Rate) -> float:
    return rate.burst * rate.seconds / rate.messages
