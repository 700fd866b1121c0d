"""A model reads what was published, in the background: every action as a whole first, then its sentences."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.language.encoder import Encoder
from bot.language.sentences import sentences
from storage.engine import Database
from storage.index import reading
from storage.index.columns import Columns
from storage.index.meaning import Meaning, Vector, small
from storage.index.priors import priors

STORED = 5000  # vectors read from the database at once
FRESH = 8  # actions a model reads before their vectors are kept

InThread = Callable[..., Awaitable[Any]]


class Learning:
    """What is still to be read by the model."""

    def __init__(self, database: Database, encoder: Encoder, in_thread: InThread) -> None:
        self._database, self._encoder, self._in_thread = database, encoder, in_thread
        self._sentences = True  # whether some may lack their sentences

    async def means(self, folder: Path) -> Mapping[str, Vector]:
        """Return what is known of the languages before any action is read."""
        return await asyncio.to_thread(priors, self._encoder, folder)

    async def some(self, meaning: Meaning, columns: Columns) -> bool:
        """Take a few vectors from the database, or let the model read a few texts; say whether there may be more."""
        lacking: list[int] = await self._in_thread(_lacking, meaning, columns)
        if lacking:
            left = await self._take_stored(meaning, columns, lacking)
            if left:
                await self._read_whole(meaning, columns, left[:FRESH])
                self._sentences = True
            return True
        if self._sentences:
            self._sentences = await self._read_sentences()
        return self._sentences

    async def _take_stored(self, meaning: Meaning, columns: Columns, ids: Sequence[int]) -> list[int]:
        """Take in what was read before, here or by another process; return what was not."""
        async with self._database.snapshot() as connection:
            stored = await reading.vectors(connection, self._encoder.name, ids)
        taken: set[int] = await self._in_thread(_put, meaning, columns, stored)
        return [id for id in ids if id not in taken]

    async def _read_whole(self, meaning: Meaning, columns: Columns, ids: Sequence[int]) -> None:
        async with self._database.snapshot() as connection:
            entries = await reading.entries(connection, ids)
        vectors = small(await self._encode([entry.passage for entry in entries]))
        async with self._database.begin() as session:
            await reading.keep_whole(session, self._encoder.name, list(zip(entries, vectors, strict=True)))
        stored = [(e.id, e.version, v.tobytes()) for e, v in zip(entries, vectors, strict=True)]
        await self._in_thread(_put, meaning, columns, stored)

    async def _read_sentences(self) -> bool:
        async with self._database.snapshot() as connection:
            ids = await reading.without_sentences(connection, self._encoder.name, FRESH)
            entries = await reading.entries(connection, ids) if ids else []
        for entry in entries:
            parts = sentences(entry.passage)
            vectors = small(await self._encode(parts)) if len(parts) > 1 else None
            async with self._database.begin() as session:
                await reading.keep_sentences(session, self._encoder.name, entry, vectors)
        return bool(ids)

    async def _encode(self, texts: Sequence[str]) -> Vector:
        """Read one text at a time, so that a query need not wait for many."""
        rows = [await asyncio.to_thread(self._encoder.encode, [text]) for text in texts]
        return np.concatenate(rows)


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
