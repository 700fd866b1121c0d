"""From two looks, at words and at meaning, to two lists: the query's own language, and the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storage.index.wanted import Request

WORDS = 0.5  # what the words' score counts beside the meaning's, in the query's own language
NEAREST, STEP = 0.48, 0.08  # see near_enough
RELATIVE = 0.4  # of the nearest: what is less near does not answer the same question
MOST = 100  # of each group


class Wanted(Exception):
    """A transaction cannot go on before the index was asked this, outside of it."""

    def __init__(self, request: Request) -> None:
        super().__init__("a search has to be looked up first")
        self.request = request


@dataclass(frozen=True)
class Ranked:
    """What was found: ids with scores, best first, in two groups."""

    own: Sequence[tuple[int, float]] = ()
    other: Sequence[tuple[int, float]] = ()
    meaning: bool = False  # whether a model took part; without one, other languages are found by the glossary
    meant: str | None = None  # where nothing was found: what would be, written almost the same
    part: str | None = None  # where the own language has nothing with all words: the rarest of those it has

    def mixed(self, size: int) -> list[tuple[int, float, str]]:
        """Return both groups as one list in pages of this size, each of which has room for both.

        On each page the own language comes first; what one group leaves free, the other takes.
        """
        own = [(id, score, "own") for id, score in self.own]
        other = [(id, score, "other") for id, score in self.other]
        mixed = []
        while own or other:
            first = max(size - size // 2, size - len(other))
            page = own[:first]
            rest = size - len(page)
            mixed += page + other[:rest]
            own, other = own[first:], other[rest:]
        return mixed


def near_enough(terms: int) -> float:
    """Return from which score meaning alone is enough to be found, for a query of so many terms.

    A single word is near to many things; a whole question only to what answers it. Measured on the demo network, where
    nonsense words come up to 0.34, and on public questions, one in a hundred of whose answers is at 0.1.
    """
    return max(0.0, NEAREST - STEP * terms)


def fused(words: Mapping[int, float], meaning: Mapping[int, float], near: float) -> list[tuple[int, float]]:
    """Return what words or meaning have found, best first: their scores added, each measured against an ideal.

    An action whose vector is still to be computed counts as if it meant as much as the others with those words.
    """
    known = [meaning[id] for id in words if id in meaning]
    usual = sum(known) / len(known) if known else 0.0
    scores = {id: meaning.get(id, usual) + WORDS * score for id, score in words.items()}
    near = max(near, RELATIVE * max(meaning.values(), default=0.0))
    scores |= {id: score for id, score in meaning.items() if id not in words and score >= near}
    return best(scores)


def best(scores: Mapping[int, float]) -> list[tuple[int, float]]:
    """Return the best, best first; the later one of two that are equal."""
    return sorted(scores.items(), key=lambda each: (-each[1], -each[0]))[:MOST]
