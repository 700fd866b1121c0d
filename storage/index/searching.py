"""One search: words and meaning are asked, candidates gathered, and ranked in two groups."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from bot.language import tokens
from storage.index.columns import Columns
from storage.index.meaning import SENTENCE, UNKNOWN, Apart, Meaning, Vector
from storage.index.ranking import Ranked, best, fused, near_enough
from storage.index.wanted import Group, Query
from storage.index.words import Words

EACH = 100  # candidates whose sentences are read, for each group

FEW = 6  # terms of a query that is no question yet

Same = Mapping[str, Sequence[str]]  # words of the same meaning, by language
Expand = Callable[[str, str], Same]  # a query and its language to what other languages call the same


@dataclass(frozen=True)
class Held:
    """What holds the words of a query, with scores."""

    own: Mapping[int, float]
    other: Mapping[int, float]
    near: float  # from which meaning alone is enough


@dataclass(frozen=True)
class Gathered:
    """Candidates: by words, and by meaning with how near they are as a whole."""

    words: Held
    own: Mapping[int, float] = field(default_factory=dict)
    other: Mapping[int, float] = field(default_factory=dict)
    vector: Vector | None = None  # the query's, without its language's mean

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

    def by_words(self, query: Query, expand: Expand) -> Held:
        """Return what holds the words of a query, in its own group and in the other.

        Words lead to other languages by what the glossary calls a thing there: for a few words, or without a model. A
        whole question is understood better by its meaning alone.
        """
        own, other = query.groups()
        asked = len(tokens.asked(query.words)[0])
        few = asked <= FEW
        same = expand(query.words, query.own[0]) if few or self.meaning is None else {}
        # Characters several languages share, or two scripts: what the others call it is in the query's own group.
        words = self._holding(query, own, same if len(query.own) > 1 and few else {})
        foreign = self._holding(query, other, same) if few or self.meaning is None else {}
        return Held(words, foreign, near_enough(asked))

    def gather(self, query: Query, held: Held, vector: Vector | None) -> Gathered:
        """Return the candidates for a query: what holds its words, and what is near to it by its vector."""
        if vector is None or self.meaning is None:
            return Gathered(held)
        own, other = query.groups()
        asking = self.meaning.asking(vector, query.own[0])
        apart = self.meaning.apart(asking)
        return Gathered(
            held,
            own=self._by_meaning(asking, apart, own, held.own),
            other=self._by_meaning(asking, apart, other, held.other),
            vector=asking,
        )

    def rank(self, gathered: Gathered, sentences: Mapping[int, bytes]) -> Ranked:
        """Return what was gathered, best first, now that the sentences are at hand."""
        held = gathered.words
        if gathered.vector is None:
            return Ranked(best(held.own), best(held.other))
        own = self._full(gathered.vector, gathered.own, sentences)
        other = self._full(gathered.vector, gathered.other, sentences)
        return Ranked(fused(held.own, own, held.near), fused(held.other, other, held.near), meaning=True)

    def _holding(self, query: Query, group: Group | None, more: Same) -> dict[int, float]:
        return dict(self.words.search(query.words, group, more=more)) if group else {}

    def _by_meaning(self, asking: Vector, apart: Apart, group: Group | None, also: Iterable[int]) -> dict[int, float]:
        """Return how near the nearest actions are as a whole, and how near those found by words are."""
        assert self.meaning
        if group is None:
            return {}
        rows, near = self.meaning.candidates(asking, apart, self.columns.allowed(group))
        rows, near = rows[:EACH], near[:EACH]
        known = {None, *rows.tolist()}
        held = np.array([row for id in also if (row := self.columns.rows.get(id)) not in known], np.int64)
        if len(held):
            rows, near = np.append(rows, held), np.append(near, self.meaning.near(asking, held))
        ids = self.columns.ids[rows]
        return {int(id): float(score) for id, score in zip(ids, near, strict=True) if score != UNKNOWN}

    def _full(self, vector: Vector, whole: Mapping[int, float], sentences: Mapping[int, bytes]) -> dict[int, float]:
        """Return how near actions are, as a whole and by their best sentence; one sentence is the whole."""
        assert self.meaning
        told = [id for id in whole if sentences.get(id)]
        if not told:
            return {**whole}
        rows = np.array([self.columns.rows[id] for id in told], np.int64)
        nearest = self.meaning.nearest_sentences(vector, rows, [sentences[id] for id in told])
        both = {
            id: (whole[id] + SENTENCE * float(near)) / (1 + SENTENCE) for id, near in zip(told, nearest, strict=True)
        }
        return {**whole, **both}
