"""What people want to hear about."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class Follow(Base):
    """Something a person follows: whatever is new of it is told until they stop it."""

    __tablename__ = "follows"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str]  # search, city, target, action
    words: Mapped[str]
    action_id: Mapped[int | None]  # the action, where it is one
    filters: Mapped[dict[str, Any]]
    language: Mapped[str]  # of its reader when it began: the words were understood by it
    since: Mapped[datetime]
    seen_id: Mapped[int]  # the last action there was when it began, or was told last: later ones are new
    told_at: Mapped[datetime | None]
