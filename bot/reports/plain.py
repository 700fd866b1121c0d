"""A report as plain text that pastes well: no frames, no tabs, short lines for what is short."""

from collections.abc import Iterator, Mapping

from bot.reports import parts
from bot.reports.blocks import Block, Bullets, Chart, Document, Heading, Paragraph, Photos, Table, Words
from bot.reports.voice import NOTHING


def write(document: Document, _pictures: Mapping[int, bytes] = {}) -> bytes:
    """Return the text in UTF-8, with the mark by which old editors know it."""
    return "\n".join(lines(document)).encode("utf-8-sig") + b"\n"


def lines(document: Document) -> list[str]:
    """Return the text line by line; a blank one stands before each heading."""
    top = [document.title, document.subtitle, *document.facts]
    found = [line for words in top for line in _spoken(words)]
    for block in document.blocks:
        found += _lines(block)
    return found


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield ""
            yield parts.whole(block.words)
        case Paragraph():
            yield from _spoken(block.words)
        case Bullets():
            for item in block.items:
                yield f"- {parts.whole(item)}"
        case Table():
            for row in block.rows:
                yield f"- {_row(block, row)}"
        case Chart() | Photos():
            pass  # a chart is drawn from a table that was told, and photos say nothing in words


def _spoken(words: Words) -> Iterator[str]:
    for run in words:
        yield from run.text.split("\n")


def _row(table: Table, row: tuple[Words, ...]) -> str:
    """Return a row as its first cell, and the others after their headers; what is not told is left out."""
    told = [parts.whole(row[0])]
    for header, cell in zip(table.header[1:], row[1:], strict=True):
        if cell and cell[0].text != NOTHING:
            told.append(f"{parts.whole(header)} {parts.whole(cell)}")
    return " · ".join(told)
