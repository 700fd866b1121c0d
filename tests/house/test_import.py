"""`python -m bot import FILE`, tried from outside."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from storage import Database
from storage.models import Action
from tests.commands import Operator

HEADER = "source_id,place,language,title,text,target,kind,date\n"
ROWS = HEADER + "a1,수원시,,,침수 차단막을 설치했습니다.,11.5,,2026-05-01\na2,Toyama,,,A night bus runs.,11.2,,2025\n"
either = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def operator(tmp_path: Path, database_url: str) -> Operator:
    return Operator(tmp_path, PUMASI_DATABASE_URL=database_url)


def written(operator: Operator, name: str, content: str | bytes) -> str:
    (operator.folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return name


def many(count: int) -> str:
    """Return a table of so many actions of several cities, as full as an export's."""
    cities = ("수원시", "창원시", "Toyama", "高雄市", "Freiburg im Breisgau")
    row = "n{n},{city},ko,제목 {n},지하차도 {n}곳에 침수 차단막과 센서를 설치했습니다.,11.5,achieved,2026-05-01\n"
    return HEADER + "".join(row.format(n=n, city=cities[n % len(cities)]) for n in range(count))


async def published(database: Database) -> list[tuple[str, str]]:
    async with database.begin() as session:
        rows = await session.execute(select(Action.source_id, Action.number).order_by(Action.id))
        return [(source_id or "", number) for source_id, number in rows]


async def test_a_table_is_published_once(operator: Operator, database: Database) -> None:
    file = written(operator, "table.csv", ROWS)
    first, again = await operator.types("import", file), await operator.types("import", file)
    assert (first.code, first.err) == (again.code, again.err) == (0, [])
    assert first.out[-1] == "new 2, changed 0, known 0, duplicate 0, faulty 0"
    assert again.out[-1] == "new 0, changed 0, known 2, duplicate 0, faulty 0"
    assert await published(database) == [("a1", "SUW-0001"), ("a2", "TOY-0001")]


@either
async def test_rows_left_out_are_told_one_by_one(operator: Operator) -> None:
    rows = ROWS + "a3,중구,,,A bus runs.,11.2,,\na4,Toyama,,,A night bus runs!,11.2,,\n"
    finished = await operator.types("import", written(operator, "table.csv", rows))
    assert finished.code == 0 and finished.out[-1] == "new 2, changed 0, known 0, duplicate 1, faulty 1"
    assert finished.out[1].startswith("row 4: the place “중구” may be: Jung-gu, Seoul; ")
    assert finished.out[2] == "row 5: probable duplicate of row 3"
    kept = await operator.types("import", "--keep-duplicates", "table.csv")
    assert kept.out[-1] == "new 1, changed 0, known 2, duplicate 0, faulty 1"


@either
@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("gone.csv", None, "No such file"),
        ("table.pdf", "%PDF", "Only XLSX, CSV and JSON"),
        ("table.csv", "", "columns are missing: source_id, place, and text"),
        ("table.csv", "source_id,place,title\n1,2,3\n", "columns are missing: text"),
        ("table.csv", HEADER, "no rows"),
        ("table.csv", b"source_id,place,text\n1,2,\xff\xfe\x81\x20\n", "UTF-8"),
        ("table.csv", HEADER + 'a,Toyama,,,"never closed' + "x" * 1_000_001, "beyond line"),
        ("table.json", "[{]", "line 1"),
        ("table.json", '[{"source_id": "1"}]', "columns are missing"),
        ("table.xlsx", "no zip at all", "no XLSX file"),
    ],
)  # fmt: skip
async def test_an_unusable_file_is_one_line_and_changes_nothing(
    operator: Operator, database: Database, name: str, content: str | bytes | None, reason: str
) -> None:
    if content is not None:
        written(operator, name, content)
    assert reason in await operator.fails("import", name)
    assert await published(database) == []


async def test_an_import_killed_in_the_middle_is_finished_by_the_next(operator: Operator, database: Database) -> None:
    file = written(operator, "table.csv", many(2000))
    process = await operator.starts("import", file)
    while not await published(database):
        assert process.returncode is None
        await asyncio.sleep(0.02)
    process.kill()
    await process.communicate()
    before = await published(database)
    assert 0 < len(before) < 2000
    finished = await operator.types("import", file)
    assert finished.out[-1] == f"new {2000 - len(before)}, changed 0, known {len(before)}, duplicate 0, faulty 0"
    assert {name for name, _number in await published(database)} == {f"n{n}" for n in range(2000)}
    assert len(await published(database)) == 2000


async def test_two_imports_at_once_publish_every_row_once(operator: Operator, database: Database) -> None:
    file = written(operator, "table.csv", many(400))
    both = await asyncio.gather(operator.types("import", file), operator.types("import", file))
    assert sorted(each.out[-1].split(",")[0] for each in both) == ["new 0", "new 400"]
    assert len(await published(database)) == 400
