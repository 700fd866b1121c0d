"""Which targets a text is likely to be about, by the keywords of the targets."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from math import log, sqrt

from bot.goal11 import TARGETS
from bot.language.fold import fold

# A Latin word is one unit; Korean, Japanese and Chinese are read sign by sign, across spaces.
UNIT = re.compile(r"[a-z0-9]+|\w")
ENDINGS = (("ies", "y"), ("ings", ""), ("ing", ""), ("es", ""), ("ed", ""), ("e", ""))
# These would meet "park" and "train".
UNSTEMMED = frozenset({"parking", "training"})

Term = tuple[str, ...]


def suggest(text: str, limit: int = 3) -> list[tuple[str, float]]:
    """Return the codes of likely targets, best first, each with a score between 0 and 1; none if in doubt."""
    scores = _scores(_units(text))
    total = sum(scores.values())
    best = sorted(scores, key=lambda code: (-scores[code], code))[:limit]
    return [(code, scores[code] / (total + 1)) for code in best]


def _scores(units: list[str]) -> dict[str, float]:
    """Weigh each term by how few targets share it, how long it is, and how often it occurs."""
    scores: defaultdict[str, float] = defaultdict(float)
    for term, count in Counter(_found(units)).items():
        codes = _terms()[term]
        weight = log(1 + len(TARGETS) / len(codes)) * sqrt(len(term)) * (1 + log(count))
        for code in codes:
            scores[code] += weight
    return scores


def _found(units: list[str]) -> Iterable[Term]:
    """Yield the terms in a text from left to right, the longest one at each place."""
    beginning, place = _beginning(), 0
    while place < len(units):
        terms = beginning.get(units[place], ())
        term = next((term for term in terms if tuple(units[place : place + len(term)]) == term), None)
        if term:
            yield term
        place += len(term) if term else 1


@cache
def _terms() -> dict[Term, frozenset[str]]:
    """Return every keyword, cut into units, with the targets it speaks for."""
    terms: defaultdict[Term, set[str]] = defaultdict(set)
    for target in TARGETS.values():
        for keywords in target.keywords.values():
            for keyword in keywords:
                terms[tuple(_units(keyword))].add(target.code)
    return {term: frozenset(codes) for term, codes in terms.items()}


@cache
def _beginning() -> dict[str, list[Term]]:
    """Return the terms that begin with each unit, the longest first."""
    terms: defaultdict[str, list[Term]] = defaultdict(list)
    for term in sorted(_terms(), key=len, reverse=True):
        terms[term[0]].append(term)
    return dict(terms)


def _units(text: str) -> list[str]:
    return [_stem(unit) for unit in UNIT.findall(fold(text))]


def _stem(word: str) -> str:
    """Cut an English ending off, so that "recycled" and "recycling" are one word."""
    if len(word) < 4 or word in UNSTEMMED:
        return word
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(stem := word.removesuffix(ending) + instead) >= 4:
            return _undoubled(stem)
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _undoubled(stem: str) -> str:
    """Return ``plan`` for the ``plann`` that is left of ``planning``."""
    return stem[:-1] if len(stem) > 4 and stem[-1] == stem[-2] and stem[-1] in "bdgmnprt" else stem
