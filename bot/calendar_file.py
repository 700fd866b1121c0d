"""Days as a calendar file that phones and office programs take in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

NAME = "deadlines.ics"


@dataclass(frozen=True)
class Entry:
    """A whole day. Under the same key it replaces what a calendar took in before."""

    key: str
    title: str
    day: date
    note: str = ""


def calendar(name: str, entries: Sequence[Entry], warned: Sequence[int], now: datetime) -> bytes:
    """Return an iCalendar file (RFC 5545), in UTF-8.

    Args:
        warned: how many days before each entry a calendar says so, too.
        now: as of which the file is true; a later one counts.
    """
    file = Calendar()
    file.add("prodid", "-//Pumasi//Deadlines//EN")
    file.add("version", "2.0")
    file.add("x-wr-calname", name)
    for each in entries:
        file.add_component(_event(each, warned, now))
    return bytes(file.to_ical())


def _event(entry: Entry, warned: Sequence[int], now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@pumasi")
    event.add("dtstamp", now)
    event.add("sequence", int(now.timestamp()) // 60)
    event.add("summary", entry.title)
    event.add("dtstart", entry.day)
    event.add("transp", "TRANSPARENT")
    if entry.note:
        event.add("description", entry.note)
    for days in warned:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", timedelta(days=-days))
        event.add_component(alarm)
    return event
