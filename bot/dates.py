"""Working days, office hours, and the names of periods. Holidays come from data, never from one calendar."""

import calendar
from collections.abc import Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.text import Said, _, said

DAY = timedelta(days=1)
WEEKEND = frozenset({calendar.SATURDAY, calendar.SUNDAY})
# Japanese public offices close over the turn of the year by law; the library counts this as bank holidays.
TURN_OF_THE_YEAR = {"JP": ((1, 2), (1, 3), (12, 29), (12, 30), (12, 31))}
NONE: frozenset[date] = frozenset()


class Hours(NamedTuple):
    """When an office may be written to: from ``opens`` until before ``closes``, local time."""

    opens: time = time(9)
    closes: time = time(18)


OFFICE_HOURS = Hours()


@dataclass(frozen=True)
class Year:
    """What one country's calendar says about one year."""

    weekend: frozenset[int]
    holidays: frozenset[date]
    workdays: frozenset[date]


def working(day: date, country: str, extra: Set[date] = NONE) -> bool:
    """Return whether offices of a country (ISO 3166, two letters) work that day; ``extra`` are more days off.

    Substitute holidays are days off, weekends worked in exchange for a holiday are working days.
    Of a country the library does not know only Saturday and Sunday are off.
    """
    if day in extra:
        return False
    year = _year(country.upper(), day.year)
    if day in year.workdays:
        return True
    return day.weekday() not in year.weekend and day not in year.holidays


def within_office_hours(
    moment: datetime, zone: str, country: str, *, extra: Set[date] = NONE, hours: Hours = OFFICE_HOURS
) -> bool:
    """Return whether a moment falls into office hours of a working day where the recipient is."""
    there = moment.astimezone(ZoneInfo(zone))
    return hours.opens <= there.time() < hours.closes and working(there.date(), country, extra)


def next_working_morning(
    moment: datetime, zone: str, country: str, *, extra: Set[date] = NONE, hours: Hours = OFFICE_HOURS
) -> datetime:
    """Return the moment itself if it lies within office hours, else the next opening of an office, in UTC."""
    if within_office_hours(moment, zone, country, extra=extra, hours=hours):
        return moment.astimezone(UTC)
    there = moment.astimezone(ZoneInfo(zone))
    day = there.date() if there.time() < hours.opens else there.date() + DAY
    while not working(day, country, extra):
        day += DAY
    return datetime.combine(day, hours.opens, ZoneInfo(zone)).astimezone(UTC)


def add_working_days(day: date, count: int, country: str, extra: Set[date] = NONE) -> date:
    """Return the working day that comes ``count`` working days after a day, itself not counted."""
    for _number in range(count):
        day += DAY
        while not working(day, country, extra):
            day += DAY
    return day


def add_months(day: date, count: int) -> date:
    """Return the same day of a later month, or that month's last day if it is too short."""
    years, month = divmod(day.month - 1 + count, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


MONTHS = (
    _("January {year}"),
    _("February {year}"),
    _("March {year}"),
    _("April {year}"),
    _("May {year}"),
    _("June {year}"),
    _("July {year}"),
    _("August {year}"),
    _("September {year}"),
    _("October {year}"),
    _("November {year}"),
    _("December {year}"),
)
HALVES = (_("First half of {year}"), _("Second half of {year}"))


def period_label(months: int, opens: date) -> Said:
    """Return the name of the month, quarter, half, year or years in which a reporting cycle opens."""
    # As a text, a year gets no thousands separator.
    year = str(opens.year)
    if months == 1:
        return said(MONTHS[opens.month - 1], year=year)
    if months == 3:
        return said(_("{year} Q{quarter}"), year=year, quarter=(opens.month + 2) // 3)
    if months == 6:
        return said(HALVES[(opens.month - 1) // 6], year=year)
    if months == 12:
        return said(_("Year {year}"), year=year)
    return said(_("{first}–{last}"), first=year, last=str(opens.year + (months - 1) // 12))


@lru_cache(maxsize=256)
def _year(country: str, year: int) -> Year:
    # Imported only when needed: the library is large, and a start should not wait for it.
    import holidays

    try:
        known = holidays.country_holidays(country, years=year)
    except NotImplementedError:
        return Year(WEEKEND, NONE, NONE)
    closed = {date(year, month, day) for month, day in TURN_OF_THE_YEAR.get(country, ())}
    worked = frozenset(day for day in known.weekend_workdays if day.year == year)
    return Year(frozenset(known.weekend), frozenset(known) | closed, worked)
