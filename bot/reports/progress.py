"""How far an indicator has come: reckoned from its baseline, its values and its target value, and shown as a sum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from bot.reports.contents import MeasurePart
from bot.text import Message, Said, _, said

RATINGS: Mapping[str, Message] = {
    "reached": _("reached"),
    "on_track": _("on track"),
    "behind": _("behind"),
    "away": _("moving away"),
}


@dataclass(frozen=True)
class Progress:
    """A rating and what it was reckoned from. Way and time are whole percents from the start to the target value."""

    rating: str  # of RATINGS
    start: MeasurePart | None
    last: MeasurePart
    aim: MeasurePart
    way: int | None = None  # none where no way had to be reckoned
    time: int | None = None


def progress(
    better: str,
    baseline: MeasurePart | None,
    values: Sequence[MeasurePart],
    aim: MeasurePart | None,
    today: date,
) -> Progress | None:
    """Return how far an indicator has come; nothing where it cannot be said.

    The start is the baseline, or the first of several values. As much of the way as of the time is on track. The
    time is that of the last value, because the way is; once the day of the target value has come, all of it is over.

    Args:
        better: up or down.
        values: oldest first; what comes after today is left out.
    """
    known = [each for each in values if each.day <= today]
    if aim is None or not known:
        return None
    last, sign = known[-1], 1 if better == "up" else -1
    start = baseline or (known[0] if known[0].day < last.day else None)
    if (last.value - aim.value) * sign >= 0:
        return Progress("reached", start, last, aim)
    if start is None or start.day >= last.day:
        return None
    if (last.value - start.value) * sign < 0 or start.value == aim.value:
        return Progress("away", start, last, aim)
    way = _percent(last.value - start.value, aim.value - start.value)
    over = today >= aim.day or aim.day <= start.day
    time = 100 if over else _percent(Decimal((last.day - start.day).days), Decimal((aim.day - start.day).days))
    return Progress("on_track" if way >= time else "behind", start, last, aim, way, min(time, 100))


def _percent(part: Decimal, whole: Decimal) -> int:
    return int((100 * part / whole).to_integral_value(ROUND_HALF_UP))


def arithmetic(found: Progress) -> Said:
    """Return the sum behind a rating as a sentence."""
    last, aim = _figure(found.last), _figure(found.aim)
    if found.rating == "reached" or found.start is None:
        return said(_("{last}, to be reached: {aim}"), last=last, aim=aim)
    start = _figure(found.start)
    if found.way is None:
        return said(_("from {start} to {last}: further from {aim} than at the start"), start=start, last=last, aim=aim)
    return said(
        _("from {start} to {last}, to be reached {aim}: {way} of the way, {time} of the time"),
        start=start, last=last, aim=aim, way=f"{found.way} %", time=f"{found.time} %",
    )  # fmt: skip


def _figure(measured: MeasurePart) -> Said:
    # As a text, a year gets no thousands separator.
    return said(_("{value} ({year})"), value=measured.value, year=str(measured.day.year))
