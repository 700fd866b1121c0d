"""One place of the register while it is being put together."""

import math
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.language.fold import fold_name

# What kind of name it is; the last digit of a weight. CONTEXT only says where another place is.
CONTEXT, OTHER, SHORT, OFFICIAL = 0, 1, 2, 3


@dataclass
class Entry:
    """A place as it goes into the register. Latitude and longitude in degrees, outline as rings of [x, y]."""

    key: str
    country: str
    kind: str
    names: dict[str, str]
    latitude: float
    longitude: float
    timezone: str
    parent: str | None = None
    population: int | None = None
    told_by: str = "country"
    valid_from: str | None = None
    valid_to: str | None = None
    successors: list[str] = field(default_factory=list)
    outline: list[list[list[float]]] | None = None
    index: dict[str, int] = field(default_factory=dict)
    importance: int = 0

    def called(self, rank: int, *names: str) -> None:
        """Let people find the place by these names; the best rank of a name counts."""
        weight = 10 * self.importance + rank
        for name in names:
            folded = fold_name(name)
            if folded:
                self.index[folded] = max(weight, self.index.get(folded, 0))

    def can_be_found(self) -> bool:
        """Say whether any of its names does more than tell where other places are."""
        return any(weight % 10 != CONTEXT for weight in self.index.values())

    def line(self) -> dict[str, Any]:
        """Return what the file keeps, in a fixed order."""
        kept = {name: value for name, value in asdict(self).items() if value not in (None, [])}
        kept.pop("importance")
        kept["index"] = sorted(self.index.items())
        if self.outline:
            kept["bounds"] = _bounds(self.outline)
        return kept


def importance_of(people: int) -> int:
    """Return how likely a place of so many people is meant: 0 for none, 700 for ten million."""
    return round(100 * math.log10(max(people, 1)))


def _bounds(outline: list[list[list[float]]]) -> list[float]:
    across = [x for ring in outline for x, _ in ring]
    up = [y for ring in outline for _, y in ring]
    return [min(up), min(across), max(up), max(across)]
