"""Conversations half-way."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, literal_column, null, select, update

from bot import clock
from storage.engine import Compiled, Session, changed
from storage.models import Draft

REMIND_AFTER = timedelta(days=3)  # a draft nobody has touched for so long is recalled once
AT_HAND = timedelta(days=1)  # after so long, what is sent without a word is about something else

_open = (Draft.person_id == bindparam("person"), Draft.state == literal_column("'open'"), Draft.asking.is_not(None))
_asking = Compiled(select(Draft.id).where(*_open).order_by(Draft.touched_at.desc(), Draft.id.desc()))
_wait = Compiled(update(Draft).where(*_open).values(asking=null()))


async def asking(session: Session, person_id: int) -> Draft | None:
    """Return the draft in which a question to this person is open."""
    found = (await _asking(await session.connection(), person=person_id)).rows
    return await session.get(Draft, found[0][0]) if found else None


async def start(
    session: Session,
    person_id: int,
    conversation: str,
    version: int,
    *,
    answers: dict[str, Any] | None = None,
    album: str | None = None,
) -> Draft:
    """Begin a draft. A question that is open elsewhere waits until its draft is taken up again."""
    await wait(session, person_id)
    now = clock.now()
    draft = Draft(
        person_id=person_id, conversation=conversation, version=version, answers=answers or {}, state="open",
        album=album, touched_at=now, remind_at=now + REMIND_AFTER,
    )  # fmt: skip
    session.add(draft)
    await session.flush()
    return draft


async def wait(session: Session, person_id: int) -> None:
    """Let all open questions to this person wait: what they type next is something else."""
    await session.flush()
    await _wait(await session.connection(), person=person_id)


async def get(session: Session, draft_id: int) -> Draft | None:
    return await session.get(Draft, draft_id)


async def of_album(session: Session, person_id: int, album: str) -> Draft | None:
    """Return the open draft that began with this album."""
    statement = select(Draft).where(Draft.person_id == person_id, Draft.album == album, Draft.state == "open")
    return (await session.scalars(statement)).first()


async def at_hand(session: Session, person_id: int, conversations: Sequence[str]) -> Draft | None:
    """Return the open draft of one of these conversations this person was at last, if that was just before."""
    statement = (
        select(Draft)
        .where(Draft.person_id == person_id, Draft.state == "open", Draft.touched_at > clock.now() - AT_HAND)
        .where(Draft.conversation.in_(conversations))
        .order_by(Draft.touched_at.desc(), Draft.id.desc())
    )
    return (await session.scalars(statement.limit(1))).first()


async def unfinished(session: Session, person_id: int, limit: int = 5) -> Sequence[Draft]:
    """Return what this person has begun and not finished, newest first."""
    statement = (
        select(Draft)
        .where(Draft.person_id == person_id, Draft.state == "open")
        .order_by(Draft.touched_at.desc(), Draft.id.desc())
        .limit(limit)
    )
    return (await session.scalars(statement)).all()


def change(draft: Draft, answers: dict[str, Any]) -> None:
    """Keep these answers."""
    draft.answers = answers
    draft.touched_at = clock.now()
    draft.remind_at = draft.touched_at + REMIND_AFTER


async def forget(session: Session, before: datetime) -> int:
    """Delete drafts nobody has touched since then."""
    return await changed(session, delete(Draft).where(Draft.touched_at < before))
