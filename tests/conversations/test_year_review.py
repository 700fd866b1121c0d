"""One officer's year, step 7: published in two interactions, returned by the office, answered, changed, published."""

from sqlalchemy import select

from bot.simulator import World
from storage import Database, actions, reviews
from storage.models import Action, AuditEntry
from tests.conftest import Runs, at, seated, seated_in_office
from tests.people import Person

COUNT = "지하차도 세 곳에 침수 차단막과 수위 센서 12개를 설치했습니다."


async def test_step_7_the_reviewer_returns_the_officer_answers_and_changes_the_reviewer_publishes(
    bot_runs: Runs, database: Database, world: World, park: Person, jun: Person
) -> None:
    at("2027-02-10T10:00+09:00")
    officer = Person(world, 21, "하늘", "ko")
    await seated(database, officer, "수원시")
    await seated(database, jun, "富山市")
    await seated_in_office(database, park, "korea")
    async with bot_runs():
        card = await officer.says(COUNT)
        await officer.acts.presses("게시", under=card)
        await officer.acts.presses("게시", under=card)
        assert "SUW-0001" in await officer.hears()
        queue = await park.says("/review")
        assert "Published, not looked at yet: 1" in queue and "Suwon · SUW-0001 · since Wed 10 February" in queue
        opened = await park.presses("1")
        assert COUNT in opened and opened.buttons[:2] == [["Looked at"], ["Return", "Decline"]]
        await park.presses("Return")
        await park.presses("Own words")
        done = await park.says("Please add the year of the barrier count.")
        assert "published, asked about by Korea Office, reviewer, 10 February 2027" in done
        asked = await officer.hears()
        assert "SUW-0001" in asked and "Please add the year of the barrier count." in asked and "Park" not in asked
        assert "2027년 2월 10일" in await officer.says("/action SUW-0001")
        assert COUNT in await jun.says("/action SUW-0001")

        await officer.presses(asked.labels[0], under=asked)
        await officer.says("2026년 12월에 센 숫자입니다. 고치겠습니다.")
        again = await park.says("/review")
        assert "answered" in again and "since Wed 10 February" in again
        await officer.presses(asked.labels[1], under=asked)
        for label in ("내용 바꾸기", "본문"):
            await officer.presses(label)
        await officer.says("2026년 12월 기준 " + COUNT)
        await officer.presses("저장")
        assert (await park.presses("1", under=again)).buttons[0] == ["Looked at"]
        opened = await park.says("/review SUW-0001")
        assert "2026년 12월에 센 숫자입니다." in opened and "Please add the year" in opened and "기준" in opened
        assert "looked at by Korea Office, reviewer" in await park.presses("Looked at")
        assert "Nothing waits here." in await park.presses("Back")
        assert "SUW-0001" in await officer.hears()
        await officer.quiet()
        own = await officer.says("/action SUW-0001")
        history = await officer.presses("이력", under=own)
        assert COUNT in history and history.count("한국사무소") == 2
    async with database.begin() as session:
        [action] = (await session.scalars(select(Action))).all()
        assert (action.state, action.version) == ("published", 2)
        [before] = await actions.history(session, action.id)
        assert before.fields["text"] == COUNT
        assert [each.state for each in await reviews.of_action(session, action.id)] == ["edited", "published"]
        subject = AuditEntry.subject == "action:SUW-0001"
        trail = (await session.scalars(select(AuditEntry).where(subject).order_by(AuditEntry.id))).all()
        assert [each.event for each in trail] == ["published", "returned", "answered", "edited", "looked at"]
        assert [each.details.get("role") for each in trail] == [None, "reviewer", None, None, "reviewer"]
