"""The tags of an action, as they were typed: one after another, between commas of any script."""

import re
from collections import Counter
from collections.abc import Mapping

from bot.language.fold import fold

_BETWEEN = re.compile(r"[,，、;；\n]+|(?:^|\s)[#＃]")


def split(text: str) -> list[str]:
    """Return each tag once, in order, without blanks and number signs around it."""
    found: dict[str, str] = {}
    for tag in (each.strip(" \t#＃·.") for each in _BETWEEN.split(text)):
        if tag:
            found.setdefault(fold(tag), tag)
    return list(found.values())


def counted(typed: Mapping[str, int]) -> dict[str, int]:
    """Return how many actions have each tag, the most frequent first; spellings of one are one, as most write it.

    Args:
        typed: how many actions have exactly these tags.
    """
    spellings: dict[str, Counter[str]] = {}
    for text, times in typed.items():
        for tag in split(text):
            spellings.setdefault(fold(tag), Counter())[tag] += times
    totals = {min(each, key=lambda tag: (-each[tag], tag)): each.total() for each in spellings.values()}
    return dict(sorted(totals.items(), key=lambda item: (-item[1], item[0])))
