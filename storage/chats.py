"""Groups and channels the bot was added to: which language is spoken there, and whose they are."""

from collections.abc import Sequence

from sqlalchemy import delete, select, update

from bot import clock
from storage import audit, cycles
from storage.engine import Session, changed
from storage.models import Chat, Office
from storage.people import Officer


async def by_number(session: Session, chat_id: int) -> Chat | None:
    """Return a group or channel by Telegram's number."""
    return (await session.scalars(select(Chat).where(Chat.chat_id == chat_id))).first()


async def get(session: Session, key: int) -> Chat | None:
    return await session.get(Chat, key)


async def spoken(session: Session, chat_id: int, otherwise: str) -> str:
    """Return the language of a group or channel by Telegram's number; another where it was never noted."""
    chat = await by_number(session, chat_id)
    return chat.language if chat else otherwise


async def added(session: Session, chat_id: int, kind: str, language: str, person_id: int | None) -> Chat:
    """Note that the bot is in a chat; one it was in before keeps its language, and belongs to nobody again."""
    if (known := await by_number(session, chat_id)) is None:
        new = Chat(chat_id=chat_id, kind=kind, language=language, person_id=person_id, added_at=clock.now())
        if await cycles.add(session, [new]):
            return new
        known = await by_number(session, chat_id)
        assert known is not None, "another process has just noted it"
    if known.left_at is not None:
        known.left_at, known.added_at, known.office_id, known.person_id = None, clock.now(), None, person_id
    return known


async def left(session: Session, chat_id: int) -> None:
    """Note that the bot is in a chat no more: nothing of an office goes there."""
    gone = update(Chat).where(Chat.chat_id == chat_id, Chat.left_at.is_(None))
    await session.execute(gone.values(left_at=clock.now(), office_id=None, person_id=None))
    await session.execute(update(Office).where(Office.chat_id == chat_id).values(chat_id=None))


async def speak(session: Session, chat: Chat, language: str) -> None:
    """Speak a language in a chat from now on."""
    chat.language = language


async def link(session: Session, chat: Chat, officer: Officer, language: str | None = None) -> bool:
    """Let a chat belong to somebody's office; say no where it belongs to one already.

    An office has one group: the one it had is let go.
    """
    free = update(Chat).where(Chat.id == chat.id, Chat.left_at.is_(None), Chat.office_id.is_(None))
    values: dict[str, object] = {"office_id": officer.office_id, "person_id": None, "added_at": clock.now()}
    if not await changed(session, free.values(**values | ({"language": language} if language else {}))):
        return False
    if chat.kind == "group":
        others = update(Chat).where(Chat.office_id == officer.office_id, Chat.kind == "group", Chat.id != chat.id)
        await session.execute(others.values(office_id=None))
        await session.execute(update(Office).where(Office.id == officer.office_id).values(chat_id=chat.chat_id))
    audit.note(session, officer.id, f"{chat.kind} linked", f"office:{officer.office_id}")
    return True


async def unlink(session: Session, chat: Chat, officer: Officer) -> None:
    """Let an office's chat go."""
    await session.execute(update(Chat).where(Chat.id == chat.id).values(office_id=None))
    await session.execute(update(Office).where(Office.chat_id == chat.chat_id).values(chat_id=None))
    audit.note(session, officer.id, f"{chat.kind} unlinked", f"office:{officer.office_id}")


async def of_office(session: Session, office_id: int) -> Sequence[Chat]:
    """Return an office's group and channels."""
    statement = select(Chat).where(Chat.office_id == office_id, Chat.left_at.is_(None)).order_by(Chat.id)
    return (await session.scalars(statement)).all()


async def undecided(session: Session, person_id: int) -> Sequence[Chat]:
    """Return the chats somebody added the bot to that belong to no office."""
    statement = select(Chat).where(Chat.person_id == person_id, Chat.office_id.is_(None), Chat.left_at.is_(None))
    return (await session.scalars(statement.order_by(Chat.id))).all()


async def moved(session: Session, old: int, new: int) -> None:
    """Let a group follow to its new number; what the new one was noted with is given up for what the old one had."""
    known = await by_number(session, old)
    if known is None:
        return
    await session.execute(delete(Chat).where(Chat.chat_id == new))
    await session.execute(update(Chat).where(Chat.chat_id == old).values(chat_id=new, left_at=None))
