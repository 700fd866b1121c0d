"""Terms found in a text: Latin ones word by word, Korean, Japanese and Chinese ones sign by sign, across spaces."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, TypeVar

UNIT = re.compile(r"[a-z0-9]+|\w")
PLURALS = (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("s", ""))
SINGULARS = {"buses": "bus", "children": "child", "women": "woman"}
NO_PLURALS = ("ss", "us", "is")

Term = tuple[str, ...]
Meaning = TypeVar("Meaning")


def units(folded: str) -> list[str]:
    """Cut a folded text into what terms are made of: a Latin word is one unit, any other sign is one of its own."""
    return UNIT.findall(folded)


def singular(word: str) -> str:
    """Return an English word without its plural ending; a short one and what is no English word stay as they are."""
    if word in SINGULARS:
        return SINGULARS[word]
    if len(word) < 4 or word.endswith(NO_PLURALS):
        return word
    ending, instead = next((pair for pair in PLURALS if word.endswith(pair[0])), ("", ""))
    return word.removesuffix(ending) + instead


class Terms(Generic[Meaning]):
    """Terms and what each of them means."""

    def __init__(self, meanings: Mapping[Term, Meaning]) -> None:
        self._meanings = meanings
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for term in meanings:
            lengths[term[0]].add(len(term))
        self._lengths = {first: sorted(each, reverse=True) for first, each in lengths.items()}

    def found(self, text: Sequence[str]) -> Iterator[tuple[Term, Meaning]]:
        """Yield the terms in a text from left to right, the longest one at each place, with what they mean."""
        for term in self.split(text):
            if term in self._meanings:
                yield term, self._meanings[term]

    def split(self, text: Sequence[str]) -> Iterator[Term]:
        """Yield the whole text: the terms in it, and what lies between them."""
        place = since = 0
        while place < len(text):
            term = self._at(text, place)
            if term and since < place:
                yield tuple(text[since:place])
            if term:
                yield term
                since = place + len(term)
            place += len(term) or 1
        if since < place:
            yield tuple(text[since:place])

    def _at(self, text: Sequence[str], place: int) -> Term:
        for length in self._lengths.get(text[place], ()):
            term = tuple(text[place : place + length])
            if term in self._meanings:
                return term
        return ()
