"""What passes between cities: questions and their answers, practices taken over, thanks."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class Question(Base):
    """What one city asks others."""

    __tablename__ = "questions"
    id: Mapped[int] = mapped_column(primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"), index=True)  # which asks
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str]
    language: Mapped[str]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))  # the action it is about, if it is one
    target: Mapped[str | None]  # or the target
    tag: Mapped[str | None]  # or the tag
    asked_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Inquiry(Base):
    """A question on its way to one city, and the thread that follows."""

    __tablename__ = "inquiries"
    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))  # which is asked
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))  # because of which it is asked
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # who was given it last
    state: Mapped[str] = mapped_column(default="waiting")  # waiting, sent, answered, declined, withdrawn
    look_at: Mapped[datetime | None] = mapped_column(index=True)  # when it may be given to somebody
    sent_at: Mapped[datetime | None]
    call_id: Mapped[int | None]  # the outbox row of the message that brought it
    asker_agrees: Mapped[bool | None]  # to what was asked and answered being shown to others
    answerer_agrees: Mapped[bool | None]
    shared_at: Mapped[datetime | None]  # once both have agreed

    __table_args__ = (UniqueConstraint("question_id", "city_id"), Index("inquiries_by_city", "city_id", "state"))


class Reply(Base):
    """One message of a thread between two cities."""

    __tablename__ = "replies"
    id: Mapped[int] = mapped_column(primary_key=True)
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiries.id"), index=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))  # which speaks
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str]
    language: Mapped[str]
    at: Mapped[datetime]
    look_at: Mapped[datetime | None] = mapped_column(index=True)  # when the other city may be told; none once it was
    call_id: Mapped[int | None]  # the outbox row of the message that told it


class Adoption(Base):
    """A city does too what another one told of, and says what it changed."""

    __tablename__ = "adoptions"
    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), unique=True)  # of the city that adopts
    source_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), index=True)
    change: Mapped[str]  # what it changed, in its own words
    language: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    look_at: Mapped[datetime | None] = mapped_column(index=True)  # when the source's city may be told


class Useful(Base):
    """A city found another's action useful."""

    __tablename__ = "useful"
    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("action_id", "city_id"),)


class Errand(Base):
    """A one-time link by which a colleague of a department fills in one item. Only a hash of its code is kept."""

    __tablename__ = "errands"
    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # who gave it out, and gets the draft
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))
    indicator_id: Mapped[int | None] = mapped_column(ForeignKey("indicators.id"))
    department: Mapped[str]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
