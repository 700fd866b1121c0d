"""What is kept for trust: the audit trail, feedback, and what was limited."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class AuditEntry(Base):
    """Who changed the state of what, and when. Never the text itself."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    event: Mapped[str]
    subject: Mapped[str]
    details: Mapped[dict[str, Any]]

    __table_args__ = (Index("audit_by_subject", "subject"),)


class Feedback(Base):
    """A remark about the bot, with a number and an answer."""

    __tablename__ = "feedback"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str]
    answer: Mapped[str | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


class Fact(Base):
    """A small thing the program knows about itself, by name: loaded versions, last runs."""

    __tablename__ = "facts"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
