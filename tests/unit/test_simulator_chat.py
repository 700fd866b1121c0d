"""The people's side over HTTP: what the web chat reads and does."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, FormData

from bot import clock
from bot.simulator import Stage, World, groups
from bot.simulator.api import Json
from bot.simulator.files import sample_photo
from tests.unit.simulated import Api, calling, eventually

MINA = {"id": 7, "name": "Mina", "role": "officer", "place": "Suwon", "language": "ko", "about": "…"}
MORNING = datetime(2030, 1, 7, 0, tzinfo=UTC)


class Browser:
    """The web chat's requests for one person."""

    def __init__(self, session: ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def get(self, path: str) -> Json:
        async with self.session.get(f"{self.url}/chat/api/{path}") as response:
            body: Json = await response.json()
            return body

    async def post(self, path: str, body: object) -> Json:
        sent: dict[str, Any] = {"data": body} if isinstance(body, FormData) else {"json": body}
        async with self.session.post(f"{self.url}/chat/api/{path}", **sent) as response:
            answer: Json = await response.json()
            return answer

    async def status(self, path: str) -> int:
        async with self.session.get(f"{self.url}{path}") as response:
            return response.status

    async def log(self) -> list[Json]:
        return list((await self.get("7/log"))["messages"])


class Moves:
    """What the bot side was told about the clock."""

    def __init__(self) -> None:
        self.count = 0
        self.reminder: datetime | None = None

    async def next_morning(self) -> datetime:
        return MORNING

    async def next_reminder(self) -> datetime | None:
        return self.reminder

    async def on_clock(self) -> None:
        self.count += 1


@pytest.fixture
async def world() -> World:
    return World()


@pytest.fixture
def moves() -> Moves:
    return Moves()


@pytest.fixture
async def api(world: World, moves: Moves) -> AsyncIterator[Api]:
    stage = Stage(
        people=lambda: [MINA],
        next_morning=moves.next_morning,
        next_reminder=moves.next_reminder,
        on_clock=moves.on_clock,
    )
    async with calling(world, stage) as api:
        yield api
    clock.reset()


@pytest.fixture
async def browser(api: Api) -> Browser:
    return Browser(api.session, api.url)


async def test_the_page_and_its_parts_are_served(browser: Browser) -> None:
    assert await browser.status("/") == 200
    assert await browser.status("/chat/static/chat.css") == 200
    assert await browser.status("/chat/static/../chat.py") == 404


async def test_the_state_tells_who_can_be_played_and_what_time_it_is(browser: Browser) -> None:
    state = await browser.get("state")
    assert state["people"] == [MINA]
    assert state["clock"]["zone"] == "Asia/Seoul"
    assert datetime.fromisoformat(state["clock"]["now"]).tzinfo is not None
    assert state["bot"] == {"username": "pumasi_bot", "name": "Pumasi"}


async def test_what_is_said_is_in_the_log_and_reaches_the_bot(api: Api, browser: Browser) -> None:
    assert await browser.post("7/say", {"text": "/find 침수"}) == {"ok": True}
    [message] = await browser.log()
    assert (message["mine"], message["text"], message["edited"]) == (True, "/find 침수", False)
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 5}]
    [update] = await api.updates()
    assert update["message"]["from"] == {
        "id": 7,
        "is_bot": False,
        "first_name": "Mina",
        "language_code": "ko",
    }


async def test_a_message_of_the_bot_shows_all_its_parts(api: Api, browser: Browser) -> None:
    await browser.post("7/say", {"text": "/start"})
    inline = [[{"text": "Go", "callback_data": "go"}, {"text": "See", "url": "https://example.org/"}]]
    await api.result(
        "sendMessage",
        chat_id=7,
        text="<b>Hi</b>",
        parse_mode="HTML",
        reply_markup={"inline_keyboard": inline},
        reply_parameters={"message_id": 1},
    )
    keyboard = {"keyboard": [[{"text": "Here", "request_location": True}, {"text": "No"}]]}
    await api.result("sendMessage", chat_id=7, text="Where?", reply_markup=keyboard)
    await api.result("sendMessage", chat_id=7, text="Thanks", reply_markup={"remove_keyboard": True})

    _, first, second, third = await browser.log()
    assert not first["mine"] and first["reply_to"] == 1
    assert first["entities"] == [{"type": "bold", "offset": 0, "length": 2}]
    assert first["inline"] == [[{"text": "Go", "data": "go"}, {"text": "See", "url": "https://example.org/"}]]
    assert first["keyboard"] is None
    assert second["keyboard"] == [[{"text": "Here", "request_location": True}, {"text": "No"}]]
    assert third["remove_keyboard"] is True and "remove_keyboard" not in second


async def test_many_pages_of_a_browser_leave_it_connections_for_what_is_sent(browser: Browser) -> None:
    seq = (await browser.get("7/log"))["seq"]
    waits = [asyncio.create_task(browser.get(f"7/events?after={seq}")) for _ in range(8)]
    await eventually(lambda: sum(each.done() for each in waits) >= 4)
    given_way, waiting = await asyncio.wait(waits, timeout=0.1)
    assert len(waiting) == 4
    assert all(done.result() == {"events": [], "seq": seq, "crowded": True} for done in given_way)
    await browser.post("7/say", {"text": "Hi"})
    heard = await asyncio.gather(*waiting)
    assert all(each["events"] and not each["crowded"] for each in heard)


async def test_a_page_from_before_a_restart_is_told_to_begin_anew(browser: Browser) -> None:
    seq = (await browser.get("7/log"))["seq"]
    assert await browser.status(f"/chat/api/7/events?after={seq + 1}") == 410


async def test_events_come_as_they_happen_each_after_the_last(api: Api, browser: Browser) -> None:
    await browser.post("7/say", {"text": "/start"})
    seq = (await browser.get("7/log"))["seq"]
    waiting = asyncio.create_task(browser.get(f"7/events?after={seq}"))
    await asyncio.sleep(0)
    sent = await api.result("sendMessage", chat_id=7, text="Hi")
    first = await waiting
    assert [event["kind"] for event in first["events"]] == ["message"]
    assert first["events"][0]["message"]["text"] == "Hi"

    this = {"chat_id": 7, "message_id": sent["message_id"]}
    await api.result("sendChatAction", chat_id=7, action="typing")
    await api.result("editMessageText", **this, text="Hello")
    await api.result("deleteMessage", **this)
    rest = await browser.get(f"7/events?after={first['seq']}")
    assert [event["kind"] for event in rest["events"]] == ["typing", "edit", "delete"]
    assert rest["events"][1]["message"]["edited"] is True
    assert rest["events"][2]["message_id"] == sent["message_id"]
    numbers = [event["seq"] for event in first["events"] + rest["events"]]
    assert numbers == sorted(set(numbers)) and rest["seq"] == numbers[-1]


async def test_a_press_reaches_the_bot_and_its_answer_the_person(api: Api, browser: Browser) -> None:
    await browser.post("7/say", {"text": "/start"})
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    sent = await api.result("sendMessage", chat_id=7, text="Well?", reply_markup=markup)
    seq = (await browser.get("7/log"))["seq"]
    await browser.post("7/press", {"message_id": sent["message_id"], "data": "go"})
    [*_, update] = await api.updates()
    query = update["callback_query"]
    assert (query["data"], query["message"]["message_id"]) == ("go", sent["message_id"])
    await api.result("answerCallbackQuery", callback_query_id=query["id"], text="Gone", show_alert=True)
    [event] = (await browser.get(f"7/events?after={seq}"))["events"]
    assert (event["kind"], event["text"], event["alert"]) == ("toast", "Gone", True)


async def test_pictures_are_sent_alone_or_as_an_album_and_can_be_looked_at(browser: Browser) -> None:
    for count in (1, 2, 11):
        form = FormData({"caption": "Look"})
        for _ in range(count):
            form.add_field("file", sample_photo(), filename="x.jpg", content_type="image/jpeg")
        assert await browser.post("7/photo", form) == {"ok": True}
    alone, first, second, *eleven = await browser.log()
    assert alone["caption"] == "Look" and "album" not in alone
    assert first["album"] == second["album"] and "caption" not in second
    assert len({message["album"] for message in eleven[:10]}) == 1 and "album" not in eleven[10]
    async with browser.session.get(browser.url + alone["photo"]) as response:
        assert response.content_type == "image/jpeg" and (await response.read())[:2] == b"\xff\xd8"


async def test_what_is_no_picture_is_refused_politely(browser: Browser) -> None:
    form = FormData()
    form.add_field("file", b"no picture", filename="x.jpg", content_type="image/jpeg")
    answer = await browser.post("7/photo", form)
    assert answer["ok"] is False and "IMAGE_PROCESS_FAILED" in answer["description"]


async def test_a_file_is_only_ever_a_download(browser: Browser) -> None:
    form = FormData()
    form.add_field("file", b"<script>", filename="x.html", content_type="text/html")
    await browser.post("7/document", form)
    [message] = await browser.log()
    assert (message["document"]["name"], message["document"]["size"]) == ("x.html", 8)
    async with browser.session.get(browser.url + message["document"]["url"]) as response:
        assert response.headers["Content-Disposition"] == "attachment"
        assert response.content_type == "application/octet-stream"


async def test_places_and_forwards_are_shown(browser: Browser) -> None:
    await browser.post("7/location", {"latitude": 37.26, "longitude": 127.03})
    await browser.post("7/forward", {"text": "Opened today", "from": "Suwon news"})
    place, forwarded = await browser.log()
    assert place["location"] == {"latitude": 37.26, "longitude": 127.03}
    assert (forwarded["forward"], forwarded["text"]) == ("Suwon news", "Opened today")


@pytest.mark.parametrize("body", [{"text": ""}, {}, {"text": 5}, {"text": "x", "reply_to": 99}])
async def test_what_cannot_be_said_is_refused(browser: Browser, body: Json) -> None:
    answer = await browser.post("7/say", body)
    assert answer["ok"] is False and answer["description"]


async def test_nonsense_gets_no_answer_but_an_error(browser: Browser) -> None:
    assert await browser.status("/chat/api/99/log") == 404
    assert await browser.status("/chat/api/7/events?after=x") == 400
    async with browser.session.post(f"{browser.url}/chat/api/7/say", data=b"{") as response:
        assert response.status == 400


async def test_the_menu_is_in_the_persons_language(api: Api, browser: Browser) -> None:
    for code, word in (("", "Find"), ("ko", "찾기")):
        commands = [{"command": "find", "description": word}]
        await api.result("setMyCommands", commands=commands, language_code=code)
    assert (await browser.get("7/log"))["commands"] == [{"command": "find", "description": "찾기"}]


async def test_groups_are_listed_and_can_be_read(api: Api, browser: Browser, world: World) -> None:
    await browser.post("7/say", {"text": "/start"})
    group = groups.found(world, "Goal 11", [7])
    others = groups.found(world, "Others", [world.introduce(8, "Jun")["id"]])
    listed = (await browser.get("state"))["groups"]
    assert listed[0] == {"id": group.id, "title": "Goal 11", "members": [7]}
    await browser.post(f"7/say?chat={group.id}", {"text": "/find"})
    await api.result("sendMessage", chat_id=group.id, text="Found")
    came, asked, found = (await browser.get(f"7/log?chat={group.id}"))["messages"]
    assert came["joined"] == ["Pumasi"] and (asked["text"], asked["mine"]) == ("/find", True) and "by" not in asked
    assert found["by"] == {"id": 42, "name": "Pumasi"}
    assert await browser.status(f"/chat/api/7/log?chat={others.id}") == 404


async def test_what_is_typed_behind_the_bots_name_is_offered_and_dropped_where_one_is(
    api: Api, browser: Browser, world: World
) -> None:
    await browser.post("7/say", {"text": "/start"})
    group = groups.found(world, "Goal 11", [7])
    await api.updates(offset=10**6)
    asking = asyncio.create_task(browser.get(f"7/inline?words=buses&chat={group.id}"))
    [update] = await api.updates(timeout=5)
    assert (update["inline_query"]["query"], update["inline_query"]["chat_type"]) == ("buses", "group")
    content = {"message_text": "<b>Night buses</b>", "parse_mode": "HTML"}
    article = {"type": "article", "id": "TOY-1", "title": "Night buses", "input_message_content": content}
    await api.result("answerInlineQuery", inline_query_id=update["inline_query"]["id"], results=[article])
    found = await asking
    assert found["results"] == [{"id": "TOY-1", "title": "Night buses", "description": ""}]
    await browser.post(f"7/choose?chat={group.id}", {"query": found["query"], "result": "TOY-1"})
    dropped = (await browser.get(f"7/log?chat={group.id}"))["messages"][-1]
    assert (dropped["text"], dropped["via"], dropped["mine"]) == ("Night buses", "pumasi_bot", True)
    [*_, told] = await api.updates()
    assert told["message"]["via_bot"]["username"] == "pumasi_bot"  # as Telegram tells a bot that is there
    assert (await browser.post("7/choose", {"query": found["query"], "result": "?"}))["ok"] is False


async def test_the_answer_to_a_press_in_a_group_is_for_one_person_only(
    api: Api, browser: Browser, world: World
) -> None:
    await browser.post("7/say", {"text": "/start"})
    world.introduce(8, "Jun")
    group = groups.found(world, "Goal 11", [7, 8])
    await browser.post(f"7/press?chat={group.id}", {"message_id": 1, "data": "x"})
    query = (await api.updates(offset=-1))[0]["callback_query"]["id"]
    await api.result("answerCallbackQuery", callback_query_id=query, text="Gone")
    seen = {person: await browser.get(f"{person}/events?after=0&chat={group.id}") for person in (7, 8)}
    assert [[event["kind"] for event in seen[person]["events"]] for person in seen] == [
        ["message", "toast"],
        ["message"],
    ]


async def test_the_clock_goes_to_the_morning_by_hours_and_back(api: Api, browser: Browser, moves: Moves) -> None:
    await browser.post("7/say", {"text": "/start"})
    seq = (await browser.get("7/log"))["seq"]
    morning = datetime.fromisoformat((await browser.post("clock", {"to": "morning"}))["now"])
    assert timedelta(0) <= morning - MORNING < timedelta(minutes=1)
    later = datetime.fromisoformat((await browser.post("clock", {"hours": 2}))["now"])
    assert timedelta(hours=2) <= later - morning < timedelta(hours=2, minutes=1)
    await browser.post("clock", {"to": "real"})
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert moves.count == 3
    events = (await browser.get(f"7/events?after={seq}"))["events"]
    assert [event["kind"] for event in events] == ["clock"] * 3


async def test_the_clock_goes_to_the_next_reminder_if_there_is_one(browser: Browser, moves: Moves) -> None:
    assert (await browser.post("clock", {"to": "reminder"}))["ok"] is False
    assert moves.count == 0
    moves.reminder = MORNING + timedelta(days=1)
    now = datetime.fromisoformat((await browser.post("clock", {"to": "reminder"}))["now"])
    assert timedelta(0) <= now - moves.reminder < timedelta(minutes=1)
