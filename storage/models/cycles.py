"""Reporting cycles: when cities are asked, and what they answered."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class Cycle(Base):
    """A rhythm in which an office asks the cities of its branch to report."""

    __tablename__ = "cycles"
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    name: Mapped[str]
    months: Mapped[int]  # 1, 3, 6, 12, 24 or 60
    opens: Mapped[date]  # of the first period
    due: Mapped[date]
    grace_days: Mapped[int] = mapped_column(default=14)
    stopped_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("office_id", "name"),)


class Period(Base):
    """One turn of a cycle. Its days are days as the cities live them."""

    __tablename__ = "periods"
    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"))
    opens: Mapped[date]
    due: Mapped[date]
    closes: Mapped[date]  # the last day of grace

    __table_args__ = (UniqueConstraint("cycle_id", "opens"), Index("periods_by_day", "opens", "closes"))


class Reminder(Base):
    """A prompt to one seat about one period. Due-ness is a column."""

    __tablename__ = "reminders"
    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("periods.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"), index=True)
    stage: Mapped[str]  # opening, before, due, after, escalation, nudge
    due_at: Mapped[datetime]
    until: Mapped[datetime]  # no longer useful afterwards
    state: Mapped[str] = mapped_column(default="planned")  # planned, sent, skipped, dropped
    asked: Mapped[bool] = mapped_column(default=False)  # its reader chose the time: outside the budget
    sent_at: Mapped[datetime | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # who got it
    call_id: Mapped[int | None]  # the outbox row of its message

    __table_args__ = (
        UniqueConstraint("period_id", "seat_id", "stage"),
        Index("reminders_due", "state", "due_at"),
    )


class Stop(Base):
    """A cycle somebody does not want to be reminded of."""

    __tablename__ = "stops"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"))

    __table_args__ = (UniqueConstraint("person_id", "cycle_id"),)


class Answer(Base):
    """What a city said to one period."""

    __tablename__ = "answers"
    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("periods.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]  # no_change, reported, not_applicable; more_time settles nothing
    late: Mapped[bool]
    early: Mapped[bool]
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("period_id", "city_id"),)


class Confirmation(Base):
    """A dated statement about one action in one period: nothing has changed, or something has."""

    __tablename__ = "confirmations"
    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("periods.id"))
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]  # no_change, updated, finished, stopped, passed, skipped
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("period_id", "action_id"),)


class Statement(Base):
    """What was said in one period of something due that is no action: an indicator, a question, a review.

    Its subject is such as ``indicator:7``; ``alive:7`` was asked whether action 7 goes on at all.
    """

    __tablename__ = "statements"
    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("periods.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))
    subject: Mapped[str]
    kind: Mapped[str]  # no_change, updated, passed, skipped, asked
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("period_id", "city_id", "subject"),)
