"""The day, month, quarter or year a figure is said for, as five languages write it."""

import calendar
import re
from collections.abc import Callable
from datetime import date

from bot.language import days
from bot.language.numbers import SIGNS

Until = Callable[[re.Match[str]], date]

# What people put around a period: as of, in, 기준, 末.
_BEFORE = r"(?:\b(?:as of|end of|in|for|at|by|since|fy)\s?)?"
_AFTER = r"(?:\s?(?:년도|년|年度|年)?\s?(?:말|末|底)?\s?(?:기준|현재|現在|時点|为准|為準)?)"
_YEAR = r"(?<![\d.,])(?P<year>(?:19|20)\d\d)"
_MONTH_NAME = rf"(?P<month>{'|'.join(days.MONTHS)})[a-z]*\.?"


def period(text: str) -> tuple[date | None, str]:
    """Return the last day of the period a text names, and the text without it; a text without one as it is.

    The text has to be in narrow digits. A year that stands alone counts only where another number is left to be
    the figure.
    """
    if not YEARLY.search(text):  # most texts name none, and looking for each of them takes long
        return None, text
    for pattern, until in PATTERNS:
        for match in pattern.finditer(text):
            try:
                day = until(match)
            except (ValueError, IndexError):
                continue
            rest = f"{text[: match.start()]} {text[match.end() :]}"
            if pattern is not BARE or re.search(r"(?<![A-Za-z\d])\d", rest):
                return day, rest
    return None, text


def _end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _of_month(match: re.Match[str]) -> date:
    name = match["month"]
    month = int(name) if name.isdecimal() else days.MONTHS.index(name[:3].lower()) + 1
    return _end(int(match["year"]), month)


def _of_quarter(match: re.Match[str]) -> date:
    quarter = match["quarter"]
    return _end(int(match["year"]), 3 * (SIGNS.get(quarter) or int(quarter)))


def _of_half(match: re.Match[str]) -> date:
    return _end(int(match["year"]), 6 if match["half"] in "상上" else 12)


def _of_year(match: re.Match[str]) -> date:
    return _end(int(match["year"]), 12)


def _of_era(match: re.Match[str]) -> date:
    return _end(days.ERAS[match["era"]] + (1 if match["year"] == "元" else int(match["year"])), 12)


def _full(year_of: Callable[[re.Match[str]], int]) -> Until:
    def until(match: re.Match[str]) -> date:
        name = match["month"]
        month = int(name) if name.isdecimal() else days.MONTHS.index(name[:3].lower()) + 1
        return date(year_of(match), month, int(match["day"]))

    return until


def _compiled(pattern: str, until: Until) -> tuple[re.Pattern[str], Until]:
    return re.compile(rf"{_BEFORE}{pattern}{_AFTER}", re.IGNORECASE), until


YEARLY = re.compile(r"(?:19|20)\d\d|[년年]|['’]\d\d")
BARE = re.compile(rf"{_BEFORE}{_YEAR}(?![.,]?\d|\s?[%°])(?=\s|$|[()\[\],:;])", re.IGNORECASE)
PATTERNS: tuple[tuple[re.Pattern[str], Until], ...] = (
    *(_compiled(pattern.pattern, _full(year_of)) for pattern, year_of in days.PATTERNS),
    _compiled(
        rf"{_YEAR}\s?[년年]?도?\s?(?:제|第)?\s?(?P<quarter>[1-4一二三四])\s?(?:/4\s?)?(?:분기|四半期|季度|季)",
        _of_quarter,
    ),
    _compiled(rf"{_YEAR}\s?Q(?P<quarter>[1-4])\b", _of_quarter),
    _compiled(r"Q(?P<quarter>[1-4])\s(?P<year>(?:19|20)\d\d)\b", _of_quarter),
    _compiled(rf"{_YEAR}\s?[년年]?도?\s?(?P<half>[상하上下])(?:반기|半期|半年|期)", _of_half),
    _compiled(rf"{_YEAR}\s?[년年]\s?(?P<month>1[0-2]|0?[1-9])\s?[월月]", _of_month),
    _compiled(rf"{_YEAR}[-/](?P<month>1[0-2]|0?[1-9])(?![-/]?\d)", _of_month),
    _compiled(rf"{_YEAR}\.\s?(?P<month>1[0-2]|0?[1-9])\s?(?:[월月]|\.(?!\d))", _of_month),
    _compiled(rf"(?<![a-z]){_MONTH_NAME},? (?P<year>(?:19|20)\d\d)\b", _of_month),
    _compiled(r"(?P<era>令和|平成|昭和|民國|民国)\s?(?P<year>\d{1,3}|元)\s?年度?", _of_era),
    _compiled(rf"{_YEAR}\s?(?:년도|년|年度|年)", _of_year),
    _compiled(r"\(\s?(?P<year>(?:19|20)\d\d)\s?\)", _of_year),
    (BARE, _of_year),
)
