"""The index of meaning: which actions say something near to a query, in whatever language.

A model puts all texts of one language to one side, and queries beside the texts that answer them. The mean vector of
the language is therefore taken off, from the actions and from the queries; otherwise most of what is found first is in
the query's own language. A coarse look at the signs of all vectors leaves some hundred candidates, which are compared
exactly, as a whole and by their best sentence.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from storage.index.columns import Columns, Mask, Rows, roomy
from storage.index.wanted import Group

Vector = NDArray[np.float32]
Small = NDArray[np.int8]
Apart = NDArray[np.uint16]

CANDIDATES = 800  # of the coarse look, for each group
SENTENCE = 2.0  # what the best sentence counts, beside the whole
LITTLE = 30  # texts of a language whose mean counts as much as what was known before
FEW = 200  # queries of a language whose mean counts as much as its texts': one who asks, asks more about the same
UNKNOWN = np.float32(-1.0)
SMALLEST = np.float32(1e-6)  # squared length of what is left when a mean is taken off
AT_ONCE = 65_536  # rows whose signs are compared while they are in the processor's cache


def small(vectors: Vector) -> Small:
    """Return vectors as whole numbers of eight bits; their direction stays."""
    largest = np.abs(vectors).max(axis=-1, keepdims=True)
    return np.rint(vectors * (127 / np.where(largest, largest, 1))).astype(np.int8)


def unit(vectors: NDArray[np.generic]) -> Vector:
    """Return vectors of length one."""
    full = vectors.astype(np.float32)
    length = np.linalg.norm(full, axis=-1, keepdims=True)
    return np.asarray(full / np.where(length, length, 1), np.float32)


class Meaning:
    """Vectors beside the columns, row by row."""

    def __init__(self, columns: Columns, width: int, before: Mapping[str, Vector]) -> None:
        self._columns, self._width = columns, width
        self._before = before  # the mean of each language, known before any action was told
        self._anywhere = np.mean([*before.values()], axis=0) if before else np.zeros(width)
        self._whole = np.zeros((0, width), np.int8)
        self._signs = [np.zeros(0, np.uint64) for _ in range(width // 64)]  # 64 signs of every row in each
        self._has = np.zeros(0, np.bool_)
        self._sums: dict[str, NDArray[np.float64]] = {}
        self._counts: dict[str, int] = {}
        self._centred: dict[str, int] = {}  # how many texts a language had when its signs were taken
        self._asked: dict[str, tuple[NDArray[np.float64], int]] = {}

    def has(self, row: int) -> bool:
        return row < len(self._has) and bool(self._has[row])

    def lacking(self) -> Rows:
        """Return the rows without a vector."""
        self._make_room()
        count = self._columns.count
        return np.flatnonzero(self._columns.shown[:count] & ~self._has[:count])

    def put(self, rows: Rows, whole: Small) -> None:
        """Keep the vectors of these rows."""
        self._make_room()
        self._whole[rows], self._has[rows] = whole, True
        for language, where in self._by_language(rows):
            chosen = rows[where]
            vectors = unit(self._whole[chosen])
            self._sums[language] = self._sums.get(language, np.zeros(self._width)) + vectors.sum(0)
            self._counts[language] = self._counts.get(language, 0) + len(chosen)
            if self._counts[language] > 1.25 * self._centred.get(language, 0):
                self._centre(language)
            else:
                self._keep_signs(chosen, vectors - self.mean(language))

    def forget(self, row: int) -> None:
        """Drop the vector of an action whose words have changed."""
        if self.has(row):
            self._has[row] = False
            self._sums[self._language(row)] -= unit(self._whole[row])
            self._counts[self._language(row)] -= 1

    def mean(self, language: str) -> Vector:
        """Return the mean vector of a language's texts."""
        before, counts = self._before.get(language, self._anywhere), LITTLE if language in self._before else 2
        total = before * counts + self._sums.get(language, 0)
        return np.asarray(total / (counts + self._counts.get(language, 0)), np.float32)

    def asking(self, query: Vector, language: str) -> Vector:
        """Return a query's vector with the mean of its language's queries taken off; it joins that mean."""
        total, count = self._asked.get(language, (np.zeros(self._width), 0))
        total, count = total + query, count + 1
        self._asked[language] = total, count
        return unit(query - (self.mean(language) * FEW + total) / (FEW + count))

    def saying(self, text: Vector, language: str) -> Vector:
        """Return the vector of a text that is no action yet, its language's mean taken off."""
        return unit(text - self.mean(language))

    def apart(self, query: Vector) -> Apart:
        """Return in how many signs each row differs from a query."""
        self._make_room()
        signs, count = _signs(query[None])[0], self._columns.count
        apart = np.empty(count, np.uint16)
        for start in range(0, count, AT_ONCE):
            part = slice(start, min(start + AT_ONCE, count))
            differing = [np.bitwise_count(of[part] ^ sign) for of, sign in zip(self._signs, signs, strict=True)]
            np.sum(differing, axis=0, dtype=np.uint16, out=apart[part])
        return apart

    def candidates(self, query: Vector, apart: Apart, mask: Mask) -> tuple[Rows, Vector]:
        """Return the rows nearest to a query, and how near each is as a whole."""
        rows = np.flatnonzero(mask & self._has[: len(mask)])
        if len(rows) > CANDIDATES:
            far = apart[rows]
            most = np.searchsorted(np.cumsum(np.bincount(far)), CANDIDATES)  # so many differ for enough of them
            rows = rows[far <= most]
        near = self.near(query, rows)
        order = np.argsort(-near)
        return rows[order], near[order]

    def near(self, query: Vector, rows: Rows) -> Vector:
        """Return how near these rows are to a query as a whole: at most 1, and -1 where that is not known."""
        self._make_room()
        near = self._compared(query, self._whole[rows], rows)
        near[~self._has[rows]] = UNKNOWN
        return near

    def nearest_sentences(self, query: Vector, rows: Rows, sentences: Sequence[bytes]) -> Vector:
        """Return how near the best of the sentences of each of these rows is to a query."""
        counts = np.array([len(each) // self._width for each in sentences])
        vectors = np.frombuffer(b"".join(sentences), np.int8).reshape(-1, self._width)
        near = self._compared(query, vectors, np.repeat(rows, counts))
        return np.asarray(np.maximum.reduceat(near, np.cumsum(counts) - counts), np.float32)

    def _compared(self, query: Vector, vectors: Small, rows: Rows) -> Vector:
        """Return how near vectors of these rows are to a query, the means of the rows' languages taken off.

        That is the product of the query with ``unit(unit(vector) - mean)``, without making these.
        """
        near = np.empty(len(vectors), np.float32)
        full = vectors.astype(np.float32)
        length = np.sqrt(np.einsum("ij,ij->i", full, full))
        for language, where in self._by_language(rows):
            mean = self.mean(language)
            along = full[where] @ np.stack([query, mean], axis=1) / length[where, None]
            rest = np.sqrt(np.maximum(1 - 2 * along[:, 1] + mean @ mean, SMALLEST))
            near[where] = (along[:, 0] - mean @ query) / rest
        return near

    def vector(self, row: int) -> Vector:
        """Return an action's own vector, its language's mean taken off."""
        return np.asarray(unit(unit(self._whole[row]) - self.mean(self._language(row))), np.float32)

    def _language(self, row: int) -> str:
        return self._columns.value(row, "language") or ""

    def _by_language(self, rows: Rows) -> list[tuple[str, Mask]]:
        codes = self._columns.facets["language"][rows]
        return [(self._columns.name(int(code)), codes == code) for code in np.unique(codes)]

    def _centre(self, language: str) -> None:
        """Take the signs of a language anew, now that its mean has moved."""
        count = self._columns.count
        mask = self._columns.allowed(Group({"language": [language]})) & self._has[:count]
        rows, mean = np.flatnonzero(mask), self.mean(language)
        for start in range(0, len(rows), 50_000):
            part = rows[start : start + 50_000]
            self._keep_signs(part, unit(self._whole[part]) - mean)
        self._centred[language] = self._counts[language]

    def _keep_signs(self, rows: Rows, vectors: Vector) -> None:
        for of, signs in zip(self._signs, _signs(vectors).T, strict=True):
            of[rows] = signs

    def _make_room(self) -> None:
        count = self._columns.count
        if len(self._has) < count:
            self._whole, self._has = roomy(self._whole, count), roomy(self._has, count)
            self._signs = [roomy(signs, count) for signs in self._signs]


def _signs(vectors: Vector) -> NDArray[np.uint64]:
    return np.packbits(vectors > 0, axis=1).view(np.uint64)
