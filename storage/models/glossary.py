"""What offices changed in the glossary."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class TermChange(Base):
    """A word an office added to a concept or took away. Nothing is overwritten: the last row about a word counts."""

    __tablename__ = "terms"
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    concept: Mapped[str]
    language: Mapped[str]
    word: Mapped[str]
    added: Mapped[bool]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
