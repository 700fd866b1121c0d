"""When a UN entry changes its colour, when a deadline comes again, and when notices are due."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from bot.calendar_file import Entry, calendar
from storage.deadlines import Light, light, next_day
from storage.notices import reached

SEOUL = "Asia/Seoul"
YELLOW = date(2027, 6, 15)


@pytest.mark.parametrize(
    ("registered", "submitted", "today", "colour", "turns"),
    [
        ("2026-06-15", None, "2026-06-15", "green", "2027-06-15"),
        ("2026-06-15", None, "2027-06-14", "green", "2027-06-15"),
        ("2026-06-15", None, "2027-06-15", "yellow", "2028-06-15"),
        ("2026-06-15", None, "2028-06-14", "yellow", "2028-06-15"),
        ("2026-06-15", None, "2028-06-15", "red", None),
        ("2026-06-15", "2027-06-15", "2027-06-15", "green", "2028-06-15"),
        ("2026-06-15", "2025-01-01", "2027-06-01", "green", "2027-06-15"),
        ("2024-02-29", None, "2025-02-27", "green", "2025-02-28"),
    ],
)
def test_an_entry_is_green_for_a_year_then_yellow_for_a_year_then_red(
    registered: str, submitted: str | None, today: str, colour: str, turns: str | None
) -> None:
    sent = date.fromisoformat(submitted) if submitted else None
    found = light(date.fromisoformat(registered), sent, date.fromisoformat(today))
    assert found == Light(colour, date.fromisoformat(turns) if turns else None)


@pytest.mark.parametrize(
    ("first", "months", "today", "day"),
    [
        ("2027-03-31", 24, "2027-03-31", "2027-03-31"),
        ("2027-03-31", 24, "2027-04-01", "2029-03-31"),
        ("2027-03-31", None, "2027-04-01", None),
        ("2024-02-29", 12, "2027-03-01", "2028-02-29"),
        ("2024-02-29", 12, "2026-12-31", "2027-02-28"),
        ("2020-01-10", 60, "2026-01-01", "2030-01-10"),
    ],
)
def test_a_deadline_comes_again_on_the_same_day_of_the_month(
    first: str, months: int | None, today: str, day: str | None
) -> None:
    found = next_day(date.fromisoformat(first), months, date.fromisoformat(today))
    assert found == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("moment", "before"),
    [
        ("2027-04-16T08:59", None),
        ("2027-04-16T09:00", 60),
        ("2027-05-16T09:00", 60),  # a Sunday
        ("2027-05-17T08:59", 60),
        ("2027-05-17T09:00", 30),
        ("2027-06-08T09:00", 7),
        ("2027-06-15T17:00", 7),
        ("2027-06-16T09:00", None),
    ],
)
def test_a_notice_is_due_on_the_working_morning_60_30_and_7_days_before(moment: str, before: int | None) -> None:
    assert reached(YELLOW, None, SEOUL, "KR", datetime.fromisoformat(f"{moment}+09:00")) == before


def test_what_was_due_before_somebody_set_the_date_is_not_told_to_them() -> None:
    set_on = datetime.fromisoformat("2027-05-01T10:00+09:00")
    assert reached(YELLOW, set_on, SEOUL, "KR", datetime.fromisoformat("2027-05-03T10:00+09:00")) is None
    assert reached(YELLOW, set_on, SEOUL, "KR", datetime.fromisoformat("2027-05-17T09:00+09:00")) == 30


def test_a_calendar_takes_the_file_in_and_says_the_days_before_too() -> None:
    entry = Entry("12", "시상 공모; 마감, 접수\n오후 6시", YELLOW, "매년")
    content = calendar("기한", [entry], (60, 30, 7), datetime(2027, 4, 1, tzinfo=UTC))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    [event] = Calendar.from_ical(content).walk("VEVENT")
    assert event["summary"] == entry.title and event["dtstart"].dt == YELLOW and event["uid"] == "12@pumasi"
    assert [-alarm["trigger"].dt.days for alarm in event.walk("VALARM")] == [60, 30, 7]


def test_a_later_file_replaces_what_a_calendar_has() -> None:
    def sequence(now: datetime) -> int:
        file = Calendar.from_ical(calendar("", [Entry("12", "CDP", YELLOW)], (), now))
        return int(file.walk("VEVENT")[0]["sequence"])

    assert sequence(datetime(2027, 4, 1, tzinfo=UTC)) < sequence(datetime(2027, 4, 2, tzinfo=UTC))
