"""The date a text names in full, as five languages write it."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from bot.language.numbers import NARROW

# The year before the first of each era.
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_MONTH = rf"(?P<month>{'|'.join(MONTHS)})[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"


def day(text: str) -> date | None:
    """Return the first date that the text gives with year, month and day; None if there is none."""
    found = sorted(_dates(text.translate(NARROW)))
    return found[0][1] if found else None


def _dates(text: str) -> Iterator[tuple[int, date]]:
    if not DATED.search(text.casefold()):  # most texts have no date, and looking for each kind takes long
        return
    for pattern, year_of in PATTERNS:
        for match in pattern.finditer(text):
            try:
                named = date(year_of(match), _month(match["month"]), int(match["day"]))
            except ValueError:
                continue
            yield match.start(), named


def _month(name: str) -> int:
    return int(name) if name.isdecimal() else MONTHS.index(name[:3].lower()) + 1


def _year(match: re.Match[str]) -> int:
    return int(match["year"])


def _year_of_era(match: re.Match[str]) -> int:
    return ERAS[match["era"]] + (1 if match["year"] == "元" else int(match["year"]))


def _year_of_republic(match: re.Match[str]) -> int:
    return 1911 + int(match["year"])


def _year_of_century(match: re.Match[str]) -> int:
    return 2000 + int(match["year"])


# One of these is in every date: a sign for years, a number with a stop or a dash behind it, the name of a month.
DATED = re.compile(rf"[\d元]\s?[년年]|\d\d[./-]|{'|'.join(MONTHS)}")
_NUMBERS = r"(?P<month>\d{1,2})%s(?P<day>\d{1,2})"
PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], int]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), year_of)
    for pattern, year_of in (
        (r"(?<!\d)(?P<year>\d{4})\s?[년年]\s?" + _NUMBERS % r"\s?[월月]\s?" + r"\s?[일日号號]", _year),
        (
            r"(?P<era>令和|平成|昭和|民國|民国)\s?(?P<year>\d{1,3}|元)\s?年\s?" + _NUMBERS % r"\s?月\s?",
            _year_of_era,
        ),
        (r"(?<![\d國国])(?P<year>1\d\d)\s?年\s?" + _NUMBERS % r"\s?月\s?" + r"\s?日", _year_of_republic),
        (r"(?<!\d)(?P<year>\d{4})\.\s?" + _NUMBERS % r"\.\s?" + r"(?!\.?\d)", _year),
        (r"(?<!\d)['’](?P<year>\d{2})\.\s?" + _NUMBERS % r"\.\s?" + r"(?!\.?\d)", _year_of_century),
        (r"(?<!\d)(?P<year>\d{4})(?P<dash>[-/])" + _NUMBERS % r"(?P=dash)" + r"(?!\d)", _year),
        (rf"(?<!\d){_DAY}(?: of)? {_MONTH},? (?P<year>\d{{4}})(?!\d)", _year),
        (rf"(?<![a-z]){_MONTH} {_DAY},? (?P<year>\d{{4}})(?!\d)", _year),
    )
)
