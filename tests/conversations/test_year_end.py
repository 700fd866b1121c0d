"""One officer's year, its end: what was covered and what is blank, and a copy that answers as the original does.

Highlights of the year come with the highlights themselves.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import Database, actions, backup, search
from storage.index import Index, Query
from tests.conftest import Runs, at, city_of, seated
from tests.people import Person

COVERED = ("11.1", "11.2", "11.3", "11.4", "11.5", "11.6", "11.7", "11.b")
TOLD = (
    ("수원시", "ko", "지하차도 세 곳에 침수 차단막을 설치했습니다."),
    ("창원시", "ko", "골목 빗물받이 지도를 만들었습니다."),
    ("Toyama", "ja", "アンダーパスに浸水センサーを置きました。"),
    ("Toyama", "ja", "夜間バスのオンデマンド運行を始めました。"),
    ("Kaohsiung", "zh_Hant", "低窪地區設置淹水感測器。"),
    ("Freiburg im Breisgau", "en", "Flood sensors warn drivers at the underpass."),
)
QUESTIONS = (
    "침수", "浸水", "淹水", "flood", "빗물", "バス", "夜間バスはありますか", "underpass sensors", "SUW", "스마트 화분",
)  # fmt: skip


@pytest.fixture(params=["sqlite", "postgres"])
async def spare(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """A spare machine's database, of each kind."""
    async with request.getfixturevalue(f"{request.param}_copies").fresh() as url:
        database = Database(url)
        yield database
        await database.close()


async def _told(database: Database, place: str, language: str, text: str, target: str) -> None:
    async with database.begin() as session:
        city = await city_of(session, place)
        answers = {"title": text[:20], "text": text, "language": language, "kind": "achieved", "target": target}
        await actions.publish(session, city.id, None, answers | {"day": "2027-05-01", "tags": "비, 안전"})


async def test_step_20_what_the_year_covered_and_what_is_blank_is_said(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    at("2027-10-12T10:00+09:00")
    await seated(database, mina, "수원시")
    for target in COVERED:
        await _told(database, "수원시", "ko", f"{target}에 관한 일을 했습니다.", target)
    async with bot_runs():
        await mina.says("/milestones")
        await mina.presses("4")
        await mina.presses("It is reached")
        await mina.says("2027-10-12")
        await mina.presses("Evidence")
        await mina.sends_document("implementation.pdf", b"%PDF-1.7", "application/pdf")
        await mina.presses("Save")
        at("2027-12-06T10:00+09:00")
        reached = await mina.says("/milestones")
        assert "carry out policies and measures · reached: 12 October 2027" in reached
        assert "Document" in (await mina.presses("4")).labels
        gaps = await mina.says("/gaps")
        assert "filled: 8 · stale: 0 · blank: 2" in gaps
        blanks = [
            line.split()[1] for line in f"{gaps}\n\n{await mina.presses('Next')}".split("\n\n") if "blank ·" in line
        ]
        assert blanks == ["11.a", "11.c"]


async def test_step_20_a_copy_on_a_spare_machine_answers_ten_questions_identically(
    database: Database, spare: Database, tmp_path: Path
) -> None:
    for place, language, text in TOLD:
        await _told(database, place, language, text, "11.5")
    await backup.save(database, tmp_path / "copy.gz")
    await backup.restore(spare, tmp_path / "copy.gz", Path("nowhere"), force=True)
    first, second = await _answers(database), await _answers(spare)
    assert len(QUESTIONS) == 10 and first == second
    assert first["침수"] and not first["스마트 화분"]


async def _answers(database: Database) -> dict[str, list[tuple[str, str, float]]]:
    index, found = Index(database), {}
    for words in QUESTIONS:
        page = await search.find(database, index, Query(words=words, language="ko"), limit=10)
        found[words] = [(hit.told.action.number, hit.group, round(hit.score, 6)) for hit in page.items]
    await index.close()
    return found
