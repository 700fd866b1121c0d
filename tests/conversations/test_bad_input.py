"""What no officer should have to think about: whatever is sent is answered clearly, or ignored on purpose."""

import io
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import func, select

from bot import clock
from bot.inbox import received
from bot.simulator import World, groups, samples
from bot.simulator.api import Json
from handlers import COMMANDS
from storage import Database, inbox, people
from storage.models import Action, Attachment, Draft
from tests.conftest import Runs, at, seated
from tests.people import Person

FLOOD = "Flood barriers at three underpasses bring evacuation forward by 20 minutes."
MARKUP = "<b>bold</b> & </blockquote> *star* _under_ [link](http://example.org) `code` &lt; {title} %s"
RUBBISH = [
    "update:finish:{draft}:1", "update:nosuch:{draft}", "update:finish:", "update:finish:one", "update:finish:-1",
    "update:finish:99999999999999999999999", "update:change:{draft}:nosuch", "update:answer:{draft}:kind:wrong",
    "update:answer:{draft}:text:", "nosuch:verb", ":", "::::", "x" * 64, "수" * 21, "update:change:{draft}:\x00",
    "find:choose:1:year:0", "find:by:0:nosuch", "find:page:1:0", "find:on_target:12.9", "find:in_city:\x00",
    "goals:target:x", "language:keep:xx", "settings:budget:1000", "start:primer:-5", "mine:page:-1",
    "edit:finish:{draft}", "reply:answer_remark:1", "refuse:approve:1", "city:open:0", "action:open:0",
]  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_fails(caplog: pytest.LogCaptureFixture, world: World) -> Iterator[None]:
    """No test of bad input may end with an error in the log, or with the insides of the program in a chat."""
    with caplog.at_level(logging.INFO):
        yield
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert [record.getMessage() for record in caplog.records if "refused" in record.getMessage()] == []
    shown = [str(each.message) for chat in world.chats.values() for each in chat.messages.values() if each.own]
    assert not any("Traceback" in text or "Error" in text for text in shown)


async def presses_further(person: Person, label: str) -> None:
    """Choose what to add to a draft, on whichever page it is."""
    page = await person.presses("Add more")
    if label not in page.labels:
        await person.presses("More")
    await person.presses(label)


async def count(database: Database, model: type) -> int:
    async with database.begin() as session:
        return await session.scalar(select(func.count()).select_from(model)) or 0


def picture(number: int) -> bytes:
    """Return a small picture unlike the others."""
    out = io.BytesIO()
    Image.new("RGB", (60 + number, 40), (20 * number, 90, 120)).save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize("length", [2, 2000, 4096])
async def test_a_text_of_any_length_becomes_an_action(
    bot_runs: Runs, database: Database, mina: Person, length: int
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        card = await mina.says("침" * length)
        assert "Not published yet" in card and "no target yet" in card
        asked = await mina.presses("Publish")
        assert "Which target" in asked and "SUW-0001" in await mina.presses(asked.labels[0])
        assert "침" in await mina.says("/find SUW-0001")
        assert "SUW-0001" in await mina.says("/mine")


async def test_text_of_wide_characters_is_cut_to_what_fits_into_a_message(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says("Flood gates " + "🌊" * 2040)
        long = {"Who notices": 1000, "Lesson": 1000, "Translation": 2000, "Title": 120}
        for label, most in long.items():
            await presses_further(mina, label)
            assert "Not published yet" in await mina.says("🌊" * most)
        await mina.presses("Publish")
        assert "SUW-0001" in await mina.presses("Show the card")


async def test_what_cannot_be_seen_is_taken_out(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says("\u202eFlood\x07 bar\u2066riers\x1b[31m\ufeff at three underpasses")
        await mina.presses("Publish")
        assert "Words are needed" in await mina.says("\u202e\x07")
        assert "Words are needed" in await mina.says("👍🌊")
        assert "مياه" in await mina.says("بناء حواجز مياه في المدينة flood")
    async with database.begin() as session:
        [text] = await session.scalars(select(Action.text))
        assert text == "Flood barriers[31m at three underpasses"


async def test_half_a_character_is_no_trouble(bot_runs: Runs, world: World, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    message = {"message_id": 1, "date": 1, "from": mina.user, "chat": {"id": mina.id, "type": "private"}}
    message["text"] = "Flood barriers \ud83d at three underpasses \udc4d"
    forged = {"id": "1", "from": mina.user, "chat_instance": "1", "data": "update:finish:\ud83d"}
    async with bot_runs() as bot:
        await bot.intake.keep([received({"update_id": 1, "message": message})])
        assert "Flood barriers  at three underpasses" in await mina.hears()
        assert "Published" in await mina.presses("Publish")
        await bot.intake.keep([received({"update_id": 2, "callback_query": forged})])
        assert "no longer works" in await mina.hears()


async def test_markup_in_every_field_stays_text(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says(f"Flood {MARKUP}")
        labels = ["Title", "Who notices", "Lesson", "Partners", "Link", "Tags", "Translation"]
        for label in labels:
            await presses_further(mina, label)
            card = await mina.says(f"{label} {MARKUP}")
        assert all(f"{label} {MARKUP}" in card for label in labels)
        assert f"Title {MARKUP}" in await mina.presses("Publish")
        card = await mina.presses("Show the card")
        assert all(f"{label} {MARKUP}" in card for label in labels) and f"Flood {MARKUP}" in card
        await mina.presses("Add news")
        assert f"News {MARKUP}" in await mina.says(f"News {MARKUP}")
        await mina.presses("Edit", under=card)
        await mina.presses("Change something")
        await mina.presses("Title")
        assert "Other" in await mina.says("Other title")
        await mina.presses("Save")
        assert f"Title {MARKUP}" in (await mina.presses("Show the card") and await mina.presses("History"))
        for question in (f"/find {MARKUP}", "/mine", f"/city {MARKUP}", f"/action {MARKUP}", f"/nosuch {MARKUP}"):
            assert await mina.says(question)
        assert "Other title" in await mina.says("/mine")
        assert "F-0001" in await mina.says(f"/feedback {MARKUP}")


async def test_a_name_of_64_characters_with_markup_is_only_a_name(
    bot_runs: Runs, world: World, database: Database
) -> None:
    long = Person(world, 77, "<b>" + "N" * 58 + "</b", "en")
    world.people[77]["last_name"] = "<i>" * 21 + "I"
    async with bot_runs():
        assert "Pumasi" in await long.says("/start")
        assert "Pumasi" in await long.says("/help")
    async with database.unit() as unit:
        officer = await people.known(unit.connection, 77)
        assert officer and officer.name == "<b>" + "N" * 58 + "</b"


def strange(world: World) -> list[Json]:
    """Return what is neither text nor photo, one of each kind."""
    files = world.files
    return [
        samples.sticker(files), samples.voice(files), samples.contact(), samples.poll(),
        samples.dice(),
    ]  # fmt: skip


async def test_what_has_no_words_is_answered_with_what_is_needed(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        for each in strange(world):
            assert "Words are needed" in await mina.sends(each)
        assert "What did your city do?" in await mina.says("/update")
        for each in strange(world):
            answer = await mina.sends(each)
            assert "Words are needed" in answer and "What did your city do?" in answer
        assert "Not published yet" in await mina.says(FLOOD)
        await mina.presses("Add photo")
        for each in [{"text": "no photo"}, *strange(world)]:
            assert "Please send a photo" in await mina.sends(each)
        assert "Photos and documents: 1" in await mina.sends_photo()
        await mina.presses("Add more")
        await mina.presses("Date")
        assert "That is no date" in await mina.says("soon")
        assert "still to come" in await mina.says("2999-01-01")
        assert "Words are needed" in await mina.sends(samples.dice())
        assert "Not published yet" in await mina.says("2026-11-20")
        await mina.presses("Add more")
        await mina.presses("Place")
        await mina.hears_until(lambda seen: bool(seen.keyboard))
        assert "No such place" in await mina.says("x" * 4096)
        assert "Which one" in await mina.sends(samples.location(37.28, 127.01))
    assert await count(database, Draft) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_last_day_that_is_not_still_to_come_is_today_where_the_officer_is(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    at("2027-03-02T08:00+09:00")
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says(FLOOD)
        await mina.presses("Add more")
        await mina.presses("Date")
        assert "still to come" in await mina.says("2027-03-03")
        assert "Not published yet" in await mina.says("2027-03-02")


async def test_an_album_of_ten_is_one_draft_and_one_receipt(
    bot_runs: Runs, database: Database, mina: Person, lee: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        assert "Photos and documents: 10" in await mina.sends_album([picture(n) for n in range(10)], FLOOD)
        await mina.quiet()
        assert "Published" in await mina.presses("Publish")
        await mina.quiet()
        await lee.says("/find SUW-0001")
        await lee.presses("More")
        await lee.presses("Photos")
    assert (await count(database, Draft), await count(database, Attachment)) == (1, 10)


async def test_late_parts_of_an_album_join_its_draft(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")

    def part(number: int) -> Json:
        return {"media_group_id": "131", "photo": world.files.photo(picture(number))}

    async with bot_runs():
        assert "What did your city do?" in await mina.sends(part(1))
        assert "What did your city do?" in await mina.sends(part(2))
        assert "Photos and documents: 2" in await mina.says(FLOOD)
        assert "Photos and documents: 3" in await mina.sends(part(3))
    assert (await count(database, Draft), await count(database, Attachment)) == (1, 3)


async def test_a_file_over_20_mb_is_refused_and_what_was_typed_is_kept(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says(FLOOD)
        await mina.presses("Add more")
        await mina.presses("Document")
        big = 20 * 1024 * 1024 + 1
        assert "larger than 20 MB" in await mina.sends_document("plan.pdf", b"%PDF", "application/pdf", size=big)
        assert "Photos and documents: 1" in await mina.sends_document("plan.pdf", b"%PDF", "application/pdf")
        await mina.presses("Publish")
        assert "larger than 20 MB" in await mina.sends_document("plan.pdf", b"%PDF", "application/pdf", size=big)
        assert "larger than 20 MB" in await mina.sends_document("plan.pdf", b"%PDF", "application/pdf", FLOOD, size=big)
        card = await mina.hears()
        assert "11.5" in card and "Photos and documents" not in card
    assert await count(database, Attachment) == 1


async def test_a_photo_under_a_command_is_kept(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        assert "Photos and documents: 1" in await mina.sends_photo(caption=f"/update {FLOOD}")
        assert "What is missing" in await mina.sends_photo(caption="/feedback")


async def test_an_edited_message_is_answered_and_changes_nothing(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says(FLOOD)
        assert "is not noticed" in await mina.edits("Something else")
        assert "Published" in await mina.presses("Publish")
    async with database.begin() as session:
        assert list(await session.scalars(select(Action.text))) == [FLOOD]


async def test_channels_are_passed_over_and_nameless_administrators_learn_where_to_go_on(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    async with bot_runs() as bot:
        group = groups.found(world, "Planning", [mina.id])
        channel = groups.found(world, "News", [mina.id], kind="channel")
        groups.post_in_channel(world, channel, "/start")
        inside = mina.within(group.id)
        groups.say_anonymously(world, group, "/mine")
        await inside.hears_until(lambda seen: seen.startswith("That is for the private chat"))
        assert "only" not in await inside.says("/find nothing")
        await inside.acts.edits("/find something")
        await inside.quiet()
        groups.throw_out(world, group, mina.id)
        await world.until(lambda: not len(world.updates) and not bot.dispatcher.backlog)
    assert not [seen for seen in mina.within(channel.id).chat if seen.shown.own]


async def test_a_forged_or_foreign_button_changes_nothing(
    bot_runs: Runs, world: World, database: Database, mina: Person, jun: Person, lee: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated(database, jun, "Toyama")
    async with bot_runs():
        await mina.says(FLOOD)
        await mina.presses("Publish")
        card = await mina.says("A second flood gate is planned.")
        [draft] = [int(b["callback_data"].split(":")[2]) for b in card.inline[0]]
        theirs = [f"update:{verb}:{draft}" for verb in ("finish", "cancel", "more", "back", "restore", "take_up")]
        theirs += ["action:withdraw_now:1", "edit:of_action:1", "action:add_news:1", f"find:for_draft:{draft}"]
        for person in (jun, lee):
            own = await person.says("/help")
            for data in theirs:
                before = len(person.toasts)
                await person.acts.presses_data(data, message_id=own.message["message_id"])
                await world.until(lambda before=before, person=person: len(person.toasts) > before)
            await person.quiet()
        for data in RUBBISH:
            before = mina.answered_presses
            await mina.acts.presses_data(data.format(draft=draft), message_id=card.message["message_id"])
            await world.until(lambda before=before: mina.answered_presses > before)
        await mina.acts.presses_data(f"update:finish:{draft}", message_id=card.message["message_id"])
        assert await mina.hears_until(lambda seen: "Published as SUW-0002" in seen)
    async with database.begin() as session:
        assert list(await session.scalars(select(Action.state))) == ["published", "published"]


async def test_a_button_works_ten_minutes_later_after_a_restart_and_once(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        card = await mina.says(FLOOD)
    clock.set_to(clock.now() + timedelta(minutes=10))
    await mina.acts.presses("Publish")
    await mina.acts.presses("Publish", under=card)
    clock.set_to(clock.now() + timedelta(minutes=10))
    async with bot_runs():
        assert "Published as SUW-0001" in await mina.hears()
        assert "done already: SUW-0001" in await mina.hears()
    assert await count(database, Action) == 1


async def test_a_button_under_a_message_that_is_gone_is_answered_with_a_new_one(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        card = await mina.says(FLOOD)
        del mina.world.chats[mina.id].messages[card.message["message_id"]]
        data = card.inline[0][0]["callback_data"]
        assert "Published" in await mina.presses_data(data, message_id=card.message["message_id"])


async def test_unknown_fields_and_kinds_of_updates_are_read_past(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs() as bot:
        world.happens("telepathy", {"from": mina.user, "thought": {"deep": [1]}}, mina.id, always=True)
        world.happens("message_reaction", {"chat": {"id": mina.id, "type": "private"}}, mina.id, always=True)
        assert "Not published yet" in await mina.sends({"text": FLOOD, "hologram": {"layers": [1, 2]}, "mood": "calm"})
        await world.until(lambda: not bot.dispatcher.backlog)


async def test_every_command_answers_a_stranger_an_officer_and_nonsense_behind_it(
    bot_runs: Runs, database: Database, mina: Person, lee: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs() as bot:
        bot.router.limits = dict.fromkeys(bot.router.limits, (1000.0, 1000.0))
        nonsense = " 침수 <b> \u202e ' OR 1=1 -- " + "x" * 3900
        typed = ("", nonsense) if database.sqlite else (nonsense,)  # each command alone has tests of its own on both
        for command in COMMANDS:
            for words in typed:
                for person in (mina, lee):
                    await person.says(f"/{command.name}{words}")
            await mina.says("/cancel")
    async with database.unit() as unit:
        assert await inbox.parked(unit.connection) == []
