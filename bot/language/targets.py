"""Which targets a text is about: by words and, where there is a model, by meaning."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
from functools import cache, lru_cache
from math import log
from typing import Any

from bot.goal11 import TARGETS
from bot.language import glossary
from bot.language.fold import fold
from bot.language.terms import Term, Terms, units
from bot.text import LANGUAGES, translator

Vectors = Callable[[Sequence[str]], Any]  # texts to a numpy array, a row of length one for each
Ranked = list[tuple[str, float]]

# Endings that are cut off, so that "recycled" and "recycling" are one word.
ENDINGS = (("ies", "y"), ("ings", ""), ("ing", ""), ("es", ""), ("ed", ""), ("e", ""))
# These would meet "park" and "train".
UNSTEMMED = frozenset({"parking", "training"})
BESIDE = 0.5  # what a word of the glossary says for a target that is not the first of its concept
LONG = 0.75  # how much more a longer term says
PART = 0.3  # what a part of a term says
DOUBT = 10  # so little found in a text, some four words, counts half
TOLD = 8  # keywords that say by meaning what a target is about; more only take longer
VOTED = 0.5  # of what a target lacks, what all votes together add at most
UNSURE = 1.0  # so many votes add half of that
# In doubt, what cities tell most about comes first.
OFTEN = ("11.2", "11.7", "11.3", "11.6", "11.5", "11.4", "11.b", "11.1", "11.a", "11.c")


def suggest(text: str, limit: int = 3, vectors: Vectors | None = None) -> Ranked:
    """Return the codes of likely targets, best first, each with a score between 0 and 1; none if in doubt."""
    named = _named(_pieces(text))
    return [(code, score) for code, score in rank(text, vectors) if named[code] or vectors][:limit]


def undecided(ranked: Ranked) -> bool:
    """Say whether all the votes there may be could put another target first."""
    (_target, first), (_other, second), *_rest = ranked
    return first <= second + (1 - second) * VOTED


def rank(text: str, vectors: Vectors | None = None, votes: Mapping[str, float] = {}) -> Ranked:
    """Return every target, best first, each with a score between 0 and 1; 0 where nothing speaks for it.

    Args:
        votes: what cities have chosen for texts like it (see ``storage.choices``). They only add, the more of them the
            more, and never more than half of what a target lacks.
        vectors: what turns texts into vectors of length one, all with the same prefix. It is asked for the targets
            once, which takes many times as long as a text; not for a turn or the loop.
    """
    scores = _by_words(_pieces(text))
    if vectors:
        alike = _by_meaning(text, vectors)
        scores = {code: (score + max(alike[code], 0)) / 2 for code, score in scores.items()}
    if votes:
        sure = VOTED / (sum(votes.values()) + UNSURE)
        scores = {code: score + (1 - score) * sure * votes.get(code, 0.0) for code, score in scores.items()}
    return sorted(scores.items(), key=lambda scored: (-scored[1], OFTEN.index(scored[0])))


def _pieces(text: str) -> Sequence[Term]:
    """Return a text as the terms in it and what lies between them."""
    return list(_terms().split(_cut(text)))


def _by_words(pieces: Sequence[Term]) -> dict[str, float]:
    """Weigh the terms of a text and, where there are any, the parts of terms beside them."""
    scores = _named(pieces)
    if any(scores.values()):
        for part in _parts_in(pieces):
            for code, weight in _parts()[part].items():
                scores[code] += weight
    total = sum(scores.values())
    return {code: score / (total + DOUBT) for code, score in scores.items()}


def _named(pieces: Sequence[Term]) -> dict[str, float]:
    """Weigh each term by how few targets share it, how long it is, and how often it occurs."""
    scores = dict.fromkeys(TARGETS, 0.0)
    for term, count in Counter(piece for piece in pieces if piece in _weights()).items():
        for code, weight in _weights()[term].items():
            scores[code] += weight * (1 + log(count))
    return scores


def _parts_in(pieces: Sequence[Term]) -> set[Term]:
    """Return the parts of terms that stand between the terms of a text."""
    between = (piece for piece in pieces if piece not in _weights())
    return {part for piece in between for part in _cut_up(piece) if part in _parts()}


def _cut_up(units: Term) -> Iterator[Term]:
    """Yield the words of a Latin term, and any two signs beside each other."""
    for place, unit in enumerate(units):
        if unit.isascii() and len(unit) > 3:
            yield (unit,)
        elif not unit.isascii() and place + 1 < len(units):
            yield units[place : place + 2]


@cache
def _terms() -> Terms[Mapping[str, float]]:
    return Terms(_weights())


@cache
def _weights() -> Mapping[Term, Mapping[str, float]]:
    """Return every term with what it says for each target."""
    return {
        term: {code: share * _rare(codes) * len(term) ** LONG for code, share in codes.items()}
        for term, codes in _by_term().items()
    }


@cache
def _parts() -> Mapping[Term, Mapping[str, float]]:
    """Return every part of a longer term with what little it says for the targets whose terms have it."""
    shares: defaultdict[Term, Counter[str]] = defaultdict(Counter)
    for term, codes in _by_term().items():
        for part in set(_cut_up(term)):
            if len(term) > 1 and part not in _by_term():
                shares[part].update(codes)
    return {
        part: {code: PART * _rare(codes) * share / codes.total() for code, share in codes.items()}
        for part, codes in shares.items()
    }


def _rare(codes: Sized) -> float:
    return log(1 + len(TARGETS) / len(codes))


@cache
def _by_term() -> Mapping[Term, Mapping[str, float]]:
    """Return the targets' own keywords, and the words of the glossary, with the targets they speak for."""
    terms: defaultdict[Term, dict[str, float]] = defaultdict(dict)
    for concept in glossary.built_in().concepts.values():
        for word in (word for words in concept.words.values() for word in words):
            for place, code in enumerate(concept.targets):
                terms[tuple(_cut(word))].setdefault(code, BESIDE if place else 1)
    for target in TARGETS.values():
        for keyword in (keyword for keywords in target.keywords.values() for keyword in keywords):
            terms[tuple(_cut(keyword))][target.code] = 1
    return terms


def _cut(text: str) -> list[str]:
    return [_stem(unit) for unit in units(fold(text))]


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    """Cut an English ending off."""
    if word in UNSTEMMED:
        return word
    for ending, instead in ENDINGS:
        stem = word.removesuffix(ending) + instead
        if word.endswith(ending) and len(stem) >= 4:
            return _undoubled(stem)
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        return word[:-1]
    return word


def _undoubled(stem: str) -> str:
    """Return ``plan`` for the ``plann`` that is left of ``planning``."""
    return stem[:-1] if len(stem) > 4 and stem[-1] == stem[-2] and stem[-1] in "bdgmnprt" else stem


def _by_meaning(text: str, vectors: Vectors) -> dict[str, float]:
    """Return how near a text is to each target: the cosine, without what is only the language's."""
    directions, languages = _directions(vectors)
    vector = vectors([text])[0]
    vector = vector - languages[(languages @ vector).argmax()]
    return dict(zip(TARGETS, (directions @ vector / _length(vector)).tolist(), strict=True))


@lru_cache(maxsize=2)
def _directions(vectors: Vectors) -> tuple[Any, Any]:
    """Return where each target lies, and where each language lies, as one row each."""
    told = [_told(code, language) for language in _languages() for code in TARGETS]
    each = vectors(told).reshape(len(_languages()), len(TARGETS), -1)
    languages = each.mean(axis=1)
    directions = (each - languages[:, None]).mean(axis=0)
    return directions / _length(directions)[:, None], languages


def _languages() -> Sequence[str]:
    """Return the languages in which every target is told."""
    told = (set(target.keywords) for target in TARGETS.values())
    return sorted(set.intersection(*told))


def _told(code: str, language: str) -> str:
    """Return what a target is about in one language, in our own words."""
    target = TARGETS[code]
    translate = translator(language if language in LANGUAGES else "en")
    described = [translate.plain(target.title), translate.plain(target.description)] if language in LANGUAGES else []
    return ". ".join([*described, ", ".join(target.keywords[language][:TOLD])])


def _length(vector: Any) -> Any:
    return (vector**2).sum(axis=-1) ** 0.5
