"""What the web chat asks of whoever starts it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.simulator.api import Json


async def _nobody_knows() -> datetime | None:
    return None


async def _no_matter() -> None:
    """Nothing follows from a moved clock."""


@dataclass(frozen=True)
class Stage:
    """What the web chat asks of whoever starts it.

    ``people`` gives who may be played (id, name, role, place, language, about); ``next_morning`` and
    ``next_reminder`` say where the clock can go, if anywhere; ``on_clock`` is awaited after it moved.
    """

    people: Callable[[], list[Json]] = list
    zone: str = "Asia/Seoul"
    next_morning: Callable[[], Awaitable[datetime | None]] = _nobody_knows
    next_reminder: Callable[[], Awaitable[datetime | None]] = _nobody_knows
    on_clock: Callable[[], Awaitable[None]] = _no_matter
