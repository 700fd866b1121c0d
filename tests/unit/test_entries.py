"""What a row says, read as its author would."""

from datetime import date

import pytest

from bot.tables import Row
from bot.tables.entries import Entry, entries
from bot.text import Said

TODAY = date(2026, 6, 10)
BUS = {"source_id": "a1", "place": "Toyama", "text": "A night bus runs in the old town.", "target": "11.2"}


def entry(**cells: str) -> Entry:
    [(_row, read)] = entries([Row(2, BUS | cells)], TODAY)
    assert isinstance(read, Entry), read
    return read


def is_refused(**cells: str) -> bool:
    [(_row, read)] = entries([Row(2, BUS | cells)], TODAY)
    return isinstance(read, Said)


@pytest.mark.parametrize(
    "cell",
    ["2026-05-01", "2026.5.1", "2026. 5. 1.", "2026/5/1", "2026年5月1日", "2026년 5월 1일", "２０２６年５月１日",
     "令和8年5月1日", "民國115年5月1日", "1 May 2026", "2026-05-01T00:00:00", "2026-05-01 00:00:00"],
)  # fmt: skip
def test_a_date_is_read_as_five_languages_write_it(cell: str) -> None:
    read = entry(date=cell).answers
    assert read["day"] == date(2026, 5, 1) and "precision" not in read


@pytest.mark.parametrize(
    ("cell", "day", "precision"),
    [
        ("2025", date(2025, 12, 31), "year"),
        ("2025년", date(2025, 12, 31), "year"),
        ("2025年度", date(2025, 12, 31), "year"),
        ("2026", TODAY, "year"),  # it is not over
        ("2025-02", date(2025, 2, 28), "month"),
        ("2025년 12월", date(2025, 12, 31), "month"),
        ("2026年6月", TODAY, "month"),
    ],
)
def test_a_year_or_a_month_alone_says_how_precise_it_is(cell: str, day: date, precision: str) -> None:
    read = entry(date=cell).answers
    assert (read["day"], read["precision"]) == (day, precision)


@pytest.mark.parametrize("cell", ["5/1/2026", "soon", "2026-13", "0", "1066", "99999", "2027", "2026-07-01", "2026-07"])
def test_a_date_that_may_mean_several_days_or_none_is_refused(cell: str) -> None:
    assert is_refused(date=cell)


@pytest.mark.parametrize(
    "cell", ["11.5", "11.5 Fewer losses", "Target 11.5", "세부목표 11.5", "１１．５", "11,5", "SDG 11.5"]
)
def test_a_target_is_read_by_its_code(cell: str) -> None:
    assert entry(target=cell).answers["target"] == "11.5"


@pytest.mark.parametrize("cell", ["11.B", "11.b", "11-b"])
def test_a_target_with_a_letter_is_read_in_any_case(cell: str) -> None:
    assert entry(target=cell).answers["target"] == "11.b"


@pytest.mark.parametrize("cell", ["11", "111.5", "12.5", "11.8", "11.55", "bus"])
def test_an_unknown_target_is_refused(cell: str) -> None:
    assert is_refused(target=cell)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("under_way", "under_way"), ("Under way", "under_way"), ("진행중", "under_way"),
     ("実施中", "under_way"), ("进行中", "under_way"), ("achieved", "achieved"), ("완료", "achieved"),
     ("完了", "achieved"), ("已完成", "achieved")],
)  # fmt: skip
def test_a_kind_goes_by_the_names_people_give_it(cell: str, kind: str) -> None:
    assert entry(kind=cell).answers["kind"] == kind


@pytest.mark.parametrize(
    ("cell", "language"),
    [("ko", "ko"), ("한국어", "ko"), ("日本語", "ja"), ("zh-Hant", "zh_Hant"), ("zh_TW", "zh_Hant"),
     ("zh-CN", "zh_Hans"), ("繁體中文", "zh_Hant"), ("English", "en"), ("de", "de"), ("zh", "en")],
)  # fmt: skip
def test_a_language_is_read_by_code_or_name_and_chinese_alone_is_told_by_the_text(cell: str, language: str) -> None:
    assert entry(language=cell).answers["language"] == language


def test_what_a_row_leaves_open_follows_from_its_text() -> None:
    read = entry(target="", text="We opened a night bus line with 12 buses.")
    assert read.given == {"text"}
    assert (read.answers["kind"], read.answers["day"], read.answers["target"]) == ("achieved", TODAY, "11.2")
    assert read.answers["title"].startswith("Opened a night bus line") and read.answers["figures"] == ["12 buses"]


def test_the_same_cells_have_the_same_digest_and_others_another() -> None:
    assert entry().digest == entry(title="").digest != entry(title="Night bus").digest
