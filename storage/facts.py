"""Small things the program knows about itself, by name."""

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from storage.engine import Session
from storage.models import Fact

USERNAME = "username"  # of the bot, as Telegram told it
PAGE = "page"  # address of the public page as people reach it; empty where it is not known


async def get(session: Session, name: str) -> str | None:
    return await session.scalar(select(Fact.value).where(Fact.name == name))


async def username(session: Session) -> str:
    """Return the bot's own name in small letters; nothing where Telegram has not told it yet."""
    return (await get(session, USERNAME) or "").lower()


async def put(session: Session, name: str, value: str) -> None:
    """Keep a fact, in place of what was known by this name."""
    await session.merge(Fact(name=name, value=value))
    await session.flush()


async def agree(session: Session, name: str, value: str) -> str:
    """Keep a fact unless another process was quicker; return what is known by this name now."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    await session.execute(insert(Fact).values(name=name, value=value).on_conflict_do_nothing())
    return await get(session, name) or value
