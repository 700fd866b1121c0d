"""The methods of the Bot API, by name."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.simulator.api import Call
from bot.simulator.methods import about, answering, editing, receiving, sending
from bot.simulator.world import World

Method = Callable[[World, Call], Any | Awaitable[Any]]

METHODS: dict[str, Method] = {
    name.lower(): method
    for table in (about.METHODS, answering.METHODS, editing.METHODS, receiving.METHODS, sending.METHODS)
    for name, method in table.items()
}
