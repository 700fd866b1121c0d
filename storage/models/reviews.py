"""How well what cities tell is looked after: reviews, evidence, highlights, and the chats of an office."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base

OPEN = text("state IN ('waiting', 'asked', 'agreed')")  # of a highlight


class Review(Base):
    """An office looks at one version of an action, before it is published or afterwards."""

    __tablename__ = "reviews"
    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"))
    version: Mapped[int]
    before: Mapped[bool]  # nothing is shown until it is decided
    state: Mapped[str] = mapped_column(default="waiting")  # waiting; published, returned, declined; edited, withdrawn
    reason: Mapped[str | None]  # a code; own: in the office's own words
    asked_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))  # which decided, and in which role
    role: Mapped[str | None]
    call_id: Mapped[int | None]  # of the card in the office's group

    __table_args__ = (UniqueConstraint("action_id", "version"), Index("reviews_by_age", "state", "asked_at"))


class ReviewNote(Base):
    """What the author and the office say to each other about an action."""

    __tablename__ = "review_notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    for_office: Mapped[bool]  # said by the office; otherwise by the city
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    reason: Mapped[str | None]  # the code of a reason the office gives often, said to each in their language
    text: Mapped[str]
    language: Mapped[str]
    at: Mapped[datetime]


class Reason(Base):
    """An office's own wording of a reason it gives often, in one language."""

    __tablename__ = "reasons"
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    code: Mapped[str]
    language: Mapped[str]
    text: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("office_id", "code", "language"),)


class Evidence(Base):
    """How well an action was evidenced from a moment on, and why that changed."""

    __tablename__ = "evidence"
    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), index=True)
    level: Mapped[str]  # own, document, link, reviewed
    reason: Mapped[str | None]  # asked: not given yet; refused; figures: it fell because of them; or nothing
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


class Highlight(Base):
    """An action an office holds up for others, with its reason."""

    __tablename__ = "highlights"
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str]  # a code; own: in the office's own words
    words: Mapped[dict[str, Any]]  # the office's own words, by language
    state: Mapped[str] = mapped_column(default="waiting")  # waiting, asked, agreed; refused, withdrawn, ended
    asked_at: Mapped[datetime]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]

    __table_args__ = (Index("highlights_open", "action_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),)


class HighlightLetter(Base):
    """A highlight that somebody was sent, so that each is sent once."""

    __tablename__ = "highlight_letters"
    id: Mapped[int] = mapped_column(primary_key=True)
    highlight_id: Mapped[int] = mapped_column(ForeignKey("highlights.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("highlight_id", "person_id"),)


class HighlightPost(Base):
    """A highlight in a channel, so that each is posted once and can be taken back."""

    __tablename__ = "highlight_posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    highlight_id: Mapped[int] = mapped_column(ForeignKey("highlights.id"))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"), index=True)
    call_id: Mapped[int]  # the outbox row that posts it
    message_id: Mapped[int | None]  # Telegram's, once it is posted: the outbox forgets it
    at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("highlight_id", "chat_id"),)


class Chat(Base):
    """A group or a channel the bot was added to. Its title is not kept."""

    __tablename__ = "chats"
    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(unique=True)
    kind: Mapped[str]  # group, channel
    language: Mapped[str]
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"), index=True)  # whose it is, if it is one's
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id")
    )  # who added the bot, and may say what it is for
    added_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
