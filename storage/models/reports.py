"""Reports: the rounds in which they are agreed on, what they froze, and whose deadlines they meet."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class Report(Base):
    """A report with its figures frozen under a version: whenever it is asked for, it says the same."""

    __tablename__ = "reports"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]  # city, country
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"), index=True)
    version: Mapped[int]  # counted per city, and per office
    contents: Mapped[dict[str, Any]]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    frozen_at: Mapped[datetime]
    submitted: Mapped[date | None]  # to the UN platform
    link: Mapped[str | None]  # where it stands there

    __table_args__ = (UniqueConstraint("city_id", "version"), UniqueConstraint("office_id", "version"))


class Thanks(Base):
    """Who was told what became of a contribution, so that each is told once."""

    __tablename__ = "thanks"
    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("report_id", "city_id", "person_id"),)


class Round(Base):
    """Four parties agree on a city's report, chapter by chapter."""

    __tablename__ = "rounds"
    id: Mapped[int] = mapped_column(primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"), index=True)
    name: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    report_id: Mapped[int | None] = mapped_column(ForeignKey("reports.id"))  # what it ended in


class Chapter(Base):
    """What a round's report says of one target."""

    __tablename__ = "chapters"
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    target: Mapped[str]
    now: Mapped[str]  # how it works now; empty: blank
    to_do: Mapped[str]  # what remains to be done; empty: blank
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("round_id", "target"),)


class Comment(Base):
    """What a party says of a chapter."""

    __tablename__ = "comments"
    id: Mapped[int] = mapped_column(primary_key=True)
    chapter_id: Mapped[int] = mapped_column(ForeignKey("chapters.id"), index=True)
    party: Mapped[str]  # city, institute, council, office
    text: Mapped[str]
    language: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


class Approval(Base):
    """A party finds one revision of a chapter balanced, with nothing missing."""

    __tablename__ = "approvals"
    id: Mapped[int] = mapped_column(primary_key=True)
    chapter_id: Mapped[int] = mapped_column(ForeignKey("chapters.id"))
    party: Mapped[str]
    revision: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("chapter_id", "party", "revision"),)


class Publication(Base):
    """A report or a study on a city's shelf: a link, or a file kept here."""

    __tablename__ = "publications"
    id: Mapped[int] = mapped_column(primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"), index=True)
    target: Mapped[str | None]
    year: Mapped[int]
    title: Mapped[str]
    language: Mapped[str]
    link: Mapped[str | None]
    name: Mapped[str | None]  # of the file
    attachment_id: Mapped[int | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class UnEntry(Base):
    """A city's entry on the UN's partnership platform."""

    __tablename__ = "un_entries"
    id: Mapped[int] = mapped_column(primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"), unique=True)
    registered: Mapped[date]
    submitted: Mapped[date | None]  # the last yearly report
    link: Mapped[str | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


class Deadline(Base):
    """A date others have set: for one city, or for all cities of an office's branch."""

    __tablename__ = "deadlines"
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"), index=True)
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"), index=True)
    kind: Mapped[str]  # cdp, forum, award, statute, other
    name: Mapped[str]
    day: Mapped[date]
    months: Mapped[int | None]  # after which it comes again
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class DeadlineNotice(Base):
    """A notice of a deadline, or of what waits in a round, that was given, so that each is given once."""

    __tablename__ = "deadline_notices"
    id: Mapped[int] = mapped_column(primary_key=True)
    deadline: Mapped[str]  # un:CITY, round:ROUND, or the deadline's number
    day: Mapped[date]  # of the deadline; of a round, the day on which it was given
    days_before: Mapped[int]
    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"))
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("deadline", "day", "days_before", "seat_id"),)


class NoticeStop(Base):
    """A deadline or a round somebody does not want to hear of any more."""

    __tablename__ = "notice_stops"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    about: Mapped[str]  # as a notice names it

    __table_args__ = (UniqueConstraint("person_id", "about"),)
