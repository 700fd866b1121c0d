"""Open data and reports on the command line."""

import json
from pathlib import Path

import pytest

from storage import Database, actions
from tests.commands import Operator
from tests.conftest import city_of

either = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HEADER = "source_id,place,language,title,text,target,kind,date\n"
ROWS = (
    '=a1,"Jung-gu, Daegu",ko,=제목,"지하차도에 침수 차단막을 설치했습니다.\n둘째 줄",11.5,achieved,2026-05-01\n'
    "a2,Toyama,ja,,夜間バスの運行を始めました。,11.2,,2025\n"
    "a3,高雄市,zh_Hant,,我們在低窪地區設置淹水感測器。,11.5,under_way,2025-11\n"
    "a4,Freiburg im Breisgau,de,-Rad,+Der Radweg ist fertig.,11.2,achieved,\n"
)


@pytest.fixture
def operator(tmp_path: Path, database_url: str) -> Operator:
    return Operator(tmp_path, PUMASI_DATABASE_URL=database_url)


async def imported(operator: Operator) -> None:
    (operator.folder / "in.csv").write_text(HEADER + ROWS, encoding="utf-8")
    assert (await operator.types("import", "in.csv")).out[-1].startswith("new 4,")


@either
async def test_an_import_takes_an_export_back_and_changes_nothing(operator: Operator) -> None:
    await imported(operator)
    for form in ("csv", "xlsx", "json"):
        await takes_back(operator, form)


async def takes_back(operator: Operator, form: str) -> None:
    finished = await operator.types("export", "--what", "all", "--format", form, f"out.{form}")
    assert (finished.code, finished.err) == (0, []) and "actions: 4, cities: 4" in finished.out[-1]
    again = await operator.types("import", f"out.{form}")
    assert again.out[-1] == "new 0, changed 0, known 4, duplicate 0, faulty 0", again.out


@either
async def test_a_table_saved_by_korean_excel_is_taken_back_too(operator: Operator) -> None:
    (operator.folder / "in.csv").write_text(HEADER + ROWS.split("\na2")[0] + "\n", encoding="utf-8")
    await operator.types("import", "in.csv")
    await operator.types("export", "--what", "actions", "--format", "csv", "out.csv")
    text = (operator.folder / "out.csv").read_bytes().decode("utf-8-sig")
    (operator.folder / "excel.csv").write_bytes(text.encode("cp949"))
    assert (await operator.types("import", "excel.csv")).out[-1].startswith("new 0, changed 0, known 1,")


@either
async def test_an_export_of_one_place_holds_that_place_and_only_what_is_public(
    operator: Operator, database: Database
) -> None:
    await imported(operator)
    async with database.begin() as session:
        city = await city_of(session, "Toyama")
        told = {"title": "Secret", "text": "For members.", "language": "en", "kind": "achieved", "target": "11.2"}
        await actions.publish(session, city.id, None, {**told, "day": "2026-01-01", "visibility": "members"})
    finished = await operator.types("export", "--what", "city", "--place", "富山市", "--format", "json", "toyama.json")
    assert "actions: 1, cities: 1" in finished.out[-1]
    found = json.loads((operator.folder / "toyama.json").read_text(encoding="utf-8"))
    assert [each["number"] for each in found["actions"]] == ["TOY-0001"] and found["licence"] == "CC BY 4.0"
    await operator.types("export", "--what", "actions", "--format", "geojson", "all.geojson")
    points = json.loads((operator.folder / "all.geojson").read_text(encoding="utf-8"))["features"]
    assert len(points) == 4 and all(each["geometry"]["type"] == "Point" for each in points)


@either
async def test_reports_are_written_as_slash_report_sends_them(operator: Operator) -> None:
    await imported(operator)
    for kind, place, form, begins in (
        ("city", "Toyama", "pdf", b"%PDF-"), ("country", "Japan", "docx", b"PK"), ("country", "korea", "xlsx", b"PK"),
        ("un", "高雄市", "text", b"\xef\xbb\xbf"), ("brief", "Toyama", "hwpx", b"PK"),
    ):  # fmt: skip
        finished = await operator.types(
            "report", "--kind", kind, "--place", place, "--format", form, "--language", "ja+en", "out"
        )
        assert (finished.code, finished.err) == (0, []), finished
        assert (operator.folder / "out").read_bytes().startswith(begins)


UNUSABLE = {
    "export --what city --format csv out": "--what city needs --place",
    "export --what all --format pdf out": "invalid choice",
    "export --what all --format csv no/such/folder": "cannot be written",
    "export --what actions --place 중구 --format csv out": "Jung-gu, Seoul",
    "report --kind city --place Busan --format pdf out": "does not take part",
    "report --kind city --place Toyama --format pdf --language xx out": "one of en, ko",
    "report --kind un --place Toyama --format xlsx out": "there is no xlsx",
    "report --kind country --place Qwxzy --format pdf out": "no place is called",
}


@either
async def test_what_cannot_be_done_is_one_line_and_writes_nothing(operator: Operator) -> None:
    await imported(operator)
    for words, reason in UNUSABLE.items():
        assert reason in await operator.fails(*words.split()), words
        assert not (operator.folder / "out").exists()
