"""The index of words: which actions hold the terms of a query, and how telling those are.

Scores are BM25's, as a share of what the query's terms are worth together: about 1 for an action of usual length that
holds every term once, whatever the query's length.
"""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from bot.language import terms
from storage.index.entries import Entry
from storage.index.wanted import Facets, Group

HEAP = 64_000_000  # bytes a writer may hold before it writes by itself
MOST = 48  # terms of a query that count: the most telling ones
HELP = 0.5  # what a helpful term is worth beside a needed one


class Words:
    """A folder of words."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        schema = (
            tantivy.SchemaBuilder()
            .add_unsigned_field("id", indexed=True, fast=True)
            .add_integer_field("day", indexed=True, fast=True)
            .add_text_field("facets", tokenizer_name="raw", index_option="basic")
            .add_text_field("terms", tokenizer_name="terms", index_option="freq")
        )
        self._schema = schema.build()
        self._index = tantivy.Index(self._schema, path=str(folder))
        whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("terms", whitespace)
        self._writer = self._index.writer(HEAP, 1)
        self._searcher = self._index.searcher()

    def put(self, entries: Iterable[Entry]) -> None:
        """Take entries in, in place of what was known of them; they are found after ``commit``."""
        for entry in entries:
            self._writer.delete_documents_by_term("id", entry.id)
            if entry.shown:
                self._writer.add_document(self._document(entry))

    def clear(self) -> None:
        """Forget everything."""
        self._writer.delete_all_documents()
        self.commit()

    def commit(self) -> None:
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def close(self) -> None:
        """Let go of the folder."""
        self._writer.wait_merging_threads()

    def __len__(self) -> int:
        return self._searcher.num_docs

    def search(
        self, text: str, group: Group, *, since: int | None = None, more: Sequence[str] = (), limit: int = 100
    ) -> list[tuple[int, float]]:
        """Return ids and scores of actions with the words of a text, best first.

        Args:
            since: the earliest day, as its ordinal.
            more: words of the same meaning, any of which is as good as the text's own.
        """
        ways = [way for way in map(self._holding, [text, *more]) if way]
        if not ways:
            return []
        clauses = [(Occur.Must, Query.disjunction_max_query(ways) if len(ways) > 1 else ways[0])]
        clauses += [(Occur.Must, _weightless(limit)) for limit in self._limits(group.facets)]
        clauses += [(Occur.MustNot, limit) for limit in self._limits(group.without)]
        if since is not None:
            later = Query.range_query(self._schema, "day", tantivy.FieldType.Integer, lower_bound=since)
            clauses.append((Occur.Must, _weightless(later)))
        hits = self._searcher.search(Query.boolean_query(clauses), limit, count=False).hits
        ids = self._searcher.fast_field_values("id", [address for _score, address in hits])
        return [(int(id or 0), score) for (score, _address), id in zip(hits, ids, strict=True)]

    def _holding(self, text: str) -> Query | None:
        """Return the query for enough of the terms of a text; its score is the share of what they are worth."""
        needed, helpful = terms.asked(text)
        worth = self._worth([*needed, *helpful])
        # A foreign word nobody uses is passed over; half a word of Hangul, Han or Kana is another word.
        asked = [term for term in {*needed} if worth[term] or not term.isascii()]
        asked = sorted(asked, key=lambda term: (-worth[term], term))[:MOST]
        known = [term for term in asked if worth[term]]
        least = enough(len(asked))
        if len(known) < least or not known:
            return None
        must = [(Occur.Should, self._term(term, 1 / worth["*"])) for term in known]
        help = [(Occur.Should, self._term(term, HELP / worth["*"])) for term in {*helpful} - {*needed} if worth[term]][
            :MOST
        ]
        held = Query.boolean_query(must, minimum_number_should_match=min(least, len(must)))
        return Query.boolean_query([(Occur.Must, held), *help])

    def _term(self, term: str, boost: float) -> Query:
        return Query.boost_query(Query.term_query(self._schema, "terms", term, "freq"), boost)

    def _worth(self, asked: Sequence[str]) -> dict[str, float]:
        """Return how rare each term is, 0 if it occurs nowhere; and under ``*`` what all of them are worth."""
        total = max(len(self), 1)
        worth: dict[str, float] = {}
        full = 0.0
        for term in {*asked}:
            holds = self._searcher.doc_freq("terms", term)
            idf = math.log(1 + (total - holds + 0.5) / (holds + 0.5))
            worth[term] = idf if holds else 0.0
            full += idf
        return worth | {"*": full or 1.0}

    def _limits(self, facets: Facets) -> list[Query]:
        return [
            Query.term_set_query(self._schema, "facets", [f"{name}:{value}" for value in values])
            for name, values in facets.items()
        ]

    def _document(self, entry: Entry) -> tantivy.Document:
        document = tantivy.Document()
        document.add_unsigned("id", entry.id)
        document.add_integer("day", entry.day.toordinal())
        for name, value in entry.facets.items():
            if value is not None:
                document.add_text("facets", f"{name}:{value}")
        document.add_text("terms", " ".join(terms.kept(entry.words)))
        return document


def _weightless(query: Query) -> Query:
    """Return a condition that does not count in the score."""
    return Query.boost_query(Query.const_score_query(query, 1.0), 0.0)


def enough(asked: int) -> int:
    """Return how many of so many different terms an action must hold to be found by them.

    Both of two, or a word of three characters would be found by its half; of a question's many, any: the order tells.
    """
    return min(asked, 2) if asked <= 4 else 1
