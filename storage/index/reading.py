"""What the index reads from the database, and the vectors it keeps there."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import bindparam, delete, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine import Session
from storage.hot import Hot
from storage.index.entries import Entry, Subject
from storage.index.meaning import Small
from storage.models import Action, ActionVector, City, Fact, SentenceVectors
from storage.models.change import settled_change

EPOCH = "index"  # the fact by which a database and the folders that follow it know each other

# Asked before every search.
_state = Hot(select(select(Fact.value).where(Fact.name == EPOCH).scalar_subquery(), settled_change()))
_changed = Hot(select(Action.id, Action.change).where(Action.change >= bindparam("since")))

_FACETS = (
    Action.id, Action.change, Action.version, Action.state, Action.day, Action.language, Action.target, Action.kind,
    Action.visibility, Action.details["pathway"].as_string().label("pathway"), City.country,
    City.place_key.label("place"),
)  # fmt: skip
_WORDS = (Action.title, Action.text, Action.words, City.words.label("city_words"))
_NO_WORDS = tuple(literal("").label(name) for name in ("title", "text", "words", "city_words"))


async def state(connection: AsyncConnection) -> tuple[str, int]:
    """Return the name of the database's history, empty if it has none yet, and up to which change it is complete."""
    [(epoch, settled)] = (await _state(connection)).rows
    return epoch or "", settled or 0


async def changed(connection: AsyncConnection, since: int) -> Sequence[tuple[int, int]]:
    """Return ids and changes of what has changed."""
    return [(id, change) for id, change in (await _changed(connection, since=since)).rows]


async def entries(connection: AsyncConnection, ids: Sequence[int]) -> list[Entry]:
    """Return these actions with their words."""
    rows = await connection.execute(select(*_FACETS, *_WORDS).join(City).where(Action.id.in_(ids)))
    return [Entry.of(row) for row in rows]


async def subject(connection: AsyncConnection, id: int) -> Subject | None:
    """Return what others are compared with when they are to be like this action."""
    tags = Action.details["tags"].as_string().label("tags")
    columns = (Action.id, Action.title, Action.text, tags, Action.language)
    rows = await connection.execute(
        select(*columns, Action.target, City.place_key.label("place")).join(City).where(Action.id == id)
    )
    if (row := rows.first()) is None:
        return None
    return Subject(row.id, f"{row.title}\n{row.text}\n{row.tags or ''}", row.language, row.target, row.place)


async def page(connection: AsyncConnection, after: int, limit: int) -> list[Entry]:
    """Return the next actions by id, without their words."""
    rows = await connection.execute(
        select(*_FACETS, *_NO_WORDS).join(City).where(Action.id > after).order_by(Action.id).limit(limit)
    )
    return [Entry.of(row) for row in rows]


async def vectors(connection: AsyncConnection, encoder: str, ids: Sequence[int]) -> list[tuple[int, int, bytes]]:
    """Return id, version and vector of those of these actions that have one."""
    rows = await connection.execute(
        select(ActionVector.action_id, ActionVector.version, ActionVector.whole).where(
            ActionVector.encoder == encoder, ActionVector.action_id.in_(ids)
        )
    )
    return [(row.action_id, row.version, row.whole) for row in rows]


async def sentences(connection: AsyncConnection, encoder: str, ids: Sequence[int]) -> Mapping[int, bytes]:
    """Return the sentences' vectors of those of these actions that have more than one sentence."""
    # As many as are asked for, rounded up, so that there are few statements.
    statement = _sentences(1 << (len(ids) - 1).bit_length())
    found = await statement(connection, encoder=encoder, **{f"id{n}": id for n, id in enumerate(ids)})
    return {id: sentences for id, sentences in found.rows if sentences}


@cache
def _sentences(many: int) -> Hot:
    names = [f"id{n}" for n in range(many)]
    asked = SentenceVectors.action_id.in_(map(bindparam, names)), SentenceVectors.encoder == bindparam("encoder")
    return Hot(select(SentenceVectors.action_id, SentenceVectors.sentences).where(*asked), dict.fromkeys(names))


async def without_sentences(connection: AsyncConnection, encoder: str, ids: Sequence[int]) -> list[int]:
    """Return those of these actions whose whole has a current vector and whose sentences have none, newest first."""
    told = SentenceVectors.action_id == ActionVector.action_id
    same = (SentenceVectors.version == ActionVector.version) & (SentenceVectors.encoder == encoder)
    rows = await connection.scalars(
        select(ActionVector.action_id)
        .outerjoin(SentenceVectors, told & same)
        .join(Action, (Action.id == ActionVector.action_id) & (Action.version == ActionVector.version))
        .where(ActionVector.action_id.in_(ids), ActionVector.encoder == encoder, SentenceVectors.action_id.is_(None))
        .order_by(ActionVector.action_id.desc())
    )
    return list(rows)


async def keep_whole(session: Session, encoder: str, told: Sequence[tuple[Entry, Small]]) -> None:
    """Keep the vectors of these actions."""
    rows = [{"action_id": e.id, "version": e.version, "encoder": encoder, "whole": v.tobytes()} for e, v in told]
    await _replace(session, ActionVector, rows)


async def keep_sentences(session: Session, encoder: str, entry: Entry, vectors: Small | None) -> None:
    """Keep the vectors of an action's sentences."""
    content = b"" if vectors is None else np.ascontiguousarray(vectors).tobytes()
    row = {"action_id": entry.id, "version": entry.version, "encoder": encoder, "sentences": content}
    await _replace(session, SentenceVectors, [row])


async def _replace(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    await session.execute(delete(table).where(table.action_id.in_([row["action_id"] for row in rows])))
    if rows:
        await session.execute(insert(table), rows)
