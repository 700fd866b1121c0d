"""Working days and office hours where the recipient is; the days are those of one officer's year, 2027."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.dates import (
    Hours,
    add_months,
    add_working_days,
    next_working_morning,
    period_label,
    within_office_hours,
    working,
)
from bot.text import Translator

SEOUL, TAIPEI, BERLIN = "Asia/Seoul", "Asia/Taipei", "Europe/Berlin"


def at(zone: str, *moment: int) -> datetime:
    """Return a moment by its local time, in UTC."""
    return datetime(*moment, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("country", "days_off"),
    [
        ("KR", [(2, 6), (2, 7), (2, 8), (2, 9), (9, 14), (9, 15), (9, 16), (10, 4), (10, 11), (12, 25)]),
        ("TW", [(2, 5), (2, 6), (2, 8), (2, 9), (2, 10), (2, 28), (3, 1), (10, 11)]),
        ("CN", [(2, 5), (2, 8), (2, 9), (2, 10), (5, 3), (10, 1), (10, 5)]),
        ("JP", [(1, 1), (2, 11), (5, 3), (9, 23)]),
        ("DE", [(3, 26), (3, 29), (10, 3), (12, 25), (12, 26)]),
    ],
)
def test_holidays_and_their_substitutes_are_days_off(country: str, days_off: list[tuple[int, int]]) -> None:
    assert [day for day in days_off if working(date(2027, *day), country)] == []


@pytest.mark.parametrize(
    ("country", "days"),
    [
        ("KR", [(2, 5), (2, 10), (9, 13), (9, 17), (10, 5), (10, 12)]),
        ("TW", [(2, 3), (2, 11), (9, 14), (9, 16)]),
        ("JP", [(2, 8), (2, 10), (9, 15)]),
    ],
)
def test_the_days_around_holidays_are_working_days(country: str, days: list[tuple[int, int]]) -> None:
    assert [day for day in days if not working(date(2027, *day), country)] == []


def test_a_weekend_worked_in_exchange_for_a_holiday_is_a_working_day_in_china_only() -> None:
    saturday = date(2026, 2, 14)
    assert working(saturday, "CN")
    assert not working(saturday, "KR")
    assert not working(date(2026, 2, 7), "CN")


def test_japanese_offices_rest_from_29_december_to_3_january() -> None:
    resting = [date(2027, 12, day) for day in (29, 30, 31)] + [date(2028, 1, day) for day in (1, 2, 3)]
    assert not any(working(day, "JP") for day in resting)
    assert working(date(2027, 12, 28), "JP")
    assert working(date(2028, 1, 4), "JP")
    assert working(date(2027, 12, 30), "KR")


def test_where_friday_and_saturday_are_the_weekend_sunday_is_worked() -> None:
    assert not working(date(2027, 2, 5), "SA")
    assert not working(date(2027, 2, 6), "SA")
    assert working(date(2027, 2, 7), "SA")


def test_of_an_unknown_country_only_saturday_and_sunday_are_off() -> None:
    assert [working(date(2027, 2, day), "XX") for day in range(1, 8)] == [True] * 5 + [False] * 2


def test_an_office_may_have_days_off_of_its_own() -> None:
    founding_day = date(2027, 3, 10)
    assert working(founding_day, "KR")
    assert not working(founding_day, "KR", frozenset({founding_day}))
    evening_before = at(SEOUL, 2027, 3, 9, 20)
    assert next_working_morning(evening_before, SEOUL, "KR", extra={founding_day}) == at(SEOUL, 2027, 3, 11, 9)


@pytest.mark.parametrize("day", [6, 7, 8, 9])
@pytest.mark.parametrize("hour", [0, 9, 12, 23])
def test_nothing_reaches_seoul_over_seollal_before_wednesday_morning(day: int, hour: int) -> None:
    assert next_working_morning(at(SEOUL, 2027, 2, day, hour), SEOUL, "KR") == at(SEOUL, 2027, 2, 10, 9)


def test_nothing_reaches_kaohsiung_over_new_year_before_thursday_morning() -> None:
    last_evening = at(TAIPEI, 2027, 2, 3, 18)
    assert next_working_morning(last_evening, TAIPEI, "TW") == at(TAIPEI, 2027, 2, 11, 9)
    assert next_working_morning(at(TAIPEI, 2027, 2, 8, 9), TAIPEI, "TW") == at(TAIPEI, 2027, 2, 11, 9)


def test_nothing_reaches_seoul_over_chuseok() -> None:
    assert next_working_morning(at(SEOUL, 2027, 9, 13, 18), SEOUL, "KR") == at(SEOUL, 2027, 9, 17, 9)


def test_a_moment_within_office_hours_stays_what_it_is() -> None:
    afternoon = at(SEOUL, 2027, 9, 13, 13, 7)
    assert next_working_morning(afternoon, SEOUL, "KR") == afternoon
    assert next_working_morning(afternoon, SEOUL, "KR").tzinfo is UTC


def test_an_early_hour_waits_for_the_morning_of_the_same_day() -> None:
    assert next_working_morning(at(SEOUL, 2027, 2, 10, 6), SEOUL, "KR") == at(SEOUL, 2027, 2, 10, 9)


@pytest.mark.parametrize(
    ("clock_time", "within"),
    [((8, 59), False), ((9, 0), True), ((17, 59), True), ((18, 0), False), ((0, 0), False)],
)
def test_office_hours_are_from_nine_until_before_six(clock_time: tuple[int, int], within: bool) -> None:
    assert within_office_hours(at(SEOUL, 2027, 2, 10, *clock_time), SEOUL, "KR") is within


def test_office_hours_are_those_of_the_recipients_zone() -> None:
    moment = datetime(2027, 2, 10, 8, 30, tzinfo=UTC)
    assert within_office_hours(moment, SEOUL, "KR")
    assert within_office_hours(moment, BERLIN, "DE")
    assert not within_office_hours(moment, "America/New_York", "US")


def test_other_office_hours_can_be_given() -> None:
    early = Hours(time(7, 30), time(16))
    seven = at(SEOUL, 2027, 2, 10, 7)
    assert next_working_morning(seven, SEOUL, "KR", hours=early) == at(SEOUL, 2027, 2, 10, 7, 30)
    assert not within_office_hours(at(SEOUL, 2027, 2, 10, 16), SEOUL, "KR", hours=early)


def test_morning_is_nine_on_both_sides_of_a_change_of_the_clock() -> None:
    before = next_working_morning(at(BERLIN, 2027, 3, 25, 20), BERLIN, "XX")
    after = next_working_morning(at(BERLIN, 2027, 3, 26, 20), BERLIN, "XX")
    assert before == datetime(2027, 3, 26, 8, tzinfo=UTC)
    assert after == datetime(2027, 3, 29, 7, tzinfo=UTC)
    assert next_working_morning(at(BERLIN, 2027, 10, 29, 20), BERLIN, "DE") == datetime(2027, 11, 1, 8, tzinfo=UTC)


def test_the_turn_of_the_year_is_crossed_in_each_country_by_its_own_calendar() -> None:
    new_years_eve = datetime(2027, 12, 31, 12, tzinfo=UTC)
    assert next_working_morning(new_years_eve, SEOUL, "KR") == at(SEOUL, 2028, 1, 3, 9)
    assert next_working_morning(new_years_eve, "Asia/Tokyo", "JP") == at("Asia/Tokyo", 2028, 1, 4, 9)


def test_working_days_are_counted_past_weekends_and_holidays() -> None:
    assert add_working_days(date(2027, 3, 31), 2, "KR") == date(2027, 4, 2)
    assert add_working_days(date(2027, 2, 5), 1, "KR") == date(2027, 2, 10)
    assert add_working_days(date(2027, 10, 1), 3, "KR") == date(2027, 10, 7)
    assert add_working_days(date(2027, 2, 6), 0, "KR") == date(2027, 2, 6)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2027, 12, 15), 1, date(2028, 1, 15)),
        (date(2027, 6, 1), 60, date(2032, 6, 1)),
        (date(2027, 1, 31), -2, date(2026, 11, 30)),
    ],
)
def test_months_are_added_without_leaving_the_month(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@pytest.mark.parametrize(
    ("months", "opens", "name"),
    [
        (1, date(2027, 9, 20), "September 2027"),
        (3, date(2027, 2, 10), "2027 Q1"),
        (3, date(2027, 9, 20), "2027 Q3"),
        (6, date(2027, 6, 30), "First half of 2027"),
        (6, date(2027, 7, 1), "Second half of 2027"),
        (12, date(2027, 1, 4), "Year 2027"),
        (24, date(2027, 3, 1), "2027–2028"),
        (60, date(2027, 1, 1), "2027–2031"),
    ],
)
def test_a_cycle_is_named_after_the_period_it_opens_in(months: int, opens: date, name: str) -> None:
    label = period_label(months, opens)
    assert Translator("en").html(label.words, label.values) == name


def test_about_two_days_in_three_are_worked_in_any_country_for_a_decade() -> None:
    days = [date(2025, 1, 1) + timedelta(days=number) for number in range(3650)]
    for country in ("KR", "JP", "TW", "CN", "DE"):
        assert 0.6 < sum(working(day, country) for day in days) / len(days) < 0.72
