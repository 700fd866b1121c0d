"""A copy of everything, and back: on both databases, and from one to the other."""

import asyncio
import gzip
import stat
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import func, select

from bot import clock
from storage import Database, actions, audit, backup, cities, drafts, inbox, indicators, invitations, people
from storage.inbox import Received
from storage.index.folder import EPOCH
from storage.models import Attachment, Base, Office, Person
from storage.outbox import Owed, put
from tests.conftest import city_of
from tests.databases import REGISTER

ANSWERS = {
    "title": "지하차도 <침수> 차단막", "text": "세 곳에 설치했습니다.\n“20분” 😀", "language": "ko", "kind": "achieved",
    "target": "11.5", "day": "2026-09-30", "goals": ["6", "13"], "lesson": "Too late",
}  # fmt: skip
NO_PLACES = Path("nowhere")  # building the register anew takes seconds
PHOTO = bytes(range(256)) * 50


@pytest.fixture(params=["sqlite", "postgres"])
async def other(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """A second database, of each kind."""
    copies = request.getfixturevalue(f"{request.param}_copies")
    async with copies.fresh() as url:
        database = Database(url)
        yield database
        await database.close()


async def _use(database: Database) -> None:
    """Let people have done what fills the tables with every kind of value."""
    async with database.begin() as session:
        city = await city_of(session, "수원시")
        officer = await people.meet(session, 9_007_199_254_740_993, name="민아 <b>", language="ko")
        await invitations.seat(session, officer.id, "officer", city_id=city.id, office_id=None)
        await invitations.consent(session, officer.id, "2026-11")
        await invitations.create(session, "coordinator", city_id=city.id, by=officer.id)
        action = await actions.publish(session, city.id, officer.id, ANSWERS, demo=True)
        draft = await drafts.start(session, officer.id, "update", 1)
        drafts.change(draft, {"text": "half-way", "day": None})
        fields = {"target": "11.6", "name": "Recycling", "language": "en", "unit": "%", "better": "up"}
        row = await indicators.create(session, city.id, officer.id, fields)
        await indicators.say(session, row, officer.id, "value", (clock.now().date(), Decimal("61.40")))
        attached = Attachment(
            action_id=action.id, kind="photo", file_id="f", unique_id="u", content=PHOTO, state="kept", at=clock.now()
        )
        session.add(attached)
        world = await session.scalar(select(Office).where(Office.code == "world"))
        assert world
        young = Office(code="young", parent_id=None, name="Young", language="en", zone="UTC")
        session.add(young)
        await session.flush()
        world.parent_id = young.id  # an office that refers to one made after it
    await inbox.put(database, [Received(2**40, 7, '{"update_id": 1}')], 1_700_000_000.25)
    async with database.unit() as unit:
        await put(unit.connection, [Owed(7, "sendMessage", '{"text": "hi"}', 1.5, officer.id, True)])


async def _content(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table that is not built anew, but for what an index follows this very database by."""
    async with database.snapshot() as connection:
        content = {
            table.name: [row._asdict() for row in await connection.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
            if table.name not in backup.REBUILT
        }
    for action in content["actions"]:
        del action["change"]
    content["facts"] = [fact for fact in content["facts"] if fact["name"] != EPOCH]
    return content


async def test_everything_comes_back_on_either_database(database: Database, other: Database, tmp_path: Path) -> None:
    await _use(database)
    saved = await backup.save(database, tmp_path / "copy.gz")
    restored = await backup.restore(other, tmp_path / "copy.gz", NO_PLACES)
    before, after = await _content(database), await _content(other)
    assert after == before
    assert saved == restored and saved["actions"] == 1 and saved["offices"] == 7
    assert before["attachments"]


async def test_work_goes_on_after_a_restore(database: Database, other: Database, tmp_path: Path) -> None:
    await _use(database)
    await backup.save(database, tmp_path / "copy.gz")
    await backup.restore(other, tmp_path / "copy.gz", NO_PLACES)
    async with other.begin() as session:
        officer = await people.meet(session, 8, name="Jun", language="ja")
        [city] = await cities.everyone(session)
        second = await actions.publish(session, city.id, officer.id, ANSWERS)
        assert second.number == "SUW-0002"
        assert await session.scalar(select(func.count()).select_from(Person)) == 2


async def test_a_copy_taken_while_people_write_holds_one_moment(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    """Each transaction writes a row into two tables; the copy has as many of the one as of the other."""
    going, written = asyncio.Event(), asyncio.Event()

    async def write() -> int:
        number = 0
        while not going.is_set():
            number += 1
            async with database.begin() as session:
                await people.meet(session, 1000 + number, name="x" * 60, language="en")
                audit.note(session, None, "met", f"person:{number}")
                written.set()
            await asyncio.sleep(0)
        return number

    writing = asyncio.create_task(write())
    copying = Database(database_url)
    try:
        async with asyncio.timeout(10):
            await written.wait()
        for number in range(5):
            await asyncio.sleep(0.1)
            rows = await backup.save(copying, tmp_path / f"{number}.gz")
            assert rows["people"] == rows["audit"] > 0
    finally:
        going.set()
        await copying.close()
    assert await writing > rows["people"]
    assert (await backup.restore(database, tmp_path / "4.gz", NO_PLACES, force=True))["people"] == rows["people"]


async def test_only_its_owner_may_read_a_copy(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "copy.gz"
    file.touch(0o666)
    await backup.save(database, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


async def test_a_database_in_use_is_replaced_only_by_force(database: Database, tmp_path: Path) -> None:
    await backup.save(database, tmp_path / "empty.gz")
    await _use(database)
    before = await _content(database)
    with pytest.raises(backup.Unfit, match="--force"):
        await backup.restore(database, tmp_path / "empty.gz", NO_PLACES)
    assert await _content(database) == before
    await backup.restore(database, tmp_path / "empty.gz", NO_PLACES, force=True)
    assert not (await _content(database))["actions"]


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _short(content: bytes) -> bytes:
    return gzip.compress(b"\n".join(gzip.decompress(content).splitlines()[:-1]) + b"\n")


def _less(content: bytes) -> bytes:
    lines = gzip.decompress(content).splitlines()
    return gzip.compress(b"\n".join(lines[:3] + lines[4:]) + b"\n")


def _garbled(content: bytes) -> bytes:
    return gzip.compress(gzip.decompress(content).replace(b'"language"', b'"langu', 1))


def _later(content: bytes) -> bytes:
    header, rest = gzip.decompress(content).split(b"\n", 1)
    return gzip.compress(orjson.dumps(orjson.loads(header) | {"schema": "9999"}) + b"\n" + rest)


DAMAGES = (_cut, _short, _less, _garbled, _later, lambda content: b"notes", lambda content: b"")


async def test_an_unfit_copy_changes_nothing(database: Database, tmp_path: Path) -> None:
    await _use(database)
    file = tmp_path / "copy.gz"
    await backup.save(database, file)
    copy, before = file.read_bytes(), await _content(database)
    for damage in DAMAGES:
        file.write_bytes(damage(copy))
        with pytest.raises(backup.Unfit) as error:
            await backup.restore(database, file, NO_PLACES, force=True)
        assert "\n" not in str(error.value)
        assert await _content(database) == before, damage


async def test_what_cannot_be_written_leaves_no_file(tmp_path: Path) -> None:
    empty = Database(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}")
    try:
        with pytest.raises(backup.Unfit, match="nothing in the database"):
            await backup.save(empty, tmp_path / "copy.gz")
    finally:
        await empty.close()
    assert not list(tmp_path.glob("copy*"))


async def test_a_restored_place_register_is_built_anew(database: Database, tmp_path: Path) -> None:
    await backup.save(database, tmp_path / "copy.gz")
    assert b'"places"' not in gzip.decompress((tmp_path / "copy.gz").read_bytes())
    await backup.restore(database, tmp_path / "copy.gz", REGISTER)
    async with database.begin() as session:
        assert (await city_of(session, "Toyama")).country == "JP"
