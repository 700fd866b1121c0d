"""A report as it is read, before it becomes a file: headings, paragraphs, tables, in one language or in two."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.reports.contents import IndicatorPart


@dataclass(frozen=True)
class Run:
    """A piece of text and the language it is in, by which its letters and line breaks are chosen."""

    text: str
    language: str


# The same in each language of the report; of what exists in one language only, just that.
Words = tuple[Run, ...]
Style = Literal["body", "quiet", "blank", "label", "box"]


@dataclass(frozen=True)
class Heading:
    """The beginning of a part; a chapter is of level 1, and begins a page where there are pages."""

    level: int
    words: Words


@dataclass(frozen=True)
class Paragraph:
    """Some sentences. Two languages stand side by side where the file can show that."""

    words: Words
    style: Style = "body"


@dataclass(frozen=True)
class Bullets:
    """Short lines that belong together."""

    items: tuple[Words, ...]


@dataclass(frozen=True)
class Table:
    """Rows under a header; ``widths`` say how the columns share the line."""

    header: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True)
class Photos:
    """Photos in a row, by the numbers under which they are kept; those that cannot be read are left out."""

    keys: tuple[int, ...]
    words: Words  # what is to be said of them to who cannot see them


@dataclass(frozen=True)
class Chart:
    """How an indicator went, drawn."""

    indicator: IndicatorPart
    words: Words  # the same said in words


Block = Heading | Paragraph | Bullets | Table | Photos | Chart


@dataclass(frozen=True)
class Document:
    """What a file is made of, whatever kind of file."""

    title: Words
    subtitle: Words
    facts: tuple[Words, ...]  # below the title
    blocks: tuple[Block, ...]
    languages: tuple[str, ...]
    day: date  # the as-of date: also the date of the file, so that it is the same whenever it is made
    cover: bool = True  # whether the title stands on a page of its own
    running: Words = ()  # repeated at the foot of each page
