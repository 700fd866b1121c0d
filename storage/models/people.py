"""Offices, cities, seats and the people who sit on them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class Office(Base):
    """A node of the network's tree: the world, a region, a country."""

    __tablename__ = "offices"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    name: Mapped[str]  # English; shown translated
    language: Mapped[str]
    zone: Mapped[str]
    country: Mapped[str | None]
    chat_id: Mapped[int | None]  # the office's group, if it has one


class City(Base):
    """A local government that takes part. Actions, seats and numbers belong to it."""

    __tablename__ = "cities"
    id: Mapped[int] = mapped_column(primary_key=True)
    place_key: Mapped[str] = mapped_column(unique=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)  # the letters of its action numbers
    names: Mapped[dict[str, Any]]  # by language
    within: Mapped[dict[str, Any]]  # province or country, by language
    words: Mapped[str]  # its names, folded, for search
    country: Mapped[str]
    zone: Mapped[str]
    population: Mapped[int | None]
    trusted: Mapped[bool] = mapped_column(
        default=True, server_default=true()
    )  # publishes at once, is checked afterwards
    practice: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  # invented, for one person to try things
    published: Mapped[int] = mapped_column(default=0)  # the last action number given
    since: Mapped[datetime]


class Person(Base):
    """Somebody who writes to the bot. Only what is needed: no phone number, no username."""

    __tablename__ = "people"
    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int | None] = mapped_column(unique=True)  # gone once the person has left
    name: Mapped[str | None]
    language: Mapped[str]
    consent: Mapped[str | None]  # version of the notice agreed to
    reachable: Mapped[bool] = mapped_column(default=True)
    blocked: Mapped[bool] = mapped_column(default=False)
    budget: Mapped[int] = mapped_column(default=4)  # unasked messages a month
    reminders: Mapped[bool] = mapped_column(default=True)
    shows_name: Mapped[bool] = mapped_column(default=False, server_default=false())  # to people of other cities
    news_at: Mapped[datetime | None] = mapped_column(index=True)  # when to look for news of what they follow
    news_every: Mapped[int] = mapped_column(default=7, server_default="7")  # days between two digests
    looked_at: Mapped[datetime | None]  # when they last asked what is new
    practice_city_id: Mapped[int | None]  # the invented city this person is in for now
    met_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class Seat(Base):
    """A role in a city or an office. It stays when its person goes."""

    __tablename__ = "seats"
    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str]  # officer, coordinator; institute, council; reviewer, secretariat
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), unique=True)
    taken_at: Mapped[datetime | None]


class Consent(Base):
    """Which version of the notice somebody agreed to, and when."""

    __tablename__ = "consents"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    version: Mapped[str]
    agreed_at: Mapped[datetime]


class Invitation(Base):
    """A one-time way in. Only a hash of its code is kept."""

    __tablename__ = "invitations"
    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    hands_over: Mapped[int | None]  # the person whose seat it hands over
    erases: Mapped[bool] = mapped_column(default=False, server_default=false())  # that person's data, once it is used


class JoinRequest(Base):
    """A stranger asks to join a city; its coordinator or its office decides."""

    __tablename__ = "join_requests"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))
    text: Mapped[str]
    state: Mapped[str] = mapped_column(default="open")  # open, approved, declined
    reason: Mapped[str | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]


class Absence(Base):
    """Days on which a deputy gets the prompts instead."""

    __tablename__ = "absences"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]

    __table_args__ = (UniqueConstraint("person_id", "first_day"), Index("absences_by_day", "last_day"))
