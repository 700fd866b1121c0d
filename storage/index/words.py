"""The index of words: which actions hold the terms of a query, and how telling those are.

Each language has a part of its own, because how rare a word is and how long a text is usual are counted within one.
Scores are BM25's, as a share of what the query's terms are worth together: about 1 for an action of usual length that
holds every term once, whatever the query's length.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from bot.language import tokens
from storage.index.entries import Entry
from storage.index.wanted import Facets, Group

HEAP = 32_000_000  # bytes a part's writer may hold before it writes by itself
MOST = 48  # terms of a query that count: the most telling ones
TELLING = 0.05  # of what the most telling term is worth: what tells less is in most texts, and only costs time
MANY = 1000  # texts, from which on it takes time to find most of them
HEAD = 4  # letters of a word from which it can be told what it is meant to be
SEVERAL = 6  # words of a query at most each of which is looked for alone
HELP = 0.5  # what a helpful term is worth beside a needed one
PARTS = {"en": "en", "ko": "ko", "ja": "ja", "zh_Hans": "zh", "zh_Hant": "zh"}  # both scripts fold to one
OTHERS = "others"


class Words:
    """A folder of words."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts: dict[str, Part] = {}
        for name in (*PARTS.values(), OTHERS):
            if name not in self._parts and (folder / name).exists():
                self._parts[name] = Part(folder / name)
        self._part("en")  # one at least holds the folder's lock

    def put(self, entries: Iterable[Entry]) -> None:
        """Take entries in, in place of what was known of them; they are found after ``commit``."""
        for entry in entries:
            for part in self._parts.values():
                part.remove(entry.id)
            if entry.shown:
                self._part(PARTS.get(entry.facets["language"] or "", OTHERS)).add(entry)

    def clear(self) -> None:
        """Forget everything."""
        for part in self._parts.values():
            part.clear()
        self.commit()

    @property
    def changed(self) -> bool:
        """Whether something waits for ``commit``."""
        return any(part.changed for part in self._parts.values())

    def commit(self) -> None:
        for part in self._parts.values():
            part.commit()

    def close(self) -> None:
        """Let go of the folder."""
        for part in self._parts.values():
            part.close()

    def __len__(self) -> int:
        return sum(len(part) for part in self._parts.values())

    def search(
        self, text: str, group: Group, *, more: Mapping[str, Sequence[str]] = {}, limit: int = 100
    ) -> list[tuple[int, float]]:
        """Return ids and scores of actions with the words of a text, best first.

        Args:
            more: what a language calls the same: in its texts as good as the text's own words.
        """
        found = [
            hit
            for name, part in self._of(group)
            for hit in part.search(text, _spoken(name, more), _within(name, group), limit)
        ]
        return sorted(found, key=lambda hit: -hit[1])[:limit]

    def known(self, text: str, group: Group) -> bool:
        """Say whether every term of a text is used somewhere."""
        return any(part.known(text) for _name, part in self._of(group))

    def rarest(self, text: str, group: Group) -> str | None:
        """Return which of several words, if they are few, the fewest actions hold, of those that any holds."""
        words = tokens.words(text)
        held = {word: len(self.search(word, group)) for word in words} if 1 < len(words) <= SEVERAL else {}
        return min((word for word in held if held[word]), key=held.__getitem__, default=None)

    def similar(self, text: str, group: Group, limit: int = 30) -> list[int]:
        """Return actions that may hold words written almost like those of a text nobody uses."""
        return [id for _name, part in self._of(group) for id in part.similar(text, group, limit)]

    def _of(self, group: Group) -> list[tuple[str, "Part"]]:
        return [(name, self._parts[name]) for name in _names(group) if name in self._parts]

    def _part(self, name: str) -> "Part":
        if name not in self._parts:
            self._parts[name] = Part(self._folder / name)
        return self._parts[name]


class Part:
    """The words of one language."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._schema = (
            tantivy.SchemaBuilder()
            .add_integer_field("id", indexed=True, fast=True)  # unsigned, it could not be deleted by
            .add_integer_field("day", indexed=True, fast=True)
            .add_text_field("facets", tokenizer_name="raw", index_option="basic")
            .add_text_field("terms", tokenizer_name="terms", index_option="freq")
            .build()
        )
        self._index = tantivy.Index(self._schema, path=str(folder))
        whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("terms", whitespace)
        self._writer = self._index.writer(HEAP, 1)
        self._searcher = self._index.searcher()
        self._added: set[int] = set()  # since the last commit
        self.changed = False

    def remove(self, id: int) -> None:
        # Each removal is held in a kilobyte until the commit: a million of what never was there are too many.
        if id in self._added or self._searcher.doc_freq("id", id):
            self._writer.delete_documents_by_term("id", id)
            self.changed = True

    def add(self, entry: Entry) -> None:
        document = tantivy.Document()
        document.add_integer("id", entry.id)
        document.add_integer("day", entry.day.toordinal())
        for name, value in entry.facets.items():
            if value is not None:
                document.add_text("facets", f"{name}:{value}")
        document.add_text("terms", " ".join(tokens.kept(entry.words)))
        self._writer.add_document(document)
        self._added.add(entry.id)
        self.changed = True

    def clear(self) -> None:
        self._writer.delete_all_documents()
        self.changed = True

    def commit(self) -> None:
        if self.changed:
            self._writer.commit()
            self._index.reload()
            self._searcher = self._index.searcher()
            self._added.clear()
            self.changed = False

    def close(self) -> None:
        self._writer.wait_merging_threads()

    def __len__(self) -> int:
        return self._searcher.num_docs

    def search(self, text: str, more: Sequence[str], group: Group, limit: int) -> list[tuple[int, float]]:
        """Return ids and scores of actions with the words of a text, or with what is as good."""
        # What is called the same but is in most texts leads to all of them, and to none.
        worthy = TELLING * _idf(1, len(self)) if len(self) >= MANY else 0.0
        found = (self._holding(text), *(self._holding(each, worthy) for each in more))
        ways = [way for way in found if way]
        return self._best(Query.disjunction_max_query(ways), group, limit) if ways else []

    def known(self, text: str) -> bool:
        needed, _helpful = tokens.asked(text)
        return all(self._searcher.doc_freq("terms", term) for term in needed)

    def similar(self, text: str, group: Group, limit: int) -> list[int]:
        needed, _helpful = tokens.asked(text)
        unknown = [term for term in {*needed} if not self._searcher.doc_freq("terms", term)][:MOST]
        latin = [term for term in unknown if term.isascii() and len(term) >= HEAD]
        letters = {letter for term in unknown if not term.isascii() for letter in term}
        slips = [Query.fuzzy_term_query(self._schema, "terms", term, 2) for term in latin]
        # A slip in an ending keeps it from being taken off: its first letters are looked for, too.
        slips += [Query.fuzzy_term_query(self._schema, "terms", term[:6], 1, prefix=True) for term in latin]
        ways = [(Occur.Should, slip) for slip in slips] + [self._term(letter, 1.0) for letter in sorted(letters)]
        return [id for id, _score in self._best(Query.boolean_query(ways), group, limit)] if ways else []

    def _best(self, wanted: Query, group: Group, limit: int) -> list[tuple[int, float]]:
        clauses = [(Occur.Must, wanted)]
        clauses += [(Occur.Must, _weightless(limit)) for limit in self._limits(group.facets)]
        clauses += [(Occur.MustNot, limit) for limit in self._limits(group.without)]
        kind = tantivy.FieldType.Integer
        if group.since is not None:
            later = Query.range_query(self._schema, "day", kind, lower_bound=group.since.toordinal())
            clauses.append((Occur.Must, _weightless(later)))
        if group.keys is not None:
            between = Query.range_query(self._schema, "id", kind, *group.keys, include_lower=False)
            clauses.append((Occur.Must, _weightless(between)))
        hits = self._searcher.search(Query.boolean_query(clauses), limit, count=False).hits
        ids = self._searcher.fast_field_values("id", [address for _score, address in hits])
        return [(int(id or 0), score) for (score, _address), id in zip(hits, ids, strict=True)]

    def _holding(self, text: str, worthy: float = 0.0) -> Query | None:
        """Return the query for enough of the terms of a text; its score is the share of what they are worth.

        There is none where nobody uses them, or where the most telling one is not worthy.
        """
        needed, helpful = tokens.asked(text)
        held = {term: self._searcher.doc_freq("terms", term) for term in (*needed, *helpful)}
        worth = {term: _idf(count, max(len(self), count)) for term, count in held.items()}
        # A foreign word nobody uses is passed over; half a word of Hangul, Han or Kana is another word.
        asked = [term for term in {*needed} if held[term] or not term.isascii()]
        asked = sorted(asked, key=lambda term: (-worth[term], term))[:MOST]
        least = enough(len(asked))
        if least == 1:
            asked = [term for term in asked if worth[term] >= TELLING * worth[asked[0]]]
        known = [term for term in asked if held[term]]
        if len(known) < least or not known or worth[known[0]] < worthy:
            return None
        full = sum(worth.values())
        helping = sorted(term for term in {*helpful} - {*needed} if held[term])[:MOST]
        terms = [self._term(term, 1 / full) for term in known]
        must = Query.boolean_query(terms, minimum_number_should_match=least) if len(terms) > 1 else terms[0][1]
        if not helping:
            return must
        return Query.boolean_query([(Occur.Must, must), *(self._term(term, HELP / full) for term in helping)])

    def _term(self, term: str, boost: float) -> tuple[Occur, Query]:
        return Occur.Should, Query.boost_query(Query.term_query(self._schema, "terms", term, "freq"), boost)

    def _limits(self, facets: Facets) -> list[Query]:
        return [
            Query.term_set_query(self._schema, "facets", [f"{name}:{value}" for value in values])
            for name, values in facets.items()
        ]


def enough(asked: int) -> int:
    """Return how many of so many different terms an action must hold to be found by them.

    All of a few, or a word of three characters would be found by its half; of a question's many, any: the order tells.
    """
    return asked if asked <= 3 else 2 if asked == 4 else 1


def _idf(held: int, total: int) -> float:
    return math.log(1 + (total - held + 0.5) / (held + 0.5))


def _names(group: Group) -> list[str]:
    """Return the parts in which the texts of a group's languages stand."""
    if languages := group.facets.get("language"):
        return sorted({PARTS.get(each, OTHERS) for each in languages})
    without = {PARTS.get(each, OTHERS) for each in group.without.get("language", ())} - {OTHERS}
    return sorted({*PARTS.values(), OTHERS} - without)


def _spoken(name: str, more: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the words that texts of a part may use: their languages', and English ones, which are at home anywhere."""
    languages = [each for each, part in PARTS.items() if part == name] + ["en"]
    return list(dict.fromkeys(word for each in languages for word in more.get(each, ())))


def _within(name: str, group: Group) -> Group:
    """Return what is left to look at in a part: not the language, where the group has all of the part's texts."""
    spoken = {language for language, part in PARTS.items() if part == name}
    asked, barred = group.facets.get("language", spoken), group.without.get("language", ())
    if not spoken or not spoken <= {*asked} or spoken & {*barred}:
        return group
    facets, without = (
        {key: values[key] for key in values if key != "language"} for values in (group.facets, group.without)
    )
    return replace(group, facets=facets, without=without)


def _weightless(query: Query) -> Query:
    """Return a condition that does not count in the score."""
    return Query.boost_query(Query.const_score_query(query, 1.0), 0.0)
