"""Finding: any word, any script, inside words; and never what is not for the reader."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.goal11 import PATHWAYS
from storage import Database, actions
from storage.models import Action
from tests.conftest import Runs, city_of, seated
from tests.people import Person


async def told(database: Database, place: str, title: str, **answers: Any) -> Action:
    """Let a city have published something."""
    defaults = {"text": title, "language": "en", "kind": "achieved", "target": "11.5", "day": "2026-05-01"}
    async with database.begin() as session:
        city = await city_of(session, place)
        visibility = {"visibility": "public"}
        return await actions.publish(session, city.id, None, {"title": title} | defaults | visibility | answers)


KOREAN = {"language": "ko", "title": "집중호우 대비 침수 방지시설 설치"}
JAPANESE = {"language": "ja", "title": "内水浸水対策の雨水貯留施設"}
TAIWANESE = {"language": "zh_Hant", "title": "臺北市淹水感測器與ＢＲＴ路線"}


async def three_scripts(database: Database) -> None:
    for place, answers in (("수원시", KOREAN), ("Toyama", JAPANESE), ("Kaohsiung", TAIWANESE)):
        await told(database, place, **answers)


FOUND: Mapping[str, tuple[str, ...]] = {
    "침수 방지": ("침", "침수", "호우", "방지시", "설치 침수"),
    "浸水": ("浸水", "浸", "水対", "貯留施", "富山"),
    "淹水": ("淹水", "淹", "感测", "感測器", "台北", "臺北", "brt", "BRT", "ｂｒｔ", "Kaohsiung", "高雄"),
}


async def test_one_to_three_characters_are_found_inside_words_in_any_spelling(
    bot_runs: Runs, database: Database, lee: Person
) -> None:
    await three_scripts(database)
    async with bot_runs() as bot:
        bot.router.limits[False] = (1000.0, 1000.0)
        for expected, queries in FOUND.items():
            for query in queries:
                found = await lee.says(f"/find {query}")
                assert expected in found, query
        both = await lee.says("/find 水")
        assert "浸水" in both and "淹水" in both


async def test_pages_are_turned_in_place_and_numbers_open_cards(
    bot_runs: Runs, database: Database, lee: Person
) -> None:
    for number in range(12):
        await told(database, "수원시", f"Flood gate {number:02}")
    async with bot_runs():
        first = await lee.says("/find flood")
        assert "12 actions" in first and first.buttons[0] == ["1", "2", "3", "4", "5"]
        assert "Previous" not in first.labels
        second = await lee.presses("Next")
        assert second.edited and second.buttons[0] == ["6", "7", "8", "9", "10"]
        last = await lee.presses("Next")
        assert last.buttons[0] == ["11", "12"] and "Next" not in last.labels
        card = await lee.presses("12")
        assert card.edited and "Flood gate 00" in card and "SUW-0001" in card
        assert await lee.presses("Back") == last
        assert await lee.presses("Previous") == second
        assert "Flood gate 11" in await lee.says("/find suw-0012")
        assert "Flood gate 11" in await lee.says("/action SUW-0012")
        assert "no action with this number" in await lee.says("/action SUW-0099")


@pytest.mark.parametrize(
    ("menu", "choice", "expected"),
    [
        ("Target", "11.2", "Bus"),
        ("Country or area", "Japan", "Bus"),
        ("Pathway", "", "Bus"),
        ("Under way or done", "under way", "Bus"),
        ("Year", "2025", "Bus"),
    ],
)
async def test_a_search_is_narrowed_and_widened(
    bot_runs: Runs, database: Database, lee: Person, menu: str, choice: str, expected: str
) -> None:
    await told(database, "수원시", "City flood gates")
    await told(
        database, "Toyama", "City Bus", target="11.2", kind="under_way", day="2025-05-01", pathway=sorted(PATHWAYS)[0]
    )
    async with bot_runs():
        assert "2 actions" in await lee.says("/find city")
        await lee.presses("Narrow")
        values = await lee.presses(menu)
        [label] = [each for each in values.labels if choice in each and each != "Back"]
        narrowed = await lee.presses(label)
        assert "1 action" in narrowed and expected in narrowed and "gates" not in narrowed
        await lee.presses("Narrow")
        assert "2 actions" in await lee.presses("Remove filters")


async def test_a_target_s_number_finds_what_is_told_for_it(bot_runs: Runs, database: Database, lee: Person) -> None:
    await told(database, "수원시", "Flood gates")
    await told(database, "수원시", "Night buses", target="11.2")
    await told(database, "Toyama", "A network of towns", target="11.a")
    async with bot_runs():
        listed = await lee.says("/find 11.5")
        assert "Flood gates" in listed and "Night buses" not in listed
        assert "A network of towns" in await lee.says("/find 11.A")


async def test_what_is_not_found_leads_on(bot_runs: Runs, database: Database, lee: Person) -> None:
    await told(database, "수원시", "Night buses", target="11.2")
    async with bot_runs():
        nothing = await lee.says("/find flood sensors")
        assert "No action about “flood sensors” yet" in nothing
        assert any(label.startswith("11.5") for label in nothing.labels) and "Newest" in nothing.labels
        assert "Night buses" in await lee.presses("Newest")


async def test_nobody_sees_what_is_not_for_them(
    bot_runs: Runs, database: Database, mina: Person, kim: Person, lee: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated(database, kim, "Toyama")
    everyone = await told(database, "수원시", "Flood for everyone", lesson="Pumps failed")
    members = await told(database, "수원시", "Flood for members", visibility="members")
    own = await told(database, "수원시", "Flood for ourselves", visibility="city")
    gone = await told(database, "수원시", "Flood withdrawn")
    async with database.begin() as session:
        shown = await actions.get(session, gone.id)
        assert shown
        await actions.withdraw(session, shown.action, 1)
    hidden = {mina: (), kim: (own, gone), lee: (members, own, gone)}
    async with bot_runs() as bot:
        bot.router.limits[False] = (1000.0, 1000.0)
        for person, kept in hidden.items():
            for words in ("/find flood", "/find", "/city Suwon", "/goals 11.5"):
                seen = await person.says(words)
                if words == "/find":
                    seen = await person.presses("Newest")
                assert not any(each.title in seen for each in kept)
            for each in kept:
                for words in (f"/find {each.number}", f"/action {each.number}"):
                    assert "no longer shown" in await person.says(words)
                for data in (f"find:card:1:0:{each.id}", f"action:open:{each.id}", f"action:photos:{each.id}",
                             f"action:all_news:{each.id}", f"action:history:{each.id}"):  # fmt: skip
                    before = person.answered_presses
                    await person.acts.presses_data(data, message_id=seen.message["message_id"])
                    await person.world.until(lambda p=person, b=before: p.answered_presses > b)
                    await person.quiet(0.05)
        assert "1 action" in await lee.says("/city Suwon")
        assert "2 actions" in await kim.says("/city Suwon")
        for person, told_to in ((lee, False), (kim, True)):
            await person.says(f"/find {everyone.number}")
            assert ("Pumps failed" in await person.presses("More")) is told_to
        assert "No action" in await lee.says("/find pumps failed")


async def test_signs_with_a_meaning_to_databases_are_only_signs(
    bot_runs: Runs, database: Database, lee: Person
) -> None:
    await told(database, "수원시", "Flood 100% _safe_ path\\to 'walk' -- ; DROP")
    await told(database, "수원시", "Plain buses")
    async with bot_runs() as bot:
        bot.router.limits[False] = (1000.0, 1000.0)
        for query in ("100%", "_safe_", "'walk'", "path\\to", '"safe" OR 1=1 --', "title:safe*"):
            found = await lee.says(f"/find {query}")
            assert "Flood 100%" in found and "Plain buses" not in found, query
        for query in (
            "%",
            "_",
            "\\",
            "'",
            "--",
            ";",
            "b_ses",
            "/",
            "[a-z]",
            "*:*",
            '"',
            "🌊",
            "x" * 4000,
            "침 " * 1500,
        ):
            assert "No action about" in await lee.says(f"/find {query}"), query


async def test_nothing_but_invisible_characters_is_no_search(bot_runs: Runs, database: Database, lee: Person) -> None:
    await told(database, "수원시", "Plain buses")
    async with bot_runs():
        for query in ("\u200b", "\u3000", "\u00ad\u2060"):
            assert "What would you like to find?" in await lee.says(f"/find {query}")


SLIPS = (
    ("flod gats", "Flood gates"),
    ("sensro", "sensor"),
    ("침슈 방지", "침수 방지"),
    ("贮流施設", "貯留施設"),
    ("感側器", "感測器"),
)


PARTLY = {
    "침수 고래": "Only “침수”",
    "恐竜の浸水": "Only “浸水”",
    "ＢＲＴ 鯨魚": "Only “BRT”",
    "flood dragon": "Only “flood”",
}


@pytest.mark.parametrize(("typed", "meant"), SLIPS)
async def test_a_slip_of_the_keyboard_is_offered_in_the_spelling_others_use(
    bot_runs: Runs, database: Database, lee: Person, typed: str, meant: str
) -> None:
    await three_scripts(database)
    await told(database, "Freiburg", "Flood gates with a sensor")
    async with bot_runs():
        nothing = await lee.says(f"/find {typed}")
        assert f"No action about “{typed}” yet" in nothing
        assert nothing.buttons[0] == [f"Did you mean “{meant}”?"]
        found = await lee.presses(nothing.buttons[0][0])
        assert found.edited and found.startswith(f"{meant} · ")


async def test_where_nothing_has_all_words_the_rarest_of_them_that_is_found_is_offered(
    bot_runs: Runs, database: Database, lee: Person, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    await three_scripts(database)
    for title in ("Flood gates", "Flood walls", "Rain gardens"):
        await told(database, "Freiburg", title)
    await told(database, "Toyama", "Dragon boats", visibility="members")
    async with bot_runs():
        for words, part in PARTLY.items():
            assert part in (await lee.says(f"/find {words}")).labels
        assert (await mina.says("/find dragon rain")).buttons[0] == ["Only “dragon”"]
        nothing = await lee.says("/find flood dragon rain")
        assert "Only “rain”" in nothing.labels
        found = await lee.presses("Only “rain”")
        assert found.edited and found.startswith("rain · ") and "Rain gardens" in found
        for words in ("flood gates", "flood", "dragon kites"):
            assert not any(label.startswith("Only") for label in (await lee.says(f"/find {words}")).labels)


async def test_a_slip_never_leads_to_words_the_reader_may_not_see(
    bot_runs: Runs, database: Database, lee: Person, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    await told(database, "Toyama", "Confidential embankments", visibility="members")
    async with bot_runs():
        assert "embankments" not in "".join((await lee.says("/find embankmints")).labels)
        assert "Did you mean “embankments”?" in (await mina.says("/find embankmints")).labels
        assert "What would you like to find?" in await lee.presses("Search in other words")


async def test_without_a_model_results_say_once_how_other_languages_are_found(
    bot_runs: Runs, database: Database, lee: Person
) -> None:
    for number in range(6):
        await told(database, "Toyama", f"Flood gates {number}")
    note = "Other languages: by the words of the glossary only."
    async with bot_runs():
        assert (await lee.says("/find flood")).count(note) == 1
        assert note not in await lee.presses("Next")
        await lee.says("/find")
        assert note not in await lee.presses("Newest")
