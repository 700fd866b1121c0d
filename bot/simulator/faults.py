"""Telling the simulator to fail, as networks and Telegram do."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.simulator.api import Rejected, too_many


@dataclass(slots=True)
class Fault:
    """What goes wrong with calls of ``method`` (of all methods if empty).

    It happens to the next ``times`` calls (without end if None), each with this ``chance``.
    """

    method: str = ""
    times: int | None = 1
    chance: float = 1.0
    seconds: float = 0.0
    error: Rejected | None = None
    drops: bool = False
    after: bool = False


class Faults:
    """The faults that are planned; each call meets the first that concerns it."""

    def __init__(self, seed: int = 0) -> None:
        self._planned: list[Fault] = []
        self._random = random.Random(seed)
        self.down = False
        self.met = 0

    def plan(self, fault: Fault) -> None:
        """Let a fault happen from now on."""
        self._planned.append(fault)

    def drop(self, method: str = "", *, after: bool = False, times: int | None = 1, chance: float = 1) -> None:
        """Cut the connection without an answer, before or after the call has had its effect."""
        self.plan(Fault(method, times, chance, drops=True, after=after))

    def delay(self, seconds: float, method: str = "", *, times: int | None = 1, chance: float = 1) -> None:
        """Answer late."""
        self.plan(Fault(method, times, chance, seconds=seconds))

    def flood(self, retry_after: int, method: str = "", *, times: int | None = 1, chance: float = 1) -> None:
        """Answer 429, as if too many messages had been sent."""
        self.plan(Fault(method, times, chance, error=too_many(retry_after)))

    def break_down(self, method: str = "", *, status: int = 502, times: int | None = 1, chance: float = 1) -> None:
        """Answer with a server error."""
        self.plan(Fault(method, times, chance, error=Rejected(status, _REASONS.get(status, "Server Error"))))

    def clear(self) -> None:
        """Work properly again."""
        self._planned.clear()
        self.down = False

    @contextmanager
    def outage(self) -> Iterator[None]:
        """Answer 502 to everything until the block ends."""
        self.down = True
        try:
            yield
        finally:
            self.down = False

    def meet(self, method: str) -> Fault | None:
        """Return the fault that this call meets, and count it."""
        if self.down:
            return _OUTAGE
        for fault in self._planned:
            if fault.method.lower() in ("", method.lower()) and self._random.random() < fault.chance:
                self._spend(fault)
                return fault
        return None

    def _spend(self, fault: Fault) -> None:
        self.met += 1
        if fault.times is None:
            return
        fault.times -= 1
        if not fault.times:
            self._planned.remove(fault)


_REASONS = {
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
_OUTAGE = Fault(times=None, error=Rejected(502, "Bad Gateway"))
