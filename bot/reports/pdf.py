"""A report as PDF: tagged, for archives where every letter has a shape, the same bytes whenever it is made."""

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson

from bot.reports import parts, photos, typesetting
from bot.reports.blocks import Block, Bullets, Chart, Document, Heading, Paragraph, Photos, Run, Table, Words
from bot.reports.voice import figure

TEMPLATES = Path(__file__).parent
LARGE = 4000  # blocks; tags would take more memory than all the rest
CHINESE = {"zh_Hans": ("zh", "CN"), "zh_Hant": ("zh", "TW")}
_LANGUAGE = re.compile("[a-z]{2,3}")
# What has no place to break: longer than any word, and no letters that break anywhere.
_ENDLESS = re.compile(r"[^\s\u2e80-\u9fff\uac00-\ud7ff\uf900-\uffef]{41,}")
PIECE = 30


def write(document: Document, pictures: Mapping[int, bytes] = {}) -> bytes:
    """Return the document as a PDF.

    Raises:
        Missing: the fonts are not there.
    """
    wanted = {key for block in document.blocks if isinstance(block, Photos) for key in block.keys}
    kept = photos.fitting({key: pictures[key] for key in sorted(wanted) if key in pictures})
    data = orjson.dumps(_data(document, set(kept)))
    large = len(document.blocks) > LARGE
    with _ready(data, {_file(key): content for key, content in kept.items()}) as root:
        return typesetting.pdf_apart(root, tagged=False) if large else typesetting.pdf(root, tagged=True)


def charts(blocks: Sequence[Chart]) -> list[bytes]:
    """Return charts as PNG, in the same order.

    Raises:
        Missing: the fonts are not there.
    """
    if not blocks:
        return []
    data = orjson.dumps({"charts": [_chart(block) for block in blocks]})
    with _ready(data, {}) as root:
        return typesetting.pictures(root)


@contextmanager
def _ready(data: bytes, files: Mapping[str, bytes]) -> Iterator[Path]:
    """Lay out what the templates read in a folder of its own: they can read nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, content in {**files, "report.json": data}.items():
            (root / name).write_bytes(content)
        for each in TEMPLATES.glob("*.typ"):
            (root / each.name).write_bytes(each.read_bytes())
        yield root


def _file(key: int) -> str:
    return f"{key}.jpg"


def _data(document: Document, kept: set[int]) -> dict[str, Any]:
    lang, region = _locale(document.languages[0])
    return {
        "title": parts.whole(document.title), "author": "Pumasi", "lang": lang, "region": region,
        "year": document.day.year, "month": document.day.month, "day": document.day.day,
        "words": _words(document.title), "subtitle": _words(document.subtitle),
        "facts": [_words(each) for each in document.facts], "running": _words(document.running),
        "cover": document.cover,
        "blocks": [data for block in document.blocks if (data := _block(block, kept))],
    }  # fmt: skip


def _block(block: Block, kept: set[int]) -> dict[str, Any] | None:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "words": _words(block.words)}
        case Paragraph():
            return {"kind": block.style, "words": _words(block.words)}
        case Bullets():
            return {"kind": "bullets", "items": [_words(each) for each in block.items]}
        case Table():
            rows = [[{"words": _words(cell)} for cell in row] for row in block.rows]
            return {
                "kind": "table", "widths": block.widths, "header": [_words(each) for each in block.header], "rows": rows
            }  # fmt: skip
        case Photos():
            files = [_file(key) for key in block.keys if key in kept]
            return {"kind": "photos", "files": files, "alt": parts.whole(block.words)} if files else None
        case Chart():
            return _chart(block)


def _chart(block: Chart) -> dict[str, Any]:
    """Return where the points of a chart lie, from 0 to 1, and what stands at the first, the last and the goal."""
    indicator = block.indicator
    points = parts.points(indicator)
    goal = indicator.target_value
    spots = [*points, (goal.day.toordinal(), goal.value)] if goal else points
    first, last = spots[0][0], max(day for day, _value in spots)
    low, high = min(value for _day, value in spots), max(value for _day, value in spots)

    def spot(day: int, value: Decimal, *, told: bool) -> dict[str, Any]:
        return {
            "x": (day - first) / max(last - first, 1),
            "y": float((value - low) / (high - low)) if high > low else 0.5,
            "label": figure(value, indicator.unit) if told else "",
            "year": str(date.fromordinal(day).year),
        }

    ends = (points[0], points[-1])
    return {
        "kind": "chart",
        "name": _words((Run(indicator.name, indicator.language),)),
        "alt": parts.whole(block.words),
        "points": [spot(*point, told=point in ends) for point in points],
        "goal": spot(goal.day.toordinal(), goal.value, told=True) if goal else None,
    }


def _words(words: Words) -> list[dict[str, Any]]:
    return [_run(run) for run in words if run.text]


def _run(run: Run) -> dict[str, Any]:
    lang, region = _locale(run.language)
    return {"lang": lang, "region": region, "lines": [_breakable(line) for line in run.text.split("\n")]}


def _locale(language: str) -> tuple[str, str | None]:
    if language in CHINESE:
        return CHINESE[language]
    return (language, None) if _LANGUAGE.fullmatch(language) else ("en", None)


def _breakable(line: str) -> str:
    """Let what is longer than any word break somewhere; an address breaks by itself."""
    return _ENDLESS.sub(lambda found: _pieces(found[0]), line)


def _pieces(word: str) -> str:
    if word.startswith(("http://", "https://")):
        return word
    return "\u200b".join(word[i : i + PIECE] for i in range(0, len(word), PIECE))
