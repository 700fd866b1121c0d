"""What a row says of an action: read without looking anything up."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from hashlib import blake2b
from typing import Any

from babel import Locale, UnknownLocaleError

from bot.dates import add_months
from bot.goal11 import TARGETS
from bot.language import draft
from bot.language.days import day
from bot.language.fold import fold_name
from bot.language.targets import suggest
from bot.tables.rows import Row
from bot.text import Said, _, said

LONGEST = {"source_id": 200, "place": 200, "title": 300, "text": 20_000}
TITLE = 120  # where one is made from the text
WIDEST = "11.3"  # for what tells no target: every work of a city is planned; the card says that it is only suggested
FIRST_YEAR = 1900
SHOWN = 60  # characters of a cell that cannot be understood

KINDS = {
    "under_way": """
        under way, underway, ongoing, in progress, started, planned, 진행, 진행 중, 추진 중, 추진, 실시 중, 進行中,
        実施中, 取組中, 推進中, 进行中, 推进中, 实施中, 執行中, 辦理中
    """,
    "achieved": "achieved, done, completed, complete, finished, 완료, 달성, 完了, 達成, 実施済, 完成, 已完成, 已達成",
}
LANGUAGES = {
    "en": "English, 영어, 英語, 英语, 英文",
    "ko": "Korean, 한국어, 韓国語, 朝鮮語, 韩语, 韓語, 韓文",
    "ja": "Japanese, 일본어, 日本語, 日语, 日語, 日文",
    "zh_Hans": "Simplified Chinese, 중국어 간체, 中国語（簡体字）, 简体中文, 簡體中文, 简体",
    "zh_Hant": "Traditional Chinese, 중국어 번체, 中国語（繁体字）, 繁體中文, 正體中文, 繁体",
}
_TARGET = re.compile(r"(?<![\d.])11\s?[.,．-]\s?([1-7a-c])(?![\w.])", re.IGNORECASE)
_YEAR = re.compile(r"(\d{4})\s?(?:년|年)?(?:度|도)?")
_MONTH = re.compile(r"(\d{4})\s?(?:[-./]|년|年)\s?(\d{1,2})\s?(?:월|月|\.)?")


class Faulty(Exception):
    """A row that cannot become an action, with words for who made it."""

    def __init__(self, why: Said) -> None:
        super().__init__(why.words)
        self.why = why


@dataclass(frozen=True)
class Entry:
    """What a row says: where, under which name of its own, and the answers an officer would have given.

    ``given`` are the answers that stand in the row; the others follow from its text.
    """

    source_id: str
    place: str
    digest: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    given: frozenset[str] = frozenset()


def entry(row: Row, today: date) -> Entry:
    """Return what a row says.

    Raises:
        Faulty: it cannot become an action.
    """
    cells = {name: value for name, value in row.cells.items() if value}
    for name, longest in LONGEST.items():
        if len(cells.get(name, "")) > longest:
            raise Faulty(said(_("{column} has more than {n} characters"), column=name, n=longest))
    for name, why in MISSING.items():
        if not any(map(str.isalnum, cells.get(name, ""))):
            raise Faulty(said(why))
    given: dict[str, Any] = {name: cells[name] for name in ("title", "text") if name in cells}
    for name, understood in UNDERSTOOD.items():
        if name in cells:
            given |= understood(cells[name], today)
    digest = blake2b("\0".join(f"{name}={cells[name]}" for name in sorted(cells)).encode(), digest_size=16).hexdigest()
    return Entry(cells["source_id"], cells["place"], digest, _following(given, today) | given, frozenset(given))


def entries(rows: Sequence[Row], today: date) -> list[tuple[Row, Entry | Said]]:
    """Return what each row says, or why it says nothing usable. Takes about two milliseconds a row."""
    read: list[tuple[Row, Entry | Said]] = []
    for row in rows:
        try:
            read.append((row, entry(row, today)))
        except Faulty as faulty:
            read.append((row, faulty.why))
    return read


MISSING = {
    "source_id": _("source_id is empty"),
    "place": _("the place is empty"),
    "text": _("the text is empty"),
}


def _following(given: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Return what follows from the text where the row is silent, as for a text that is typed."""
    text = given["text"]
    follows: dict[str, Any] = {"figures": [figure.text for figure in draft.figures(text)][:8]}
    if "title" not in given:
        follows["title"] = (draft.title(text) or text)[:TITLE]
    if "language" not in given:
        follows["language"] = draft.language(text)
    if "kind" not in given:
        follows["kind"] = draft.kind(text)
    if "day" not in given:
        follows["day"] = today
    if "target" not in given:
        likely = suggest(f"{given.get('title', '')}\n{text}", limit=1)
        follows["target"] = likely[0][0] if likely else WIDEST
    return follows


def _target(cell: str, _today: date) -> dict[str, Any]:
    found = _TARGET.search(unicodedata.normalize("NFKC", cell))
    code = f"11.{found[1].lower()}" if found else ""
    if code not in TARGETS:
        raise Faulty(said(_("the target “{cell}” is unknown; targets are written like 11.5"), cell=cell[:SHOWN]))
    return {"target": code}


def _kind(cell: str, _today: date) -> dict[str, Any]:
    known = _words("kind").get(fold_name(cell))
    if known is None:
        raise Faulty(said(_("the kind “{cell}” is unknown; it is under_way or achieved"), cell=cell[:SHOWN]))
    return {"kind": known}


def _language(cell: str, _today: date) -> dict[str, Any]:
    known = _words("language").get(fold_name(cell))
    if known:
        return {"language": known}
    try:
        locale = Locale.parse(cell.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        raise Faulty(
            said(_("the language “{cell}” is unknown; languages are written like ko"), cell=cell[:SHOWN])
        ) from None
    if locale.language != "zh":
        return {"language": locale.language}
    if locale.script or locale.territory:
        hant = locale.script == "Hant" or locale.territory in ("TW", "HK", "MO")
        return {"language": "zh_Hant" if hant else "zh_Hans"}
    return {}  # which Chinese it is, the text tells


def _day(cell: str, today: date) -> dict[str, Any]:
    """Return the day; of a year or a month alone its last day, or today while it lasts, and how precise that is."""
    plain = unicodedata.normalize("NFKC", cell)
    exact = day(plain)
    first, last, precision = (exact, exact, None) if exact else _span(plain)
    if first is None or last is None or first.year < FIRST_YEAR:
        raise Faulty(said(_("the date “{cell}” cannot be read; dates are written like 2026-05-01"), cell=cell[:SHOWN]))
    if first > today + timedelta(days=1):
        raise Faulty(said(_("the date “{cell}” is still to come"), cell=cell[:SHOWN]))
    return {"day": min(last, max(first, today))} | ({"precision": precision} if precision else {})


def _span(plain: str) -> tuple[date | None, date | None, str | None]:
    """Return the first and the last day of a year or a month, and which of the two it is."""
    try:
        if found := _YEAR.fullmatch(plain):
            year = int(found[1])
            return date(year, 1, 1), date(year, 12, 31), "year"
        if found := _MONTH.fullmatch(plain):
            first = date(int(found[1]), int(found[2]), 1)
            return first, add_months(first, 1) - timedelta(days=1), "month"
    except ValueError:
        pass
    return None, None, None


UNDERSTOOD: Mapping[str, Callable[[str, date], dict[str, Any]]] = {
    "target": _target,
    "kind": _kind,
    "language": _language,
    "date": _day,
}


@cache
def _words(column: str) -> dict[str, str]:
    tables = {"kind": KINDS, "language": LANGUAGES}
    words = {fold_name(word): code for code, told in tables[column].items() for word in told.split(",")}
    return words | {fold_name(code): code for code in tables[column]}
