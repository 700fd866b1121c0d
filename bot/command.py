"""A command of the bot: its name, its line in the menu, who may use it, and the buttons it hands out."""

import inspect
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Any, ParamSpec, get_type_hints

from bot.text import Message, _
from bot.turn import Refusal, Turn
from storage.people import Officer

P = ParamSpec("P")
Start = Callable[[Turn, str], Awaitable[None]]
Who = Callable[[Officer], bool]

LARGEST = 2**53  # no key of ours is larger, and databases refuse numbers that are much larger
STALE = _("This button belongs to something earlier and no longer works. Nothing was changed.")


def everyone(_officer: Officer) -> bool:
    return True


def strangers(officer: Officer) -> bool:
    return not officer.invited


def invited(officer: Officer) -> bool:
    """People with a seat of any kind."""
    return officer.invited


def members(officer: Officer) -> bool:
    """People who speak for a city or work for an office."""
    return officer.seated


def cities(officer: Officer) -> bool:
    """People who speak for a city."""
    return officer.for_city


def leaders(officer: Officer) -> bool:
    """Coordinators of cities, and offices."""
    return officer.role == "coordinator" or officer.for_office


def offices(officer: Officer) -> bool:
    return officer.for_office


@dataclass(frozen=True)
class Press:
    """Something a button does: the function, and the data that leads to it."""

    data: str
    function: Callable[..., Awaitable[None]]
    kinds: tuple[type, ...]

    async def __call__(self, turn: Turn, *args: object) -> None:
        await self.function(turn, *args)

    async def follow(self, turn: Turn, args: list[str]) -> None:
        """Do it with what the button carries; forged or outdated data is refused."""
        most = len(self.kinds)
        if len(args) > most and self.kinds[-1:] == (str,):  # a text that is the last may have colons in it, as un:1 has
            args = [*args[: most - 1], ":".join(args[most - 1 :])]
        if len(args) != most:
            raise Refusal(STALE)
        try:
            values = [kind(arg) for kind, arg in zip(self.kinds, args, strict=True)]
        except ValueError:
            raise Refusal(STALE) from None
        if any(isinstance(value, int) and abs(value) > LARGEST for value in values):
            raise Refusal(STALE)
        await self.function(turn, *values)


class Command:
    """A feature under one name: in the menu, in buttons, in the module, in the test."""

    def __init__(
        self,
        name: str,
        title: Message,
        *,
        who: Who = everyone,
        hidden: bool = False,
        in_groups: Collection[str] = (),
    ) -> None:
        self.name, self.title, self.who, self.hidden = name, title, who, hidden
        self.in_groups = in_groups  # which of its buttons may be pressed where others look on
        self.presses: dict[str, Press] = {}
        self._start: Start | None = None

    def starts(self, function: Start) -> Start:
        """Mark the function that answers the command itself."""
        self._start = function
        return function

    def press(self, function: Callable[..., Awaitable[None]]) -> Press:
        """Mark a function that a button leads to. Its arguments travel in the button."""
        return self.bind(function.__name__, function)

    def bind(self, verb: str, function: Callable[..., Awaitable[None]]) -> Press:
        parameters = list(inspect.signature(function).parameters)[1:]
        hints: dict[str, Any] = get_type_hints(function)
        press = Press(f"{self.name}:{verb}", function, tuple(hints[p] for p in parameters))
        self.presses[verb] = press
        return press

    @property
    def typed(self) -> bool:
        """Whether it is also begun by typing its name, not only by buttons."""
        return self._start is not None

    async def start(self, turn: Turn, words: str) -> None:
        """Answer the command; ``words`` is what stood behind it."""
        assert self._start is not None, f"/{self.name} has nothing to start"
        await self._start(turn, words)


@dataclass(frozen=True)
class Lead:
    """A button of another command, by name: handlers do not import each other. A test follows every one."""

    data: str


def lead(command: str, verb: str) -> Lead:
    """Return what a button needs to lead into another command."""
    LEADS.add((command, verb))
    return Lead(f"{command}:{verb}")


LEADS: set[tuple[str, str]] = set()
