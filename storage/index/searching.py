"""One search: words and meaning are asked, candidates gathered, and ranked in two groups."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from bot.language import tokens
from storage.index.columns import Columns
from storage.index.meaning import SENTENCE, UNKNOWN, Meaning, Vector
from storage.index.ranking import Ranked, best, fused, near_enough
from storage.index.wanted import Group, Query
from storage.index.words import Words

EACH = 100  # candidates whose sentences are read, for each group

FEW = 6  # terms of a query that is no question yet

Expand = Callable[[str, str], Sequence[str]]  # a query and its language to what other languages call the same


@dataclass(frozen=True)
class Gathered:
    """Candidates: by words with their scores, by meaning with how near they are as a whole."""

    words: Mapping[int, float] = field(default_factory=dict)
    foreign_words: Mapping[int, float] = field(default_factory=dict)
    own: Mapping[int, float] = field(default_factory=dict)
    other: Mapping[int, float] = field(default_factory=dict)
    vector: Vector | None = None  # the query's, without its language's mean
    near: float = 1.0  # from which meaning alone is enough

    @property
    def ids(self) -> list[int]:
        """Whose sentences have to be read."""
        return list({*self.own, *self.other})


@dataclass(frozen=True)
class Searching:
    """What a search looks into."""

    words: Words
    columns: Columns
    meaning: Meaning | None

    def with_meaning(self, meaning: Meaning) -> "Searching":
        """Return the same search, by meaning too."""
        return replace(self, meaning=meaning)

    def gather(self, query: Query, vector: Vector | None, expand: Expand) -> Gathered:
        """Return the candidates for a query.

        Words lead to other languages by what the glossary calls a thing there: for a few words, or without a model. A
        whole question is understood better by its meaning alone.
        """
        own, other = query.groups()
        asked = len(tokens.asked(query.words)[0])
        by_words = vector is None or asked <= FEW
        same = expand(query.words, query.own[0]) if by_words else ()
        words = dict(self._by_words(query, own, ()))
        foreign = dict(self._by_words(query, other, same)) if by_words else {}
        if vector is None or self.meaning is None:
            return Gathered(words, foreign)
        asking = self.meaning.asking(vector, query.own[0])
        return Gathered(
            words,
            foreign,
            own=self._by_meaning(query, asking, own, list(words)),
            other=self._by_meaning(query, asking, other, list(foreign)),
            vector=asking,
            near=near_enough(asked),
        )

    def rank(self, gathered: Gathered, sentences: Mapping[int, bytes]) -> Ranked:
        """Return what was gathered, best first, now that the sentences are at hand."""
        if gathered.vector is None:
            return Ranked(best(gathered.words), best(gathered.foreign_words))
        own = {id: self._full(gathered.vector, id, whole, sentences) for id, whole in gathered.own.items()}
        other = {id: self._full(gathered.vector, id, whole, sentences) for id, whole in gathered.other.items()}
        return Ranked(
            fused(gathered.words, own, gathered.near), fused(gathered.foreign_words, other, gathered.near), meaning=True
        )

    def _by_words(self, query: Query, group: Group | None, more: Sequence[str]) -> list[tuple[int, float]]:
        since = query.since.toordinal() if query.since else None
        return self.words.search(query.words, group, since=since, more=more) if group else []

    def _by_meaning(self, query: Query, asking: Vector, group: Group | None, also: Sequence[int]) -> dict[int, float]:
        """Return how near the nearest actions are as a whole, and how near those found by words are."""
        assert self.meaning
        if not group:
            return {}
        since = query.since.toordinal() if query.since else None
        mask = self.columns.allowed(group, since)
        rows, near = self.meaning.candidates(asking, mask)
        rows, near = rows[:EACH], near[:EACH]
        known = {*rows.tolist()}
        held = np.array([row for id in also if (row := self.columns.rows.get(id)) not in (None, *known)], np.int64)
        if len(held):
            rows, near = np.append(rows, held), np.append(near, self.meaning.near(asking, held))
        ids = self.columns.ids[rows]
        return {int(id): float(score) for id, score in zip(ids, near, strict=True) if score != UNKNOWN}

    def _full(self, vector: Vector, id: int, whole: float, sentences: Mapping[int, bytes]) -> float:
        assert self.meaning
        parts = sentences.get(id)
        nearest = self.meaning.nearest_sentence(vector, self.columns.rows[id], parts) if parts else whole
        return (whole + SENTENCE * nearest) / (1 + SENTENCE)
