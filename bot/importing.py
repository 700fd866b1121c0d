"""Tables of actions sent in chat, worked through in the background: read, offered, and published once wanted.

A little is done at a time, so that nobody waits for it. Where a file stands is in the database: whoever starts
again reads the file anew and goes on from there.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot import clock, import_cards, tables
from bot.tables.entries import Entry, entries
from bot.text import Said, _, said
from storage import Database, Session, import_files, imports, outbox, people
from storage.cycles import local_day
from storage.imports import Judged, Reading
from storage.index import Index
from storage.models import Import
from storage.outbox import Owed
from storage.people import Officer

log = logging.getLogger(__name__)

BATCH = 50  # rows of one transaction: those who write meanwhile wait for no more than that
SECONDS = 0.8  # of one run
PATIENCE = 0.3  # seconds to wait for another process that imports
TELL_EVERY = 2.0  # seconds
TRIES = 3
NOT_HAD = _("The file could not be fetched from Telegram. Please send it again.")
NOT_ALLOWED = _("Actions are imported by those who speak for a city, and by offices.")
FAILED = _("Something went wrong here. What was imported until then is kept; the same file can be sent again.")


@dataclass
class Work:
    """A file this process has read, and how far it has come with it."""

    state: str
    table: tables.Table
    reading: Reading
    zone: str  # of who sent it: what is today
    done: int = 0
    left_out: list[Judged] = field(default_factory=list)
    told_at: float = field(default_factory=time.monotonic)


class Stop(Exception):
    """A file that cannot be worked on, with words for who sent it."""

    def __init__(self, why: Said) -> None:
        super().__init__(why.words)
        self.why = why


Key = tuple[str, int]  # the database, and a file in it
_at_hand: dict[Key, Work] = {}
_failures: Counter[Key] = Counter()


async def further(database: Database, index: Index) -> int:
    """Carry the oldest file that waits a little further; return how many rows that were."""
    ends, rows = time.monotonic() + SECONDS, 0
    while time.monotonic() < ends:
        async with database.begin() as session:
            waiting = await import_files.waiting(session)
        if not waiting:
            break
        try:
            async with asyncio.timeout(PATIENCE) as limit, database.sole("import"):
                limit.reschedule(None)
                rows += await _step(database, index, (str(database.url), waiting[0]))
        except TimeoutError:
            break
    return rows


async def _step(database: Database, index: Index, key: Key) -> int:
    """Deal with the next rows of a file; one that fails again and again is given up."""
    try:
        done = await _next_rows(database, index, key)
        _failures.pop(key, None)
        return done
    except Stop as stop:
        await _give_up(database, key, stop.why)
    except Exception:
        _failures[key] += 1
        log.exception("import %s failed", key[1])
        _at_hand.pop(key, None)
        if _failures[key] >= TRIES:
            await _give_up(database, key, said(FAILED))
    return 0


async def _next_rows(database: Database, index: Index, key: Key) -> int:
    work = await _taken_up(database, key)
    rows = work.table.rows[work.done : work.done + BATCH]
    read = await _read(work, rows)
    near = await _nearly(database, index, key, work, read) if index.by_meaning else {}
    async with database.begin() as session:
        file, reader, _scope = await _whose(session, key)
        judged = imports.without(await work.reading.judge(session, read), near)
        if file.state == "running":
            await imports.write(session, judged, reader.id, file.name)
        file.done, file.counts = work.done + len(rows), _counted(file.counts, judged)
        left_out = work.left_out + [each for each in judged if each.why]
        await outbox.put(await session.connection(), await _told(session, file, reader, work, left_out))
    work.done, work.left_out = file.done, left_out
    if file.state != work.state:
        _at_hand.pop(key, None)
    return len(rows)


async def _read(work: Work, rows: Sequence[tables.Row]) -> list[tuple[tables.Row, Entry | Said]]:
    """Return what rows say, on the day it is where their sender is."""
    return await asyncio.to_thread(entries, rows, local_day(work.zone, clock.now()))


async def _nearly(
    database: Database, index: Index, key: Key, work: Work, read: Sequence[tuple[tables.Row, Entry | Said]]
) -> dict[int, str]:
    """Return which rows say nearly the same as what was published before their file came."""
    async with database.begin() as session:
        file, _reader, _scope = await _whose(session, key)
        judged, before = await work.reading.judge(session, read), file.at
    return await imports.nearly(database, index, judged, before)


def _counted(counts: Mapping[str, int], judged: Sequence[Judged]) -> dict[str, int]:
    more = Counter[str](each.verdict for each in judged)
    more["suggested"] = sum(each.target_suggested for each in judged)
    return dict(Counter(counts) + more)


async def _told(session: Session, file: Import, reader: Officer, work: Work, left_out: Sequence[Judged]) -> list[Owed]:
    """Return what its sender is told after a step, now and then; at the end, what came of it."""
    if file.done < file.rows:
        if time.monotonic() < work.told_at + TELL_EVERY:
            return []
        work.told_at = time.monotonic()
        return [import_cards.changed(file, reader, import_cards.progress(file))]
    if file.state == "running":
        await import_files.settle(session, file, "done")
        return [import_cards.done(file, reader)]
    file.state = "offered"
    owed = [import_cards.offer(file, work.table.encoding, left_out, reader)]
    if left_out:
        owed.append(import_cards.table_left_out(file, left_out, reader))
    if not import_cards.worth(file):
        await import_files.settle(session, file, "done")
    return owed


async def _taken_up(database: Database, key: Key) -> Work:
    """Return the file as it is at hand, else read it anew, up to where it was left."""
    async with database.begin() as session:
        file, reader, scope = await _whose(session, key)
        work = _at_hand.get(key)
        if work and (work.state, work.done) == (file.state, file.done):
            return work
        content = await import_files.content(session, file)
    if content is None:
        raise Stop(said(NOT_HAD))
    try:
        table = await asyncio.to_thread(tables.read, file.name, content)
    except tables.Unreadable as unreadable:
        raise Stop(Said(unreadable.words, unreadable.values)) from None
    work = _at_hand[key] = Work(file.state, table, Reading(scope, language=reader.language), reader.zone)
    if file.state == "running":
        await _catch_up(database, work, file.done)
    else:
        await _begin(database, key, len(table.rows))
    return work


async def _begin(database: Database, key: Key, rows: int) -> None:
    async with database.begin() as session:
        file, _reader, _scope = await _whose(session, key)
        file.rows, file.done, file.counts = rows, 0, {}


async def _catch_up(database: Database, work: Work, done: int) -> None:
    """Let a new reading know what the rows before said."""
    while work.done < done:
        rows = work.table.rows[work.done : min(work.done + BATCH, done)]
        read = await _read(work, rows)
        async with database.begin() as session:
            await work.reading.judge(session, read)
        work.done += len(rows)


async def _whose(session: Session, key: Key) -> tuple[Import, Officer, imports.Scope]:
    """Return a file, who sent it, and for which cities they may import now."""
    file = await import_files.get(session, key[1], alone=True)
    reader = await people.acting(session, file.person_id) if file else None
    if file is None or reader is None or file.state not in import_files.WORKED_ON:
        raise Stop(said(NOT_ALLOWED))
    scope = await import_files.scope(session, reader)
    if scope is None:
        raise Stop(said(NOT_ALLOWED))
    return file, reader, scope


async def _give_up(database: Database, key: Key, why: Said) -> None:
    """Finish with a file that cannot be imported, and say why."""
    _at_hand.pop(key, None)
    async with database.begin() as session:
        file = await import_files.get(session, key[1])
        reader = await people.acting(session, file.person_id) if file else None
        if file is None or file.state not in import_files.WORKED_ON:
            return
        await import_files.settle(session, file, "unusable")
        if reader and reader.telegram_id:
            card = said(import_cards.UNUSABLE, name=file.name, why=why)
            await outbox.put(await session.connection(), [import_cards.changed(file, reader, card)])
