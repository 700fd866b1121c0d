"""What was made a moment ago, to be handed out again while nothing has changed: asking often is then no burden."""

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime, timedelta

from bot import clock


class Recent:
    """Pages and files by what was asked for, the least wanted forgotten first."""

    def __init__(self, most: int, age: timedelta) -> None:
        self._most, self._age = most, age
        self._made: OrderedDict[Hashable, tuple[object, datetime, bytes]] = OrderedDict()

    def find(self, key: Hashable, state: object = None) -> bytes | None:
        """Return what was made for this, if it is young enough and was made in the same state of things."""
        known = self._made.get(key)
        if known is None or known[0] != state or clock.now() - known[1] > self._age:
            return None
        self._made.move_to_end(key)
        return known[2]

    def keep(self, key: Hashable, made: bytes, state: object = None) -> None:
        """Remember what was made for this."""
        self._made[key] = (state, clock.now(), made)
        self._made.move_to_end(key)
        while len(self._made) > self._most:
            self._made.popitem(last=False)
