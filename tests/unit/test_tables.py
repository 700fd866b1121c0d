"""Bytes of any kind become rows."""

import json
from collections.abc import Mapping

import pytest

from bot import tables
from bot.tables import Unreadable
from bot.text import translator

ROWS = "source_id,place,text\na1,수원시,침수 차단막을 설치했습니다.\n"
FLOOD = {"source_id": "a1", "place": "수원시", "text": "침수 차단막을 설치했습니다."}


def cells(name: str, content: str | bytes) -> list[Mapping[str, str]]:
    return [row.cells for row in tables.read(name, content.encode() if isinstance(content, str) else content).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp949", "euc-kr"])
def test_korean_is_read_in_any_encoding(encoding: str) -> None:
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    assert cells("table.csv", mark + ROWS.encode(encoding)) == [FLOOD]


@pytest.mark.parametrize(
    ("encoding", "name", "text"),
    [
        ("cp949", "CP949", "화서동 지하차도 세 곳에 침수 차단막과 수위 센서를 설치해 대피 시간을 앞당겼습니다."),
        ("cp932", "Shift_JIS", "夜間バスのオンデマンド運行を始め、利用者が二割増えました。"),
        ("big5", "Big5", "低窪地區裝設淹水感測器，並提前二十分鐘通知居民避難。"),
        ("gb18030", "GB18030", "在低洼地区安装积水传感器，提前二十分钟通知居民撤离。"),
        ("cp1252", "Windows-1252", "Der Nachtbus fährt jetzt auch für Fahrgäste der Altstadt – täglich."),
    ],
)
def test_an_older_encoding_is_recognised_by_what_it_says(encoding: str, name: str, text: str) -> None:
    table = tables.read("table.csv", f"source_id,place,text\na,b,{text}\n".encode(encoding))
    assert (table.rows[0].cells["text"], table.encoding) == (text, name)


def test_bytes_that_fit_no_encoding_are_refused_rather_than_guessed() -> None:
    with pytest.raises(Unreadable):
        tables.read("table.csv", b"source_id,place,text\na,b,\x80\x81\xfe\xff\x90\n")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_told_by_the_header(separator: str) -> None:
    assert cells("table.csv", ROWS.replace(",", separator)) == [FLOOD]


def test_a_line_that_names_the_separator_is_no_header() -> None:
    assert cells("table.csv", "sep=;\r\n" + ROWS.replace(",", ";")) == [FLOOD]


@pytest.mark.parametrize(
    "header",
    [
        "Source ID,PLACE, Text ",
        "ＳＯＵＲＣＥ＿ＩＤ,Place,TEXT",
        "관리번호,지자체,내용",
        "管理番号,自治体,本文",
        "编号,城市,正文",
        "編號,城市,說明",
    ],
)
def test_columns_go_by_the_names_people_give_them(header: str) -> None:
    assert cells("table.csv", f"{header}\na1,수원시,침수 차단막을 설치했습니다.\n") == [FLOOD]


def test_columns_may_stand_in_any_order_among_others() -> None:
    content = "budget,text,place,,source_id,text\n5,침수 차단막을 설치했습니다.,수원시,,a1,other\n"
    assert cells("table.csv", content) == [FLOOD]


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    content = 'source_id,place,text\na,b,"two\nlines"\n\n,,\nc,d,e\n'
    rows = tables.read("table.csv", content.encode()).rows
    assert [(row.number, row.cells["text"]) for row in rows] == [(2, "two\nlines"), (5, "e")]


def test_a_guarding_apostrophe_is_taken_off_and_a_formula_stays_a_text() -> None:
    content = "source_id,place,text\n'=1,'s-Hertogenbosch,=SUM(A1:A9)\n"
    assert cells("table.csv", content) == [{"source_id": "=1", "place": "'s-Hertogenbosch", "text": "=SUM(A1:A9)"}]


def test_signs_that_disguise_a_text_are_taken_out() -> None:
    assert cells("table.csv", "source_id,place,text\na\u202e1,b\x00,c\x07d\n")[0]["source_id"] == "a1"


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([FLOOD]),
        json.dumps({"actions": [FLOOD]}),
        json.dumps(FLOOD),
        json.dumps(FLOOD) + "\n\n",
        "\ufeff" + json.dumps([{"Source ID": "a1", "도시": "수원시", "Text": FLOOD["text"]}]),
    ],
)
def test_json_may_be_a_list_an_object_or_lines(content: str) -> None:
    assert cells("table.json", content) == [FLOOD]


def test_json_lines_are_rows_and_numbers_are_texts() -> None:
    lines = "\n".join(json.dumps(FLOOD | {"source_id": n, "date": 2026}) for n in (1, 2))
    assert [row["source_id"] for row in cells("table.jsonl", lines)] == ["1", "2"]
    assert cells("table.jsonl", lines)[0]["date"] == "2026"


def test_what_is_neither_text_nor_number_says_nothing() -> None:
    rows = cells("table.json", json.dumps([FLOOD, FLOOD | {"text": ["a"]}, FLOOD | {"text": None}, 7, "x"]))
    assert [row.get("text", "") for row in rows] == [FLOOD["text"], "", "", "", ""]


def test_a_file_with_too_many_rows_is_refused() -> None:
    content = "source_id,place,text\n" + "a,b,c\n" * (tables.MOST_ROWS + 1)
    with pytest.raises(Unreadable) as refused:
        tables.read("table.csv", content.encode())
    assert "50,000" in translator("en").plain(refused.value.words, **refused.value.values)
