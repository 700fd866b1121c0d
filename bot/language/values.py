"""A figure as somebody types it into a chat: what it is of, the number, its unit, and what time it is for."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bot.language.fold import fold
from bot.language.numbers import ENGLISH_SCALES, LARGE_SCALES, SMALL_SCALES, east_asian
from bot.language.periods import period
from bot.language.units import PERCENT, normal, taken_apart

LONGEST = 160  # characters of a message that may be nothing but a figure
LONGEST_UNIT = 30
MOST_DIGITS = 20
TOO_MUCH = Decimal(10) ** 18  # no city counts as far


@dataclass(frozen=True)
class Typed:
    """A message read as a figure. The unit is as it was typed, the day the last of the time it is for."""

    value: Decimal
    others: tuple[Decimal, ...] = ()  # what the same digits may mean, too: 1.234 for 1,234
    unit: str = ""
    scaled: bool = False  # 만 or million stood there
    target: str | None = None
    words: str = ""  # what the figure is of
    day: date | None = None


def read(text: str) -> Typed | None:
    """Return the figure a message gives, its last number if there are several; nothing where there is none.

    ``11.6 recycling 61.4 %``, ``재활용률은 ６１．４％``, ``クリーンエネルギー 1.2億円（2026年度）``.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if len(plain) > LONGEST or "\n" in plain:
        return None
    target, plain = _target(plain)
    day, plain = period(plain)
    found = list(NUMBER.finditer(plain))
    if not found:
        return None
    number = found[-1]
    values = _values(number)
    unit = ENDINGS.sub("", plain[number.end() :].strip(PUNCTUATION)).strip(PUNCTUATION)
    if not values or len(unit) > LONGEST_UNIT or max(map(abs, values)) >= TOO_MUCH:
        return None
    words = PARTICLES.sub("", plain[: number.start()].strip(PUNCTUATION)).strip(PUNCTUATION)
    scaled = bool(number["scale"]) or not PLAIN.fullmatch(number["number"])
    return Typed(values[0], values[1:], unit, scaled, target, " ".join(words.split()), day)


def _target(text: str) -> tuple[str | None, str]:
    """Return the code a message begins with, and the rest: 11.6 is one where another number follows."""
    code = TARGET.match(text)
    if code is None or not NUMBER.search(text, code.end()):
        return None, text
    return code["code"].lower(), text[code.end() :]


def _values(number: re.Match[str]) -> tuple[Decimal, ...]:
    sign = -1 if (number["sign"] or "+").strip() in "-−–△▲" else 1
    scale = 10 ** ENGLISH_SCALES.get((number["scale"] or "").lower(), 0)
    written = number["number"]
    if PLAIN.fullmatch(written):
        return tuple(_times(value, sign * scale) for value in readings(written))
    plain = PLAIN.sub(lambda digits: format(next(iter(readings(digits[0])), Decimal(0)), "f"), written)
    return (sign * scale * east_asian(plain),)


def _times(value: Decimal, factor: int) -> Decimal:
    """Return the product; what was said is kept to the last digit where nothing is multiplied."""
    return value.copy_negate() if factor == -1 else value if factor == 1 else _tidy(value * factor)


def readings(digits: str) -> tuple[Decimal, ...]:
    """Return what digits with points and commas may mean, the likelier first; nothing where they are no number.

    A comma before three digits is one of thousands, else of decimals: 1,234 and 61,4.
    """
    if len(digits) > MOST_DIGITS:
        return ()
    comma, point = digits.rfind(","), digits.rfind(".")
    if comma < 0 and point < 0:
        return (Decimal(digits),)
    if comma >= 0 and point >= 0:
        thousands, decimal = (",", ".") if point > comma else (".", ",")
        whole, fraction = digits.rsplit(decimal, 1)
        return (Decimal(f"{whole.replace(thousands, '')}.{fraction}"),) if _grouped(whole, thousands) else ()
    mark = "," if comma >= 0 else "."
    grouped = [Decimal(digits.replace(mark, ""))] if _grouped(digits, mark) else []
    split = [Decimal(digits.replace(mark, "."))] if digits.count(mark) == 1 else []
    return tuple(grouped + split if mark == "," else split + grouped)


def _grouped(digits: str, mark: str) -> bool:
    return re.fullmatch(rf"[1-9]\d{{0,2}}(?:{re.escape(mark)}\d{{3}})+", digits) is not None


def in_unit(typed: Typed, unit: str) -> Typed | None:
    """Return the figure in the unit an indicator is kept in; nothing where it was said in another one.

    A bare number is in that unit. With 만 or a unit of its own it is brought to it: 3만 톤 is 3 where 만 톤 are kept.
    """
    scale, kept = taken_apart(unit)
    typed_scale, said = taken_apart(typed.unit)
    if not said and not typed.scaled:
        return typed
    if said and said != kept:
        return None
    factor = typed_scale / scale
    if factor == 1:
        return typed
    return replace(
        typed, value=_tidy(typed.value * factor), others=tuple(_tidy(each * factor) for each in typed.others)
    )


def names(words: str, name: str) -> bool:
    """Say whether words name an indicator: each of them stands in its name, in whatever spelling."""
    typed, folded = [word.strip(PUNCTUATION) for word in fold(words).split()], fold(name)
    telling = any(len(word) > 2 or (word and not word.isascii()) for word in typed)  # "of" alone names nothing
    return telling and all(_stands_in(word, folded) for word in typed)


def _stands_in(word: str, name: str) -> bool:
    if word.isascii():
        return re.search(rf"(?<![a-z\d]){re.escape(word)}", name) is not None and (
            len(word) > 2 or word in name.split()
        )
    return word in name


def is_share(unit: str, known: Sequence[Decimal]) -> bool:
    """Say whether figures of this unit are parts of a whole, as far as is known: no more than 100 %."""
    return normal(unit) == PERCENT and all(0 <= each <= 100 for each in known)


def probable(value: Decimal, known: Sequence[Decimal], *, share: bool = False) -> bool:
    """Say whether a figure can well follow the known ones: between half of the least and twice the greatest.

    Of small counts ten more or less is little. Where nothing is known, everything is probable that can be at all.
    """
    if share and not 0 <= value <= 100:
        return False
    if not known:
        return True
    least, greatest = min(known), max(known)
    low = least / 2 if least > 0 else least * 2
    high = greatest * 2 if greatest > 0 else greatest / 2
    if low <= value <= high:
        return True
    whole = all(each == each.to_integral_value() for each in (*known, value))
    return whole and not share and value >= 0 and least - 10 <= value <= greatest + 10


def meant(value: Decimal, known: Sequence[Decimal], *, share: bool = False) -> Decimal | None:
    """Return what an improbable figure probably is, its decimal point put right: 61.4 for 614 after 60.8."""
    moved = [value * 10, value / 10, value * 100, value / 100, value * 1000, value / 1000]
    fitting = [each for each in moved if probable(each, known, share=share)] if known or share else []
    if not fitting:
        return None
    last = known[-1] if known else Decimal(50)
    return _tidy(min(fitting, key=lambda each: abs(each - last)))


def _tidy(value: Decimal) -> Decimal:
    """Return 61 for 61.0 and 610 for 6.1E+2."""
    plain = value.normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain


_DIGITS = r"\d(?:[\d.,]*\d)?"
_SCALES = "".join([*SMALL_SCALES, *LARGE_SCALES])
PLAIN = re.compile(_DIGITS)
NUMBER = re.compile(
    rf"(?<![A-Za-z\d.,/])(?<!\bper )(?:(?<![^\s(:=])(?P<sign>[-−–+](?=\d)|[△▲]\s?))?"
    rf"(?P<number>{_DIGITS}(?:\s?[{_SCALES}]+(?:{_DIGITS}|\s{_DIGITS}(?=\s?[{_SCALES}]))?){{0,6}})"
    r"(?:\s?(?P<scale>thousand|million|billion|trillion|bn)\b)?",
    re.IGNORECASE,
)
TARGET = re.compile(r"(?P<code>11\.[1-7abc])(?:\.\d)?(?![\d.,]|\s*%)[\s:·,-]*", re.IGNORECASE)
PUNCTUATION = " \t.,:;=·|()[]{}<>~-–—→*•!?、。「」『』“”\"'"
PARTICLES = re.compile(r"(?<=[가-힣]{2})(?:은|는|이|가)$|(?:は|が|为|為|是)$|\s(?:is|was|are|at|now)$", re.IGNORECASE)
ENDINGS = re.compile(r"\s?(?:입니다|이에요|예요|이었습니다|였습니다|이다|임|です|でした|である|だ)$")
