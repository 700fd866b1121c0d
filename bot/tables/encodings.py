"""Text out of bytes: UTF-8 and UTF-16, else an older encoding that fits beyond doubt."""

import codecs
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from bot.tables.rows import Unreadable
from bot.text import _

UNKNOWN = _("The characters of this file cannot be read for certain. Please save it as UTF-8.")

TYPOGRAPHY = "\xa0§°·«»–—‘’“”„…•€²³ß"


@dataclass(frozen=True)
class Encoding:
    """An encoding from before Unicode, and how to tell that a text was really written in it."""

    codec: str
    name: str
    fits: Callable[[str], bool]


def decoded(content: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding.

    Raises:
        Unreadable: no encoding fits without a doubt.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError:
            raise Unreadable(UNKNOWN) from None
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        pass
    for encoding in OLDER:
        try:
            text = content.decode(encoding.codec)
        except UnicodeDecodeError:
            continue
        if encoding.fits(text):
            return text, encoding.name
    raise Unreadable(UNKNOWN)


def _share(text: str, expected: Callable[[str], bool]) -> float:
    """Return which share of the letters beyond ASCII is as expected; 1 where there are none."""
    foreign = Counter(letter for letter in text if letter > "\x7f" and letter.isalpha())
    fitting = sum(count for letter, count in foreign.items() if expected(letter))
    return fitting / foreign.total() if foreign else 1.0


def _within(letter: str, codec: str, lead: tuple[int, int]) -> bool:
    """Say whether a character is among those whose first byte is in a range: there the frequent ones are."""
    try:
        code = letter.encode(codec)
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and lead[0] <= code[0] <= lead[1]


def _korean(text: str) -> bool:
    """Of bytes in another encoding, far fewer become syllables of the common set."""
    return _share(text, lambda letter: _within(letter, "euc_kr", (0xB0, 0xC8))) >= 0.9


def _japanese(text: str) -> bool:
    """Japanese without kana is rare; half-width kana are what other encodings look like."""
    kana = _share(text, lambda letter: "ぁ" <= letter <= "ヿ")
    return kana >= 0.15 and _share(text, lambda letter: "ぁ" <= letter <= "鿿") >= 0.95


def _traditional(text: str) -> bool:
    return _share(text, lambda letter: _within(letter, "big5", (0xA4, 0xC6))) >= 0.93


def _simplified(text: str) -> bool:
    return _share(text, lambda letter: _within(letter, "gb2312", (0xB0, 0xD7))) >= 0.8


def _latin(text: str) -> bool:
    """Letters with accents stand among plain ones."""
    foreign = [sign for sign in text if sign > "\x7f"]
    plain = sum(sign.isalpha() for sign in text) - len(foreign)
    return len(foreign) * 4 <= plain and all("À" <= sign <= "ž" or sign in TYPOGRAPHY for sign in foreign)


# Each test fails on texts in the encodings after it, so the order decides what fits several.
OLDER = (
    Encoding("cp949", "CP949", _korean),
    Encoding("cp932", "Shift_JIS", _japanese),
    Encoding("cp950", "Big5", _traditional),
    Encoding("gb18030", "GB18030", _simplified),
    Encoding("cp1252", "Windows-1252", _latin),
)
