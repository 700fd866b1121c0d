"""Files of actions that somebody sent, until they are published or dropped."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class Import(Base):
    """A file of actions on its way: read, offered, and published if its sender wants so."""

    __tablename__ = "imports"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"))  # gone when it is finished with
    card_id: Mapped[int | None]  # the outbox row of its message
    state: Mapped[str] = mapped_column(index=True)  # reading, offered, running, done, cancelled, unusable
    rows: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)  # rows that are dealt with
    counts: Mapped[dict[str, Any]]  # rows by what became of them
    at: Mapped[datetime]
