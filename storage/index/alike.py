"""What is like one action, and what says nearly the same as a text."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from bot.language.glossary import Concept
from storage.index.entries import Subject
from storage.index.meaning import Vector
from storage.index.model import LONGEST
from storage.index.ranking import MOST, Ranked, best
from storage.index.searching import Searching
from storage.index.wanted import OWN_SCRIPTS, Alike, Facets, Group, Nearly, Neighbours, shown

Hits = list[tuple[int, float]]

# Measured on the demo network, by vectors whose languages' means are taken off. Of 406 pairs of actions of different
# cities for the same target, those above 0.27 (one in seven) are about the same thing. Some way below it are those
# worth a look, such as a rain tunnel and a sponge city; to have nobody to compare with helps less.
ALIKE = 0.15
# One sentence that tells an action of the demo network in other words, in its language, comes to between 0.47 and
# 0.74; another action of the same city on the same subject to 0.44 at most.
NEARLY = 0.5
# Without a model, what has to be shared, where all words and each concept are worth one: on the demo network this finds
# two in three of what is alike by meaning, and three others to two of these. Texts with few concepts cannot share much.
SHARED, EACH = 1.2, 0.3
# Of pairs of actions of the demo network that are just as near by meaning, three in five have the same target; below,
# fewer than half.
LIKE = 0.25
NEAREST, CROWD, ROUNDS = 30, 5, 4  # of what is like a text: so many at once, of one city, and looks at the others
CONCEPTS = 8  # that count: each is a search


def alike(search: Searching, subject: Subject, request: Alike, concepts: Sequence[Concept]) -> Ranked:
    """Return what other cities did for the same target, by meaning where the action's is known, else by its words.

    Args:
        concepts: what the glossary knows of its words: to share one of these counts like sharing all words.
    """
    facets = {"target": [subject.target], "visibility": shown(request.member)}
    group = Group(facets, without={"place": [subject.place]})
    row = search.columns.rows.get(subject.id)
    if search.meaning and row is not None and search.meaning.has(row):
        return Ranked(_near(search, search.meaning.vector(row), group, ALIKE), meaning=True)
    found: Counter[int] = Counter()
    found.update(dict(search.words.search(subject.words, group)))
    for concept in concepts[:CONCEPTS]:
        for language, (first, *more) in concept.words.items():
            there = replace(group, facets={**facets, "language": [language]})
            found.update(
                {id: min(score, 1.0) for id, score in search.words.search(first, there, more={language: more})}
            )
    least = min(SHARED, EACH * (1 + len(concepts)))
    return Ranked(best({id: score for id, score in found.items() if score >= least}))


def comparable(search: Searching, request: Nearly) -> bool:
    """Say whether the city has published anything that a model has read."""
    told = np.flatnonzero(search.columns.allowed(_of_city(request)))
    return search.meaning is not None and any(search.meaning.has(int(row)) for row in told)


def nearly(search: Searching, request: Nearly, vector: Vector) -> Ranked:
    """Return what the city has published that says nearly the same as a text with this vector."""
    assert search.meaning
    saying = search.meaning.saying(vector, request.language)
    return Ranked(_near(search, saying, _of_city(request), NEARLY), meaning=True)


def neighbours(search: Searching, request: Neighbours, vector: Vector | None) -> Ranked:
    """Return what is like a text in its own city, and in all others: with a vector in any language, else in its own."""
    saying = search.meaning.saying(vector, request.language) if search.meaning and vector is not None else None
    languages: Facets = {"language": OWN_SCRIPTS.get(request.language, (request.language,))} if saying is None else {}

    def find(group: Group) -> Hits:
        if saying is not None:
            return _near(search, saying, group, LIKE)[:NEAREST]
        return search.words.search(request.text[:LONGEST], group, limit=NEAREST)

    own = find(Group({**languages, "place": [request.place]}))
    others = Group({**languages, "visibility": shown(request.member)}, without={"place": [request.place]})
    return Ranked(own, _of_many(search, find, others), meaning=saying is not None)


def _of_many(search: Searching, find: Callable[[Group], Hits], group: Group) -> Hits:
    """Return what is found in a group; a city that has published the same again and again crowds nobody out."""
    found: dict[int, float] = {}
    for _ in range(ROUNDS):
        hits = find(group)
        found.update(hits)
        places = Counter(search.columns.value(search.columns.rows[id], "place") for id, _score in hits)
        crowding = [place for place, count in places.items() if place and count > CROWD]
        if len(hits) < NEAREST or not crowding:
            break
        group = replace(group, without={"place": [*group.without["place"], *crowding]})
    return [*found.items()]


def _of_city(request: Nearly) -> Group:
    return Group({"place": [request.place]})


def _near(search: Searching, vector: Vector, group: Group, least: float) -> list[tuple[int, float]]:
    assert search.meaning
    rows, near = search.meaning.candidates(vector, search.meaning.apart(vector), search.columns.allowed(group))
    ids = search.columns.ids[rows[:MOST]]
    return [(int(id), float(score)) for id, score in zip(ids, near[:MOST], strict=True) if score >= least]
