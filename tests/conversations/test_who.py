"""Who else did this: what is like an action, in an order that is said, with what differs."""

from typing import Any

from storage import Database, actions, audit
from tests.conftest import Runs, city_of, seated
from tests.people import Person, Seen

SENSORS = "Flood sensors in three underpasses warn drivers."


async def told(database: Database, place: str, title: str, population: int | None = None, **answers: Any) -> None:
    """Let a city of so many inhabitants have published something."""
    defaults = {"text": title, "language": "en", "kind": "achieved", "target": "11.5", "day": "2026-05-01"}
    async with database.begin() as session:
        city = await city_of(session, place)
        if population is not None:
            city.population = population
        everyone = {"visibility": "public"}
        state = {"state": answers.pop("state", "published")}
        await actions.publish(session, city.id, None, {"title": title} | defaults | everyone | answers, **state)


async def neighbours(database: Database) -> None:
    """Cities that did what Suwon, of a million, did too: of another size abroad and at home, and of a similar one."""
    await told(database, "수원시", SENSORS, 1_000_000)
    await told(database, "Freiburg im Breisgau", "Flood sensors for underpasses abroad", 230_000)
    await told(database, "통영시", "Flood sensors for small underpasses", 120_000, day="2024-05-01", kind="under_way")
    await told(database, "Toyama", "アンダーパスの浸水センサー", 410_000, language="ja", kind="under_way")
    await told(database, "수원시", "Flood sensors of our own", 1_000_000)
    await told(database, "Kaohsiung", "Flood sensors on buses", 2_700_000, target="11.2")


def places(seen: Seen) -> list[int]:
    return [seen.index(name) for name in ("Toyama", "Tongyeong", "Freiburg")]


async def test_other_cities_come_first_by_similar_size_then_by_country_and_the_order_is_said(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await neighbours(database)
    await seated(database, mina, "수원시")
    async with bot_runs():
        card = await mina.says("/action SUW-0001")
        assert ["Who else did this"] in card.buttons
        others = await mina.presses("Who else did this")
        assert others.edited and "3 actions" in others and "cities of similar size first" in others
        assert places(others) == sorted(places(others))
        assert "of our own" not in others and "buses" not in others


async def test_each_of_them_says_what_differs(bot_runs: Runs, database: Database, mina: Person) -> None:
    await neighbours(database)
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says("/action SUW-0001")
        others = await mina.presses("Who else did this")
        assert "similar size · still under way" in others
        assert "smaller: 120,000 inhabitants · still under way · 2 years earlier" in others
        assert "smaller: 230,000 inhabitants\n" in f"{others}\n"


async def test_numbers_open_cards_with_a_way_back_to_the_list_and_to_the_first_card(
    bot_runs: Runs, database: Database, jun: Person
) -> None:
    await neighbours(database)
    await seated(database, jun, "Toyama")
    async with bot_runs():
        card = await jun.says("/action SUW-0001")
        others = await jun.presses(card.labels[0])
        opened = await jun.presses("1")
        assert opened.edited and "アンダーパスの浸水センサー" in opened
        assert await jun.presses("戻る") == others
        assert await jun.presses("戻る") == card


async def test_the_receipt_leads_there_too_and_pages_are_turned_in_place(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    for number in range(7):
        await told(database, "Toyama", f"Flood sensors in underpass {number}")
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says(SENSORS)
        receipt = await mina.presses("Publish")
        assert receipt.buttons[0] == ["Who else did this"]
        first = await mina.presses("Who else did this")
        assert first.edited and first.buttons[0] == ["1", "2", "3", "4", "5"]
        second = await mina.presses("Next")
        assert second.edited and second.buttons[0] == ["6", "7"]
        assert await mina.presses("Previous") == first


async def test_from_a_list_of_results_the_card_stays_and_who_else_did_this_is_said_below(
    bot_runs: Runs, database: Database, lee: Person
) -> None:
    await neighbours(database)
    async with bot_runs():
        await lee.says("/find warn drivers")
        card = await lee.presses("1")
        others = await lee.presses("Who else did this")
        assert not others.edited and "Toyama" in others
        assert "warn drivers" in await lee.presses("Back", under=card)


async def test_where_nobody_did_it_the_target_and_a_search_are_offered(
    bot_runs: Runs, database: Database, lee: Person
) -> None:
    await told(database, "수원시", SENSORS)
    await told(database, "Toyama", "Evacuation drills")
    async with bot_runs():
        await lee.says("/action SUW-0001")
        nobody = await lee.presses("Who else did this")
        assert "No other city has told anything like SUW-0001 yet" in nobody and "/find" in nobody
        [target] = [label for label in nobody.labels if label.startswith("11.5")]
        assert "Evacuation drills" in await lee.presses(target)


async def test_what_is_for_members_or_withdrawn_is_not_told_to_strangers(
    bot_runs: Runs, database: Database, mina: Person, lee: Person
) -> None:
    await told(database, "수원시", SENSORS)
    await told(database, "Toyama", "Flood sensors in underpasses for members", visibility="members")
    await told(database, "Toyama", "Flood sensors in underpasses of the city", visibility="city")
    await told(database, "Kaohsiung", "Flood sensors in underpasses withdrawn", state="withdrawn")
    await seated(database, mina, "수원시")
    async with bot_runs():
        await lee.says("/action SUW-0001")
        assert "No other city" in await lee.presses("Who else did this")
        await mina.says("/action SUW-0001")
        others = await mina.presses("Who else did this")
        assert "1 action" in others and "for members" in others and "withdrawn" not in others


async def test_a_city_of_the_register_without_a_number_says_how_many_people_live_there(
    bot_runs: Runs, database: Database, mina: Person, lee: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        assert "inhabitants" not in await mina.says("/city")
        assert "How many people live" in await mina.presses("Inhabitants")
        for strange in ("many", "-3", "0.5", "12", "61.4 %", "9" * 40):
            assert "no number of inhabitants" in await mina.says(strange)
        assert "1,190,000 inhabitants" in await mina.says("119만 명")
        assert "1,190,000 inhabitants" in await mina.presses("Show the city")
        seen = await lee.says("/city Suwon")
        assert "1,190,000 inhabitants" in seen and "Inhabitants" not in seen.labels
    async with database.begin() as session:
        [entry] = [each for each in await audit.of(session, "city:1") if each.event == "inhabitants told"]
        assert entry.details == {"before": None, "now": 1_190_000}
