"""What Telegram refuses, in its own words."""

import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.simulator import World, acts, groups
from bot.simulator.api import Rejected
from bot.simulator.pace import Pace
from tests.people import Person
from tests.unit.simulated import Api, calling


@pytest.fixture
async def world() -> World:
    return World()


@pytest.fixture
async def api(world: World) -> AsyncIterator[Api]:
    async with calling(world) as api:
        yield api


@pytest.fixture
async def mina(world: World) -> Person:
    mina = Person(world, 7, "Mina", "ko")
    await mina.acts.says("/start")
    return mina


def row(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Go"} | button]]}


@pytest.mark.parametrize("text", ["x" * 4096, "😀" * 2048, "<b>" + "x" * 4096 + "</b>", " a\n"])
async def test_a_text_within_the_limit_is_taken(api: Api, mina: Person, text: str) -> None:
    message = await api.result("sendMessage", chat_id=7, text=text, parse_mode="HTML")
    assert len(message["text"].encode("utf-16-le")) // 2 <= 4096


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        (" \n<b> a </b>\n", "a", [("bold", 0, 1)]),
        (" <i> </i>\n<b>a </b><u>b</u>", "a b", [("bold", 0, 2), ("underline", 2, 1)]),
        ("<b>a</b> <i> </i>", "a", [("bold", 0, 1)]),
        ("a\r\n\u202eb\x07c", "a\nb c", []),
    ],
)
async def test_blanks_at_the_ends_and_control_characters_go(
    api: Api, mina: Person, html: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    message = await api.result("sendMessage", chat_id=7, text=html, parse_mode="HTML")
    assert message["text"] == text
    assert [(e["type"], e["offset"], e["length"]) for e in message.get("entities", [])] == entities


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": ""}, "message text is empty"),
        ({}, "message text is empty"),
        ({"text": " \n\u200b\x07"}, "message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "<x>", "parse_mode": "html"}, 'can\'t parse entities: Unsupported start tag "x"'),
        ({"text": "x", "parse_mode": "Wiki"}, "unsupported parse_mode"),
        ({"text": 5}, 'field "text" must be of type String'),
        ({"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 2}]}, "can't parse entities"),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply_markup JSON object"),
        ({"text": "x", "reply_markup": {"buttons": []}}, "object expected as reply markup"),
        ({"text": "x", "reply_markup": row(callback_data="x" * 65)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": row(callback_data="수" * 22)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": row(callback_data="")}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": row()}, "Text buttons are unallowed"),
        ({"text": "x", "reply_markup": row(callback_data="x", url="https://a.org")}, "exactly one"),
        ({"text": "x", "reply_markup": row(text=" ", callback_data="x")}, "text must be non-empty"),
        ({"text": "x", "reply_markup": row(url="http://localhost")}, "Wrong HTTP URL"),
        ({"text": "x", "reply_markup": row(url="ftp://example.org")}, "Wrong HTTP URL"),
        ({"text": "x", "reply_markup": row(web_app={"url": "http://example.org"})}, "Only HTTPS links"),
        ({"text": "x", "reply_markup": row(web_app="https://example.org")}, "Only HTTPS links"),
        ({"text": "x", "reply_markup": {"keyboard": []}}, "at least one button"),
        ({"text": "x", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ({"text": "x", "message_thread_id": 5}, "message thread not found"),
        ({"text": "x", "chat_id": 99}, "chat not found"),
        ({"text": "x", "chat_id": "@nobody"}, "chat not found"),
        ({"text": "x", "chat_id": None}, "chat not found"),
    ],
)
async def test_a_message_is_refused(api: Api, mina: Person, params: dict[str, Any], why: str) -> None:
    refusal = await api.refusal("sendMessage", **{"chat_id": 7} | params)
    assert refusal.startswith("Bad Request: ") and why in refusal
    await mina.quiet(0)


async def test_a_person_who_never_wrote_cannot_be_reached(api: Api, world: World) -> None:
    Person(world, 8, "Jun")
    assert await api.refusal("sendMessage", chat_id=8, text="x") == "Bad Request: chat not found"


@pytest.mark.parametrize(("rows", "columns", "taken"), [(100, 1, True), (12, 8, True), (101, 1, False), (1, 9, False)])
async def test_keyboards_have_a_most(api: Api, mina: Person, rows: int, columns: int, taken: bool) -> None:
    button = {"text": "x", "callback_data": "x" * 64}
    keyboard = {"inline_keyboard": [[button] * columns] * rows}
    assert (await api("sendMessage", chat_id=7, text="x", reply_markup=keyboard))["ok"] is taken


@pytest.mark.parametrize(("size", "taken"), [(1024, True), (1025, False)])
async def test_captions_have_a_most(api: Api, mina: Person, size: int, taken: bool) -> None:
    await mina.acts.sends_photo()
    photo = mina.chat[-1].message["photo"][0]["file_id"]
    body = await api("sendPhoto", chat_id=7, photo=photo, caption="x" * size)
    assert body["ok"] is taken or "message caption is too long" in body["description"]
    assert body["ok"] is taken


async def test_an_edit_must_change_something_of_ones_own(api: Api, mina: Person) -> None:
    message = await api.result("sendMessage", chat_id=7, text="One", reply_markup=row(callback_data="x"))
    this = {"chat_id": 7, "message_id": message["message_id"]}
    same = await api.refusal("editMessageText", **this, text="One", reply_markup=row(callback_data="x"))
    assert same.startswith("Bad Request: message is not modified")
    edited = await api.result("editMessageText", **this, text="One")
    assert "reply_markup" not in edited and "edit_date" in edited
    assert "message is not modified" in await api.refusal("editMessageReplyMarkup", **this)
    missing = await api.refusal("editMessageText", chat_id=7, message_id=999, text="x")
    assert missing == "Bad Request: message to edit not found"
    theirs = mina.chat[0].message["message_id"]
    cannot = await api.refusal("editMessageText", chat_id=7, message_id=theirs, text="x")
    assert cannot == "Bad Request: message can't be edited"
    wrong = await api.refusal("editMessageCaption", **this, caption="x")
    assert wrong == "Bad Request: there is no caption in the message to edit"


async def test_a_message_with_a_reply_keyboard_cannot_be_edited(api: Api, mina: Person) -> None:
    keyboard = {"keyboard": [["Yes"]]}
    message = await api.result("sendMessage", chat_id=7, text="One", reply_markup=keyboard)
    refusal = await api.refusal("editMessageText", chat_id=7, message_id=message["message_id"], text="Two")
    assert refusal == "Bad Request: message can't be edited"


async def test_a_message_can_be_deleted_once_and_for_two_days(mina: Person, world: World) -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    world.now = lambda: now
    async with calling(world) as api:
        message = await api.result("sendMessage", chat_id=7, text="One")
        this = {"chat_id": 7, "message_id": message["message_id"]}
        now += timedelta(hours=49)
        assert await api.refusal("deleteMessage", **this) == "Bad Request: message can't be deleted"
        now -= timedelta(hours=2)
        assert await api.result("deleteMessage", **this) is True
        assert await api.refusal("deleteMessage", **this) == "Bad Request: message to delete not found"


async def test_who_blocked_or_left_cannot_be_written_to(api: Api, mina: Person, world: World) -> None:
    acts.block(world, 7)
    body = await api("sendMessage", chat_id=7, text="x")
    assert (body["error_code"], body["description"]) == (403, "Forbidden: bot was blocked by the user")
    await mina.acts.says("I am back")
    await api.result("sendMessage", chat_id=7, text="x")
    kinds = [next(key for key in update if key != "update_id") for update in await api.updates(offset=-3)]
    assert kinds == ["my_chat_member", "my_chat_member", "message"]
    acts.deactivate(world, 7)
    assert await api.refusal("sendMessage", chat_id=7, text="x") == "Forbidden: user is deactivated"


async def test_a_press_can_be_answered_for_a_short_while_only(mina: Person, world: World) -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    world.now = lambda: now
    async with calling(world) as api:
        query = await mina.acts.presses_data("x", message_id=1)
        assert await api.result("answerCallbackQuery", callback_query_id=query) is True
        now += timedelta(seconds=16)
        late = await api.refusal("answerCallbackQuery", callback_query_id=query)
        unknown = await api.refusal("answerCallbackQuery", callback_query_id="1")
        assert late == unknown and late.startswith("Bad Request: query is too old")
    assert mina.answered_presses == 1


async def test_a_toast_has_at_most_200_characters(api: Api, mina: Person) -> None:
    query = await mina.acts.presses_data("x", message_id=1)
    long = await api.refusal("answerCallbackQuery", callback_query_id=query, text="x" * 201)
    assert long == "Bad Request: MESSAGE_TOO_LONG"
    assert await api.result("answerCallbackQuery", callback_query_id=query, text="x" * 200)


async def test_a_file_over_20_megabytes_cannot_be_fetched(api: Api, mina: Person) -> None:
    message = await mina.acts.sends_document("a.pdf", b"%PDF", "application/pdf", size=20 * 2**20 + 1)
    file_id = message["document"]["file_id"]
    assert await api.refusal("getFile", file_id=file_id) == "Bad Request: file is too big"


@pytest.mark.parametrize(("count", "taken"), [(1, False), (2, True), (10, True), (11, False)])
async def test_an_album_has_two_to_ten_pictures(api: Api, mina: Person, count: int, taken: bool) -> None:
    photo = (await mina.acts.sends_photo())["photo"][0]["file_id"]
    media = [{"type": "photo", "media": photo}] * count
    body = await api("sendMediaGroup", chat_id=7, media=media)
    assert body["ok"] is taken
    assert len(mina.heard) == (count if taken else 0)


@pytest.mark.parametrize(
    ("method", "params", "why"),
    [
        ("sendPhoto", {"photo": "nonsense"}, "wrong file identifier"),
        ("sendPhoto", {"photo": "https://example.org/x.jpg"}, "failed to get HTTP URL content"),
        ("sendPhoto", {}, "there is no photo in the request"),
        ("sendMediaGroup", {"media": [{"type": "photo"}, {"type": "document"}]}, "can't be mixed"),
        ("sendMediaGroup", {"media": [{"type": "photo"}, {"type": "photo"}]}, "there is no media"),
        ("sendChatAction", {"action": "dancing"}, "wrong parameter action"),
        ("setMyCommands", {"commands": [{"command": "Find", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "find"}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("setMyCommands", {"commands": [], "language_code": "korean"}, "invalid language code"),
        ("setMyCommands", {"commands": [], "scope": {"type": "moon"}}, "unsupported type"),
        ("setMyDescription", {"description": "x" * 513}, "too long"),
        ("setWebhook", {"url": "http://example.org"}, "HTTPS"),
        ("setWebhook", {"url": "https://example.org", "secret_token": "a b"}, "unallowed characters"),
        ("answerInlineQuery", {"results": [{}]}, "RESULT_ID_INVALID"),
    ],
)
async def test_other_calls_are_refused(api: Api, mina: Person, method: str, params: dict[str, Any], why: str) -> None:
    assert why in await api.refusal(method, **{"chat_id": 7} | params)


async def test_an_unknown_method_is_not_found_and_a_foreign_token_not_let_in(world: World) -> None:
    world.token = "42:OTHER"
    async with calling(world) as api:
        assert await api("getMe") == {"ok": False, "error_code": 401, "description": "Unauthorized"}
        world.token = ""
        assert (await api("makeCoffee"))["error_code"] == 404
        assert (await api("GETME"))["ok"]


async def test_too_many_messages_are_refused_with_the_seconds_to_wait(api: Api, mina: Person, world: World) -> None:
    now = 0.0
    world.pace = Pace(timer=lambda: now)
    answers = [await api("sendMessage", chat_id=7, text="x") for _ in range(6)]
    assert [answer["ok"] for answer in answers] == [True] * 5 + [False]
    assert answers[-1]["error_code"] == 429
    assert answers[-1]["parameters"] == {"retry_after": 1}
    assert answers[-1]["description"] == "Too Many Requests: retry after 1"
    now += 1.0
    assert (await api("sendMessage", chat_id=7, text="x"))["ok"]


def test_the_pace_is_30_a_second_overall_and_20_a_minute_in_a_group() -> None:
    def admitted(pace: Pace, chats: list[int]) -> int:
        for chat_id in chats:
            with contextlib.suppress(Rejected):
                pace.admit(chat_id, 1)
        return len(chats) - pace.refused

    assert admitted(Pace(timer=lambda: 0.0), list(range(1, 101))) == 30
    assert admitted(Pace(timer=lambda: 0.0), [-5] * 30) == 20


def test_an_album_is_not_refused_for_ever() -> None:
    now = 0.0
    pace = Pace(timer=lambda: now)
    pace.admit(7, 10)
    with pytest.raises(Rejected):
        pace.admit(7, 10)
    now = 5.0
    pace.admit(7, 10)


async def test_what_is_kept_is_bounded() -> None:
    world = World(keep=10)
    jun = Person(world, 8, "Jun")
    for number in range(50):
        await jun.acts.says(str(number))
    assert jun.chat == [str(number) for number in range(40, 50)]
    assert len(world.log.after(8, 0)) == 10
    assert len(world.updates) == 50


async def test_a_location_can_be_requested_in_private_chats_only(api: Api, world: World, mina: Person) -> None:
    group = groups.found(world, "Planning", [mina.id])
    asking = {"keyboard": [[{"text": "Here", "request_location": True}]]}
    await api.result("sendMessage", chat_id=7, text="Where?", reply_markup=asking)
    refusal = await api.refusal("sendMessage", chat_id=group.id, text="Where?", reply_markup=asking)
    assert "private chats only" in refusal
    await api.result("sendMessage", chat_id=group.id, text="Where?", reply_markup={"keyboard": [["Here"]]})
