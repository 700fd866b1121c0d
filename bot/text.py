"""Translated, escaped words.

Code names a message and its values; only :class:`Translator` knows a language,
and only it turns the two into HTML. A value is escaped unless it is already Markup.
"""

import gettext
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, dates, lists, numbers
from markupsafe import Markup, escape

LANGUAGES = ("en", "ko", "ja", "zh_Hans", "zh_Hant")
LOCALES = Path(__file__).parent.parent / "locales"


class Message(str):
    """English text that a catalog may translate. Made by ``_``, found by ``pybabel extract``."""

    __slots__ = ()


@dataclass(frozen=True)
class Plural:
    """Two English forms and the number that chooses between them (the value called ``n``)."""

    one: str
    many: str


Words = Message | Plural


def _(text: str) -> Message:
    """Mark a text for translation; nothing is translated before its reader is known."""
    return Message(text)


def plural(one: str, many: str) -> Plural:
    """Mark a text with a number ``{n}`` in it."""
    return Plural(one, many)


# A CLDR pattern, not words: Fri 19 February, 2월 19일(금), 2月19日(金), 2月19日（週五）.
DAY = _("EEE d MMMM")
FULL_DAY = _("d MMMM y")  # the same with its year


@dataclass(frozen=True)
class Said:
    """A message with its values, to be put into another message or said later."""

    words: Words
    values: Mapping[str, object]


def said(words: Words, **values: object) -> Said:
    return Said(words, values)


class Translator:
    """Messages and values, turned into escaped HTML in one language and time zone."""

    def __init__(self, language: str, zone: str = "UTC") -> None:
        self.language = language
        self.zone = ZoneInfo(zone)
        self.locale = Locale.parse(language)
        self._labels: dict[Words, str] = {}
        self._catalog = gettext.translation("bot", LOCALES, [language], fallback=language == "en")

    def html(self, words: Words, values: Mapping[str, object] = {}) -> Markup:
        """Return the message in this language as HTML that Telegram accepts."""
        if isinstance(words, Plural):
            text = self._catalog.ngettext(words.one, words.many, _count(values))
        else:
            text = self._catalog.gettext(words) if words else ""
        if not values:
            return Markup(text)
        return Markup(text.format(**{name: escape(self.value(value)) for name, value in values.items()}))

    def plain(self, words: Words, **values: object) -> str:
        """Return the message without markup: for toasts and file names."""
        return self.html(words, values).striptags()

    def label(self, label: Words | Said) -> str:
        """Return what a button says."""
        if isinstance(label, Said):
            return self.html(label.words, label.values).striptags()
        if label not in self._labels:
            self._labels[label] = self.html(label).striptags()
        return self._labels[label]

    def value(self, value: object) -> object:  # noqa: C901 - one line for each kind of value
        """Return a value as people of this language write it."""
        if type(value) is str:  # most are
            return value
        match value:
            case Markup():
                return value
            case Message() | Plural():
                return self.html(value)
            case Said():
                return self.html(value.words, value.values)
            case bool() | None:
                return "" if value is None else str(value)
            case int() | float():
                return numbers.format_decimal(value, locale=self.locale)
            case Decimal():  # every digit that was said: 61.40 stays 61.40; all five languages write it so
                return f"{value:,f}"
            case datetime():
                return self.moment(value)
            case date():
                return self.day(value)
            case str():
                return value
            case Iterable():
                return self.listed(value)
        return value

    def day(self, day: date) -> str:
        """Return a day as people say it: ``Fri 19 February``, ``2월 19일(금)``."""
        pattern = self._catalog.gettext(DAY)
        return dates.format_date(day, pattern, locale=self.locale)

    def day_of(self, moment: datetime) -> date:
        """Return which day a moment belongs to where the reader is."""
        return moment.astimezone(self.zone).date()

    def full_day(self, day: date) -> str:
        """Return a day with its year: ``19 February 2027``, ``2027년 2월 19일``."""
        return dates.format_date(day, self._catalog.gettext(FULL_DAY), locale=self.locale)

    def year(self, day: date) -> str:
        """Return a year: ``2026``, ``2026년``."""
        return dates.format_skeleton("y", day, locale=self.locale)

    def month(self, day: date) -> str:
        """Return a month with its year: ``September 2026``, ``2026년 9월``."""
        return dates.format_skeleton("yMMMM", day, locale=self.locale)

    def moment(self, moment: datetime) -> str:
        """Return a day and a time of day in the reader's zone."""
        there = moment.astimezone(self.zone)
        return f"{self.day(there.date())} {dates.format_time(there, 'HH:mm', locale=self.locale)}"

    def listed(self, values: Iterable[object]) -> Markup:
        """Return several values as one list: ``a, b and c``."""
        return Markup(lists.format_list([str(Markup.escape(self.value(v))) for v in values], locale=self.locale))


@cache
def translator(language: str, zone: str = "UTC") -> Translator:
    """Return the one translator for this language and zone."""
    return Translator(language, zone)


def negotiate(language_code: str | None) -> str:
    """Pick one of ours for what Telegram reports, such as ``zh-hant``, ``zh-tw`` or ``en-GB``."""
    wanted = (language_code or "").replace("_", "-").lower()
    if wanted.startswith("zh"):
        traditional = any(part in ("hant", "tw", "hk", "mo") for part in wanted.split("-"))
        return "zh_Hant" if traditional else "zh_Hans"
    base = wanted.split("-")[0]
    return base if base in LANGUAGES else "en"


def _count(values: Mapping[str, object]) -> int:
    number = values["n"]
    if not isinstance(number, int):
        raise TypeError("a plural message needs a whole number called n")
    return number
