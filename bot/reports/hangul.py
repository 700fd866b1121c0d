"""A report as HWPX, the open format of Korean word processors: its text in plain paragraphs and simple tables."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from itertools import count
from xml.sax.saxutils import escape

from bot.reports import parts, plain
from bot.reports.blocks import Document, Heading
from bot.reports.packed import steady

SIZES = {1: 15, 2: 12, 3: 10.5}
TITLE = 18
_IDENTITY = re.compile(rb'(<hp:p [^>]*?\bid=")\d+(")')
_TITLE = re.compile(r"<opf:title/>|<opf:title>.*?</opf:title>")
_META = r'(<opf:meta name="{name}" content="text">)[^<]*(</opf:meta>)'


def write(document: Document, _pictures: Mapping[int, bytes] = {}) -> bytes:
    """Return the document's text as HWPX, line by line as in the plain text."""
    # Imported only when needed: the library is large, and a start should not wait for it.
    from hwpx import HwpxDocument

    paper = HwpxDocument.new()
    styles = {size: paper.styles.ensure_run(bold=True, size=size) for size in {TITLE, *SIZES.values()}}
    [title, *rest] = plain.lines(document)
    headings = {parts.whole(each.words): each.level for each in document.blocks if isinstance(each, Heading)}
    paper.add_paragraph(title, char_pr_id_ref=styles[TITLE])
    for line in rest:
        if line in headings:
            paper.add_paragraph(line, char_pr_id_ref=styles[SIZES[headings[line]]])
        else:
            paper.add_paragraph(line)
    return steady(_own(paper.to_bytes(), title, document.day), document.day)


def _own(content: bytes, title: str, day: date) -> bytes:
    """Return the file with our name and day in place of the template's, and paragraphs numbered in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            told = old.read(part)
            if part.filename.startswith("Contents/section"):
                told = _numbered(told)
            elif part.filename == "Contents/content.hpf":
                told = _described(told.decode(), title, day).encode()
            new.writestr(part, told)
    return out.getvalue()


def _numbered(section: bytes) -> bytes:
    numbers = count()
    return _IDENTITY.sub(lambda found: b"%s%d%s" % (found[1], next(numbers), found[2]), section)


def _described(package: str, title: str, day: date) -> str:
    package = _TITLE.sub(lambda _found: f"<opf:title>{escape(title)}</opf:title>", package)
    moment = f"{day.isoformat()}T00:00:00Z"
    for name, value in (
        ("creator", "Pumasi"), ("lastsaveby", "Pumasi"), ("CreatedDate", moment), ("ModifiedDate", moment),
        ("date", day.isoformat()),
    ):  # fmt: skip
        package = re.sub(_META.format(name=name), rf"\g<1>{value}\g<2>", package)
    return package
