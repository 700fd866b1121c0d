"""Words by which a text shows that it is about a target: a table of terms for each language.

A table maps a target's code to its terms, separated by commas. A term may stand under several targets;
it then counts less for each of them.
"""

from collections.abc import Mapping

from bot.goal11.keywords.chinese import SIMPLIFIED, TRADITIONAL
from bot.goal11.keywords.english import ENGLISH
from bot.goal11.keywords.japanese import JAPANESE
from bot.goal11.keywords.korean import KOREAN
from bot.goal11.keywords.others import GERMAN, SPANISH

TABLES: Mapping[str, Mapping[str, str]] = {
    "en": ENGLISH,
    "ko": KOREAN,
    "ja": JAPANESE,
    "zh_Hans": SIMPLIFIED,
    "zh_Hant": TRADITIONAL,
    "de": GERMAN,
    "es": SPANISH,
}


def keywords(code: str) -> Mapping[str, tuple[str, ...]]:
    """Return the terms of a target by language, as written in the tables."""
    return {
        language: tuple(term.strip() for term in table[code].split(","))
        for language, table in TABLES.items()
        if code in table
    }
