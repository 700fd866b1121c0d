"""The glossary with what offices changed in it. What one office changes, all cities share."""

from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import clock
from bot.language.glossary import Change, Concept, Glossary, built_in, term_of
from storage import audit
from storage.engine import Session
from storage.hot import Hot
from storage.models import TermChange
from storage.people import Officer

_columns = (TermChange.id, TermChange.concept, TermChange.language, TermChange.word, TermChange.added)
_changes = Hot(select(*_columns).order_by(TermChange.id))  # asked by every search


async def shared(session: Session | AsyncConnection) -> tuple[int, Glossary]:
    """Return a version that grows with every change, and the glossary that is in force. Nothing changed: 0."""
    rows = (await _changes(session)).rows
    changes = tuple(Change(*change) for _id, *change in rows)
    return (rows[-1][0] if rows else 0), _with(changes)


@lru_cache(maxsize=2)
def _with(changes: tuple[Change, ...]) -> Glossary:
    return built_in().changed(changes) if changes else built_in()


async def add(session: Session, officer: Officer, concept: Concept, language: str, word: str) -> None:
    """Add a word to a concept.

    Raises:
        ValueError: nothing of it can be looked for, or the concept has it already.
    """
    if not term_of(word) or term_of(word) in map(term_of, concept.words[language]):
        raise ValueError(word)
    await _change(session, officer, concept, Change(concept.key, language, word, added=True))


async def remove(session: Session, officer: Officer, concept: Concept, language: str, word: str) -> None:
    """Take a word away from a concept.

    Raises:
        ValueError: the concept has no such word, or no other in this language.
    """
    if word not in concept.words[language] or len(concept.words[language]) == 1:
        raise ValueError(word)
    await _change(session, officer, concept, Change(concept.key, language, word, added=False))


async def _change(session: Session, officer: Officer, concept: Concept, change: Change) -> None:
    row = TermChange(
        office_id=officer.office_id, concept=concept.key, language=change.language, word=change.word,
        added=change.added, person_id=officer.id, at=clock.now(),
    )  # fmt: skip
    session.add(row)
    await session.flush()
    event = "word added" if change.added else "word removed"
    audit.note(session, officer.id, event, f"concept:{concept.key}", language=change.language, change=row.id)
