"""The search companion follows the database, whatever happens to it: nothing findable is lost, nothing hidden shows."""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest
from sqlalchemy import select, update

from bot.language.encoder import Vectors
from storage import Database, Session, actions, backup, practice, public, search
from storage.index import Index, Query, renew
from storage.models import Action
from storage.people import known, meet
from tests.commands import ROOT, Operator
from tests.conftest import city_of, seated
from tests.databases import REGISTER
from tests.people import Person

KILLS = 4
FOLLOWER = """
import asyncio, pathlib, sys
from storage import Database
from storage.index import Index

async def main():
    index = Index(Database(sys.argv[1]), pathlib.Path(sys.argv[2]))
    while True:
        await index.catch_up()
        print(flush=True)

asyncio.run(main())
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
async def index(database: Database, folder: Path) -> AsyncIterator[Index]:
    index = Index(database, folder)
    yield index
    await index.close()


async def publish(session: Session, *titles: str, **about: Any) -> list[Action]:
    """Let Suwon publish something, in a transaction of one's own."""
    answers = {"language": "en", "kind": "achieved", "target": "11.5", "visibility": "public", "day": "2026-05-01"}
    city = await city_of(session, "수원시")
    told = [({"title": title, "text": title} | answers | about, {}) for title in titles]
    return await actions.publish_all(session, city.id, None, told)


async def tell(database: Database, *titles: str, **about: Any) -> list[Action]:
    async with database.begin() as session:
        return await publish(session, *titles, **about)


async def change(database: Database, action: Action, **values: Any) -> None:
    async with database.begin() as session:
        row = await session.get_one(Action, action.id)
        for name, value in values.items():
            setattr(row, name, value)


async def found(database: Database, index: Index, words: str, **about: Any) -> list[str]:
    """Return the titles a search shows, all on one page."""
    answer = await search.find(database, index, Query(words, **about), limit=200)
    assert len(answer.items) == answer.total, "what is counted is not what is shown"
    return [hit.told.action.title for hit in answer.items]


async def reopened(database: Database, folder: Path, words: str) -> list[str]:
    """Return what a process finds that starts now with this folder."""
    index = Index(database, folder)
    try:
        return await found(database, index, words)
    finally:
        await index.close()


async def test_what_follows_the_end_of_a_practice_town_is_found(
    database: Database, index: Index, mina: Person, jun: Person
) -> None:
    await seated(database, mina, "수원시")
    await tell(database, "Flood gate")
    async with database.begin() as session:
        officer = await known(await session.connection(), mina.id)
        assert officer is not None
        town = await practice.begin(session, officer)
        answers = {"title": "Zeppelins", "text": "Zeppelins", "language": "en", "kind": "achieved", "target": "11.2"}
        invented = answers | {"visibility": "public", "day": "2026-05-01"}
        await actions.publish_all(session, town.id, officer.id, [(invented, {})] * 3)
    assert await found(database, index, "flood") == ["Flood gate"]
    async with database.begin() as session:
        state = await public.newest_change(session)
        assert await practice.end(session, officer.id)
    await tell(database, "Flood wall")
    assert await found(database, index, "wall") == ["Flood wall"]
    async with database.begin() as session:
        assert await public.newest_change(session) != state


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)  # SQLite's changes come one after the other
async def test_an_older_change_that_comes_behind_the_newest_is_a_change_of_the_page(database: Database) -> None:
    [gate] = await tell(database, "Flood gate")
    async with database.begin() as older:
        row = await older.get_one(Action, gate.id)
        row.state = "withdrawn"
        await older.flush()
        await tell(database, "Flood wall")
        async with database.begin() as session:
            before = await public.newest_change(session)
            assert await public.newest_change(session) == before
    async with database.begin() as session:
        assert await public.newest_change(session) != before


async def test_a_process_killed_while_it_indexes_loses_nothing(database: Database, folder: Path) -> None:
    expected: set[str] = set()
    for kill in range(KILLS):
        told = [f"Flood gate {kill}-{n}" for n in range(400)]
        await tell(database, *told)
        expected |= {*told}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", FOLLOWER, database.url.render_as_string(False), folder, cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert process.stdout
        if kill:  # the first time before anything is complete, then while it follows
            await process.stdout.readline()
            await tell(database, f"Flood wall {kill}")
            expected.add(f"Flood wall {kill}")
        await asyncio.sleep(0.3 + kill / 37)
        process.kill()
        await process.wait()
    index = Index(database, folder)
    assert await index.rebuilt() == len(expected)
    for kill in range(KILLS):
        assert await found(database, index, f"flood {kill} 399") == [f"Flood gate {kill}-399"]
    assert await found(database, index, "wall 1") == ["Flood wall 1"]
    await index.close()


async def test_a_folder_removed_while_the_bot_runs_is_made_again(
    database: Database, folder: Path, index: Index
) -> None:
    await tell(database, "Flood gate one")
    assert await found(database, index, "flood") == ["Flood gate one"]
    shutil.rmtree(folder)
    assert await found(database, index, "flood") == ["Flood gate one"]
    await tell(database, "Flood gate two")
    assert await found(database, index, "flood") == ["Flood gate two", "Flood gate one"]
    await index.close()
    assert len(await reopened(database, folder, "flood")) == 2


async def test_a_folder_removed_while_nobody_runs_is_made_again(database: Database, folder: Path) -> None:
    await tell(database, "Flood gate one")
    assert await reopened(database, folder, "flood") == ["Flood gate one"]
    shutil.rmtree(folder)
    assert await reopened(database, folder, "flood") == ["Flood gate one"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("content", [b"", b"\0" * 300, b"{}", None], ids=["empty", "zeros", "braces", "gone"])
async def test_whatever_file_is_damaged_everything_is_found(
    database: Database, folder: Path, content: bytes | None
) -> None:
    await tell(database, "Flood gate one", "Flood gate two")
    await tell(database, "침수 방지", language="ko")
    await reopened(database, folder, "flood")
    kinds = {path.suffix or path.name for path in folder.rglob("*") if path.is_file()}
    assert len(kinds) > 5
    for kind in sorted(kinds):
        for path in [path for path in folder.rglob("*") if (path.suffix or path.name) == kind]:
            if content is None:
                path.unlink()
            else:
                # In its place, not into it: what is written into a file that is mapped ends this very process.
                other = path.with_name("damaged")
                other.write_bytes(content)
                other.replace(path)
        assert await reopened(database, folder, "gate two") == ["Flood gate two"], kind
        assert await reopened(database, folder, "방지") == ["침수 방지"], kind


async def test_what_an_older_program_left_is_built_anew(database: Database, folder: Path) -> None:
    await tell(database, "Flood gate one")
    await reopened(database, folder, "flood")
    stamp = orjson.loads((folder / "stamp.json").read_bytes())
    # It followed to the end, as far as one can tell, but kept other words.
    (folder / "stamp.json").write_bytes(orjson.dumps(stamp | {"format": stamp["format"] - 1}))
    index = Index(database, folder)
    await index.catch_up()
    assert orjson.loads((folder / "stamp.json").read_bytes())["format"] == stamp["format"]
    assert await found(database, index, "flood") == ["Flood gate one"]
    await index.close()


@pytest.mark.parametrize("running", [True, False], ids=["while it runs", "while nothing runs"])
async def test_a_copy_put_back_is_what_is_found(
    database: Database, folder: Path, tmp_path: Path, running: bool
) -> None:
    index = Index(database, folder)
    [action] = await tell(database, "Flood gate")
    await tell(database, "Flood wall")
    await backup.save(database, tmp_path / "copy")
    await change(database, action, title="Flood pump", words="flood pump", version=2)
    await tell(database, "Flood tower")
    assert len(await found(database, index, "flood")) == 3
    if not running:
        await index.close()
    await backup.restore(database, tmp_path / "copy", REGISTER, force=True)
    if not running:
        index = Index(database, folder)
    assert await found(database, index, "flood") == ["Flood wall", "Flood gate"]
    assert await found(database, index, "pump") == await found(database, index, "tower") == []
    await tell(database, "Flood basin")
    assert await found(database, index, "basin") == ["Flood basin"]
    await index.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_file_copied_over_the_database_is_what_is_found(database_url: str, folder: Path) -> None:
    database = Database(database_url)
    file = Path(database.url.database or "")
    await tell(database, "Flood gate")
    assert await reopened(database, folder, "flood") == ["Flood gate"]
    await database.close()
    shutil.copyfile(file, folder.parent / "copy.db")
    database = Database(database_url)
    await tell(database, "Flood wall")
    assert await reopened(database, folder, "flood") == ["Flood wall", "Flood gate"]
    await database.close()
    shutil.copyfile(folder.parent / "copy.db", file)
    database = Database(database_url)
    index = Index(database, folder)
    assert await found(database, index, "flood") == ["Flood gate"]
    await tell(database, "Flood basin")
    assert await found(database, index, "flood") == ["Flood basin", "Flood gate"]
    await index.close()
    await database.close()


async def test_a_second_process_makes_an_index_of_its_own(database: Database, folder: Path, index: Index) -> None:
    await tell(database, "Flood gate")
    assert await found(database, index, "flood") == ["Flood gate"]
    second = Index(database, folder)
    assert await second.rebuilt() is None
    assert await found(database, second, "flood") == ["Flood gate"]
    await tell(database, "Flood wall")
    both = [await found(database, each, "flood") for each in (index, second)]
    assert both == [["Flood wall", "Flood gate"]] * 2
    await second.close()
    assert await found(database, index, "flood") == both[0]


async def test_two_processes_that_begin_at_once_agree(database: Database, tmp_path: Path) -> None:
    await tell(database, "Flood gate")
    both = [Index(database, tmp_path / name) for name in ("a", "b")]
    titles = await asyncio.gather(*(found(database, each, "flood") for each in both))
    assert titles == [["Flood gate"]] * 2
    stamps = [orjson.loads((tmp_path / name / "stamp.json").read_bytes()) for name in ("a", "b")]
    assert stamps[0]["epoch"] == stamps[1]["epoch"]
    for each in both:
        await each.close()


async def test_reindex_builds_anew_when_no_bot_runs(database: Database, database_url: str, tmp_path: Path) -> None:
    await tell(database, "Flood gate", "Flood wall")
    operator = Operator(tmp_path, PUMASI_DATABASE_URL=database_url, PUMASI_ENCODER="none")
    for _ in range(2):
        assert (await operator.types("reindex")).out == ["2 actions can be found"]
    assert len(await reopened(database, tmp_path / "data" / "index", "flood")) == 2


async def test_reindex_lets_the_bot_that_runs_build_anew(database: Database, database_url: str, tmp_path: Path) -> None:
    [gate, _wall] = await tell(database, "Flood gate", "Flood wall")
    index = Index(database, tmp_path / "data" / "index")
    assert len(await found(database, index, "flood")) == 2
    # What no program does: words change, and nobody is told.
    async with database.begin() as session:
        await session.execute(update(Action).where(Action.id == gate.id).values(words="pump", change=gate.change))
    assert await found(database, index, "pump") == []
    operator = Operator(tmp_path, PUMASI_DATABASE_URL=database_url, PUMASI_ENCODER="none")
    assert (await operator.types("reindex")).out == ["the bot that is running builds it anew"]
    assert await found(database, index, "pump") == ["Flood gate"]
    await index.close()


async def test_every_change_is_seen_by_the_next_search(database: Database, index: Index) -> None:
    [action] = await tell(database, "Flood gate")
    async with database.begin() as session:
        person = (await meet(session, 7, name="Mina", language="ko")).id
    assert await found(database, index, "gate") == ["Flood gate"]

    async with database.begin() as session:
        row = await session.get_one(Action, action.id)
        await actions.edit(session, row, person, {"title": "Flood pump", "text": "Flood pump"})
    assert await found(database, index, "gate") == []
    assert await found(database, index, "pump") == ["Flood pump"]

    async with database.begin() as session:
        assert await actions.withdraw(session, await session.get_one(Action, action.id), person)
    assert await found(database, index, "pump", member=True) == []

    async with database.begin() as session:
        assert await actions.republish(session, await session.get_one(Action, action.id), person)
    assert await found(database, index, "pump") == ["Flood pump"]

    await change(database, action, visibility="members")
    assert await found(database, index, "pump") == []
    assert await found(database, index, "pump", member=True) == ["Flood pump"]

    await change(database, action, visibility="city")
    assert await found(database, index, "pump", member=True) == []

    await change(database, action, visibility="public", language="ko")
    own = await search.find(database, index, Query("flood pump 수문", language="ko", languages=("ko",)))
    assert own.total == 0  # it has no such word
    assert await found(database, index, "pump", languages=("ko",)) == ["Flood pump"]
    assert await found(database, index, "pump", languages=("en",)) == []
    assert await found(database, index, "pump") == ["Flood pump"]


async def test_what_is_hidden_does_not_show_even_before_the_index_knows(database: Database, index: Index) -> None:
    [action, _other] = await tell(database, "Flood gate", "Flood wall")
    ranked = await index.look_up(Query("flood"))
    assert len(ranked.own) == 2
    await change(database, action, visibility="members")
    async with database.begin() as session:
        session.info[search.PREPARED] = {Query("flood"): ranked}
        late = await search.search(session, Query("flood"))
    assert [hit.told.action.title for hit in late.items] == ["Flood wall"]


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)  # SQLite has one writer
async def test_transactions_that_end_in_another_order_lose_nothing(
    database: Database, index: Index, folder: Path
) -> None:
    await tell(database, "Flood gate 0")
    async with database.begin() as slow:
        [late] = await publish(slow, "Flood gate slow")
        async with database.begin() as slower:
            [later] = await publish_elsewhere(slower, "Flood gate slower")
            await elsewhere(database, "Flood gate quick")
            assert {*await found(database, index, "flood")} == {"Flood gate quick", "Flood gate 0"}
        assert late.change < later.change
        assert len(await found(database, index, "flood")) == 3
        await index.close()  # the folder is left while one of them is still open
    again = Index(database, folder)
    assert len(await found(database, again, "flood")) == 4
    await again.close()


async def publish_elsewhere(session: Session, title: str, place: str = "Toyama") -> list[Action]:
    """Let another city publish, because a city's numbers are given one after the other."""
    city = await city_of(session, place)
    answers = {"title": title, "text": title, "language": "en", "kind": "achieved", "target": "11.5"}
    return await actions.publish_all(
        session, city.id, None, [(answers | {"visibility": "public", "day": "2026-05-01"}, {})]
    )


async def elsewhere(database: Database, title: str) -> None:
    async with database.begin() as session:
        await publish_elsewhere(session, title, "Kaohsiung")


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_many_who_publish_at_once_are_all_found(database: Database, index: Index) -> None:
    places = ("수원시", "창원시", "Toyama", "Kaohsiung", "Freiburg im Breisgau")
    async with database.begin() as session:
        for place in places:
            await city_of(session, place)

    async def publishes(place: str, number: int) -> None:
        async with database.begin() as session:
            await publish_elsewhere(session, f"Flood gate {place} {number}", place)
            await asyncio.sleep(number % 3 / 50)

    async def searches() -> None:
        for _ in range(10):
            await found(database, index, "flood")

    told = [publishes(place, number) for number in range(12) for place in places]
    await asyncio.gather(searches(), *told)
    assert len(await found(database, index, "flood gate")) == len(told)


async def test_pages_are_stable_and_both_groups_have_room(database: Database, index: Index) -> None:
    await tell(database, *(f"Flood gate BRT {n}" for n in range(9)))
    await tell(database, *(f"침수 수문 BRT {n}" for n in range(3)), language="ko")
    await tell(database, *(f"浸水 水門 BRT {n}" for n in range(4)), language="ja")
    query = Query("BRT", language="en")
    whole = [hit.told.action.id for hit in (await search.find(database, index, query, limit=100, page=5)).items]
    assert len({*whole}) == 16
    for _ in range(2):
        pages = [await search.find(database, index, query, offset=offset, limit=5) for offset in (0, 5, 10, 15)]
        assert [hit.told.action.id for page in pages for hit in page.items] == whole
    groups = [[hit.group for hit in page.items] for page in pages]
    assert groups[0] == groups[1] == groups[2] == ["own"] * 3 + ["other"] * 2 and groups[3] == ["other"]
    # Newcomers of the other group change nothing about the order of this one.
    own = [hit.told.action.id for page in pages for hit in page.items if hit.group == "own"]
    await tell(database, "침수 수문 BRT 3", language="ko")
    after = await search.find(database, index, query, limit=100)
    assert [hit.told.action.id for hit in after.items if hit.group == "own"] == own


SENTENCES = {
    "ko": "집중호우 때 지하차도 침수를 막는 차단막과 BRT 노선 CO2 감축 스마트시티",
    "ja": "集中豪雨による地下道の浸水を防ぐセンサーとスマートシティ 交通のＣＯ２削減、BRT路線",
    "zh_Hans": "暴雨期间防止地下通道被淹的传感器，快速公交BRT线路与CO2减排，智慧城市交通",
    "zh_Hant": "豪雨期間防止地下道淹水的感測器，BRT路線與減碳，智慧城市交通",
}
INSIDE = {
    "ko": ("침", "수", "침수", "호우", "하차", "차단막", "하차도", "중호우", "BRT 노선", "ＣＯ２ 감축", "노선brt"),
    "ja": ("浸", "マ", "浸水", "ンサ", "地下道", "センサ", "マート", "スマートシティ 交通", "ｾﾝｻｰ", "ＢＲＴ路線"),
    "zh_Hans": ("淹", "被淹", "传感", "下通道", "传感器", "傳感器", "ＢＲＴ 线路", "CO2减排", "智慧城市 交通"),
    "zh_Hant": ("淹", "淹水", "感測", "地下道", "感測器", "感测器", "brt 路線", "減碳", "减碳"),
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_one_to_three_characters_and_mixed_scripts_are_found_inside_words(
    database: Database, index: Index
) -> None:
    for language, sentence in SENTENCES.items():
        await tell(database, sentence, "Tramway", language=language)
    for language, queries in INSIDE.items():
        for query in queries:
            assert SENTENCES[language] in await found(database, index, query), query
    for query in ("침도", "水浸", "器感", "막차", "터널", "センターー", "隧道"):
        assert await found(database, index, query) == [], query


ODD = (
    "?", ".,;:!?()[]{}<>", "🌊", "🌊🚌🏠", "🇰🇷", "\u200b", "\u0301", "\x00", "\ufeff", "\ud800", " ", "\n\t ", "’“”",
    '" OR 1=1 --', "'; DROP TABLE actions; --", "title:*", "title:flood", "facets:visibility:members", "flood*", "*",
    "flood~2", "flood^9", "+flood -gate", "AND", "NOT flood", "(flood", "flood)", '"flood', "[a TO z]", "\\", "%", "_",
    "flood\\", "/flood/", "{!}", "a", "수", "水", "1", "٣", "½", "ﷺ", "Ⅷ", "ß", "İ", "ﬀ", "e\u0301", "각",
    "A" * 4000, "수" * 4000, "水害" * 2000, "flood " * 666, "침수 浸水 淹水 " * 400, "🌊" * 4000, "?" * 4000,
)  # fmt: skip


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_no_query_fails_nor_shows_what_is_hidden(
    database: Database, index: Index, caplog: pytest.LogCaptureFixture
) -> None:
    await tell(database, "Flood gate", "침수 방지", "Hidden flood gate 침수 浸水 수 水 a 1", visibility="members")
    await tell(database, "Flood gate", "Flood gates are closed 수 水 a 1")
    for query in ODD:
        for limited in ((), ("en",), ("ko", "ja")):
            titles = await found(database, index, query, languages=limited) if query.strip() else []
            assert not any("Hidden" in title for title in titles), query
    for query in ("flood*", "+flood -gate", '"flood', "NOT flood gate", "flood^9 gate"):
        assert "Flood gate" in await found(database, index, query) or query not in ("flood*", '"flood'), query
    assert not caplog.records, "the index was built anew"


class Letters:
    """A model that knows of a text which letters it has, and counts what it reads."""

    name, width = "letters", 64

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        self.texts += texts
        counts = [[1.0 + text.count(chr(64 + n)) for n in range(self.width)] for text in texts]
        return np.asarray([row / np.linalg.norm(row) for row in counts], np.float32)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_model_reads_what_has_changed_and_then_nothing_more(database: Database, folder: Path) -> None:
    index = Index(database, folder, letters := Letters())
    gate, wall = await tell(database, "Flood gate. It is closed.", "Flood wall. It is high.")
    await index.learned()
    letters.texts.clear()
    await change(database, gate, text="A pump. It works.", title="A pump", words="pump", version=2)
    await change(database, wall, text="A tower. It is low.", title="A tower", version=2, state="withdrawn")
    async with asyncio.timeout(10):
        await index.learned()
    assert letters.texts == ["A pump. It works.", "A pump.", "It works."]
    await change(database, wall, state="published")
    async with asyncio.timeout(10):
        await index.learned()
    assert letters.texts[3:] == ["A tower. It is low.", "A tower.", "It is low."]
    await index.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_means_that_were_cut_off_while_they_were_written_are_made_anew(database: Database, folder: Path) -> None:
    await tell(database, "Flood gate. It is closed.")
    read = []
    for cut in (100, None, None):
        index = Index(database, folder, letters := Letters())
        await index.learned()
        await index.close()
        read.append(bool(letters.texts))
        [kept] = folder.glob("means-*")
        kept.write_bytes(kept.read_bytes()[:cut])
    assert read == [True, True, False]


async def test_an_index_survives_that_the_database_is_away(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    (folder.parent / "unrelated").write_text("kept")
    await tell(database, "Flood gate")
    async with database.begin() as session:
        await renew(session)
    away = Database("sqlite+aiosqlite:////nonexistent/away.db")
    for index in (Index(away), Index(away, folder)):
        with pytest.raises(Exception, match="unable to open"):
            await index.look_up(Query("flood"))
        await index.close()
    assert (folder.parent / "unrelated").read_text() == "kept"
    assert await reopened(database, folder, "flood") == ["Flood gate"]
    async with database.begin() as session:
        assert len((await session.scalars(select(Action))).all()) == 1
    await away.close()
