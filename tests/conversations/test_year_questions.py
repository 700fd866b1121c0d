"""One officer's year, as far as neighbours help each other. Suwon stands for Haneul-si, Busan for Byeolbit-gu, Toyama
for Minamo-shi.
"""

from datetime import date

from sqlalchemy import select

from bot.simulator import World
from storage import Database, absences, people
from storage.models import Inquiry, Outgoing
from tests.conftest import Runs, at, seated
from tests.people import Person
from tests.periods import publishes
from tests.refusals import noted

ASKED = "센서 비용은 어떻게 마련하셨나요?"


async def test_step_9_a_question_reaches_the_officer_abroad_and_the_deputy_at_home_and_is_found_once_both_agree(
    bot_runs: Runs, database: Database, world: World, kim: Person
) -> None:
    officer, minamo, byeolbit = (
        Person(world, 21, "하늘", "ko"),
        Person(world, 22, "Minamo", "ja"),
        Person(world, 23, "별", "ko"),
    )
    await seated(database, officer, "수원시")
    await seated(database, minamo, "富山市")
    await seated(database, byeolbit, "부산광역시")
    await seated(database, kim, "부산광역시", "coordinator")
    for place in ("富山市", "부산광역시"):
        await publishes(database, place, target="11.5", title="水位センサー", text="アンダーパス", language="ja")
    at("2027-03-02T10:00+09:00")
    async with database.unit() as unit:
        away, deputy = [await people.known(unit.connection, each.id) for each in (byeolbit, kim)]
        assert away and deputy
        await absences.add(unit.session, away.id, deputy.id, date(2027, 3, 1), date(2027, 3, 5))
    async with bot_runs() as bot:
        await officer.says(f"/ask {ASKED}")
        card = await officer.says("11.5")
        assert "도야마시" in card and "부산광역시" in card
        asked = await officer.presses(card.labels[0], under=card)
        assert "Q-1" in await officer.presses(asked.labels[0], under=asked)
        await bot.schedule.tick()
        abroad, at_home = await minamo.hears(), await kim.hears()
        assert ASKED in abroad and "水原市" in abroad and "韓国語" in abroad
        assert ASKED in at_home and "Suwon" in at_home and "Original in Korean" in at_home
        await byeolbit.quiet()
        await minamo.presses(abroad.labels[0], under=abroad)
        card = await minamo.says("国の補助金です。")
        first = await minamo.presses(card.labels[0], under=card)
        receipt = await minamo.presses(first.labels[0], under=first)
        await bot.schedule.tick()
        answer = await officer.hears()
        assert "国の補助金です。" in answer and "일본어" in answer and "Minamo" not in answer
        assert "TOY-0001" not in await kim.says("/find 비용")
        await noted(officer, answer.labels[2], under=answer)
        await officer.hears()  # the answer again, without the question about others
        assert "TOY-0001" not in await kim.says("/find 비용")
        await noted(minamo, receipt.labels[0], under=receipt)
        assert "水位センサー" in await kim.says("/find 비용")
        await officer.says("/ask 하루에 하나만 물을 수 있나요?")
        card = await officer.says("11.5")
        await officer.presses(card.labels[0], under=card)
        assert await bot.schedule.tick() == 0
    async with database.begin() as session:
        states = [row.state for row in await session.scalars(select(Inquiry).order_by(Inquiry.id))]
        assert sorted(states) == ["answered", "sent", "waiting", "waiting"]
        told = (await session.scalars(select(Outgoing.chat_id).where(Outgoing.unasked))).all()
        assert sorted(told) == [kim.id, minamo.id]
