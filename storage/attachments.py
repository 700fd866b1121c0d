"""Photos and documents that came with a draft or an action."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select, update

from bot import clock
from storage import evidence
from storage.engine import Session, changed
from storage.models import Attachment, Draft

MOST = 10  # of one draft


async def add(session: Session, draft_id: int, files: Sequence[Attachment]) -> int:
    """Attach files to a draft, each once, and return how many it has now."""
    known = set(await session.scalars(select(Attachment.unique_id).where(Attachment.draft_id == draft_id)))
    for file in files:
        if file.unique_id not in known and len(known) < MOST:
            known.add(file.unique_id)
            file.draft_id, file.at = draft_id, clock.now()
            session.add(file)
    await session.flush()
    return await count(session, draft_id)


async def count(session: Session, draft_id: int, kind: str | None = None) -> int:
    statement = select(func.count()).where(Attachment.draft_id == draft_id)
    if kind:
        statement = statement.where(Attachment.kind == kind)
    return await session.scalar(statement) or 0


async def move(session: Session, draft_id: int, action_id: int) -> None:
    """Let a draft's files become the action's."""
    known = set(await session.scalars(select(Attachment.unique_id).where(Attachment.action_id == action_id)))
    statement = update(Attachment).where(Attachment.draft_id == draft_id)
    if known:
        statement = statement.where(Attachment.unique_id.not_in(known))
    await session.execute(statement.values(action_id=action_id, draft_id=None))
    await evidence.documented(session, action_id)


async def keep_newest(session: Session, draft_id: int) -> int | None:
    """Let the newest file of a draft stay when the draft is gone; return its key, if there is one."""
    statement = select(Attachment).where(Attachment.draft_id == draft_id).order_by(Attachment.id.desc()).limit(1)
    newest = await session.scalar(statement)
    if newest is None:
        return None
    newest.draft_id = None
    await session.flush()
    return newest.id


async def get(session: Session, attachment_id: int) -> Attachment | None:
    return await session.get(Attachment, attachment_id)


async def content(session: Session, attachment_id: int) -> bytes | None:
    """Return what is kept of a file, once it is: a photo without its metadata."""
    return await session.scalar(select(Attachment.content).where(Attachment.id == attachment_id))


async def of_action(session: Session, action_id: int) -> Sequence[Attachment]:
    """Return an action's files in the order they came."""
    statement = select(Attachment).where(Attachment.action_id == action_id).order_by(Attachment.id)
    return (await session.scalars(statement)).all()


async def pictures(session: Session, action_id: int) -> Sequence[bytes]:
    """Return the photos that came as files, as they are kept: Telegram's own copy still says where they were taken."""
    statement = select(Attachment.content).where(
        Attachment.action_id == action_id, Attachment.kind == "picture", Attachment.state == "kept"
    )
    return [content for content in await session.scalars(statement.order_by(Attachment.id)) if content]


async def forget_abandoned(session: Session) -> int:
    """Delete the files of drafts that are no more."""
    gone = Attachment.draft_id.is_not(None) & Attachment.draft_id.not_in(select(Draft.id))
    return await changed(session, delete(Attachment).where(gone))


async def waiting(session: Session, limit: int = 5) -> Sequence[Attachment]:
    """Return files whose content is not kept yet."""
    statement = select(Attachment).where(Attachment.state == "waiting").order_by(Attachment.id).limit(limit)
    return (await session.scalars(statement)).all()


async def keep(session: Session, attachment_id: int, content: bytes | None, state: str) -> None:
    """Write down a file's cleaned content, or that it cannot be had."""
    await session.execute(
        update(Attachment)
        .where(Attachment.id == attachment_id)
        .values(content=content, state=state, size=len(content) if content else Attachment.size)
    )
    file = await session.get(Attachment, attachment_id)
    if file and file.action_id:
        await evidence.documented(session, file.action_id)


async def tried(session: Session, attachment_id: int) -> None:
    """Count a try that failed for now; after five the file is left where Telegram keeps it."""
    await session.execute(
        update(Attachment).where(Attachment.id == attachment_id).values(attempts=Attachment.attempts + 1)
    )
    await session.execute(
        update(Attachment).where(Attachment.id == attachment_id, Attachment.attempts >= 5).values(state="refused")
    )
