"""Questions for figures of an indicator: a baseline, a target value, and the time a value is for."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bot.language.periods import period
from bot.language.values import in_unit, read
from bot.questions import Question, words
from bot.text import _
from bot.turn import Refusal, Turn
from storage.drafts import Draft

NO_FIGURE = _("That is no figure. For example: {example}. Please send only the number, with its unit if you like.")
TO_COME = _("That time is still to come. A value is for a day or a year up to now.")
IN_THE_PAST = _("That year is over. A target value is for a year to come, for example: {example}.")
OTHER_UNIT = _("This indicator is kept in “{unit}”. Please send the number in that unit.")
Noted = Mapping[str, str]


def still_to_come(turn: Turn, day: date) -> bool:
    """Say whether a time is still to come; the year that is not over is not."""
    now = turn.today
    return day > now and day != date(now.year, 12, 31)


def up_to_now(turn: Turn, day: date) -> date:
    """Return the day a value is for; of a year that is not over, today.

    Raises:
        Refusal: it is still to come.
    """
    if still_to_come(turn, day):
        raise Refusal(TO_COME)
    return min(day, turn.today)


def measured(noted: Noted) -> tuple[date, Decimal]:
    """Return a figure that a draft keeps: its day and its value."""
    return date.fromisoformat(noted["day"]), Decimal(noted["value"])


@dataclass(frozen=True)
class DatedFigure(Question):
    """A figure and the year or day it is for: of the past, or still to be reached. The draft knows the ``unit``."""

    to_come: bool = False
    example: str = ""

    async def hear(self, turn: Turn, draft: Draft) -> dict[str, Any]:
        typed = read(words(turn.heard))
        if typed is None or typed.day is None:
            raise Refusal(NO_FIGURE, example=self.example)
        fitted = in_unit(typed, draft.answers["unit"])
        if fitted is None:
            raise Refusal(OTHER_UNIT, unit=draft.answers["unit"])
        if self.to_come and typed.day < turn.today:
            raise Refusal(IN_THE_PAST, example=self.example)
        day = typed.day if self.to_come else up_to_now(turn, typed.day)
        return {"value": str(fitted.value), "day": day.isoformat()}


@dataclass(frozen=True)
class Until(Question):
    """The day, month, quarter or year a value is for."""

    async def hear(self, turn: Turn, draft: Draft) -> str:
        # A figure behind it lets a year that stands alone be one.
        day, _rest = period(unicodedata.normalize("NFKC", words(turn.heard)) + " 0")
        if day is None:
            raise Refusal(_("That is no date. For example: 2026, or 2026-11-20."))
        return up_to_now(turn, day).isoformat()
