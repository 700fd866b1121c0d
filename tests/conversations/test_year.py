"""One officer's year: joining, the barrier action, finding it, leaving. Reminders have a module of their own."""

import asyncio
import re

from sqlalchemy import select

from storage import Database, actions, imports
from storage.models import Action, Attachment, AuditEntry, Consent, Invitation
from storage.models import Person as PersonRow
from tests.conftest import Runs, at, seated
from tests.conversations.test_update import photo
from tests.people import Person, Seen

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


def _last_year() -> str:
    """Return last year's table: 43 rows that tell everything, two without a target, one that repeats another."""
    rows = [f"y{n},수원시,ko,,{n}번째 마을에 빗물 저금통을 놓았습니다.,11.5,done,2026-05-01" for n in range(1, 44)]
    rows += [
        "y44,수원시,ko,,주민과 함께 골목 이름을 새로 지었습니다.,,,",
        "y45,수원시,ko,,시청 로비에 쉼터를 열었습니다.,,,",
    ]
    rows += [rows[6].replace("y7,", "y46,")]
    return "\n".join(["source_id,place,language,title,text,target,kind,date", *rows])


async def test_step_3_last_years_table_is_imported_and_again_changes_nothing(
    bot_runs: Runs, database: Database, world
) -> None:
    at("2027-01-12T10:00+09:00")
    officer = Person(world, 21, "하늘", "ko")
    await seated(database, officer, "수원시")
    async with bot_runs():
        card = await _sends(officer, _last_year())
        for line in ("새로 추가: 45", "세부목표가 없어 제안함: 2", "제외: 1"):
            assert line in card
        await officer.hears()  # the row that is left out, as a table
        await officer.presses("가져오기", under=card)
        done = await officer.hears_until(lambda seen: "세부목표 확인" in seen.labels)
        for title in ("골목 이름", "쉼터"):
            listed = await officer.presses("세부목표 확인", under=done)
            assert title in listed
            shown = await officer.presses("1", under=listed)
            assert "지난해.csv" in shown and "2027년 1월 12일" in shown
            for label in ("고치기", "내용 바꾸기", "세부목표", "11.3", "저장"):
                shown = await officer.presses(next(each for each in shown.labels if label in each))
        await officer.acts.presses("세부목표 확인", under=done)
        await officer.quiet()
        again = await _sends(officer, _last_year())
        assert "가져올 내용이 없습니다" in again and "45" in again
    async with database.begin() as session:
        told = (await session.scalars(select(Action).order_by(Action.id))).all()
        assert len(told) == 45 and [each.target for each in told[43:]] == ["11.3", "11.3"]
        origins = [await imports.origin(session, each) for each in (told[0], told[44])]
    assert [(file, row) for _day, file, row in origins] == [("지난해.csv", 2), ("지난해.csv", 46)]


async def _sends(person: Person, table: str) -> Seen:
    """Send a table and return what the bot makes of it."""
    await person.acts.sends_document("지난해.csv", table.encode(), "text/csv", "")
    return await person.hears_until(lambda seen: "지난해.csv" in seen and ("45" in seen) and "읽" not in seen)


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
