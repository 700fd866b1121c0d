"""What is kept about a person: shown, erased, forgotten, and never logged."""

import io
import json
import logging
from datetime import date, timedelta
from decimal import Decimal

import pytest
from PIL import Image
from sqlalchemy import select

from bot import clock
from bot.simulator import World
from bot.transport import dumps
from storage import Database, actions, goals, inbox, indicators, milestones, people, privacy, readiness
from storage.inbox import Received
from storage.models import (
    Action,
    Attachment,
    Draft,
    Feedback,
    Goal,
    Indicator,
    JoinRequest,
    Lookup,
    Measure,
    MilestoneReached,
    Outgoing,
    Rating,
    ReadinessAnswer,
)
from storage.models import Person as Kept
from tests.conftest import TOKEN, Runs, seated
from tests.people import Person, Seen

FLOOD = "Flood barriers at three underpasses bring evacuation forward by 20 minutes."


def located(colour: str = "red") -> bytes:
    """Return a picture that says where, when and with which camera it was taken."""
    out = io.BytesIO()
    facts = Image.Exif()
    facts[0x010F] = "SecretCamera"
    facts.get_ifd(0x8825).update({1: "N", 2: (37.0, 16.0, 0.0), 3: "E", 4: (127.0, 1.0, 0.0)})
    Image.new("RGB", (64, 48), colour).save(out, "JPEG", exif=facts, comment=b"SecretComment")
    return out.getvalue()


def document(world: World, seen: Seen) -> bytes:
    return world.files.by_id(seen.message["document"]["file_id"]).upload.content


async def test_mydata_is_everything_about_this_person_and_nobody_else(
    bot_runs: Runs, world: World, database: Database, mina: Person, jun: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated(database, jun, "Toyama")
    async with bot_runs():
        for person, word in ((mina, "Minas"), (jun, "Juns")):
            await person.says(f"{word} flood barriers in the city.")
            await person.acts.says(f"/find {word}")
            await person.hears()
            await person.acts.says(f"/feedback {word} remark")
            await person.hears()
        await mina.presses("Publish")
        content = document(world, await mina.says("/mydata")).decode()
    kept = json.loads(content)
    assert kept["person"]["name"] == "Mina" and kept["published_for_the_city"] == ["SUW-0001"]
    assert [each["words"] for each in kept["searches"]] == ["Minas"]
    assert [each["text"] for each in kept["feedback"]] == ["Minas remark"]
    assert kept["drafts"] and kept["seats"] and kept["consents"] and kept["trail"]
    assert "Juns" not in content and '"Jun"' not in content and "Toyama" not in content


async def test_leaving_erases_the_person_and_keeps_what_the_city_said(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says(FLOOD)
        await mina.presses("Publish")
        await mina.sends_photo(caption="A second gate with a photo.")
        await mina.says("/feedback A remark")
        await mina.says("/find gates")
        await mina.says("/leave")
        assert "erased" in await mina.presses("Yes, erase my data")
        await mina.quiet()
        assert "officers with an invitation" in await mina.says("/start")
        assert "other roles" in await mina.says("/mine")
        assert "Flood barriers" in await mina.says("/find SUW-0001")
    async with database.begin() as session:
        [before, now] = await session.scalars(select(Kept).order_by(Kept.id))
        assert (before.telegram_id, before.name, before.consent) == (None, None, None)
        assert now.telegram_id == mina.id
        for model in (Draft, Attachment):
            assert (await session.scalars(select(model))).all() == []
        assert not [each for each in await session.scalars(select(Lookup)) if each.person_id == before.id]
        assert [each.person_id for each in await session.scalars(select(Feedback))] == [None]
        assert await session.scalar(select(Action.text)) == FLOOD


async def test_what_was_set_aside_is_told_to_whoever_wrote_it_and_goes_with_them(
    bot_runs: Runs, world: World, database: Database, mina: Person, jun: Person
) -> None:
    await seated(database, mina, "수원시")
    for number, (person, chat) in enumerate([(mina, mina.id), (mina, -100), (jun, jun.id)]):
        said = dumps({"update_id": number + 1, "message": {"from": {"id": person.id}, "text": f"{person.id} wrote"}})
        await inbox.put(database, [Received(number + 1, chat, said)], clock.now().timestamp())
    async with database.unit() as unit:
        for number in range(3):
            await inbox.park(unit.connection, number + 1)
    async with bot_runs():
        content = document(world, await mina.says("/mydata")).decode()
        assert f"{mina.id} wrote" in content and f"{jun.id} wrote" not in content
        await mina.says("/leave")
        assert "erased" in await mina.presses("Yes, erase my data")
    async with database.unit() as unit:
        assert await inbox.parked(unit.connection) == [3]


async def test_the_retention_job_deletes_what_is_old_and_nothing_else(
    bot_runs: Runs, database: Database, mina: Person, lee: Person, jun: Person
) -> None:
    await seated(database, mina, "수원시")
    begun = clock.now()
    async with bot_runs():
        await mina.says(FLOOD)
        await mina.presses("Publish")
        await mina.sends_photo(caption="An old flood gate with a photo.")
        for person in (mina, lee, jun):
            await person.says("/find gates")
        await lee.says("/join")
        await lee.says("Suwon")
        await lee.says("Lee, planning department")
        clock.set_to(begun + timedelta(days=170))
        await jun.says("/find 河")
        await mina.acts.says("A new flood gate.")
        await mina.hears_until(lambda seen: "A new flood gate" in seen)
    async with database.unit() as unit:
        await privacy.forget(unit, begun + timedelta(days=181))
    async with database.begin() as session:
        assert [each.answers["text"] for each in await session.scalars(select(Draft))] == ["A new flood gate."]
        assert [each.words for each in await session.scalars(select(Lookup))] == ["河"]
        assert (await session.scalars(select(Attachment))).all() == []
        assert len((await session.scalars(select(Action))).all()) == 1
        left = {each.name for each in await session.scalars(select(Kept))}
        assert left == {"Mina", "Jun", None}
        assert [each.text for each in await session.scalars(select(JoinRequest))] == [""]
        assert all(each.due_at > begun.timestamp() + 86400 for each in await session.scalars(select(Outgoing)))
        assert await people.known(await session.connection(), lee.id) is None


async def test_a_second_look_of_the_retention_job_finds_nothing(database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    async with database.unit() as unit:
        assert await privacy.forget(unit, clock.now() + timedelta(days=1)) == 0


@pytest.mark.parametrize("as_document", [False, True])
async def test_nobody_gets_to_know_where_a_photo_was_taken(
    bot_runs: Runs, world: World, database: Database, mina: Person, lee: Person, as_document: bool
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs() as bot:
        await mina.sends_photo(located(), FLOOD, document=as_document)
        await mina.presses("Publish")
        await bot.files.keep_waiting()
        await lee.says("/find SUW-0001")
        await lee.presses("More")
        sent = await lee.presses("Photos")
    async with database.begin() as session:
        [content] = await session.scalars(select(Attachment.content))
    shown = world.files.by_id(sent.message["photo"][-1]["file_id"]).upload.content
    for each in (content, shown) if as_document else (content,):  # Telegram itself takes care of what comes as a photo
        with Image.open(io.BytesIO(each)) as picture:
            assert not picture.getexif() and "comment" not in picture.info
        assert b"Secret" not in each


async def test_the_log_holds_neither_texts_nor_the_token(
    bot_runs: Runs, world: World, database: Database, mina: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await seated(database, mina, "수원시")
    secret = "Confidential flood plan"
    with caplog.at_level(logging.DEBUG):
        for name in ("bot", "storage", "handlers"):
            logging.getLogger(name).setLevel(logging.DEBUG)
        async with bot_runs() as bot:
            await mina.says(f"{secret} of the city")
            await mina.says(f"/find {secret}")
            await mina.says(f"/feedback {secret}")
            world.faults.drop(times=2)
            world.faults.break_down(times=2)
            await mina.says(f"/find {secret} again")
            broken = {"message_id": "x", "chat": {"id": mina.id}, "text": secret}
            world.updates.add("message", broken, mina.id, always=True)
            async with database.begin() as session:
                assert await actions.by_number(session, "X") is None
            await mina.says("/help")
            await world.until(lambda: not bot.dispatcher.backlog)
    own = [each for each in caplog.records if each.name.split(".")[0] in ("bot", "storage", "handlers")]
    logged = "\n".join(logging.Formatter().format(each) for each in own)
    assert own and secret not in logged and TOKEN not in logged


async def test_leaving_keeps_what_was_measured_and_not_by_whom(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with database.begin() as session:
        officer = await people.known(await session.connection(), mina.id)
        assert officer and officer.city_id
        await goals.add(session, officer.city_id, officer.id, "11.6", "Recycle two thirds.", "en")
        fields = {"target": "11.6", "name": "Recycling", "language": "en", "unit": "%", "better": "up"}
        row = await indicators.create(session, officer.city_id, officer.id, fields)
        await indicators.say(session, row, officer.id, "value", (date(2026, 6, 30), Decimal("61.40")))
        await indicators.rate(session, row, officer.id, "on_track", "A plant opens.")
        await milestones.say(session, officer.city_id, officer.id, ("milestones", "1"), date(2026, 6, 30))
        await readiness.answer(session, officer.city_id, officer.id, 2026, "ordinance", fulfilled=True)
    async with bot_runs():
        kept = json.loads(document(world, await mina.says("/mydata")))
        for name in ("goals", "indicators", "measures", "ratings", "milestones", "readiness"):
            assert len(kept[name]) == 1, name
        assert kept["measures"][0]["value"] == "61.40"
        await mina.says("/leave")
        await mina.presses("Yes, erase my data")
    async with database.begin() as session:
        for model in (Goal, Indicator, Measure, Rating, MilestoneReached, ReadinessAnswer):
            assert [row.person_id for row in await session.scalars(select(model))] == [None], model
        [part] = await indicators.parts(session, [officer.city_id], date(2026, 7, 1))
        assert part.values[0].value == Decimal("61.40") and part.reason == "A plant opens."
    async with database.unit() as unit:
        await privacy.forget(unit, clock.now() + timedelta(days=400))
    async with database.begin() as session:
        assert len(await indicators.parts(session, [officer.city_id], date(2026, 7, 1))) == 1
