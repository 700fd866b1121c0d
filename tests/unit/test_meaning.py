"""Vectors beside the columns: means of languages, as texts come, change and go."""

from datetime import date

import numpy as np

from storage.index.columns import Columns
from storage.index.entries import Entry
from storage.index.meaning import Meaning, small

WIDTH = 64


def filled(count: int) -> Meaning:
    """Return what so many Korean texts mean."""
    columns = Columns()
    columns.put(entry(id) for id in range(1, count + 1))
    meaning = Meaning(columns, WIDTH, {})
    meaning.put(np.arange(count), vectors(count))
    return meaning


def entry(id: int) -> Entry:
    facets: dict[str, str | None] = {"language": "ko", "target": "11.5", "visibility": "public"}
    return Entry(id, id, 1, True, date(2026, 5, 1), facets)


def vectors(count: int) -> np.ndarray[tuple[int, int], np.dtype[np.int8]]:
    return small(np.random.default_rng(7).normal(size=(count, WIDTH)).astype(np.float32))


def test_a_text_that_was_edited_counts_once_in_the_mean_of_its_language() -> None:
    meaning = filled(5)
    before = meaning.mean("ko")
    meaning.forget(2)
    assert not np.allclose(meaning.mean("ko"), before)
    meaning.put(np.array([2]), vectors(5)[2:3])
    assert np.allclose(meaning.mean("ko"), before)


def test_what_is_forgotten_twice_is_taken_off_once() -> None:
    meaning = filled(5)
    meaning.forget(2)
    once = meaning.mean("ko")
    meaning.forget(2)
    assert np.array_equal(meaning.mean("ko"), once)
