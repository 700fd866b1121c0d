"""``python -m bot.bench SHAPES SECONDS``: the process in which things are made (see ``bot.workshop``).

Orders come in by standard input, answers go out by standard output, each pickled behind its length in eight bytes.
It ends when its input does, and when one order takes longer than it may.
"""

import importlib
import inspect
import os
import pickle
import resource
import signal
import sys
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path
from traceback import extract_tb
from typing import Any, BinaryIO

from pydantic import TypeAdapter

from bot.pictures import Missing, geometry

PLACES = ("bot.pictures.", "bot.reports.")  # where makers are
MOST_MEMORY = 3 * 1024**3  # bytes of addresses; more would be taken from the bot
NICE = 10  # the bot answers first


def main(arguments: list[str]) -> None:
    """Carry out orders until there are no more."""
    geometry.FOLDER, seconds = Path(arguments[0]), int(arguments[1])
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    warnings.simplefilter("ignore")  # letters no font has are drawn as boxes: names may hold anything
    orders, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    while parcel := _parcel(orders):
        signal.alarm(seconds)  # whoever waited may be gone
        answer = pickle.dumps(_answer(*pickle.loads(parcel)))
        signal.alarm(0)
        answers.write(len(answer).to_bytes(8) + answer)
        answers.flush()


def _parcel(orders: BinaryIO) -> bytes:
    size = orders.read(8)
    return orders.read(int.from_bytes(size)) if len(size) == 8 else b""


def _answer(maker: str, arguments: list[Any]) -> tuple[str, Any]:
    try:
        function, kinds = _maker(maker)
        values = [kind.validate_python(value) for kind, value in zip(kinds, arguments, strict=True)]
        return "made", function(*values)
    except Missing as error:
        return "lacking", str(error)
    except (Exception, MemoryError) as error:
        where = "; ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in extract_tb(error.__traceback__))
        return "failed", f"{type(error).__name__} at {where}"  # without its words: they may be somebody's


@cache
def _maker(name: str) -> tuple[Callable[..., bytes], list[TypeAdapter[Any]]]:
    """Return the function of this name, and what reads its arguments from plain data."""
    module, _, function = name.partition(":")
    if not module.startswith(PLACES):
        raise LookupError(name)
    found = getattr(importlib.import_module(module), function)
    hints = inspect.get_annotations(found, eval_str=True)
    hints.pop("return")
    return found, [TypeAdapter(hint) for hint in hints.values()]


if __name__ == "__main__":
    main(sys.argv[1:])
