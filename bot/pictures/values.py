"""What pictures are drawn from. Names are in the reader's language, counts are of public actions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What pictures of actions have in common."""

    day: date
    target: str = ""  # empty for all
    demo: bool = False


@dataclass(frozen=True, kw_only=True)
class Districts(Shown):
    """How many actions each city of South Korea has; cities that take part without any have 0."""

    counts: Mapping[str, int]  # by place key, of a district or of a province
    names: Mapping[str, str]


@dataclass(frozen=True)
class Spot:
    """A city somewhere in the world, at degrees east and north."""

    name: str
    east: float
    north: float
    count: int


@dataclass(frozen=True, kw_only=True)
class Spots(Shown):
    """How many actions cities of the world have."""

    cities: tuple[Spot, ...]


@dataclass(frozen=True)
class Row:
    """A city or a region, and how many actions it has for each target."""

    name: str
    counts: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Gaps(Shown):
    """Where there are actions and where there are none: rows of cities or regions, columns of targets."""

    targets: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class Tags(Shown):
    """How often a tag was given to an action."""

    counts: Mapping[str, int]
