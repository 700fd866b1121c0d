"""One officer's year, as far as it is shown to others: steps 19 and 20.

Suwon stands for Haneul-si, Toyama for Minamo.
"""

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aiohttp import ClientSession
from sqlalchemy import func, select

from bot.dates import within_office_hours
from bot.simulator import World, acts, groups
from bot.text import LANGUAGES
from bot.web import serve
from handlers import highlighting
from storage import Database, facts
from storage.models import HighlightLetter, Outgoing
from tests.conftest import Runs, at, seated, seated_in_office
from tests.conversations.test_find import told
from tests.conversations.test_groups import held
from tests.people import Person, Seen

SEOUL = ZoneInfo("Asia/Seoul")


async def test_step_19_a_card_dropped_among_councillors_opens_for_everybody_without_a_login(
    bot_runs: Runs, world: World, database: Database, mina: Person, lee: Person
) -> None:
    at("2027-11-02T10:00+09:00")
    await seated(database, mina, "수원시")
    shown = await told(database, "Toyama", "夜間バスのオンデマンド運行", language="ja", target="11.2", tags="buses")
    for visibility in ("members", "city"):
        await told(database, "Toyama", "buses nobody else may see", visibility=visibility)
    council = groups.found(world, "Councillors", [lee.id])
    async with bot_runs() as bot, serve(bot, "127.0.0.1", 0) as address, ClientSession() as browser:
        await world.until(lambda: bot.username)
        async with database.begin() as session:
            await facts.put(session, facts.PAGE, address)
        query = acts.ask_inline(world, mina.id, "buses")
        found = await world.until(lambda: (asked := world.queries.get(query)) and asked.answered and asked)
        assert [each["id"] for each in found.results] == [shown.number]
        acts.choose(world, mina.id, query, shown.number, chat_id=council.id)
        card: Seen = lee.within(council.id).chat[-1]
        assert card.startswith("夜間バスのオンデマンド運行\nToyama, Japan · 11.2")
        assert f"{shown.number} · as of 1 May 2026\nOriginal in Japanese" in card
        link = card.inline[0][0]["url"]
        async with browser.get(link) as response:
            page = await response.text()
            assert response.status == 200 and not response.cookies
        assert '<html lang="en">' in page and '<h1 lang="ja">夜間バスのオンデマンド運行</h1>' in page
        async with browser.get(f"{address}/en/") as response:
            home = await response.text()
        assert 'class="skip"' in home and 'id="map"' in home and "Toyama" in home.split('id="places"')[1]
        assert "nobody else may see" not in page + home


async def test_step_20_highlights_of_the_year_go_out_in_five_languages_each_reader_in_one(
    bot_runs: Runs, world: World, database: Database, mina: Person, park: Person, lee: Person
) -> None:
    at("2027-12-06T10:00+09:00")
    codes = {"en": "en", "ko": "ko", "ja": "ja", "zh_Hans": "zh-hans", "zh_Hant": "zh-hant"}
    places = ("Freiburg im Breisgau", "창원시", "Toyama", "Hangzhou", "Kaohsiung")
    readers = {each: Person(world, 40 + n, each, codes[each]) for n, each in enumerate(LANGUAGES)}
    for (_language, reader), place in zip(readers.items(), places, strict=True):
        await seated(database, reader, place)
    await seated(database, mina, "수원시")
    await seated_in_office(database, park, "korea")
    chosen = [await told(database, "수원시", title, language="ko") for title in ("침수 차단막", "골목 빗물받이 지도")]
    async with bot_runs() as bot:
        for action in chosen:
            await park.says(f"/action {action.number}")
            await park.presses("Highlight")
            preview = await park.presses("Adapted by other cities")
            assert "Goes to 5 people · English: 1 · Korean: 1 · Japanese: 1" in preview
            await park.presses("Send")
        at("2027-12-06T10:15+09:00")
        await bot.schedule.tick()
        await mina.hears()
        for place in ("1", "2"):
            await mina.says("/highlights")
            await mina.presses("Of my city")
            await mina.presses(place)
            await mina.presses("Agree")
        for day in range(1, 8):
            at((datetime(2027, 12, 6, 10, tzinfo=SEOUL) + timedelta(days=day, hours=7.5)).isoformat())
            await bot.schedule.tick()
        letters = {language: await reader.hears() for language, reader in readers.items()}
        for language, why, year in (
            ("en", "Why: Adapted by other cities", "December 2027"),
            ("ko", "이유: 다른 도시가 받아들임", "2027년 12월"),
            ("ja", "理由: ほかの自治体も実施", "2027年12月"),
            ("zh_Hans", "理由：其他城市已借鉴", "2027年12月"),
            ("zh_Hant", "理由：其他城市已採用", "2027年12月"),
        ):
            assert letters[language].count(why) == 2 and year in letters[language]
            assert all(action.title in letters[language] for action in chosen)
            others = [letter for code, letter in letters.items() if code != language]
            assert why not in "".join(others)
        for reader in (*readers.values(), mina):
            await reader.quiet(0.1)
        stranger = await lee.says("/highlights")
        assert all(action.title in stranger for action in chosen)
    async with database.begin() as session:
        due = (await session.scalars(select(Outgoing.due_at).where(Outgoing.unasked))).all()
        told_to = Counter(await session.scalars(select(HighlightLetter.person_id)))
        assert len(due) == 1 + 5 and set(told_to.values()) == {2}
        assert await session.scalar(select(func.count()).select_from(HighlightLetter)) == 10


async def test_over_a_month_nobody_is_told_outside_of_office_hours_or_beyond_their_number(
    database: Database, world: World, mina: Person, park: Person
) -> None:
    at("2027-12-01T10:00+09:00")
    await seated_in_office(database, park, "korea")
    await seated(database, mina, "수원시")
    for number in range(30):
        action = await told(database, "창원시", f"Flood gate {number}")
        await held(database, park, action.id)
    moment = datetime(2027, 12, 1, 0, 30, tzinfo=SEOUL)
    while moment.month == 12:
        for hour in (0, 8, 9, 12, 17, 18, 23):
            now = at(moment.replace(hour=hour).isoformat())
            async with database.unit() as unit:
                await highlighting.tell(unit, now)
        moment += timedelta(days=1)
    async with database.begin() as session:
        due = (await session.scalars(select(Outgoing.due_at).where(Outgoing.unasked))).all()
    told_at = [datetime.fromtimestamp(each, SEOUL) for each in due]
    assert 2 <= len(told_at) <= 3  # of the month's four, one is left for reminders
    assert all(within_office_hours(each, "Asia/Seoul", "KR") for each in told_at)
