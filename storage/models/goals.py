"""What a city wants to reach, how it measures that, and how far it has come."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class Goal(Base):
    """What one city wants to reach for one target, in its own words."""

    __tablename__ = "goals"
    id: Mapped[int] = mapped_column(primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"), index=True)
    target: Mapped[str]
    text: Mapped[str]
    language: Mapped[str]
    serves: Mapped[str | None]  # the national goal it contributes to, as the country calls it
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Indicator(Base):
    """Something a city measures. What it is, was and is to be stands in its measures."""

    __tablename__ = "indicators"
    id: Mapped[int] = mapped_column(primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"), index=True)
    target: Mapped[str | None]
    name: Mapped[str]
    language: Mapped[str]
    unit: Mapped[str]
    better: Mapped[str]  # up, down: which direction is an improvement
    source: Mapped[str | None]  # where its figures come from: none until it was asked; empty: not told
    code: Mapped[str | None]  # the official indicator it corresponds to, such as 11.6.1
    department: Mapped[str | None]
    part_of: Mapped[int | None]  # the indicator of which it is a breakdown
    group_name: Mapped[str | None]  # for whom or where, then
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Measure(Base):
    """What somebody said an indicator was, is, or is to be. No row is ever changed: a later one counts instead."""

    __tablename__ = "measures"
    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicators.id"), index=True)
    kind: Mapped[str]  # baseline, value, target_value
    day: Mapped[date]  # what it is true for; the last day of its year for a target value
    value: Mapped[Decimal | None]  # none: what was said for this day is taken back
    source: Mapped[str | None]  # of this figure, where it is not the indicator's
    reason: Mapped[str | None]  # why it differs from what was said before
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


class Rating(Base):
    """A city's own word on an indicator's progress, in place of the computed one."""

    __tablename__ = "ratings"
    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicators.id"), index=True)
    rating: Mapped[str | None]  # reached, on_track, behind, away; none: the computed one counts again
    reason: Mapped[str | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


class MilestoneReached(Base):
    """A step of a ladder a city has reached. What was said before is kept: the latest for each step counts."""

    __tablename__ = "milestones_reached"
    id: Mapped[int] = mapped_column(primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"), index=True)
    ladder: Mapped[str]  # of bot.goal11
    step: Mapped[str]
    day: Mapped[date | None]  # none: not reached after all
    evidence: Mapped[str | None]  # a link or words
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


class ReadinessAnswer(Base):
    """Whether a city fulfils one of the seven duties, as it said in one year."""

    __tablename__ = "readiness_answers"
    id: Mapped[int] = mapped_column(primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))
    year: Mapped[int]
    duty: Mapped[str]
    fulfilled: Mapped[bool]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("city_id", "year", "duty"),)


class Emission(Base):
    """What an action saves of greenhouse gases: the latest row of an action counts."""

    __tablename__ = "emissions"
    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), index=True)
    tonnes: Mapped[Decimal]  # of CO2 equivalents, in that year; 0 where it was taken back
    year: Mapped[int]
    part_of_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))  # whose figure includes this one
    source: Mapped[str | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
