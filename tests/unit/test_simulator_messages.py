"""What the simulator says is Telegram: two libraries that never met read every update and answer of it."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import aiogram.types
import pytest
from PIL import Image
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputTextMessageContent,
    KeyboardButton,
    Message,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, RetryAfter
from telegram.request import HTTPXRequest

from bot.simulator import World, acts, groups, samples, serving
from bot.simulator.api import Json, Rejected, Upload
from bot.simulator.files import Files, sample_photo
from tests.people import Person
from tests.strangers import Strangers


@pytest.fixture
async def world() -> World:
    return World()


@pytest.fixture
async def mina(world: World) -> Person:
    mina = Person(world, 7, "Mina", "ko", "mina_city")
    await mina.acts.says("/start abc")
    return mina


@pytest.fixture
async def bot(world: World, mina: Person) -> AsyncIterator[Bot]:
    strangers = Strangers()
    world.watch(strangers)
    async with serving(world) as url:
        request = HTTPXRequest(read_timeout=20)
        library = Bot("42:T", base_url=f"{url}/bot", base_file_url=f"{url}/file/bot", request=request)
        async with library:
            yield library
    strangers.agree()


def raw_updates(world: World) -> list[Json]:
    return list(world.updates._waiting.values())


def a_group(world: World) -> None:
    group = groups.found(world, "Goal 11", [7])
    acts.say(world, 7, "/find flood", chat_id=group.id)
    groups.upgrade(world, group)


def an_anonymous_admin(world: World) -> None:
    group = groups.found(world, "Goal 11", [7], kind="supergroup")
    groups.say_anonymously(world, group, "/find flood")


def a_topic(world: World) -> None:
    group = groups.found(world, "Forum", [7], kind="supergroup", is_forum=True)
    thread = groups.open_topic(world, group, 7, "Floods")
    acts.send(world, 7, acts.texted("/find") | groups.in_topic(thread), chat_id=group.id)


def a_channel(world: World) -> None:
    channel = groups.found(world, "News", [7], kind="channel", username="goal_news")
    groups.post_in_channel(world, channel, "Published")


def a_removal(world: World) -> None:
    groups.throw_out(world, groups.found(world, "Goal 11", [7]), 7)


def a_block(world: World) -> None:
    acts.block(world, 7)
    acts.unblock(world, 7)


def an_edit(world: World) -> None:
    acts.edit(world, 7, "/start xyz")


def a_reply(world: World) -> None:
    acts.say(world, 7, "To myself", reply_to=1)


def an_album(world: World) -> None:
    acts.album(world, 7, [sample_photo(), sample_photo()], "Two #pictures")


ACTS: list[Callable[[World], Any]] = [
    a_group,
    an_anonymous_admin,
    a_topic,
    a_channel,
    a_removal,
    a_block,
    an_edit,
    a_reply,
    an_album,
    lambda world: acts.say(world, 7, "Call @mina_city at https://example.org #now"),
    lambda world: acts.photo(world, 7, sample_photo(), "One"),
    lambda world: acts.document(world, 7, Upload("a.pdf", b"%PDF", "application/pdf")),
    lambda world: acts.forward(world, 7, acts.texted("News"), "City hall"),
    lambda world: acts.send(world, 7, samples.sticker(world.files)),
    lambda world: acts.send(world, 7, samples.voice(world.files)),
    lambda world: acts.send(world, 7, samples.video(world.files)),
    lambda world: acts.send(world, 7, samples.contact()),
    lambda world: acts.send(world, 7, samples.dice()),
    lambda world: acts.send(world, 7, samples.poll()),
    lambda world: acts.send(world, 7, samples.location(37.26, 127.03)),
    lambda world: acts.press(world, 7, 1, "data"),
    lambda world: acts.press(world, 7, 999, "data"),
    lambda world: acts.ask_inline(world, 7, "flood"),
]


@pytest.mark.parametrize("act", ACTS)
async def test_both_libraries_read_what_people_do(act: Callable[[World], Any], bot: Bot, world: World) -> None:
    told = len(world.updates)
    act(world)
    assert len(world.updates) > told
    for raw in raw_updates(world):
        read = aiogram.types.Update.model_validate(raw, strict=False)
        assert [read.event_type] == [key for key in raw if key != "update_id"]
        assert _unread(read.event) == set()
    updates = await bot.get_updates()
    assert [update.update_id for update in updates] == [raw["update_id"] for raw in raw_updates(world)]
    for update, raw in zip(updates, raw_updates(world), strict=True):
        assert not update.api_kwargs
        assert _without_defaults(update.to_dict(), raw) == raw


def _unread(event: aiogram.types.TelegramObject) -> set[str]:
    return set(event.model_extra or {})


def _without_defaults(read: Any, raw: Any) -> Any:
    """Return what was read without what the library adds where nothing was said."""
    if isinstance(raw, dict):
        return {name: _without_defaults(read.get(name), raw[name]) for name in raw}
    if isinstance(raw, list):
        return [_without_defaults(one, other) for one, other in zip(read, raw, strict=True)]
    return read


async def test_words_keyboards_and_edits_are_read_back(bot: Bot, mina: Person) -> None:
    buttons = InlineKeyboardMarkup(
        [[InlineKeyboardButton("Go", callback_data="go"), InlineKeyboardButton("See", url="https://a.org/")]]
    )
    sent = await bot.send_message(7, "<b>침수</b> &amp; 😀<i>x</i>", parse_mode="HTML", reply_markup=buttons)
    assert sent.text == "침수 & 😀x"
    assert sent.parse_entities() == {
        MessageEntity("bold", 0, 2): "침수",
        MessageEntity("italic", 7, 1): "x",
    }
    assert sent.reply_markup == buttons
    edited = await bot.edit_message_text("Done", chat_id=7, message_id=sent.message_id)
    assert isinstance(edited, Message) and edited.reply_markup is None and edited.edit_date
    assert (await mina.hears(), await mina.hears()) == ("침수 & 😀x", "Done")


async def test_keyboards_below_come_and_go(bot: Bot, mina: Person) -> None:
    keyboard = ReplyKeyboardMarkup([[KeyboardButton("Here", request_location=True)], ["No"]])
    await bot.send_message(7, "Where?", reply_markup=keyboard)
    await bot.send_message(7, "Thanks", reply_markup=ReplyKeyboardRemove())
    assert (await mina.hears()).keyboard == [["Here"], ["No"]]
    assert (await mina.hears()).shown.keyboard == {"remove_keyboard": True}


async def test_pictures_go_both_ways(bot: Bot, mina: Person) -> None:
    picture = BytesIO()
    Image.new("RGB", (1600, 1200), "teal").save(picture, "PNG")
    await mina.acts.sends_photo(picture.getvalue(), "Teal")
    [*_, update] = await bot.get_updates()
    assert update.message and update.message.caption == "Teal"
    sizes = update.message.photo
    assert [(size.width, size.height) for size in sizes] == [(90, 68), (320, 240), (800, 600), (1280, 960)]
    file = await sizes[-1].get_file()
    with Image.open(BytesIO(await file.download_as_bytearray())) as fetched:
        assert (fetched.format, fetched.size) == ("JPEG", (1280, 960))

    by_id = await bot.send_photo(7, sizes[-1].file_id, caption="<b>Again</b>", parse_mode="HTML")
    assert by_id.caption == "Again" and by_id.photo[-1].width == 1280
    new = await bot.send_photo(7, sample_photo())
    assert new.photo[-1].width == 640


async def test_a_picture_keeps_no_metadata_and_a_file_keeps_every_byte(bot: Bot, mina: Person) -> None:
    picture, exif = BytesIO(), Image.Exif()
    exif[0x010F] = "Maker"
    Image.new("RGB", (200, 100)).save(picture, "JPEG", exif=exif)
    await mina.acts.sends_photo(picture.getvalue())
    await mina.acts.sends_photo(picture.getvalue(), document=True)
    _, photo, document = await bot.get_updates()
    assert photo.message and document.message and document.message.document
    fetched = bytes(await (await photo.message.photo[-1].get_file()).download_as_bytearray())
    with Image.open(BytesIO(fetched)) as opened:
        assert not opened.getexif()
    kept = bytes(await (await document.message.document.get_file()).download_as_bytearray())
    assert kept == picture.getvalue()


async def test_albums_and_documents_are_sent(bot: Bot, mina: Person) -> None:
    media = [InputMediaPhoto(sample_photo()), InputMediaPhoto(sample_photo())]
    album = await bot.send_media_group(7, media, caption="<i>Both</i>", parse_mode="HTML")
    assert len({message.media_group_id for message in album}) == 1
    assert [message.caption for message in album] == ["Both", None]
    files = [InputMediaDocument(b"a,b\n", filename="a.csv"), InputMediaDocument(b"c", filename="c.txt")]
    assert [m.document and m.document.file_name for m in await bot.send_media_group(7, files)] == [
        "a.csv",
        "c.txt",
    ]
    sent = await bot.send_document(7, b"{}", filename="mydata.json", caption="Yours")
    assert sent.document and (sent.document.file_name, sent.document.file_size) == ("mydata.json", 2)
    edited = await bot.edit_message_caption(7, sent.message_id, caption="Still yours")
    assert isinstance(edited, Message) and edited.caption == "Still yours"


async def test_a_picture_that_is_none_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(7, b"not a picture")


async def test_a_file_is_sent_again_only_as_what_it_is(bot: Bot, mina: Person) -> None:
    document = (await mina.acts.sends_document("a.txt", b"a", "text/plain"))["document"]["file_id"]
    with pytest.raises(BadRequest, match=r"(?i)type document as photo"):
        await bot.send_photo(7, document)
    assert (await bot.send_document(7, document)).document


async def test_a_file_without_content_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)file must be non-empty"):
        await bot.send_document(7, BytesIO(b""), filename="empty.txt")


def test_old_files_are_forgotten_when_there_are_too_many_bytes() -> None:
    files = Files(most_bytes=10)
    first, second, third = (files.keep("document", Upload(name, b"12345")) for name in "abc")
    assert files.by_id(third.file_id) == third and files.by_path(second.path) == second
    assert files.by_path(first.path) is None
    with pytest.raises(Rejected, match="wrong file identifier"):
        files.by_id(first.file_id)


async def test_answers_to_presses_and_inline_questions_arrive(bot: Bot, world: World, mina: Person) -> None:
    query = await mina.acts.presses_data("x", message_id=1)
    assert await bot.answer_callback_query(query, text="Saved", show_alert=True)
    assert mina.toasts == ["Saved"]
    question = acts.ask_inline(world, 7, "flood")
    words = InputTextMessageContent("<b>Rain</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match=r"(?i)result_id_duplicate"):
        await bot.answer_inline_query(question, [InlineQueryResultArticle("1", "Rain", words)] * 2)
    assert await bot.answer_inline_query(question, [InlineQueryResultArticle("1", "Rain gardens", words)])
    asked = world.queries.get(question)
    assert asked and [result["title"] for result in asked.results] == ["Rain gardens"]


async def test_what_the_bot_says_of_itself_is_kept_per_language(bot: Bot, world: World) -> None:
    assert (await bot.get_me()).username == "pumasi_bot"
    await bot.set_my_commands([BotCommand("find", "Find")])
    await bot.set_my_commands([BotCommand("find", "찾기")], language_code="ko")
    await bot.set_my_commands([BotCommand("find", "尋找")], language_code="zh")
    assert await bot.get_my_commands(language_code="ko") == (BotCommand("find", "찾기"),)
    assert await bot.get_my_commands(language_code="ja") == ()
    scopes: list[Json] = [{"type": "all_private_chats"}, {"type": "default"}]
    seen = {code: world.profile.commands_for(scopes, code) for code in ("ko", "ja", "zh-hant")}
    assert [seen[code][0]["description"] for code in seen] == ["찾기", "Find", "尋找"]
    await bot.delete_my_commands(language_code="ko")
    assert world.profile.commands_for(scopes, "ko")[0]["description"] == "Find"
    await bot.set_my_name("Pumasi")
    await bot.set_my_description("Cities help each other")
    await bot.set_my_description("도시끼리 돕습니다", language_code="ko")
    await bot.set_my_short_description("Short")
    assert (await bot.get_my_description("ko")).description == "도시끼리 돕습니다"
    assert (await bot.get_my_description("ja")).description == "Cities help each other"
    assert await bot.set_my_default_administrator_rights()


async def test_chats_and_webhooks_are_described(bot: Bot) -> None:
    assert (await bot.get_chat(7)).username == "mina_city"
    assert (await bot.get_chat_member(7, 7)).user.first_name == "Mina"
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == ("", 1)


async def test_the_library_sees_the_errors_it_knows(bot: Bot, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    group = groups.found(world, "Goal 11", [7])
    above = groups.upgrade(world, group)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "x")
    assert moved.value.new_chat_id == above.id
    assert (await bot.send_message(above.id, "x")).chat.type == "supergroup"
    world.faults.flood(5)
    with pytest.raises(RetryAfter):
        await bot.send_message(7, "x")
    acts.block(world, 7)
    with pytest.raises(Forbidden, match="blocked"):
        await bot.send_message(7, "x")
    world.updates.webhook = {"url": "https://example.org"}
    with pytest.raises(Conflict):
        await bot.get_updates()


async def test_a_thrown_out_bot_cannot_write(bot: Bot, world: World) -> None:
    group = groups.found(world, "Goal 11", [7])
    groups.throw_out(world, group, 7)
    told = len(world.updates)
    acts.say(world, 7, "/find", chat_id=group.id)
    assert len(world.updates) == told
    with pytest.raises(Forbidden, match="kicked"):
        await bot.send_message(group.id, "x")


async def test_groups_keep_from_the_bot_what_is_not_for_it(bot: Bot, world: World) -> None:
    group = groups.found(world, "Goal 11", [7], kind="supergroup")
    sent = await bot.send_message(group.id, "Hello all")
    told = len(world.updates)
    for text in ("Lunch?", "/find@other_bot", "Write to x@example.org"):
        acts.say(world, 7, text, chat_id=group.id)
    assert len(world.updates) == told
    for text in ("/find", "/find@pumasi_bot", "Look, @pumasi_bot"):
        acts.say(world, 7, text, chat_id=group.id)
    acts.say(world, 7, "Yes", chat_id=group.id, reply_to=sent.message_id)
    assert len(world.updates) == told + 4


async def test_messages_are_numbered_anew_in_every_supergroup(bot: Bot, world: World) -> None:
    chats = [groups.found(world, title, [7], kind="supergroup") for title in ("One", "Two")]
    sent = [await bot.send_message(chat.id, "x") for chat in chats]
    assert sent[0].message_id == sent[1].message_id


async def test_a_topic_is_answered_in_the_topic(bot: Bot, world: World) -> None:
    group = groups.found(world, "Forum", [7], kind="supergroup", is_forum=True)
    thread = groups.open_topic(world, group, 7, "Floods")
    sent = await bot.send_message(group.id, "x", message_thread_id=thread)
    assert (sent.message_thread_id, sent.is_topic_message) == (thread, True)


async def test_a_public_channel_is_reached_by_its_name(bot: Bot, world: World) -> None:
    channel = groups.found(world, "News", [7], kind="channel", username="goal_news")
    sent = await bot.send_message("@Goal_News", "x")
    assert sent.sender_chat and (sent.sender_chat.id, sent.from_user) == (channel.id, None)


async def test_dates_are_of_the_worlds_clock(bot: Bot, world: World) -> None:
    moment = datetime(2026, 7, 1, 9, tzinfo=UTC)
    world.now = lambda: moment
    assert (await bot.send_message(7, "x")).date == moment


async def test_a_picture_takes_the_place_of_another_or_of_a_text(bot: Bot, mina: Person) -> None:
    sent = await bot.send_photo(7, sample_photo(), caption="before")
    text = await bot.send_message(7, "before")
    for message in (sent, text):
        changed = await bot.edit_message_media(InputMediaPhoto(sample_photo(), "after"), 7, message.message_id)
        assert isinstance(changed, Message) and changed.caption == "after" and changed.photo and changed.text is None
        assert changed.edit_date is not None
    assert sent.photo[-1].file_id != changed.photo[-1].file_id


async def test_media_that_telegram_would_not_put_in_a_message_is_refused(bot: Bot, mina: Person) -> None:
    sent = await bot.send_photo(7, sample_photo())
    with pytest.raises(BadRequest, match="essage to edit not found"):
        await bot.edit_message_media(InputMediaPhoto(sample_photo()), 7, 999)
    with pytest.raises(BadRequest, match="can't be put in a message"):
        await bot.edit_message_media(InputMediaAudio(sample_photo()), 7, sent.message_id)
