"""Places: found by any of their names or by a location, and told apart."""

import gzip
import statistics
import time
from datetime import date
from pathlib import Path

import orjson
import pytest
from sqlalchemy import select

from bot.text import LANGUAGES
from storage import Database, places
from storage.models import PlaceRow

BEFORE, AFTER = date(2026, 6, 30), date(2026, 11, 16)


async def found(database: Database, text: str, language: str = "en", on: date = AFTER) -> list[str]:
    """Return the labels of what a text may mean on a day."""
    async with database.begin() as session:
        return [place.label(language) for place in await places.find(session, text, on=on)]


@pytest.mark.parametrize(
    "typed",
    [
        "수원",
        "수원시",
        "Suwon",
        "suwon-si",
        "水原",
        "水原市",
        "경기도 수원시",
        "경기도수원시",
        "Suwon, Korea",
        "경기도 수원시 팔달구 효원로 1",
    ],
)
async def test_every_way_to_write_suwon_means_suwon(database: Database, typed: str) -> None:
    assert await found(database, typed) == ["Suwon, Gyeonggi-do"]


@pytest.mark.parametrize(
    "typed", ["대구 중구", "대구광역시 중구", "대구광역시중구", "중구, 대구", "Jung-gu, Daegu"]
)
async def test_a_district_is_found_with_its_city_in_either_order(database: Database, typed: str) -> None:
    assert await found(database, typed, "ko") == ["중구, 대구광역시"]


async def test_homonyms_are_all_offered_each_with_its_province(database: Database) -> None:
    assert await found(database, "중구", "ko") == [
        "중구, 서울특별시",
        "중구, 부산광역시",
        "중구, 대구광역시",
        "제물포구, 인천광역시",
        "영종구, 인천광역시",
        "중구, 대전광역시",
        "중구, 울산광역시",
    ]
    assert set(await found(database, "고성군", "ko")) == {"고성군, 강원특별자치도", "고성군, 경상남도"}
    assert await found(database, "Freiburg") == ["Freiburg, Germany", "Fribourg, Switzerland"]


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("전라남도 순천시", "Suncheon, Jeonnam-Gwangju"),
        ("경상북도 군위군", "Gunwi-gun, Daegu"),
        ("강원도 고성군", "Goseong-gun, Gangwon State"),
        ("인천 남구", "Michuhol-gu, Incheon"),
        ("전라북도", "Jeonbuk State, South Korea"),
        ("여주군", "Yeoju, Gyeonggi-do"),
        ("제주시", "Jeju, South Korea"),
        ("淸州", "Cheongju, Chungcheongbuk-do"),
        ("富山", "Toyama, Japan"),
        ("富山県富山市", "Toyama, Japan"),
        ("宮城県 仙台市", "Sendai, Miyagi Prefecture, Japan"),
        ("徳島県 上勝町", "Kamikatsu, Japan"),
        ("富山県", "Toyama Prefecture, Japan"),
        ("臺北", "Taipei, Taiwan"),
        ("台北市", "Taipei, Taiwan"),
        ("Kaohsiung", "Kaohsiung, Taiwan"),
        ("广东省 深圳市", "Shenzhen, China"),
        ("廣東省深圳市", "Shenzhen, China"),
        ("Freiburg im Breisgau, Baden-Württemberg", "Freiburg, Germany"),
        ("freiburg switzerland", "Fribourg, Switzerland"),
        ("Wien, Wien", "Vienna, Austria"),
        ("København", "Copenhagen, Denmark"),
        ("Bogota", "Bogotá, Colombia"),
        ("Springfield, Illinois", "Springfield, Illinois, United States"),
        ("Toyama City", "Toyama, Japan"),
    ],
)
async def test_one_place_is_meant(database: Database, typed: str, label: str) -> None:
    assert await found(database, typed) == [label]


async def test_a_place_that_ended_is_found_until_then_and_its_successors_after(database: Database) -> None:
    assert await found(database, "전라남도", "ko", BEFORE) == ["전라남도, 대한민국"]
    assert await found(database, "전라남도", "ko", AFTER) == ["전남광주통합특별시, 대한민국"]
    assert await found(database, "인천 중구", "ko", BEFORE) == ["중구, 인천광역시"]
    assert await found(database, "인천 중구", "ko", AFTER) == ["제물포구, 인천광역시", "영종구, 인천광역시"]
    assert await found(database, "제물포구", "ko", BEFORE) == []


async def test_the_beginning_of_a_name_is_enough(database: Database) -> None:
    assert (await found(database, "Seongdo"))[0] == "Seongdong-gu, Seoul"
    assert (await found(database, "수", "ko"))[0] == "수원시, 경기도"


@pytest.mark.parametrize("typed", ["", " ", "…", "xqzzy", "x" * 5000, "%", "'; --", "\x00", "🏙"])
async def test_what_names_no_place_finds_none(database: Database, typed: str) -> None:
    assert await found(database, typed) == []


async def test_no_more_are_offered_than_asked_for(database: Database) -> None:
    async with database.begin() as session:
        assert len(await places.find(session, "San", limit=3)) == 3


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("en", "Toyama, Japan"),
        ("ko", "도야마시, 일본"),
        ("ja", "富山市（日本）"),
        ("zh_Hans", "富山市（日本）"),
        ("zh_Hant", "富山市（日本）"),
    ],
)
async def test_a_label_is_in_the_readers_language(database: Database, language: str, label: str) -> None:
    assert await found(database, "Toyama", language) == [label]


async def test_a_place_without_a_name_in_a_language_is_shown_in_english(database: Database) -> None:
    assert await found(database, "Waldkirch", "ko") == ["Waldkirch, 독일"]


@pytest.mark.parametrize(
    "name", ["Springfield", "San Fernando", "San José", "Udaipur", "Suzhou", "Zhonghe", "府中", "Freiburg", "서구"]
)
async def test_homonyms_look_different_in_every_language(database: Database, name: str) -> None:
    async with database.begin() as session:
        homonyms = await places.find(session, name, limit=50, on=AFTER)
    assert len(homonyms) > 1
    for language in LANGUAGES:
        assert len({place.label(language) for place in homonyms}) == len(homonyms)


@pytest.mark.parametrize(
    ("day", "wide_area", "basic"), [(BEFORE, 17, 226), (date(2026, 7, 1), 16, 227), (AFTER, 16, 227)]
)
async def test_korea_has_243_local_governments(
    database: Database, day: date, wide_area: int, basic: int
) -> None:
    async with database.begin() as session:
        rows = (await session.scalars(select(PlaceRow).where(PlaceRow.country == "KR"))).all()
    there = [row for row in rows if (row.valid_from or day) <= day <= (row.valid_to or day)]
    provinces = {row.key for row in there if row.kind == "province"}
    others = [row for row in there if row.kind != "province"]
    assert (len(provinces), len(others)) == (wide_area, basic)
    assert set(LANGUAGES) == set.intersection(*(set(row.names) for row in there))
    assert day == BEFORE or all(row.parent in provinces for row in others)


@pytest.mark.parametrize(
    ("latitude", "longitude", "first"),
    [
        (37.2636, 127.0286, ["Suwon, Gyeonggi-do", "Gyeonggi-do, South Korea"]),
        (37.4602, 126.4407, ["Yeongjong-gu, Incheon", "Incheon, South Korea"]),
        (37.4757, 126.6220, ["Jemulpo-gu, Incheon", "Incheon, South Korea"]),
        (37.5930, 126.6750, ["Geomdan-gu, Incheon", "Incheon, South Korea"]),
        (37.2390, 131.8690, ["Ulleung-gun, Gyeongsangbuk-do"]),
        (36.4801, 127.2890, ["Sejong, South Korea"]),
        (33.4996, 126.5312, ["Jeju, South Korea"]),
        (36.6950, 137.2130, ["Toyama, Japan"]),
        (47.9950, 7.8500, ["Freiburg, Germany"]),
    ],
)
async def test_a_location_proposes_its_district_first(
    database: Database, latitude: float, longitude: float, first: list[str]
) -> None:
    async with database.begin() as session:
        proposed = await places.at(session, latitude, longitude)
    assert [place.label("en") for place in proposed][: len(first)] == first
    assert len(proposed) == len(set(proposed)) <= 5


async def test_a_location_far_from_everything_proposes_nothing(database: Database) -> None:
    async with database.begin() as session:
        assert await places.at(session, 0.0, 0.0) == []
        assert await places.at(session, 90.0, 180.0) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("수원시는 화서동 지하차도 세 곳에 침수 차단막을 설치했습니다.", ["수원시"]),
        ("대구 중구와 전라남도 순천시가 함께", ["중구", "순천시"]),
        ("富山市は韓国の水原市と協定を結びました。", ["도야마시", "수원시"]),
        ("深圳市与高雄市", ["선전시", "가오슝시"]),
        ("Suwon asked the city of Toyama; so did Seongdong-gu.", ["수원시", "도야마시", "성동구"]),
        ("중구와 고성군에서", []),
        ("다시 혹시 필요도 있는 도시", []),
        ("Reading rooms open. Nice!", []),
        ("", []),
    ],
)
async def test_only_full_and_clear_names_count_in_a_text(
    database: Database, text: str, named: list[str]
) -> None:
    async with database.begin() as session:
        assert [place.name("ko") for place in await places.mentioned(session, text)] == named


async def test_a_look_up_takes_less_than_five_milliseconds(database: Database) -> None:
    typed = ["수원", "Suwon", "水原", "중구", "대구 중구", "Freiburg", "富山県富山市", "Suw", "수", "전라남도"]
    taken = []
    async with database.begin() as session:
        for text in typed * 5:
            begun = time.perf_counter()
            await places.find(session, text)
            taken.append(time.perf_counter() - begun)
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
        assert await places.load(session, file) == 1
        assert await places.load(session, file) == 0
    assert await found(database, "New Suwon") == ["New Suwon, South Korea"]
    assert await found(database, "Suwon") == []
    async with database.begin() as session:
        assert await places.get(session, "gn.1849876") is not None
        assert await places.get(session, "no.such") is None
