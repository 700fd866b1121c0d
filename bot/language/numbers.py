"""Numbers as five languages write them: patterns that find one, and the value of what was found."""

import re
from decimal import Decimal

# Wide digits become narrow, one for one, so that a place in the one text is the same place in the other.
NARROW = str.maketrans("０１２３４５６７８９％．", "0123456789%.")

SIGNS = {"一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
SMALL_SCALES = {"十": 10, "백": 100, "百": 100, "천": 1000, "千": 1000}
LARGE_SCALES = {"만": 4, "万": 4, "萬": 4, "억": 8, "億": 8, "亿": 8, "조": 12, "兆": 12}
KOREAN_TENS = {"열": 10, "스물": 20, "스무": 20, "서른": 30, "마흔": 40, "쉰": 50}
KOREAN_ONES = {"두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9}
ENGLISH_SCALES = {
    "hundred": 2, "thousand": 3, "k": 3, "million": 6, "m": 6, "billion": 9, "bn": 9, "trillion": 12,
}  # fmt: skip
ENGLISH_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip

DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,15})(?:\.\d{1,9})?"
_SCALES = "".join([*SMALL_SCALES, *LARGE_SCALES])
# 1.5만, 6만 2천, 1万2千, 3억
SCALED = rf"{DIGITS}(?:\s?[{_SCALES}]+(?:{DIGITS}|\s{DIGITS}(?=\s?[{_SCALES}]))?){{0,6}}"
# 三, 二十, 三千; a lone 一 is rather "a" than a number, and 千家万户 are just many.
IN_SIGNS = rf"(?!一(?![十百千万萬]))[{''.join(SIGNS)}十][{''.join(SIGNS)}十百千万萬]{{0,8}}"
IN_KOREAN = rf"(?:{'|'.join(KOREAN_TENS)})?(?:{'|'.join(KOREAN_ONES)})|{'|'.join(KOREAN_TENS)}"
IN_ENGLISH = rf"{DIGITS}|{'|'.join(ENGLISH_WORDS)}"


def east_asian(number: str) -> Decimal:
    """Return the value of a number such as ``1.5만``, ``6만 2천``, ``1万2千`` or ``三十``."""
    total = section = Decimal(0)
    digits: Decimal | None = None
    for part in re.findall(r"[\d,.]+|\S", number):
        if part in SMALL_SCALES:
            section += (1 if digits is None else digits) * SMALL_SCALES[part]
            digits = None
        elif part in LARGE_SCALES:
            section += digits or 0
            total += section * 10 ** LARGE_SCALES[part]
            section, digits = Decimal(0), None
        else:
            digits = Decimal(SIGNS.get(part) or part.replace(",", ""))
    return _plain(total + section + (digits or 0))


def korean(number: str) -> Decimal:
    """Return the value of a number in Korean words, such as ``세`` or ``스물네``."""
    tens = next((word for word in KOREAN_TENS if number.startswith(word)), "")
    return Decimal(KOREAN_TENS.get(tens, 0) + KOREAN_ONES.get(number.removeprefix(tens), 0))


def english(number: str, scale: str | None) -> Decimal:
    """Return the value of digits or an English word, times its scale: ``2.5`` and ``million``, ``three``."""
    word = number.lower()
    value = Decimal(ENGLISH_WORDS.get(word) or word.replace(",", ""))
    return _plain(value * 10 ** ENGLISH_SCALES.get((scale or "").lower(), 0))


def _plain(value: Decimal) -> Decimal:
    """Return 1500000 for 1500000.0, so that a value looks like what it is."""
    whole = value.to_integral_value()
    return whole if whole == value else value
