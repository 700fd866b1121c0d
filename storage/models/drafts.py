"""Conversations half-way, and searches being read."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class Draft(Base):
    """A conversation half-way. What to ask next follows from which answers are missing."""

    __tablename__ = "drafts"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    conversation: Mapped[str]
    version: Mapped[int]
    answers: Mapped[dict[str, Any]]
    asking: Mapped[str | None]  # the question an answer is awaited for
    card_id: Mapped[int | None]  # the outbox row of its newest message
    keyboard_id: Mapped[int | None]  # the outbox row of the message that brought a keyboard still to be taken away
    album: Mapped[str | None]  # Telegram's media group it began with
    state: Mapped[str] = mapped_column(default="open")  # open, done, cancelled
    result: Mapped[str | None]  # what it became, so that a second press can be answered
    touched_at: Mapped[datetime]
    remind_at: Mapped[datetime | None] = mapped_column(index=True)  # once, unless it is touched again

    __table_args__ = (
        Index(
            "drafts_open",
            "person_id",
            "touched_at",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )


class Lookup(Base):
    """What somebody searched for, so that its pages can be turned."""

    __tablename__ = "lookups"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    words: Mapped[str]
    filters: Mapped[dict[str, Any]]
    at: Mapped[datetime]
