"""Figures as people type them: read, brought to a unit, and compared with what was said before."""

from datetime import date
from decimal import Decimal

import pytest

from bot.language.periods import period
from bot.language.units import normal, taken_apart
from bot.language.values import in_unit, is_share, meant, names, probable, read, readings


def numbers(*said: str) -> list[Decimal]:
    return [Decimal(each) for each in said]


@pytest.mark.parametrize(
    ("text", "target", "words", "value", "unit"),
    [
        ("11.6 recycling 61.4 %", "11.6", "recycling", "61.4", "%"),
        ("11.6.1 recycling 61.4", "11.6", "recycling", "61.4", ""),
        ("614", None, "", "614", ""),
        ("6.14", None, "", "6.14", ""),
        ("61,4", None, "", "61.4", ""),
        ("６１．４％", None, "", "61.4", "%"),
        ("재활용률은 61.4퍼센트입니다.", None, "재활용률", "61.4", "퍼센트"),
        ("재활용률 - 61.4%", None, "재활용률", "61.4", "%"),
        ("11.b 3", "11.b", "", "3", ""),
        ("11.6 12", "11.6", "", "12", ""),
        ("11.6 %", None, "", "11.6", "%"),
        ("11.6", None, "", "11.6", ""),
        ("3만 2천 톤", None, "", "32000", "톤"),
        ("3억 5천만 원", None, "", "350000000", "원"),
        ("1.2億円", None, "", "120000000", "円"),
        ("1,2億円", None, "", "120000000", "円"),
        ("12万人", None, "", "120000", "人"),
        ("1.2亿元", None, "", "120000000", "元"),
        ("5萬 公噸", None, "", "50000", "公噸"),
        ("1.2 million won", None, "", "1200000", "won"),
        ("1,234,567", None, "", "1234567", ""),
        ("回收率：61.4％", None, "回收率", "61.4", "%"),
        ("リサイクル率は61.4％です。", None, "リサイクル率", "61.4", "%"),
        ("PM2.5 18 µg/m³", None, "PM2.5", "18", "μg/m3"),
        ("1인당 공원면적 12.3㎡", None, "1인당 공원면적", "12.3", "m2"),
        ("사망자 3.2명/10만명", None, "사망자", "3.2", "명/10만명"),
        ("deaths 3.2 people per 100,000 inhabitants", None, "deaths", "3.2", "people per 100,000 inhabitants"),
        ("인구 증가율 △3.2%", None, "인구 증가율", "-3.2", "%"),
        ("growth -3.2", None, "growth", "-3.2", ""),
    ],
)
def test_a_message_is_read_as_a_figure(text: str, target: str | None, words: str, value: str, unit: str) -> None:
    typed = read(text)
    assert typed and (typed.target, typed.words, typed.value, typed.unit) == (target, words, Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    ["", "recycling", "1.2.3", "9" * 40, "9" * 15 + " trillion", "61.4 %\n62 %", "word " * 50 + "3", "12,34,567"],
)
def test_what_is_no_figure_is_not_read_as_one(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("digits", "meant"),
    [
        ("1,234", ["1234", "1.234"]),
        ("1.234", ["1.234", "1234"]),
        ("61,4", ["61.4"]),
        ("0,614", ["0.614"]),
        ("1.234,5", ["1234.5"]),
        ("1,234.50", ["1234.50"]),
        ("1.234.567", ["1234567"]),
        ("12,34", ["12.34"]),
    ],
)
def test_points_and_commas_are_told_apart_as_people_do(digits: str, meant: list[str]) -> None:
    assert list(readings(digits)) == numbers(*meant)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("recycling 61.4 % (2026)", date(2026, 12, 31)),
        ("recycling 2026 61.4 %", date(2026, 12, 31)),
        ("61.4 % in 2025", date(2025, 12, 31)),
        ("2025년 말 기준 재활용률 61.4%", date(2025, 12, 31)),
        ("2026년 3분기 재활용률 61.4%", date(2026, 9, 30)),
        ("2026년 상반기 61.4", date(2026, 6, 30)),
        ("2024년 2월 61.4", date(2024, 2, 29)),
        ("2026.9. 재활용률 61.4", date(2026, 9, 30)),
        ("2026-03-31 recycling 61.4", date(2026, 3, 31)),
        ("March 2026: 61.4", date(2026, 3, 31)),
        ("Q3 2026: 61.4", date(2026, 9, 30)),
        ("2026年度 61.4％", date(2026, 12, 31)),
        ("令和8年度 61.4", date(2026, 12, 31)),
        ("民國115年 回收率 61.4%", date(2026, 12, 31)),
        ("2026年第三季度 61.4", date(2026, 9, 30)),
        ("나무 2026그루 2025년", date(2025, 12, 31)),
        ("trees 2026", None),
        ("2026-02-31 61.4", None),
    ],
)
def test_the_time_of_a_figure_is_read(text: str, day: date | None) -> None:
    assert period(text)[0] == day


@pytest.mark.parametrize(
    ("one", "other"),
    [("％", "per cent"), ("㎡", "平方公尺"), ("톤", "tonnes"), ("µg/m³", "㎍/㎥"), ("명", "people"), ("개소", "か所")],
)
def test_a_unit_is_the_same_in_other_words(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("unit", "typed", "value"),
    [
        ("만 톤", "3만 톤", "3"),
        ("만 톤", "3", "3"),
        ("만 톤", "30,000톤", "3"),
        ("억원", "3.2억원", "3.2"),
        ("million won", "1.2 million won", "1.2"),
        ("톤", "3만", "30000"),
        ("%", "61.40 %", "61.40"),
        ("백만원", "2억원", "200"),
        ("µg/m³", "18 微克/立方米", "18"),
    ],
)
def test_a_figure_is_brought_to_the_unit_of_its_indicator(unit: str, typed: str, value: str) -> None:
    read_ = read(typed)
    fitted = read_ and in_unit(read_, unit)
    assert fitted and str(fitted.value) == value


def test_a_figure_in_another_unit_is_not_brought_to_it() -> None:
    for typed, unit in (("61.4 톤", "%"), ("3 %p", "%"), ("12 km", "m")):
        read_ = read(typed)
        assert read_ and in_unit(read_, unit) is None
    assert taken_apart("千米") == (1, "km") and taken_apart("천 명") == (1000, "people")


@pytest.mark.parametrize(
    ("value", "unit", "known", "is_probable"),
    [
        ("61.4", "%", ["60.8"], True),
        ("614", "%", ["60.8"], False),
        ("6.1", "%", ["61.4"], False),
        ("100.1", "%", ["60.8"], False),
        ("104", "%", ["102", "103"], True),
        ("-3", "%", ["5"], False),
        ("4", "명", ["1"], True),
        ("40", "명", ["1"], False),
        ("0", "명", ["3", "0", "12"], True),
        ("-3", "%", ["-2"], True),
        ("900", "t", [], True),
        ("900", "%", [], False),
    ],
)
def test_a_jump_is_improbable_beyond_half_and_twice(value: str, unit: str, known: list[str], is_probable: bool) -> None:
    before = numbers(*known)
    assert probable(Decimal(value), before, share=is_share(unit, before)) is is_probable


@pytest.mark.parametrize(
    ("value", "known", "rather"),
    [("614", ["60.8"], "61.4"), ("6.14", ["60.8"], "61.4"), ("6.1", ["61.4"], "61"), ("614", [], "61.4"),
     ("61400", ["60.8"], "61.4"), ("614000000", ["60.8"], None), ("0.614", ["60.8"], "61.4")],
)  # fmt: skip
def test_a_slipped_decimal_point_is_put_right(value: str, known: list[str], rather: str | None) -> None:
    found = meant(Decimal(value), numbers(*known), share=True)
    assert (found and str(found)) == rather


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("recycling", "Recycling rate of household waste"),
        ("재활용률", "생활폐기물 재활용률"),
        ("回收", "生活垃圾回收利用率"),
        ("回收率", "一般廢棄物回收率"),
        ("PM2.5", "초미세먼지(PM2.5) 연평균 농도"),
        ("リサイクル率", "一般廃棄物のリサイクル率"),
    ],
)
def test_an_indicator_is_named_by_some_of_its_words(words: str, name: str) -> None:
    assert names(words, name)


@pytest.mark.parametrize("words", ["", "of", "rate of paper", "cycling", "waste per head", "!"])
def test_other_words_do_not_name_it(words: str) -> None:
    assert not names(words, "Recycling rate of household waste")
