"""What the index knows of one published action."""

from dataclasses import dataclass
from datetime import date
from typing import Any

FACETS = ("language", "target", "kind", "country", "place", "pathway", "year", "visibility")


@dataclass(frozen=True, slots=True)
class Entry:
    """One action, as the index takes it in."""

    id: int
    change: int  # moves with every change of the action
    version: int  # moves with every change of its words
    shown: bool  # published, not withdrawn
    day: date
    facets: dict[str, str | None]
    title: str = ""
    text: str = ""
    words: str = ""  # everything it is found by, its city's names too

    @classmethod
    def of(cls, row: Any) -> "Entry":
        """Return the entry of a row of ``storage.index.reading``."""
        facets = {name: getattr(row, name) for name in FACETS if name != "year"}
        return cls(
            row.id, row.change, row.version, row.state == "published", row.day, facets | {"year": str(row.day.year)},
            row.title, row.text, f"{row.words}\n{row.city_words}",
        )  # fmt: skip

    @property
    def passage(self) -> str:
        """What the action says, for a model to read."""
        head = self.title.rstrip(" …")
        return self.text if self.text.startswith(head) else f"{self.title}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Subject:
    """One action, as others are compared with it."""

    id: int
    words: str  # its title, text and tags
    language: str
    target: str
    place: str  # its city's
