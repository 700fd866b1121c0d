"""Which indicator a figure is of, and whether it can be meant as it was typed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bot.indicator_cards import figure, name, of
from bot.language.values import Typed, in_unit, is_share, meant, names, probable
from bot.text import Said, _, said
from storage.indicators import Kept, Named

PRESS_THAT = _("If {figure} is right, press it; if not, send only the number again. What you typed is kept.")
PRESS = _("If it is right, press it; if not, send only the number again. What you typed is kept.")
BOTH_KEPT = _("If the new one is right, press it. The history keeps both.")

LAST = _("“{written}” is hardly a value of “{name}”. The last value is {last}.")
EXPECTED = _("“{written}” is hardly a value of “{name}”. At most {most} is expected.")
FAR = _("“{written}” is hardly a value of “{name}”. It is far from the baseline and the target value.")


@dataclass(frozen=True)
class Doubt:
    """Why a figure is asked about, and what could be recorded instead, the likeliest first."""

    kind: str  # unit, reading, jump, day
    why: Said
    how: Said
    offers: tuple[Decimal, ...]


def certain(typed: Typed, own: Sequence[Named]) -> Named | None:
    """Return the one indicator a message is a value of, beyond doubt."""
    there = [each for each in own if typed.target in (None, each.target)]
    if typed.words:
        there = [each for each in there if names(typed.words, each.name)]
    wholes = {each.id for each in there}
    there = [each for each in there if each.part_of not in wholes]  # who names no group means the whole
    exact = [each for each in there if typed.words.casefold() == each.name.casefold()] or there
    return exact[0] if len(exact) == 1 and in_unit(typed, exact[0].unit) else None


def likely(typed: Typed, text: str, own: Sequence[Named]) -> list[Named]:
    """Return the indicators a message may be a value of: named in it, or of the target it begins with."""
    called = [each for each in own if names(typed.words, each.name) or names(each.name, text)]
    of_target = [each for each in own if typed.target and each.target == typed.target]
    return [*called, *(each for each in of_target if each not in called and in_unit(typed, each.unit))]


def settled(typed: Typed, kept: Kept) -> Decimal:
    """Return the figure in the indicator's unit; as it was typed where that unit is another one."""
    return (in_unit(typed, kept.part.unit) or typed).value


def doubt(typed: Typed, kept: Kept, day: date, sure: Collection[str]) -> Doubt | None:
    """Return why a figure can hardly be meant as it was typed; what is ``sure`` was asked before."""
    fitted = in_unit(typed, kept.part.unit)
    if fitted is None and "unit" not in sure:
        why = _("“{written}” is in another unit: “{name}” is kept in “{unit}”.")
        written = figure(typed.value, typed.unit)
        return Doubt("unit", said(why, written=written, name=name(kept), unit=kept.part.unit), said(PRESS),
                     (typed.value,))  # fmt: skip
    fitted = fitted or replace(typed, others=())
    found = (
        _reading(fitted, kept) if "reading" not in sure else None,
        _jump(fitted.value, kept) if "jump" not in sure else None,
        _same_day(fitted.value, kept, day) if "day" not in sure else None,
    )
    return next((each for each in found if each), None)


def _reading(typed: Typed, kept: Kept) -> Doubt | None:
    share = is_share(kept.part.unit, kept.known)
    if not typed.others or not kept.known or probable(typed.value, kept.known, share=share):
        return None
    others = tuple(each for each in typed.others if probable(each, kept.known, share=share))
    why = said(_("“{name}”: the number can be read in two ways."), name=name(kept))
    return Doubt("reading", why, said(PRESS), (*others, typed.value)) if others else None


def _jump(value: Decimal, kept: Kept) -> Doubt | None:
    share = is_share(kept.part.unit, kept.known)
    if probable(value, kept.known, share=share):
        return None
    written, unit = figure(value, kept.part.unit), kept.part.unit
    words = LAST if kept.last else EXPECTED if share else FAR
    why = said(words, written=written, name=name(kept), last=of(kept, kept.last) if kept.last else "",
               most=figure(Decimal(100), "%"))  # fmt: skip
    rather = meant(value, kept.known, share=share)
    if rather is None:
        return Doubt("jump", why, said(PRESS), (value,))
    return Doubt("jump", why, said(PRESS_THAT, figure=figure(rather, unit)), (rather, value))


def _same_day(value: Decimal, kept: Kept, day: date) -> Doubt | None:
    there = next((each for each in kept.part.values if each.day == day), None)
    if there is None or there.value == value:
        return None
    why = said(_("“{name}”: for that day {there} is recorded already."), name=name(kept), there=of(kept, there))
    return Doubt("day", why, said(BOTH_KEPT), (value,))
