"""Pictures: as wide as a phone likes, in the reader's letters, whatever the values are."""

import gzip
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bot.goal11 import TARGETS
from bot.pictures import Missing, fonts, geometry, makers
from bot.pictures.sheet import Sheet, fitting, wide, wrapped
from bot.pictures.values import Districts, Gaps, Row, Spot, Spots, Tags
from bot.reports.contents import IndicatorPart, MeasurePart
from bot.text import LANGUAGES
from tests.commands import ROOT

DAY = date(2026, 11, 22)
HOSTILE = "<b>$\\frac{x}$</b>\n\x00\u202e“침수” 😀 " + "x" * 200


@pytest.fixture(autouse=True, scope="module")
def built_shapes() -> None:
    geometry.FOLDER = ROOT / "data"


def korea(language: str, **counts: int) -> bytes:
    keys = {f"kr.{key.removeprefix('k')}": count for key, count in counts.items()}
    return makers.korea(Districts(day=DAY, target="11.5", counts=keys, names=dict.fromkeys(keys, HOSTILE)), language)


def world(language: str, *counts: int) -> bytes:
    spots = [Spot(HOSTILE, 120 + 5 * number, 37 - number, count) for number, count in enumerate(counts)]
    return makers.world(Spots(day=DAY, cities=tuple(spots)), language)


def gaps(language: str, *counts: int) -> bytes:
    rows = [Row(HOSTILE, {"11.1": count, "11.c": 3}) for count in counts]
    return makers.gaps(Gaps(day=DAY, targets=tuple(TARGETS), rows=tuple(rows)), language)


def tags(language: str, *counts: int) -> bytes:
    named = {f"{HOSTILE[:number]}{number}": count for number, count in enumerate(counts)}
    return makers.tags(Tags(day=DAY, target="11.5", counts=named, demo=True), language)


def progress(language: str, *values: int) -> bytes:
    said = tuple(MeasurePart(date(2020 + year, 12, 31), Decimal(value)) for year, value in enumerate(values))
    wanted = MeasurePart(date(2030, 12, 31), Decimal("66.5")) if said else None
    about = {"source": HOSTILE, "baseline": said[0] if said else None, "target_value": wanted}
    part = IndicatorPart("SUW", HOSTILE, "ko", HOSTILE, "up", "11.6", values=said[1:], **about)
    return makers.progress(part, language)


def opened(content: bytes) -> Image.Image:
    assert content.startswith(b"\x89PNG") and len(content) < 300_000
    picture = Image.open(BytesIO(content)).convert("RGB")
    assert picture.width == 1080 and picture.height < 2 * picture.width
    return picture


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_bear_hostile_words_in_every_language(language: str) -> None:
    for draw in (gaps, tags, progress):
        opened(draw(language, 0, 1, 7, 3000))


def test_maps_bear_hostile_words() -> None:
    opened(world("ja", 0, 1, 7, 3000))
    opened(korea("ko", k41110=14, k11=22, k51150=0, k47940=1, k50=1))


@pytest.mark.parametrize("draw", [korea, world, gaps, tags, progress])
def test_an_empty_network_and_a_single_city_have_their_pictures(draw: Callable[..., bytes]) -> None:
    nothing = opened(draw("en"))
    one = opened(korea("en", k41110=1) if draw is korea else draw("en", 1))
    assert nothing.size != one.size or np.any(np.asarray(nothing) != np.asarray(one))


def test_the_same_values_always_make_the_same_picture() -> None:
    assert korea("ko", k41110=14) == korea("ko", k41110=14)
    assert tags("ja", *range(1, 90)) == tags("ja", *range(1, 90))


def test_three_thousand_tags_and_every_district_are_drawn_within_limits() -> None:
    shapes = geometry.shapes(geometry.path(geometry.FOLDER, "korea"))
    opened(tags("zh_Hans", *range(3000, 0, -1)))
    opened(korea("zh_Hant", **{f"k{key.removeprefix('kr.')}": n for n, key in enumerate(shapes.areas)}))


def test_blanks_are_seen_as_blanks() -> None:
    def land(**counts: int) -> np.ndarray:
        return np.asarray(opened(korea("en", **counts)))

    outside, without, having = land(), land(k50=0), land(k50=1)
    assert np.any(outside != without) and np.any(without != having)


def test_letters_have_the_forms_of_the_readers_language() -> None:
    def drawn(language: str) -> bytes:
        page = Sheet(100, language)
        page.write(20, 70, "直骨令", 60)
        return page.png()

    assert len({drawn(language) for language in ("ja", "zh_Hans", "zh_Hant")}) == 3


def test_lines_break_between_words_and_japanese_behind_any_letter() -> None:
    korean = wrapped("집중호우에 대비한 침수 방지시설 설치", 44, 400)
    assert " ".join(korean) == "집중호우에 대비한 침수 방지시설 설치" and len(korean) > 1
    assert all(wide(line, 44) <= 400 for line in [*korean, *wrapped("水" * 30, 44, 400), *wrapped("x" * 99, 44, 400)])
    assert fitting("x" * 99, 44, 400).endswith("…")


def test_a_missing_font_or_shape_says_what_helps(tmp_path: Path) -> None:
    with pytest.raises(Missing, match="make setup"):
        fonts.file("no_such_font")
    (tmp_path / "korea.topo.json").write_text('{"arcs": 3}')
    for name in geometry.NAMES:
        with pytest.raises(Missing, match="make setup"):
            geometry.shapes(geometry.path(tmp_path, name))


def test_the_map_has_the_governments_in_force_and_every_island_that_is_asked_for() -> None:
    shapes = geometry.shapes(geometry.path(geometry.FOLDER, "korea"))
    assert len(shapes.areas) == 229 and set(shapes.parents.values()) == set(shapes.borders)
    assert {"kr.28125", "kr.28155", "kr.41110", "kr.36", "kr.50"} <= shapes.areas.keys()
    assert not {"kr.28110", "kr.29", "kr.11"} & shapes.areas.keys()
    dokdo = [ring for ring in shapes.areas["kr.47940"] if np.all(np.abs(ring - (131.87, 37.24)) < 0.02)]
    assert dokdo
    east, north = shapes.middle([key for key, parent in shapes.parents.items() if parent == "kr.11"])
    assert abs(east - 126.99) < 0.05 and abs(north - 37.55) < 0.05


def test_the_shapes_are_small_enough_for_a_page() -> None:
    sizes = [len(gzip.compress(geometry.path(geometry.FOLDER, name).read_bytes())) for name in geometry.NAMES]
    assert sizes[0] < 70_000 and sizes[1] < 45_000
