"""What a report says, whatever it is made into: gathered once, frozen as it is, and read again unchanged."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class CityPart:
    """A city in a report: its code leads to it from every line."""

    code: str
    names: dict[str, str]  # by language
    within: dict[str, str]
    country: str
    population: int | None
    since: date


@dataclass(frozen=True)
class GoalPart:
    """What a city wants to reach for a target."""

    city: str
    text: str
    language: str
    serves: str = ""  # the national goal it contributes to


@dataclass(frozen=True)
class ActionPart:
    """An action as it stood on the day of the report."""

    city: str
    number: str
    title: str
    text: str
    language: str
    kind: str  # under_way, achieved
    target: str
    day: date
    only_year: bool = False
    only_month: bool = False
    second: str = ""  # the official text in a second language, and which that is
    second_language: str = ""
    noticed: str = ""  # who notices the difference
    partners: str = ""
    links: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()  # other goals it serves
    tags: tuple[str, ...] = ()
    pathway: str = ""
    photos: tuple[int, ...] = ()  # attachments, read when they are drawn
    documents: tuple[str, ...] = ()  # names of attached documents
    tonnes: Decimal | None = None  # of CO2 equivalents in a year, counted once
    tonnes_year: int | None = None
    evidence: str = ""  # own, document, link, reviewed; empty in what was frozen before this was kept
    evidence_day: date | None = None  # since when
    figures_changed: bool = False  # on that day, so that an earlier check no longer counts


@dataclass(frozen=True)
class MeasurePart:
    """A figure and the day it is true for."""

    day: date
    value: Decimal


@dataclass(frozen=True)
class IndicatorPart:
    """An indicator with everything said of it, oldest first."""

    city: str
    name: str
    language: str
    unit: str
    better: str  # up, down
    target: str
    source: str = ""
    code: str = ""
    department: str = ""
    baseline: MeasurePart | None = None
    values: tuple[MeasurePart, ...] = ()
    target_value: MeasurePart | None = None
    rating: str = ""  # reached, on_track, behind, away; empty where nothing can be said
    reason: str = ""  # of a rating that is the city's own word


@dataclass(frozen=True)
class ChapterPart:
    """What a report says of one target. Whatever is empty is shown as blank, never filled."""

    target: str
    now: str = ""  # how it works now, in the city's words
    to_do: str = ""  # what remains to be done
    goals: tuple[GoalPart, ...] = ()
    actions: tuple[ActionPart, ...] = ()
    indicators: tuple[IndicatorPart, ...] = ()
    approved: tuple[str, ...] = ()  # parties that found it balanced


@dataclass(frozen=True)
class MilestonePart:
    """A step a city has reached."""

    city: str
    ladder: str
    step: str
    day: date
    evidence: str = ""


@dataclass(frozen=True)
class Contents:
    """A report: of a city, or of a country, where every line names its city."""

    kind: str  # city, country
    title: dict[str, str]  # the city's or the office's name, by language
    day: date  # the as-of date
    version: int  # 0: not frozen
    cities: tuple[CityPart, ...]
    chapters: tuple[ChapterPart, ...]  # one for each target, in order, blank ones too
    milestones: tuple[MilestonePart, ...] = ()
    demo: bool = False
    practice: bool = False  # of an invented city
