"""One officer's year: joining, the barrier action, finding it, leaving. Reminders have a module of their own."""

import asyncio
import re

from sqlalchemy import select

from storage import Database, actions, attachments, people
from storage.models import Attachment, AuditEntry, Consent, Invitation
from storage.models import Person as PersonRow
from tests.conftest import Runs, at, seated
from tests.conversations.test_update import photo
from tests.people import Person

RELEASE = (
    "수원시, 지하차도 침수 차단시설 설치 완료\n"
    "수원시는 2027년 2월 5일 지하차도 세 곳에 침수 차단막 2.1 km와 수위 센서를 설치했습니다. "
    "호우 때 대피 시간이 20분 빨라졌습니다."
)


async def test_step_1_the_officer_joins(bot_runs: Runs, database: Database, world, lee: Person, kim: Person) -> None:
    moment = at("2027-01-04T10:05+09:00")
    officer = Person(world, 21, "하늘", "ko")
    await seated(database, kim, "수원시", "coordinator")
    async with bot_runs() as bot:
        while not bot.username:
            await asyncio.sleep(0.01)
        await kim.says("/invite")
        link = await kim.presses("Officer")
        code = re.search(r"https://t\.me/\w+\?start=(\S+)", link)[1]
        notice = await officer.says(f"/start {code}")
        for word in ("공개할 수 있는 정보만", "국외 이전", "이용자의 권리", "보관"):
            assert word in notice
        assert "수원시" in await officer.presses("동의")
        assert "cannot be used" in await lee.says(f"/start {code}")
    async with database.begin() as session:
        [consent] = await session.scalars(select(Consent).where(Consent.version == "2026-11"))
        assert consent.agreed_at.date() == moment.date()
        [used] = await session.scalars(select(Invitation).where(Invitation.used_at.is_not(None)))
        assert used.used_by == consent.person_id
        assert "phone" not in PersonRow.__table__.columns and "username" not in PersonRow.__table__.columns


async def test_step_5_a_press_release_with_three_photos_survives_a_restart(
    bot_runs: Runs, database: Database, world
) -> None:
    at("2027-02-05T17:40+09:00")
    officer = Person(world, 21, "하늘", "ko")
    await seated(database, officer, "수원시")
    pictures = [photo(colour) for colour in ("red", "green", "blue")]
    async with bot_runs():
        card = await officer.sends_album(pictures, caption=RELEASE)
        assert card.startswith("수원시, 지하차도 침수 차단시설 설치 완료")
        assert "11.5" in card and "2.1 km" in card
        await officer.presses("덧붙이기")
        question = await officer.presses("체감 변화")
    async with bot_runs() as bot:
        again = await officer.says("지하차도를 지나는 시민이 먼저 느낍니다.")
        assert again != question and "지하차도를 지나는 시민이 먼저 느낍니다." in again
        await bot.files.keep_waiting()
    async with database.begin() as session:
        kept = list(await session.scalars(select(Attachment)))
        assert [file.kind for file in kept] == ["photo"] * 3
        assert list(await session.scalars(select(Attachment.state))) == ["kept"] * 3
        assert await actions.by_number(session, "SUW-0001") is None


async def test_step_7_publish_pressed_twice_and_both_versions_kept(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    at("2027-02-10T10:00+09:00")
    await seated(database, mina, "수원시")
    async with bot_runs():
        card = await mina.says("Flood barriers at three underpasses in 2026.")
        await mina.acts.presses("Publish", under=card)
        await mina.acts.presses("Publish", under=card)
        assert "SUW-0001" in await mina.hears()
        await mina.presses("Edit")
        await mina.presses("Change something")
        await mina.presses("Text")
        await mina.says("Flood barriers at three underpasses, counted in 2027.")
        await mina.presses("Save")
    async with database.begin() as session:
        told = await actions.by_number(session, "SUW-0001")
        assert told and told.action.version == 2
        [before] = await actions.history(session, told.action.id)
        assert before.fields["text"] == "Flood barriers at three underpasses in 2026."
        events = await session.scalars(select(AuditEntry.event).where(AuditEntry.subject == "action:SUW-0001"))
        assert list(events) == ["published", "edited"]


async def test_step_8_two_syllables_are_found_inside_words(
    bot_runs: Runs, database: Database, world, jun: Person
) -> None:
    at("2027-03-02T10:00+09:00")
    officer = Person(world, 21, "하늘", "ko")
    await seated(database, officer, "수원시")
    await seated(database, jun, "富山市")
    async with bot_runs():
        await officer.says("지하차도침수차단막을 세 곳에 설치했습니다.")
        await officer.presses("게시")
        await jun.says("アンダーパスに침수(浸水)センサーを設置しました。")
        await jun.presses("公開")
        found = await officer.says("/find 침수")
        assert "지하차도침수차단막" in found and "다른 언어" in found and "일본어" in found
        card = await officer.presses("2")
        assert "アンダーパスに침수(浸水)センサーを設置しました。" in card
        assert "TOY-0001" in card and "2027년 3월 2일" in card


async def test_step_16_the_officer_leaves_and_the_city_keeps_its_actions(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    at("2027-07-01T10:00+09:00")
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says("Flood barriers at three underpasses in 2026.")
        await mina.presses("Publish")
        await mina.says("Another action, half told, about buses.")
        await mina.says("/leave")
        assert "erased" in await mina.presses("Yes, erase my data")
        await mina.says("/start")
    async with database.unit() as unit:
        back = await people.known(unit.connection, mina.id)
        assert back and not back.seated
        told = await actions.by_number(unit.session, "SUW-0001")
        assert told and told.action.state == "published" and told.action.author_id != back.id
        gone = await unit.session.get(PersonRow, told.action.author_id)
        assert gone and (gone.telegram_id, gone.name, gone.consent) == (None, None, None)
        assert await attachments.of_action(unit.session, told.action.id) == []
