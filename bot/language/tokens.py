"""Words to search by: what an index keeps of a text, and what a query asks of it.

Hangul, Han and Kana run on without spaces, or with particles grown onto the words, so their runs are cut into
overlapping pairs of characters: a word of any length is found inside any other, without a dictionary.
"""

import re
import unicodedata
from functools import lru_cache

from Stemmer import Stemmer

from bot.language.fold import fold

_RUN = re.compile(r"[가-힣]+|[぀-ヿ㐀-鿿々]+|[a-z]+|[0-9]+(?:[.,][0-9]+)*|[^\W_]")
_WORD = re.compile(r"[가-힣]{2,}|[゠-ヿ]{2,}|[㐀-鿿々]{2,}|[^\W_가-힣぀-ヿ㐀-鿿]{2,}")
_HAN = re.compile(r"[㐀-鿿]")
_UNSPACED = re.compile(r"[가-힣぀-ヿ㐀-鿿々]")
_stem = Stemmer("english").stemWord


def kept(text: str) -> list[str]:
    """Return every term an index keeps of a text: stems, numbers, pairs of characters and single characters."""
    terms: list[str] = []
    for run in _RUN.findall(fold(text)):
        if _UNSPACED.match(run):
            terms += _pairs(run)
            terms += run
        else:
            terms.append(_stem(run))
    return terms


@lru_cache(maxsize=2048)  # the words of the glossary come again and again
def asked(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the terms a query asks for, and those that only help: single Han characters, each of which means much."""
    needed: list[str] = []
    helpful: list[str] = []
    for run in _RUN.findall(fold(text)):
        if not _UNSPACED.match(run):
            needed.append(_stem(run))
        elif len(run) == 1:
            needed.append(run)
        else:
            needed += _pairs(run)
            helpful += _HAN.findall(run)
    return tuple(needed), tuple(helpful)


def words(text: str) -> list[str]:
    """Return the words of a query once each, as far as spaces and changes of script tell where one ends.

    Hiragana ends words, and a single character is none.
    """
    return list(dict.fromkeys(_WORD.findall(unicodedata.normalize("NFKC", text))))


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]
