"""Places: found by any of their names or by a location, and told apart."""

import gzip
import statistics
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import orjson
import pytest
from sqlalchemy import select

from bot.text import LANGUAGES
from storage import Database, place_register, places
from storage.models import PlaceRow

BEFORE, AFTER = date(2026, 6, 30), date(2026, 11, 16)

SUWON = [
    "수원", "수원시", "Suwon", "suwon-si", "水原", "水原市", "경기도 수원시", "경기도수원시", "Suwon, Korea",
    "경기도 수원시 팔달구 효원로 1",
]  # fmt: skip
JUNG_GU = ["대구 중구", "대구광역시 중구", "대구광역시중구", "중구, 대구", "Jung-gu, Daegu"]
MEANT = {
    "전라남도 순천시": "Suncheon, Jeonnam-Gwangju",
    "광주광역시": "Jeonnam-Gwangju, South Korea",
    "광주시": "Gwangju, Gyeonggi-do",
    "경상북도 군위군": "Gunwi-gun, Daegu",
    "강원도 고성군": "Goseong-gun, Gangwon State",
    "인천 남구": "Michuhol-gu, Incheon",
    "전라북도": "Jeonbuk State, South Korea",
    "여주군": "Yeoju, Gyeonggi-do",
    "제주시": "Jeju, South Korea",
    "淸州": "Cheongju, Chungcheongbuk-do",
    "富山": "Toyama, Japan",
    "富山県富山市": "Toyama, Japan",
    "Toyama City": "Toyama, Japan",
    "富山県": "Toyama Prefecture, Japan",
    "宮城県 仙台市": "Sendai, Miyagi Prefecture, Japan",
    "徳島県 上勝町": "Kamikatsu, Japan",
    "臺北": "Taipei, Taiwan",
    "台北市": "Taipei, Taiwan",
    "Kaohsiung": "Kaohsiung, Taiwan",
    "广东省 深圳市": "Shenzhen, China",
    "廣東省深圳市": "Shenzhen, China",
    "上海市": "Shanghai, China",
    "Freiburg im Breisgau, Baden-Württemberg": "Freiburg, Germany",
    "freiburg switzerland": "Fribourg, Switzerland",
    "Wien, Wien": "Vienna, Austria",
    "København": "Copenhagen, Denmark",
    "Bogota": "Bogotá, Colombia",
    "Springfield, Illinois": "Springfield, Illinois, United States",
}
LOCATIONS = {
    (37.2636, 127.0286): ["Suwon, Gyeonggi-do", "Gyeonggi-do, South Korea"],
    (37.4602, 126.4407): ["Yeongjong-gu, Incheon", "Incheon, South Korea"],
    (37.4757, 126.6220): ["Jemulpo-gu, Incheon", "Incheon, South Korea"],
    (37.5930, 126.6750): ["Geomdan-gu, Incheon", "Incheon, South Korea"],
    (37.2390, 131.8690): ["Ulleung-gun, Gyeongsangbuk-do"],
    (36.4801, 127.2890): ["Sejong, South Korea"],
    (33.4996, 126.5312): ["Jeju, South Korea"],
    (36.6950, 137.2130): ["Toyama, Japan"],
    (47.9950, 7.8500): ["Freiburg, Germany"],
}
TEXTS = {
    "수원시는 화서동 지하차도 세 곳에 침수 차단막을 설치했습니다.": ["수원시"],
    "대구 중구와 전라남도 순천시가 함께": ["중구", "순천시"],
    "富山市は韓国の水原市と協定を結びました。": ["도야마시", "수원시"],
    "深圳市与高雄市": ["선전시", "가오슝시"],
    "Suwon asked the city of Toyama; so did Seongdong-gu.": ["수원시", "도야마시", "성동구"],
    "서울시는 강원도와 함께": ["서울특별시", "강원특별자치도"],
    "덕양구 도서관": [],
    "중구와 고성군에서": [],
    "다시 혹시 필요도 있는 도시": [],
    "Reading rooms open. Nice!": [],
    "": [],
}


async def found(database: Database, text: str, language: str = "en", on: date = AFTER) -> list[str]:
    """Return the labels of what a text may mean on a day."""
    async with database.begin() as session:
        return [place.label(language) for place in await places.find(session, text, on=on)]


async def all_found(database: Database, typed: Iterable[str], language: str = "en") -> dict[str, list[str]]:
    return {text: await found(database, text, language) for text in typed}


async def test_every_way_to_write_suwon_means_suwon(database: Database) -> None:
    assert await all_found(database, SUWON) == {typed: ["Suwon, Gyeonggi-do"] for typed in SUWON}


async def test_a_district_is_found_with_its_city_in_either_order(database: Database) -> None:
    assert await all_found(database, JUNG_GU, "ko") == {typed: ["대구광역시 중구"] for typed in JUNG_GU}


async def test_former_foreign_and_full_names_mean_one_place(database: Database) -> None:
    assert await all_found(database, MEANT) == {typed: [label] for typed, label in MEANT.items()}


async def test_homonyms_are_all_offered_each_with_its_province(database: Database) -> None:
    assert await found(database, "중구", "ko") == [
        "서울특별시 중구",
        "부산광역시 중구",
        "대구광역시 중구",
        "인천광역시 제물포구",
        "인천광역시 영종구",
        "대전광역시 중구",
        "울산광역시 중구",
    ]
    assert set(await found(database, "고성군", "ko")) == {"강원특별자치도 고성군", "경상남도 고성군"}
    assert await found(database, "Freiburg") == ["Freiburg, Germany", "Fribourg, Switzerland"]


async def test_a_place_that_has_ended_typed_just_as_it_was_shown_means_its_successors(database: Database) -> None:
    assert await found(database, "인천광역시 중구", "ko") == ["인천광역시 제물포구", "인천광역시 영종구"]
    assert await found(database, "인천광역시 중구", "ko", on=BEFORE) == ["인천광역시 중구"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_place_that_was_offered_is_meant_when_it_is_typed_just_so(database: Database) -> None:
    async with database.begin() as session:
        for name in ("Freiburg", "Springfield", "York", "Richmond", "Halle", "San José", "Rāniganj", "中央区", "중구"):
            for place in await places.find(session, name, limit=50, on=AFTER):
                for language in ("en", "ko"):
                    meant = await places.find(session, place.label(language), on=AFTER)
                    assert [each.key for each in meant] == [place.key], place.label(language)


async def test_homonyms_look_different_in_every_language(database: Database) -> None:
    async with database.begin() as session:
        for name in ("Springfield", "San José", "Udaipur, India", "Suzhou", "Zhonghe, China", "府中", "서구"):
            homonyms = await places.find(session, name, limit=50, on=AFTER)
            assert len(homonyms) > 1
            for language in LANGUAGES:
                assert len({place.label(language) for place in homonyms}) == len(homonyms)


async def test_a_place_that_ended_is_found_until_then_and_its_successors_after(database: Database) -> None:
    assert await found(database, "전라남도", "ko", BEFORE) == ["전라남도, 대한민국"]
    assert await found(database, "전라남도", "ko", AFTER) == ["전남광주통합특별시, 대한민국"]
    assert await found(database, "인천 중구", "ko", BEFORE) == ["인천광역시 중구"]
    assert await found(database, "인천 중구", "ko", AFTER) == ["인천광역시 제물포구", "인천광역시 영종구"]
    assert await found(database, "제물포구", "ko", BEFORE) == []


async def test_the_beginning_of_a_name_is_enough(database: Database) -> None:
    assert (await found(database, "Seongdo"))[0] == "Seongdong-gu, Seoul"
    assert (await found(database, "수", "ko"))[0] == "경기도 수원시"


async def test_what_names_no_place_finds_none(database: Database) -> None:
    nonsense = ["", " ", "…", "xqzzy", "x" * 5000, "%", "'; --", "\x00", "🏙"]
    assert await all_found(database, nonsense) == {typed: [] for typed in nonsense}


async def test_no_more_are_offered_than_asked_for(database: Database) -> None:
    async with database.begin() as session:
        assert len(await places.find(session, "수", limit=3)) == 3


async def test_a_label_is_in_the_readers_language(database: Database) -> None:
    labels = [(await found(database, "Toyama", language))[0] for language in LANGUAGES]
    assert labels == ["Toyama, Japan", "도야마시, 일본", "富山市、日本", *["富山市，日本"] * 2]


async def test_a_province_comes_first_where_it_is_written_so(database: Database) -> None:
    assert [(await found(database, "Suwon", language))[0] for language in LANGUAGES] == [
        "Suwon, Gyeonggi-do", "경기도 수원시", *["京畿道 水原市"] * 3,
    ]  # fmt: skip
    assert [(await found(database, "Kawasaki", language))[0] for language in ("en", "ko", "ja", "zh_Hant")] == [
        "Kawasaki, Kanagawa Prefecture, Japan", "가나가와현 가와사키시, 일본", "神奈川県 川崎市、日本",
        "神奈川縣 川崎市，日本",
    ]  # fmt: skip
    assert (await found(database, "Springfield, Missouri", "ko"))[0] == "스프링필드, Missouri, 미국"


async def test_a_place_is_found_by_its_label(database: Database) -> None:
    for name in ("Suwon", "Toyama", "Kawasaki", "Kaohsiung", "Freiburg im Breisgau"):
        for language in LANGUAGES:
            [label, *_] = await found(database, name, language)
            assert (await found(database, label, language))[0] == label


async def test_a_place_without_a_name_in_a_language_is_shown_in_english(database: Database) -> None:
    assert await found(database, "Waldkirch", "ko") == ["Waldkirch, 독일"]


@pytest.mark.parametrize(
    ("day", "wide_area", "basic"), [(BEFORE, 17, 226), (date(2026, 7, 1), 16, 227), (AFTER, 16, 227)]
)
async def test_korea_has_243_local_governments(database: Database, day: date, wide_area: int, basic: int) -> None:
    async with database.begin() as session:
        rows = (await session.scalars(select(PlaceRow).where(PlaceRow.country == "KR"))).all()
    there = [row for row in rows if (row.valid_from or day) <= day <= (row.valid_to or day)]
    provinces = {row.key for row in there if row.kind == "province"}
    others = [row for row in there if row.kind != "province"]
    assert (len(provinces), len(others)) == (wide_area, basic)
    assert set(LANGUAGES) == set.intersection(*(set(row.names) for row in there))
    assert day == BEFORE or all(row.parent in provinces for row in others)


async def test_a_location_proposes_its_district_first(database: Database) -> None:
    proposed = {}
    async with database.begin() as session:
        for where, first in LOCATIONS.items():
            labels = [place.label("en") for place in await places.at(session, *where)]
            assert len(labels) == len(set(labels)) <= 5
            proposed[where] = labels[: len(first)]
    assert proposed == LOCATIONS


async def test_a_location_far_from_everything_proposes_nothing(database: Database) -> None:
    async with database.begin() as session:
        assert await places.at(session, 0.0, 0.0) == []
        assert await places.at(session, 90.0, 180.0) == []


async def test_only_full_and_clear_names_count_in_a_text(database: Database) -> None:
    async with database.begin() as session:
        named = {text: await places.mentioned(session, text) for text in TEXTS}
    assert {text: [place.name("ko") for place in found] for text, found in named.items()} == TEXTS


async def test_a_look_up_costs_less_than_five_milliseconds(database: Database) -> None:
    typed = ["수원", "Suwon", "水原", "중구", "대구 중구", "Freiburg", "富山県富山市", "Suw", "수", "전남"]
    taken = []
    async with database.begin() as session:
        for text in typed * 5:
            begun = time.process_time()  # other tests run beside this one
            await places.find(session, text)
            taken.append(time.process_time() - begun)
    assert statistics.median(taken) < 0.005


async def test_a_new_register_replaces_the_old_and_the_same_is_not_loaded_twice(
    database: Database, tmp_path: Path
) -> None:
    place = {
        "key": "kr.41110", "country": "KR", "kind": "city", "names": {"en": "New Suwon"}, "latitude": 37.2,
        "longitude": 127.0, "timezone": "Asia/Seoul", "told_by": "country", "index": [["newsuwon", 6403]],
    }  # fmt: skip
    file = tmp_path / "places.jsonl.gz"
    header = {"version": "another", "countries": {"KR": ["korea"]}}
    file.write_bytes(gzip.compress(orjson.dumps(header) + b"\n" + orjson.dumps(place) + b"\n"))
    async with database.begin() as session:
        assert await place_register.load(session, file) == 1
        assert await place_register.load(session, file) == 0
    assert await found(database, "New Suwon") == ["New Suwon, South Korea"]
    assert await found(database, "Suwon") == []


async def test_a_place_of_an_earlier_register_keeps_its_key(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "places.jsonl.gz"
    header = {"version": "empty", "countries": {"KR": ["korea"]}}
    file.write_bytes(gzip.compress(orjson.dumps(header) + b"\n"))
    async with database.begin() as session:
        assert await place_register.load(session, file) == 0
        kept = await places.get(session, "gn.1849876")
        assert kept is not None
        assert kept.label("ja") == "富山市、日本"
        assert await places.get(session, "no.such") is None
    assert await found(database, "Toyama") == []
