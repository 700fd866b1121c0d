"""The judges object to what is wrong, and agree with the simulator about what is right."""

import random
from collections.abc import AsyncIterator
from typing import Any

import aiogram.methods
import pytest
from aiogram import Bot
from aiohttp import FormData
from pydantic import ValidationError
from teremok import ApiRuleViolation, MockedSession
from teremok.validation import validate_html, validate_method

from bot.simulator import World
from bot.simulator.api import Call, Rejected
from bot.simulator.entities import parse_html
from bot.simulator.files import sample_photo
from bot.simulator.limits import caption_of, markup_of, text_of
from bot.simulator.methods import METHODS
from tests.people import Person
from tests.strangers import Strangers
from tests.unit.simulated import Api, calling


@pytest.fixture
async def world() -> World:
    return World()


@pytest.fixture
async def strangers(world: World) -> Strangers:
    strangers = Strangers()
    world.watch(strangers)
    return strangers


@pytest.fixture
async def api(world: World, strangers: Strangers) -> AsyncIterator[Api]:
    await Person(world, 7, "Mina").acts.says("/start")
    async with calling(world) as api:
        yield api


def buttons(**button: Any) -> dict[str, Any]:
    return {"reply_markup": {"inline_keyboard": [[{"text": "Go"} | button]]}}


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("getUpdates", {"timeout": 0, "allowed_updates": ["message"]}),
        ("sendMessage", {"text": "<b>x</b>" * 1000, "parse_mode": "HTML"} | buttons(callback_data="x")),
        ("sendMessage", {"text": "&amp;" * 4096, "parse_mode": "HTML"}),
        ("sendMessage", {"text": "x", "link_preview_options": {"is_disabled": True}}),
        ("sendMessage", {"text": "x", "reply_markup": {"keyboard": [[{"text": "x"}]]}}),
        ("setMyCommands", {"commands": [{"command": "find", "description": "x"}], "language_code": "ko"}),
    ],
)
async def test_the_judges_are_quiet_about_what_is_right(
    api: Api, strangers: Strangers, method: str, params: dict[str, Any]
) -> None:
    params |= {"chat_id": 7} if method.startswith("send") else {}
    await api.result(method, **params)
    strangers.agree()
    assert strangers.seen == 1


@pytest.mark.parametrize(
    ("method", "params", "objection"),
    [
        ("sendMessage", {"text": "x", "colour": "red"}, "unknown parameter colour"),
        ("sendMessage", {"text": "x"} | buttons(callback_data="x", colour="red"), "colour"),
        ("sendMessage", {"text": 5}, "valid string"),
        ("sendMessage", {}, "Field required"),
        ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [["Go"]]}}, "reply_markup"),
        ("sendMessage", {"text": "x", "disable_notification": "perhaps"}, "valid boolean"),
        ("editMessageText", {"text": "x", "message_id": "first"}, "valid integer"),
        ("sendMessage", {"text": "<br>", "parse_mode": "HTML"}, "Unsupported start tag"),
        ("sendMessage", {"text": "a & b", "parse_mode": "HTML"}, "can't parse entities"),
        ("sendMessage", {"text": "x" * 4097}, "message is too long"),
        ("sendMessage", {"text": "<b>" + "x" * 4097 + "</b>", "parse_mode": "HTML"}, "too long"),
        ("sendMessage", {"text": ""}, "message text is empty"),
        ("sendPhoto", {"photo": "x", "caption": "x" * 1025}, "caption is too long"),
        ("sendMediaGroup", {"media": [{"type": "photo", "media": "x", "caption": "x" * 1025}]}, "caption"),
        (
            "sendMediaGroup",
            {"media": [{"type": "photo", "media": "x", "caption": "<x>", "parse_mode": "HTML"}]},
            "Unsupported start tag",
        ),
        ("sendMessage", {"text": "x"} | buttons(callback_data="수" * 22), "BUTTON_DATA_INVALID"),
        ("sendMessage", {"text": "x"} | buttons(), "exactly one"),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
        ("getMe", {"verbose": True}, "unknown parameter verbose"),
    ],
)
async def test_the_judges_object_to_what_is_wrong(
    api: Api, strangers: Strangers, method: str, params: dict[str, Any], objection: str
) -> None:
    takes_chat = "chat_id" in getattr(aiogram.methods, method[0].upper() + method[1:]).model_fields
    await api(method, **({"chat_id": 7} if takes_chat else {}) | params)
    with pytest.raises(AssertionError, match=objection):
        strangers.agree()


async def test_uploads_in_forms_are_judged_like_any_request(api: Api, strangers: Strangers, world: World) -> None:
    for caption in ("Fine", "x" * 1025):
        form = FormData({"chat_id": "7", "caption": caption})
        form.add_field("photo", sample_photo(), filename="x.jpg")
        async with api.session.post(f"{api.url}/bot42:TEST/sendPhoto", data=form) as response:
            assert response.status == (200 if caption == "Fine" else 400)
    assert [why for why in strangers.objections if "caption is too long" in why] == strangers.objections
    assert len(strangers.objections) == 1


def test_every_method_of_the_simulator_is_one_the_judges_know() -> None:
    known = {name.lower() for name in aiogram.methods.__all__}
    assert set(METHODS) <= known


# -- do the simulator and the strangers agree? --------------------------------


def refused_by_us(html: str) -> bool:
    try:
        parse_html(html)
    except Rejected:
        return True
    return False


def refused_by_them(html: str) -> bool:
    try:
        validate_html(html)
    except ApiRuleViolation:
        return True
    return False


TOKENS = [
    token
    for row in (
        ["<b>", "</b>", "<i>", "</i>", "<code>", "</code>", "<pre>", "</pre>", "<u>", "</u>", "<B>", "</B >"],
        ['<a href="https://example.org/">', "<a>", "</a>", "<a href='x'>", '<a href="x" id="y">', "<a href>"],
        ['<span class="tg-spoiler">', "<span>", "</span>", "<tg-spoiler>", "</tg-spoiler>", "<s >", "</s>"],
        ["<blockquote>", "<blockquote expandable>", "</blockquote>", '<code class="language-x">', "<del>"],
        ['<tg-emoji emoji-id="1">', "<tg-emoji>", "</tg-emoji>", "<br>", "<br/>", "</p>", "<", ">", "< b>"],
        ["&lt;", "&gt;", "&amp;", "&quot;", "&nbsp;", "&", "&#39;", "&#x27;", "&#", "&apos;", "&lt", "&;"],
        ["word", " ", "\n", "수원", "😀", '"', "'", "=", "/", "</", "</>", "<!-- -->"],
        ["<b class=x>", "<i\n>", '<b onclick="x">', "<blockquote expandable='x'>"],
    )
    for token in row
]


def test_both_refuse_the_same_markup() -> None:
    chance = random.Random(11)
    outcomes = {True: 0, False: 0}
    for _ in range(20_000):
        html = "".join(chance.choices(TOKENS, k=chance.randint(1, 6)))
        ours, theirs = refused_by_us(html), refused_by_them(html)
        assert ours == theirs, html
        outcomes[ours] += 1
    assert min(outcomes.values()) > 500, outcomes


def test_both_take_the_same_nested_markup() -> None:
    chance = random.Random(12)
    pairs = [
        ("<b>", "</b>"),
        ("<i>", "</i>"),
        ("<u>", "</u>"),
        ('<a href="https://a.org/">', "</a>"),
        ("", ""),
    ]

    def nested(depth: int) -> str:
        opened, closed = chance.choice(pairs)
        inside = "".join(nested(depth - 1) for _ in range(chance.randint(0, 2))) if depth else "수&amp;"
        return f"x{opened}{inside}{closed}"

    for _ in range(500):
        html = nested(4)
        assert not refused_by_us(html) and not refused_by_them(html), html


@pytest.mark.parametrize("html", ["&#0;", "&#xD800;", "&#1114112;"])
def test_only_we_refuse_characters_that_do_not_exist(html: str) -> None:
    assert refused_by_us(html) and not refused_by_them(html)


def agrees(method: str, params: dict[str, Any], ours: Any) -> bool:
    """Tell whether the simulator's rule and the strangers' come to the same verdict on a request."""
    try:
        ours(Call(method, params))
        refused = False
    except Rejected:
        refused = True
    try:
        model = getattr(aiogram.methods, method[0].upper() + method[1:])
        validate_method(Bot("42:TEST", session=MockedSession()), model.model_validate(params))
        refused_there = False
    except (ApiRuleViolation, ValidationError):
        refused_there = True
    return refused == refused_there


@pytest.mark.parametrize("unit", ["x", "수", "😀", "e\u0301"])
def test_both_count_texts_and_captions_alike(unit: str) -> None:
    width = len(unit.encode("utf-16-le")) // 2
    for size in (0, 1, 1024 // width, 1024 // width + 1, 4096 // width, 4096 // width + 1, 5000):
        text = unit * size
        assert agrees("sendMessage", {"chat_id": 7, "text": text}, text_of), size
        caption = {"chat_id": 7, "photo": "x", "caption": text}
        assert agrees("sendPhoto", caption, caption_of), size


@pytest.mark.parametrize(
    "button",
    [
        {},
        {"callback_data": ""},
        {"callback_data": "x"},
        {"callback_data": "x" * 64},
        {"callback_data": "x" * 65},
        {"callback_data": "수" * 21},
        {"callback_data": "수" * 22},
        {"callback_data": "😀" * 16},
        {"callback_data": "😀" * 17},
        {"url": "https://example.org/"},
        {"url": "https://example.org/", "callback_data": "x"},
        {"switch_inline_query": ""},
        {"switch_inline_query": "", "callback_data": "x"},
        {"copy_text": {"text": "x"}},
    ],
)
def test_both_refuse_the_same_buttons(button: dict[str, Any]) -> None:
    assert agrees("sendMessage", {"chat_id": 7, "text": "x"} | buttons(**button), markup_of)


@pytest.mark.parametrize(("offset", "size"), [(0, 1), (0, 3), (0, 4), (2, 1), (3, 1), (-1, 1), (0, -1), (4, 0), (3, 0)])
def test_both_refuse_the_same_entities(offset: int, size: int) -> None:
    entities = [{"type": "bold", "offset": offset, "length": size}]
    assert agrees("sendMessage", {"chat_id": 7, "text": "😀x", "entities": entities}, text_of)
