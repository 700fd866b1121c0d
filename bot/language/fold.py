"""One spelling for all the ways the same words can be typed."""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

# Letters that Unicode does not take apart into a plain letter and a mark.
_LETTERS = str.maketrans("øđðłıħŧŋ", "oddlihtn") | {ord("æ"): "ae", ord("œ"): "oe", ord("þ"): "th"}
# Older forms that Korean hanja keep and the converter does not know.
_HANJA = {"淸": "清", "靑": "青", "尙": "尚", "敎": "教", "眞": "真", "陜": "陕", "鷄": "鸡"}
_HAN = range(0x3400, 0xA000)
_MARKS = re.compile("[\u0300-\u036f]")
_NEITHER = re.compile(r"[\W_]+")  # letter nor digit


def fold(text: str) -> str:
    """Return the text in one spelling, words kept apart by single spaces: for search.

    Width, case, Latin accents, Traditional, Simplified and Japanese character forms no longer differ;
    invisible characters are gone. A part of a text folds to the same part of the folded text.
    """
    plain = text.lower() if text.isascii() else _plain(text)
    spaced = " ".join(plain.split())
    return spaced if spaced.isprintable() else " ".join("".join(map(_visible, spaced)).split())


def fold_name(text: str) -> str:
    """Return the text as ``fold`` does, letters and digits only: for names of places."""
    return _NEITHER.sub("", fold(text))


def _plain(text: str) -> str:
    """Return a text in small letters without accents, in one form of each character."""
    plain = unicodedata.normalize("NFKC", text)
    if not plain.isascii():
        plain = _without_accents(plain)
    return plain.casefold().translate(_LETTERS)


def _without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFKC", _MARKS.sub("", apart)).translate(_characters())


def _visible(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Cc":
        return " "
    return "" if category == "Cf" else letter


@cache
def _characters() -> dict[int, str]:
    """Return what each Han character becomes.

    One by one on purpose: the converter's phrases would fold a word differently inside a longer text,
    and a query would no longer be found within it.
    """
    characters = [chr(code) for code in _HAN]
    plain = "\n".join(characters)
    for step in ("jp2t", "t2s", "jp2t", "t2s"):  # twice: a few characters become another's older form first
        plain = OpenCC(step).convert(plain)
    changed = {ord(old): new for old, new in zip(characters, plain.split("\n"), strict=True) if old != new}
    return changed | {ord(old): new for old, new in _HANJA.items()}
