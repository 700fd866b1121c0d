"""The read API: what anybody's program may find."""

from collections.abc import AsyncIterator
from urllib.parse import urlencode

import orjson
import pytest

from bot.app import Pumasi
from storage import Database, actions, adoptions, people
from tests.conftest import city_of
from tests.web.conftest import Hand

BARRIERS = "지하차도 세 곳에 침수 차단막과 수위 센서를 설치했습니다."
PUMPS = "アンダーパスの浸水センサーを増やしました。"


@pytest.fixture
async def told(database: Database, bot: Pumasi) -> AsyncIterator[None]:
    """Four public actions in three languages, one for members and one withdrawn."""
    await tell(database, "수원시", BARRIERS, "ko", target="11.5", source_id="press-1")
    await tell(database, "수원시", "버스 우선 차로를 늘렸습니다.", "ko", target="11.2", day="2025-03-02")
    await tell(database, "富山市", PUMPS, "ja", target="11.5")
    await tell(
        database, "Freiburg im Breisgau", "Flood sensors at the river Dreisam warn earlier.", "en", target="11.5"
    )
    await tell(database, "수원시", "침수 때 잘 되지 않은 일", "ko", visibility="members")
    await tell(database, "수원시", "침수 지도를 철회했습니다", "ko", state="withdrawn")
    yield
    await bot.index.close()


async def tell(database: Database, place: str, text: str, language: str, **about: str) -> None:
    answers = {"title": text, "text": text, "language": language, "kind": "achieved", "target": "11.5"}
    extra = {name: about.pop(name) for name in ("source_id", "state") if name in about}
    async with database.begin() as session:
        city = await city_of(session, place)
        await actions.publish(session, city.id, None, answers | {"day": "2026-09-01"} | about, **extra)


async def asks(hand: Hand, **given: str) -> dict[str, object]:
    status, said = await hand.gets("/api/actions?" + urlencode(given))
    assert status == 200, said
    found: dict[str, object] = orjson.loads(said)
    return found


def titles(found: dict[str, object]) -> list[str]:
    items = found["items"]
    assert isinstance(items, list)
    return [item["title"] for item in items]


async def test_an_item_tells_all_that_the_contract_names(hand: Hand, told: None) -> None:
    found = await asks(hand, q="침수 차단막")
    assert isinstance(found["items"], list)
    item = found["items"][0]
    assert item.pop("score") > 0
    assert item == {
        "number": "SUW-0001", "source_id": "press-1", "title": BARRIERS, "text": BARRIERS, "language": "ko",
        "city": "Suwon", "country": "KR", "target": "11.5", "date": "2026-09-01", "group": "own",
        "adapts": None, "adapted_by": 0,
    }  # fmt: skip


async def test_an_item_says_what_public_action_it_adapts_and_how_many_cities_adapted_it(
    hand: Hand, database: Database, told: None
) -> None:
    await tell(database, "춘천시", "회원 도시에만 보입니다", "ko", visibility="members")
    await tell(database, "Kobe", "神戸でも実施", "ja")
    async with database.begin() as session:
        known = await people.meet(session, 1, name="Kim", language="ko")
        found = [await actions.by_number(session, each) for each in ("SUW-0001", "TOY-0001", "SUW-0003", "CHU-0001")]
        source, copy, hidden, members = [each for each in found if each]
        await adoptions.add(session, (copy.action.id, copy.city.id), source.action.id, ("", "ja"), known.id)
        await adoptions.add(session, (members.action.id, members.city.id), source.action.id, ("", "ko"), known.id)
        kobe = await actions.by_number(session, "KOB-0001")
        assert kobe
        await adoptions.add(session, (kobe.action.id, kobe.city.id), hidden.action.id, ("", "ja"), known.id)
    items = {item["number"]: (item["adapts"], item["adapted_by"]) for item in (await asks(hand))["items"]}
    assert items["SUW-0001"] == (None, 1) and items["TOY-0001"] == ("SUW-0001", 0) and items["KOB-0001"] == (None, 0)
    status, described = await hand.gets("/api/docs")
    assert status == 200 and '"adapts"' in described and '"adapted_by"' in described


async def test_without_words_everything_public_is_there_and_nothing_else(hand: Hand, told: None) -> None:
    found = await asks(hand)
    assert len(titles(found)) == 4 and found["next"] is None
    assert not any("철회" in title or "않은" in title for title in titles(found))


async def test_words_never_find_what_is_withdrawn_or_for_members(hand: Hand, told: None) -> None:
    assert titles(await asks(hand, q="침수"))[0] == BARRIERS
    assert titles(await asks(hand, q="침수", languages="ko")) == [BARRIERS]
    assert titles(await asks(hand, q="철회")) == []


FILTERED: tuple[tuple[dict[str, str], list[str]], ...] = (
    ({"languages": "ja"}, [PUMPS]),
    ({"languages": "ja,en", "target": "11.5"}, ["Flood sensors at the river Dreisam warn earlier.", PUMPS]),
    ({"target": "11.2"}, ["버스 우선 차로를 늘렸습니다."]),
    ({"place": "富山市"}, [PUMPS]),
    ({"since": "2026-01-01", "languages": "ko"}, [BARRIERS]),
    ({"q": "차로", "target": "11.5"}, []),
    ({"q": "차로", "since": "2026-01-01"}, []),
    ({"q": "차로", "languages": "ja"}, []),
    ({"q": "차로", "place": "수원시"}, ["버스 우선 차로를 늘렸습니다."]),
)


async def test_filters_leave_what_fits(hand: Hand, told: None) -> None:
    for given, expected in FILTERED:
        assert titles(await asks(hand, **given)) == expected, given


async def test_the_cursor_walks_through_everything_once(hand: Hand, told: None) -> None:
    seen: list[str] = []
    cursor = ""
    for _ in range(4):
        found = await asks(hand, limit="1", **({"cursor": cursor} if cursor else {}))
        seen += titles(found)
        cursor = str(found["next"] or "")
    assert len(set(seen)) == 4 and not cursor


UNUSABLE = (
    ("limit", "0"), ("limit", "101"), ("limit", "many"), ("limit", "１"), ("cursor", "x"), ("cursor", "OTk5"),
    ("languages", "xx"), ("target", "12.1"), ("since", "yesterday"), ("place", "Atlantis"), ("q", "x" * 4097),
)  # fmt: skip


async def test_what_cannot_be_used_is_told(hand: Hand) -> None:
    for name, value in UNUSABLE:
        status, said = await hand.gets("/api/actions?" + urlencode({name: value}))
        assert status == 400 and orjson.loads(said)["error"].startswith(f"{name}:"), (name, value[:80])


async def test_no_query_is_an_error(hand: Hand, told: None) -> None:
    for words in ('" OR 1=1 --', "title:*", "....", "🌊🌊", "\0", "AND NOT (", "a" * 4096, "침" * 4096):
        await asks(hand, q=words)


async def test_the_description_names_every_field_of_an_item(hand: Hand, told: None) -> None:
    status, said = await hand.gets("/api/docs")
    schema = orjson.loads(said)["paths"]["/api/actions"]["get"]["responses"]["200"]["content"]["application/json"]
    described = schema["schema"]["properties"]["items"]["items"]["properties"]
    found = await asks(hand)
    assert isinstance(found["items"], list)
    assert status == 200 and list(described) == list(found["items"][0])


async def test_the_description_tells_of_every_address_and_what_it_needs(hand: Hand) -> None:
    paths = orjson.loads((await hand.gets("/api/docs"))[1])["paths"]
    assert {path: [each["name"] for each in about["get"]["parameters"]] for path, about in paths.items()} == {
        "/api/actions": ["q", "languages", "target", "place", "since", "limit", "cursor"],
        "/api/suggest": ["text"],
    }
    assert paths["/api/suggest"]["get"]["parameters"][0]["required"] is True
