"""/map: pictures with the same facts in words, changed in place."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bot import uploads
from bot.simulator import World
from bot.workshop import Workshop
from storage import Database
from tests.commands import making, until
from tests.conftest import Runs, member, seated
from tests.people import Person, Seen
from tests.periods import publishes

# What says the same whichever database there is.
either = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PROVINCES = (
    "서울특별시", "부산광역시", "대구광역시", "인천광역시", "대전광역시", "울산광역시", "세종특별자치시", "경기도",
    "충청북도", "충청남도", "전북특별자치도", "경상북도", "경상남도", "강원특별자치도", "제주특별자치도",
    "전남광주통합특별시",
)  # fmt: skip
ABROAD = ("Toyama", "Kaohsiung", "Freiburg im Breisgau", "Bogotá", "Nairobi", "Paris")


def picture(world: World, seen: Seen) -> Image.Image:
    """Return the picture a message shows."""
    stored = world.files.by_id(seen.message["photo"][-1]["file_id"])
    return Image.open(BytesIO(stored.upload.content))


async def three_cities(database: Database) -> None:
    await publishes(database, "수원시", 3, target="11.5", tags="침수, 빗물, #안전")
    await publishes(database, "Toyama", 1, tags="침수、バス")
    await publishes(database, "강릉시", 2, visibility="members", tags="비밀")


async def test_a_map_is_a_picture_with_the_same_facts_in_words(
    database: Database, bot_runs: Runs, world: World, mina: Person
) -> None:
    await three_cities(database)
    await seated(database, mina, "수원시")
    async with bot_runs():
        seen = await mina.says("/map")
        assert picture(world, seen).size == (1080, 1280)
        assert seen.startswith("Goal 11, all targets\nSouth Korea · ")
        assert "3 actions · cities with actions: 1 of 2\nSuwon 3\nNone yet: Gangneung" in seen
        assert len(seen.inline) <= 5 and max(map(len, seen.buttons)) <= 3


async def test_another_target_or_view_takes_the_place_of_the_picture(
    database: Database, bot_runs: Runs, world: World, mina: Person
) -> None:
    await three_cities(database)
    await seated(database, mina, "수원시")
    async with bot_runs():
        everything = picture(world, await mina.says("/map"))
        buses = await mina.presses("11.2")
        assert buses.edited and "0 actions" in buses and "None yet: Gangneung · Suwon" in buses
        assert np.any(np.asarray(everything) != np.asarray(picture(world, buses)))
        abroad = await mina.presses("World")
        assert abroad.edited and abroad.startswith("11.2 Safe and easy transport\nWorld · ")
        assert "Toyama 1" in abroad and "cities with actions: 1 of 3" in abroad
        gaps = await mina.presses("Gaps")
        assert gaps.edited and "11.2 (2): Suwon · Gangneung" in gaps and "11.1 (3)" in gaps
        await mina.presses("Tags")
        tagged = await mina.presses("All targets")
        assert tagged.edited and tagged.endswith("침수 4 · 빗물 3 · 안전 3 · バス 1") and "비밀" not in tagged


async def test_one_target_can_be_asked_for_at_once_and_readers_abroad_begin_with_the_world(
    database: Database, bot_runs: Runs, jun: Person, lee: Person
) -> None:
    await three_cities(database)
    async with bot_runs():
        assert (await lee.says("/map 11.2")).startswith("11.2 Safe and easy transport\nWorld")
        assert "富山" in await jun.says("/map")


@either
async def test_an_empty_network_has_its_maps(bot_runs: Runs, database: Database, lee: Person) -> None:
    async with bot_runs():
        assert "No city takes part yet." in await lee.says("/map")
        assert "No city takes part yet." in await lee.presses("Gaps")
        assert "No public action has tags yet." in await lee.presses("Tags")


@either
async def test_more_cities_than_a_phone_shows_are_put_together_by_region(
    bot_runs: Runs, database: Database, lee: Person
) -> None:
    await publishes(database, "수원시")
    async with database.begin() as session:
        for place in [*PROVINCES, "성남시", *ABROAD]:
            await member(session, place)
    async with bot_runs():
        await lee.says("/map")
        gaps = await lee.presses("Gaps")
        assert len(PROVINCES) + len(ABROAD) == 22  # two more than there are rows: the last three are one
        assert "11.1 (20): Gyeonggi-do · " in gaps and "11.2 (19)" in gaps and len(gaps) <= 1024


@either
async def test_long_and_hostile_tags_stay_within_a_caption(
    bot_runs: Runs, database: Database, world: World, lee: Person
) -> None:
    tags = ",".join(f"<b>$x_{number}$ & {'long ' * 30}</b>" for number in range(80))
    await publishes(database, "수원시", 1, tags=tags)
    async with bot_runs():
        await lee.says("/map")
        seen = await lee.presses("Tags")
        assert len(seen.encode("utf-16-le")) <= 2048 and "<b>$x_0$ & long" in seen
        assert picture(world, seen).width == 1080


@either
async def test_an_outdated_button_changes_nothing(bot_runs: Runs, database: Database, lee: Person) -> None:
    async with bot_runs():
        seen = await lee.says("/map")
        for data in ("map:show:moon:all", "map:show:korea:99.9", "map:show:korea"):
            await lee.acts.presses_data(data, message_id=seen.message["message_id"])
        await until(lambda: len(lee.toasts) == 3)
        assert all("no longer works" in toast for toast in lee.toasts)
        await lee.quiet()


@either
async def test_what_is_not_installed_is_said_in_the_readers_language_and_nothing_hangs(
    bot_runs: Runs, database: Database, tmp_path: Path, lee: Person
) -> None:
    async with bot_runs(workshop=Workshop(shapes=tmp_path)):
        assert "a part of the bot is not installed" in await lee.says("/map")
        assert "/map" in await lee.says("/help")


@either
async def test_what_takes_too_long_is_said_and_others_are_answered_meanwhile(
    bot_runs: Runs, database: Database, mina: Person, lee: Person
) -> None:
    async with bot_runs(workshop=Workshop(patience=0.3)):
        await lee.acts.says("/map")
        await mina.says("/help")
        assert "too long to make" in await lee.hears()


@either
async def test_who_waits_for_a_picture_is_answered_meanwhile(bot_runs: Runs, database: Database, lee: Person) -> None:
    async with bot_runs():
        await lee.acts.says("/map")
        assert "/map" in await lee.says("/help")
        assert "No city takes part yet." in await lee.hears()


@either
async def test_what_is_larger_than_telegram_takes_is_said(
    bot_runs: Runs, database: Database, lee: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(uploads.LARGEST, "photo", 1000)
    async with bot_runs():
        assert "larger than Telegram takes" in await lee.says("/map")


@either
async def test_a_picture_that_was_being_made_when_the_bot_ended_is_made_at_the_next_start(
    bot_runs: Runs, database: Database, world: World, lee: Person
) -> None:
    async with bot_runs():
        await lee.acts.says("/map")
        await until(making)
    assert not [seen for seen in lee.chat if "photo" in seen.message]
    async with bot_runs():
        assert picture(world, await lee.hears()).width == 1080
    await lee.quiet()
