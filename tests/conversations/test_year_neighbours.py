"""One officer's year, as far as it passes between cities: steps 13 and 18.

Suwon stands for Haneul-si, Busan for Byeolbit-gu, Kaohsiung for Gangwan, Toyama for Minamo-shi.
"""

from collections.abc import Sequence

from bot.text import Message, Plural, plural, translator
from storage import Database
from tests.conftest import Runs, at, seated
from tests.conversations.test_find import told
from tests.people import Person, Seen

NIGHT_BUS = {"language": "ja", "target": "11.2", "text": "終電の後、予約のない夜間バスを三路線で走らせている。"}
BARRIERS = {"language": "ko", "target": "11.5", "text": "지하차도 세 곳에 침수 차단막 2.1 km를 설치했습니다."}


def says(language: str, text: str) -> str:
    return translator(language).label(Message(text))


def in_words(language: str, words: Message | Plural, **values: int) -> str:
    return translator(language).plain(words, **values)


async def does_too(person: Person, language: str, number: str, change: str) -> Seen:
    """Press *We are doing this too* on a card, say what was changed, publish; return the receipt."""
    await person.says(f"/action {number}")
    await person.presses(says(language, "We are doing this too"))
    draft = await person.says(change)
    assert number in draft and change in draft
    return await person.presses(says(language, "Publish"))


async def test_step_13_the_night_bus_is_adopted_and_its_city_is_told_in_japanese(
    bot_runs: Runs, database: Database, world, jun: Person
) -> None:
    officer = Person(world, 21, "하늘", "ko")
    await seated(database, officer, "수원시")
    await seated(database, jun, "Toyama")
    at("2027-04-20T10:00+09:00")
    await told(database, "Toyama", "予約のいらない夜間バス", **NIGHT_BUS)
    async with bot_runs() as bot:
        change = "노선을 줄이고 23시 이후에는 수요응답형으로 운행합니다."
        receipt = await does_too(officer, "ko", "TOY-0001", change)
        assert "SUW-0001" in receipt
        await bot.schedule.tick()
        letter = await jun.hears()
        assert "水原市" in letter and change in letter and "韓国語" in letter and "夜間バス" in letter
        own = await jun.says("/action TOY-0001")
        assert in_words("ja", plural("Adapted by {n} city", "Adapted by {n} cities"), n=1) in own


async def test_step_18_the_barriers_are_adopted_by_two_cities_in_two_countries_or_areas(
    bot_runs: Runs, database: Database, world
) -> None:
    successor, busan = Person(world, 31, "하람", "ko"), Person(world, 32, "보라", "ko")
    gangwan = Person(world, 33, "佳玲", "zh-hant")
    people: Sequence[tuple[Person, str]] = ((successor, "수원시"), (busan, "부산"), (gangwan, "Kaohsiung"))
    for person, place in people:
        await seated(database, person, place)
    at("2027-09-20T10:00+09:00")
    await told(database, "수원시", "지하차도 침수 차단막", **BARRIERS)
    async with bot_runs() as bot:
        await does_too(busan, "ko", "SUW-0001", "수위 센서를 함께 달았습니다.")
        await does_too(gangwan, "zh_Hant", "SUW-0001", "改用可手動升降的擋水閘門，並結合里長通報。")
        await bot.schedule.tick()
        letter = await successor.hears()
        assert "수위 센서" in letter and "擋水閘門" in letter and "번체" in letter and len(letter.labels) == 3
        await successor.quiet()  # two adoptions, one message
        words = Message("Adapted by {cities} cities in {countries} countries or areas")
        assert in_words("ko", words, cities=2, countries=2) in await successor.says("/action SUW-0001")
        assert in_words("ko", plural("Adapted by {n} city", "Adapted by {n} cities"), n=2) in await successor.says(
            "/mine"
        )
