"""The fonts reports are set in: one family whose letters take the forms of the language they are in."""

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from bot.text import Message, _

PACKAGES = ("cvttf_NotoSansCJK_Regular", "cvttf_NotoSansCJK_Bold")


class Unmakeable(Exception):
    """A report that cannot be made, with words for who asked for it."""

    def __init__(self, words: Message, **values: object) -> None:
        super().__init__(words)
        self.words, self.values = words, values


def folders() -> list[Path]:
    """Return where the fonts lie.

    Raises:
        Unmakeable: they are not installed.
    """
    found = [Path(folder) for name in PACKAGES for folder in _locations(name)]
    if not all(any(folder.glob("*.otf")) for folder in found) or len(found) < len(PACKAGES):
        raise Unmakeable(
            _("The fonts for PDF files are missing on this server. DOCX and text can be made; its operator can help.")
        )
    return found


def _locations(package: str) -> list[str]:
    spec = find_spec(package)
    return list(spec.submodule_search_locations or ()) if spec else []


def covers(text: str) -> bool:
    """Say whether there is a shape for every letter of a text."""
    return all(ord(letter) in _shapes() for letter in set(text) if not unicodedata.category(letter).startswith("C"))


@cache
def _shapes() -> frozenset[int]:
    # Imported only when needed: the library is large, and only PDF files ask.
    from fontTools.ttLib import TTFont

    [font, *_rest] = folders()[0].glob("*.otf")
    with TTFont(font, lazy=True) as opened:
        return frozenset(opened["cmap"].getBestCmap())
