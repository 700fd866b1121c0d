"""A whole update in one message: what is a block is read, what is not is left alone."""

import pytest

from bot.language.lettered import LETTERS, NAMES, ORDER, block
from bot.lettered import LINES
from bot.text import LANGUAGES, translator

WHAT = "Flood barriers at three underpasses"
BLOCKS = {
    "letters": f"A. {WHAT}\nB. 11.5\nC. done\nD. 2026-11-20\nE. Suwon",
    "brackets": f"(A) {WHAT}\n(B) 11.5\n(C) done\n(D) 2026-11-20\n(E) Suwon",
    "one bracket, small": f"a) {WHAT}\nb) 11.5\nc) done\nd) 2026-11-20\ne) Suwon",
    "full width": f"Ａ．{WHAT}\nＢ．11.5\nＣ．done\nＤ．2026-11-20\nＥ．Suwon",
    "hangul": f"가. {WHAT}\n나. 11.5\n다. done\n라. 2026-11-20\n마. Suwon",
    "kana": f"ア．{WHAT}\nイ．11.5\nウ．done\nエ．2026-11-20\nオ．Suwon",
    "stems": f"甲、{WHAT}\n乙、11.5\n丙、done\n丁、2026-11-20\n戊、Suwon",
    "numbers": f"１．{WHAT}\n２．11.5\n３．done\n４．2026-11-20\n５．Suwon",
    "labels": f"What: {WHAT}\nTarget: 11.5\nStatus: done\nDate: 2026-11-20\nPlace: Suwon",
    "Korean labels": f"내용: {WHAT}\n목표: 11.5\n상태: done\n날짜: 2026-11-20\n장소: Suwon",
    "Japanese labels": f"内容：{WHAT}\nターゲット：11.5\n状況：done\n日付：2026-11-20\n場所：Suwon",
    "both": f"A. What: {WHAT}\nB. 目标：11.5\nC. Status: done\nD. 日期：2026-11-20\nE. 地点：Suwon",
    "unfilled lines": f"A. What: {WHAT}\nB. Target: 11.5\nC. done\nD. 2026-11-20\nE. Suwon\nF. Who notices:\nG. ",
}
NONE = [
    "A. Smith opened the night bus line with the mayor.\nB. Jones thanked the drivers.\nC. Kim cut the ribbon.",
    "가. 사업 개요\n나. 추진 내용\n다. 향후 계획\n라. 기대 효과",
    "1. Barriers were built\n2. Sensors were installed\n3. Staff were trained\n4. Everyone is safe",
    "Flood barriers were built.\nA. Suwon\nB. 11.5\nC. done",
    "일시: 2026-11-20 14:00\n장소: 시청 대강당\n내용: 야간 버스 개통식",
    "A. Flood barriers\nB. 11.5",
    "A night bus. B. 11.5 C. done",
    "甲市と乙市は丙川の護岸を整備しました。",
    "11.5 barriers 3",
    "",
]


@pytest.mark.parametrize("written", BLOCKS)
def test_a_block_is_read_however_its_lines_begin(written: str) -> None:
    found = block(BLOCKS[written])
    assert found and not found.unknown
    values = {"text": WHAT, "target": "11.5", "kind": "done", "day": "2026-11-20", "place_key": "Suwon"}
    assert found.values == values


@pytest.mark.parametrize("text", NONE)
def test_prose_lists_and_outlines_are_no_block(text: str) -> None:
    assert block(text) is None


def test_nothing_is_lost_of_what_is_not_in_the_form() -> None:
    found = block(
        "A. Barriers\nand sensors\n\nat the stream\nB. 11.5\nsince spring\nK. 3억 원\nof which half\nF. people\nnear"
    )
    assert found and found.unknown == ["K"]
    assert found.values["text"] == "Barriers\nand sensors\n\nat the stream\nsince spring\nK. 3억 원\nof which half"
    assert found.values["effect"] == "people\nnear" and found.values["target"] == "11.5"


def test_letters_may_be_left_out() -> None:
    found = block("A. Barriers\nF. people near the stream\nG. pumps came late\nG. and cost more")
    assert found and found.values["lesson"] == "pumps came late\nand cost more"


def test_the_form_of_every_language_is_understood_when_it_comes_back_filled() -> None:
    for language in LANGUAGES:
        translate = translator(language)
        for name in ORDER:
            assert NAMES[translate.plain(LINES[name]).casefold()] == name, (language, name)
        filled = "\n".join(
            f"{letter}. {translate.plain(LINES[name])}: 11.5" for letter, name in zip(LETTERS, ORDER, strict=False)
        )
        found = block(filled)
        assert found and found.values == dict.fromkeys(ORDER, "11.5")
