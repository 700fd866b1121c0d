"""One spelling for all the ways the same words can be typed."""

import unicodedata

import pytest

from bot.language.fold import fold, fold_name


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("Ｓｕｗｏｎ　Ｃｉｔｙ", "suwon city"),
        ("SUWON", "suwon"),
        ("ﾄﾔﾏ", "トヤマ"),
        ("Ōita", "oita"),
        ("Łódź", "lodz"),
        ("København", "kobenhavn"),
        ("Straße", "strasse"),
        ("İzmir", "izmir"),
    ],
)
def test_width_case_and_accents_make_no_difference(typed: str, same: str) -> None:
    assert fold(typed) == same


@pytest.mark.parametrize(
    "spellings",
    [
        ("臺北", "台北"),
        ("廣島", "広島", "广岛"),
        ("橫濱", "横浜", "横滨"),
        ("淸州", "清州"),
        ("鎭川", "鎮川", "镇川"),
        ("陜川", "陝川", "陕川"),
        ("戲", "戱", "戏"),
    ],
)
def test_the_forms_of_a_han_character_fold_alike(spellings: tuple[str, ...]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize("word", ["수원시", "がんばる", "ガンダム", "パリ"])
def test_hangul_and_voiced_kana_stay_as_they_are(word: str) -> None:
    assert fold(word) == word
    assert fold(unicodedata.normalize("NFD", word)) == word


def test_words_are_kept_apart_by_single_spaces() -> None:
    assert fold("  flood\u3000 sensors\n12 ") == "flood sensors 12"


def test_what_cannot_be_seen_is_gone() -> None:
    assert fold("수\u200b원\u202e시\x00") == "수원시"


@pytest.mark.parametrize("text", ["乾隆皇帝", "皇后の後ろ", "臺灣高雄市", "富山県の歯科"])
def test_a_part_of_a_text_folds_to_a_part_of_the_folded_text(text: str) -> None:
    for start in range(len(text)):
        assert fold(text[start : start + 2]) in fold(text)


def test_folding_twice_changes_nothing_more() -> None:
    characters = "".join(map(chr, range(0x4E00, 0xA000)))
    assert fold(fold(characters)) == fold(characters)


@pytest.mark.parametrize("name", ["Suwon-si", "Suwon si", "SuwonSi", "Suwon’si", "(Suwon, si)"])
def test_spaces_and_marks_make_no_difference_in_a_name(name: str) -> None:
    assert fold_name(name) == "suwonsi"


def test_an_empty_text_folds_to_nothing() -> None:
    assert fold("") == fold(" \n") == fold_name("—…") == ""
