"""A model reads what was published, in the background: every action as a whole first, then its sentences."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import numpy as np

from bot.language.sentences import sentences
from storage.engine import Database
from storage.index import reading
from storage.index.columns import Columns
from storage.index.meaning import Meaning, Vector, small
from storage.index.priors import Read

STORED = 5000  # vectors read from the database at once
AT_ONCE = 500  # actions of which it is looked up whether their sentences were read
FRESH = 8  # actions a model reads before their vectors are kept

InThread = Callable[..., Awaitable[Any]]


class Learning:
    """What is still to be read by the model."""

    def __init__(self, database: Database, encoder: str, read: Read, in_thread: InThread) -> None:
        self._database, self._encoder, self._read, self._in_thread = database, encoder, read, in_thread
        self._unchecked: list[int] = []  # whose whole is known, and of whose sentences nothing is
        self._unread: list[int] = []  # whose sentences have to be read

    async def some(self, meaning: Meaning, columns: Columns) -> bool:
        """Take a few vectors from the database, or let the model read a few texts; say whether there may be more."""
        lacking: list[int] = await self._in_thread(_lacking, meaning, columns)
        if lacking:
            left = await self._take_stored(meaning, columns, lacking)
            if left:
                await self._read_whole(meaning, columns, left[:FRESH])
            return True
        if self._unread:
            await self._read_sentences(self._unread[:FRESH])
            del self._unread[:FRESH]
        elif self._unchecked:
            await self._check(self._unchecked[-AT_ONCE:])
            del self._unchecked[-AT_ONCE:]
        return bool(self._unread or self._unchecked)

    async def _take_stored(self, meaning: Meaning, columns: Columns, ids: Sequence[int]) -> list[int]:
        """Take in what was read before, here or by another process; return what was not."""
        async with self._database.snapshot() as connection:
            stored = await reading.vectors(connection, self._encoder, ids)
        taken: set[int] = await self._in_thread(_put, meaning, columns, stored)
        self._unchecked += sorted(taken)
        return [id for id in ids if id not in taken]

    async def _read_whole(self, meaning: Meaning, columns: Columns, ids: Sequence[int]) -> None:
        async with self._database.snapshot() as connection:
            entries = await reading.entries(connection, ids)
        vectors = small(await self._encode([entry.passage for entry in entries]))
        async with self._database.begin() as session:
            await reading.keep_whole(session, self._encoder, list(zip(entries, vectors, strict=True)))
        stored = [(e.id, e.version, v.tobytes()) for e, v in zip(entries, vectors, strict=True)]
        self._unchecked += sorted(await self._in_thread(_put, meaning, columns, stored))

    async def _check(self, ids: Sequence[int]) -> None:
        async with self._database.snapshot() as connection:
            self._unread = await reading.without_sentences(connection, self._encoder, ids)

    async def _read_sentences(self, ids: Sequence[int]) -> None:
        async with self._database.snapshot() as connection:
            entries = await reading.entries(connection, ids)
        for entry in entries:
            parts = sentences(entry.passage)
            vectors = small(await self._encode(parts)) if len(parts) > 1 else None
            async with self._database.begin() as session:
                await reading.keep_sentences(session, self._encoder, entry, vectors)

    async def _encode(self, texts: Sequence[str]) -> Vector:
        """Read one text at a time, so that a query need not wait for many."""
        return np.concatenate([await self._read([text]) for text in texts])


def _lacking(meaning: Meaning, columns: Columns) -> list[int]:
    rows = meaning.lacking()[:STORED]
    return [int(id) for id in columns.ids[rows]]


def _put(meaning: Meaning, columns: Columns, stored: Sequence[tuple[int, int, bytes]]) -> set[int]:
    """Take vectors in, as far as they are of the version that is shown."""
    current = [each for each in stored if columns.versions[columns.rows[each[0]]] == each[1]]
    if current:
        rows = np.array([columns.rows[id] for id, _version, _whole in current], np.int64)
        whole = np.frombuffer(b"".join(each[2] for each in current), np.int8).reshape(len(current), -1)
        meaning.put(rows, whole)
    return {id for id, _version, _whole in current}
