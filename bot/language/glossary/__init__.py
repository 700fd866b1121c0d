"""The glossary: what local governments call the same thing in five languages.

A line of a table is a concept: its key, the targets it speaks for, and its words in each language, the usual one first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from bot.language.fold import fold
from bot.language.terms import Term, Terms, singular, units
from bot.text import LANGUAGES

SIBLINGS = {"zh_Hans": "zh_Hant", "zh_Hant": "zh_Hans"}  # folded, the two differ only in what things are called


@dataclass(frozen=True, eq=False)
class Concept:
    """One thing, the targets it speaks for, and its words by language, in their usual order."""

    key: str
    targets: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Change:
    """A word that an office added to a concept, or took away from it."""

    concept: str
    language: str
    word: str
    added: bool


class Glossary:
    """Concepts, and the way from a text to them."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts = {concept.key: concept for concept in concepts}
        meanings: defaultdict[Term, defaultdict[str, list[Concept]]] = defaultdict(lambda: defaultdict(list))
        for concept in self.concepts.values():
            for language, words in concept.words.items():
                for term in {term_of(word) for word in words}:
                    meanings[term][language].append(concept)
        self._terms = Terms(meanings)

    def concepts_in(self, folded_text: str, language: str | None = None) -> list[Concept]:
        """Return the concepts a folded text names, in its order, the longest word at each place.

        A word of another language counts where the text's own language has no such word.
        """
        found: dict[Concept, None] = {}
        for _term, meanings in self._terms.found(_cut(folded_text)):
            own = meanings.get(language or "") or meanings.get(SIBLINGS.get(language or "", ""))
            found.update(dict.fromkeys(own or (each for concepts in meanings.values() for each in concepts)))
        return list(found)

    def expand(self, query: str, language: str | None = None) -> dict[str, list[str]]:
        """Return what each other language calls the concepts of a query, what folds alike only once."""
        folded = fold(query)
        words: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for concept in self.concepts_in(folded, language):
            for each in concept.words.keys() - {language}:
                words[each] |= {like: word for word in concept.words[each] if (like := fold(word)) not in folded}
        return {each: list(like.values()) for each, like in words.items()}

    def changed(self, changes: Iterable[Change]) -> "Glossary":
        """Return this glossary with what offices changed, the earliest change first."""
        concepts = dict(self.concepts)
        for change in changes:
            if concept := concepts.get(change.concept):
                kept = tuple(word for word in concept.words[change.language] if word != change.word)
                words = {**concept.words, change.language: (*kept, change.word) if change.added else kept}
                concepts[concept.key] = replace(concept, words=words)
        return Glossary(concepts.values())


@lru_cache(maxsize=16384)  # to put a changed glossary together takes a moment, not a second
def term_of(word: str) -> Term:
    """Return a word as it is looked for: folded, cut into units, without plurals."""
    return tuple(_cut(fold(word)))


@cache
def built_in() -> Glossary:
    """Return the glossary as it comes with the program."""
    return Glossary(_concepts())


def _concepts() -> Iterator[Concept]:
    for table in sorted(Path(__file__).parent.glob("*.txt")):
        for line in table.read_text(encoding="utf-8").splitlines():
            key, targets, *columns = (column.strip() for column in line.split("|"))
            words = (tuple(word.strip() for word in column.split(";")) for column in columns)
            yield Concept(key, tuple(targets.replace("-", "").split()), dict(zip(LANGUAGES, words, strict=True)))


def _cut(folded_text: str) -> list[str]:
    return [singular(unit) for unit in units(folded_text)]
