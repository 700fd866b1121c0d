"""What cities do, and every version of how they told it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base
from storage.models.change import next_change


class Action(Base):
    """One practice of one city."""

    __tablename__ = "actions"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    title: Mapped[str]
    text: Mapped[str]
    language: Mapped[str]
    kind: Mapped[str]  # under_way, achieved
    target: Mapped[str] = mapped_column(index=True)
    day: Mapped[date]  # what the text is true for: the as-of date; details may say that only its year is known
    place_key: Mapped[str | None]
    details: Mapped[dict[str, Any]]  # the optional answers, by question
    lesson: Mapped[str | None]  # what did not work: members only
    words: Mapped[str]  # folded, for search
    state: Mapped[str] = mapped_column(default="published")  # published, withdrawn; waiting, returned, declined
    visibility: Mapped[str] = mapped_column(default="public")  # public, members, city
    source_id: Mapped[str | None]  # what its own city's file calls it
    source_digest: Mapped[str | None]  # of the row it was imported from
    fingerprint: Mapped[str | None]  # what texts have in common that say the same: see storage.duplicates
    evidence: Mapped[str] = mapped_column(default="own", server_default="own")  # own, document, link, reviewed
    demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    published_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    change: Mapped[int] = mapped_column(default=next_change(), onupdate=next_change(), server_default="0", index=True)

    __table_args__ = (
        UniqueConstraint("city_id", "source_id"),
        Index("actions_newest", "state", "day"),
        Index("actions_alike", "city_id", "fingerprint"),
    )


class ActionVector(Base):
    """What one version of an action means, as a model's vectors in whole numbers of eight bits."""

    __tablename__ = "action_vectors"
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), primary_key=True)
    encoder: Mapped[str]
    version: Mapped[int]
    whole: Mapped[bytes] = mapped_column(LargeBinary)


class SentenceVectors(Base):
    """What each sentence of an action means: apart, because they are many and few of them are read."""

    __tablename__ = "sentence_vectors"
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), primary_key=True)
    encoder: Mapped[str]
    version: Mapped[int]
    sentences: Mapped[bytes] = mapped_column(LargeBinary)  # one after the other; none for a single sentence


class ActionVersion(Base):
    """How an action read before it was changed."""

    __tablename__ = "action_versions"
    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"))
    version: Mapped[int]
    fields: Mapped[dict[str, Any]]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("action_id", "version"),)


class Update(Base):
    """News of an action that is already published."""

    __tablename__ = "updates"
    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str]
    language: Mapped[str]
    at: Mapped[datetime]


class Attachment(Base):
    """A photo, a document or a link of an action or of a draft that may become one."""

    __tablename__ = "attachments"
    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int | None] = mapped_column(index=True)
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"), index=True)
    kind: Mapped[str]  # photo, picture (a photo sent as a file), video, document
    file_id: Mapped[str]
    unique_id: Mapped[str]
    name: Mapped[str | None]
    size: Mapped[int | None]
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  # without metadata
    state: Mapped[str] = mapped_column(default="waiting")  # waiting, kept, refused
    attempts: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("draft_id", "unique_id"), UniqueConstraint("action_id", "unique_id"))
