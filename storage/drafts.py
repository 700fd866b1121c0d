"""Conversations half-way."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, literal_column, null, select, update

from bot import clock
from storage.engine import Session, at_end, changed
from storage.hot import Hot, inserting
from storage.models import Draft as Row

REMIND_AFTER = timedelta(days=3)  # a draft nobody has touched for so long is recalled once
AT_HAND = timedelta(days=1)  # after so long, what is sent without a word is about something else
ASIDE = "aside "  # before the state of what waits until its person has left the practice town
FINISHING = "finishing"  # the answer that says so
_KNOWN = "drafts"  # where a session keeps those it has handed out


@dataclass(slots=True)
class Draft:
    """A conversation half-way, as in the table. What is changed here is written when the transaction ends."""

    id: int
    person_id: int
    conversation: str
    version: int
    answers: dict[str, Any]  # replaced as a whole, never changed in place
    state: str
    touched_at: datetime
    remind_at: datetime | None
    album: str | None
    asking: str | None = None
    card_id: int | None = None
    keyboard_id: int | None = None
    result: str | None = None


_NAMES = tuple(field.name for field in fields(Draft))
_values = attrgetter(*_NAMES)
_open = (Row.person_id == bindparam("person"), Row.state == literal_column("'open'"))
_newest_first = (Row.touched_at.desc(), Row.id.desc())


def query() -> Select[Any]:
    """Return the beginning of a hot statement for ``found``."""
    return select(*(getattr(Row, name) for name in _NAMES))


_insert = inserting(Row)
_by_id = Hot(query().where(Row.id == bindparam("draft")))
_asking = Hot(query().where(*_open, Row.asking.is_not(None)).order_by(*_newest_first).limit(1))
_of_album = Hot(query().where(*_open, Row.album == bindparam("of_album")).limit(1))
_unfinished = Hot(query().where(*_open).order_by(*_newest_first).limit(bindparam("most")))
_recent = Hot(query().where(*_open, Row.touched_at > bindparam("since")).order_by(*_newest_first).limit(20))
_wait = Hot(update(Row).where(*_open, Row.asking.is_not(None)).values(asking=null()))


async def asking(session: Session, person_id: int) -> Draft | None:
    """Return the draft in which a question to this person is open."""
    return await _first(session, _asking, person=person_id)


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
    values: dict[str, Any] = {
        "person_id": person_id, "conversation": conversation, "version": version, "answers": answers or {},
        "album": album, "state": "open", "touched_at": now, "remind_at": now + REMIND_AFTER,
    }  # fmt: skip
    draft = Draft((await _insert(session, **values)).rows[0][0], **values)
    _remember(session, draft)
    return draft


async def wait(session: Session, person_id: int) -> None:
    """Let all open questions to this person wait: what they type next is something else."""
    await _write_changed(session)
    await _wait(session, person=person_id)
    for draft, _before in _known(session).values():
        if draft.person_id == person_id and draft.state == "open":
            draft.asking = None
            _remember(session, draft)


async def get(session: Session, draft_id: int) -> Draft | None:
    return await _first(session, _by_id, draft=draft_id)


async def of_album(session: Session, person_id: int, album: str) -> Draft | None:
    """Return the open draft that began with this album."""
    return await _first(session, _of_album, person=person_id, of_album=album)


async def at_hand(session: Session, person_id: int, conversations: Sequence[str]) -> Draft | None:
    """Return the open draft of one of these conversations this person was at last, if that was just before."""
    recent = await found(session, _recent, person=person_id, since=clock.now() - AT_HAND)
    return next((draft for draft in recent if draft.conversation in conversations), None)


async def unfinished(session: Session, person_id: int, limit: int = 5) -> Sequence[Draft]:
    """Return what this person has begun and not finished, newest first."""
    return await found(session, _unfinished, person=person_id, most=limit)


def change(draft: Draft, answers: dict[str, Any]) -> None:
    """Keep these answers."""
    draft.answers = answers
    draft.touched_at = clock.now()
    draft.remind_at = draft.touched_at + REMIND_AFTER


def finishing(draft: Draft, yes: bool) -> None:
    """Keep that what is still missing is asked for only to finish then; or that it is not, or no longer."""
    if yes or FINISHING in draft.answers:
        rest = {name: value for name, value in draft.answers.items() if name != FINISHING}
        change(draft, rest | ({FINISHING: True} if yes else {}))


async def set_aside(session: Session, person_id: int) -> None:
    """Put everything a person has begun out of reach, whatever has become of it, until it is taken back."""
    await _write_changed(session)
    session.info.pop(_KNOWN, None)
    await session.execute(update(Row).where(Row.person_id == person_id).values(state=ASIDE + Row.state, asking=None))


async def take_back(session: Session, person_id: int) -> None:
    """Bring back what was set aside, and delete what was begun since."""
    session.info.pop(_KNOWN, None)
    own, aside = Row.person_id == person_id, Row.state.startswith(ASIDE)
    await session.execute(delete(Row).where(own, ~aside))
    await session.execute(update(Row).where(own).values(state=func.substr(Row.state, len(ASIDE) + 1)))


async def forget(session: Session, before: datetime) -> int:
    """Delete drafts nobody has touched since then."""
    return await changed(session, delete(Row).where(Row.touched_at < before))


async def _first(session: Session, statement: Hot, **values: object) -> Draft | None:
    return next(iter(await found(session, statement, **values)), None)


async def found(session: Session, statement: Hot, **values: object) -> list[Draft]:
    """Return drafts; each is one object, however often a transaction asks for it."""
    await _write_changed(session)
    drafts = [Draft(*row) for row in (await statement(session, **values)).rows]
    known = _known(session)
    for draft in drafts:
        if draft.id not in known:
            _remember(session, draft)
    return [known[draft.id][0] for draft in drafts]


def _known(session: Session) -> dict[int, tuple[Draft, tuple[object, ...]]]:
    """Return the drafts of this transaction, each with its values as the table has them."""
    if _KNOWN not in session.info:
        session.info[_KNOWN] = {}
        at_end(session, lambda: _write_changed(session))
    known: dict[int, tuple[Draft, tuple[object, ...]]] = session.info[_KNOWN]
    return known


def _remember(session: Session, draft: Draft) -> None:
    _known(session)[draft.id] = draft, _values(draft)


async def _write_changed(session: Session) -> None:
    """Write what was changed and nothing else: a reminder may be noted at the same time."""
    for draft, before in _known(session).values():
        after = _values(draft)
        if after != before:
            new = {name: value for name, value, old in zip(_NAMES, after, before, strict=True) if value != old}
            await _update(tuple(new))(session, draft=draft.id, **new)
            _remember(session, draft)


@cache
def _update(names: tuple[str, ...]) -> Hot:
    return Hot(update(Row).where(Row.id == bindparam("draft")).values({name: bindparam(name) for name in names}))
