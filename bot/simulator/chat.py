"""The people's side of the simulator: the web chat's page and its JSON."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web

from bot import clock
from bot.simulator import acts
from bot.simulator.api import Call, Json, Rejected, Upload
from bot.simulator.asked import answer, body, chat_of, number, person_of, refused
from bot.simulator.chats import Chat
from bot.simulator.samples import location
from bot.simulator.stage import Stage
from bot.simulator.view import event_for, message_for, offered
from bot.simulator.waits import Waits
from bot.simulator.world import World

_PAGE = Path(__file__).parent / "web"
_PATIENCE = 25.0
_ANSWERED_IN = 5.0  # seconds: nobody looks at the input for longer
_LARGEST_ALBUM = 10
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_Act = Callable[[World, int, int, Call], None]


def chat_routes(world: World, stage: Stage) -> list[web.AbstractRouteDef]:
    """Return the page and the JSON under /chat/."""
    person = r"/chat/api/{person:\d+}"
    return [
        web.get("/", _page),
        web.static("/chat/static", _PAGE),
        web.get("/chat/file/{path:.+}", _file(world)),
        web.get("/chat/api/state", _state(world, stage)),
        web.post("/chat/api/clock", _clock(world, stage)),
        web.get(f"{person}/log", _log(world, stage)),
        web.get(f"{person}/events", _events(world, stage)),
        web.get(f"{person}/inline", _inline(world, stage)),
        web.post(f"{person}/photo", _with_files(world, stage, _photo)),
        web.post(f"{person}/document", _with_files(world, stage, _document)),
        *(web.post(f"{person}/{name}", _withanswer(world, stage, act)) for name, act in _ACTS.items()),
    ]


def _say(world: World, person_id: int, chat_id: int, said: Call) -> None:
    acts.say(world, person_id, said.text("text"), reply_to=said.integer("reply_to") or None, chat_id=chat_id)


def _press(world: World, person_id: int, chat_id: int, said: Call) -> None:
    acts.press(world, person_id, said.integer("message_id"), said.text("data"), chat_id=chat_id)


def _choose(world: World, person_id: int, chat_id: int, said: Call) -> None:
    acts.choose(world, person_id, said.text("query"), said.text("result"), chat_id=chat_id)


def _share_location(world: World, person_id: int, chat_id: int, said: Call) -> None:
    place = location(float(said.params["latitude"]), float(said.params["longitude"]))
    acts.send(world, person_id, place, chat_id=chat_id)


def _forward(world: World, person_id: int, chat_id: int, said: Call) -> None:
    fields = acts.texted(said.text("text"))
    acts.forward(world, person_id, fields, said.text("from") or "News", chat_id=chat_id)


_ACTS: dict[str, _Act] = {
    "say": _say,
    "press": _press,
    "choose": _choose,
    "location": _share_location,
    "forward": _forward,
}


def _photo(world: World, person_id: int, chat_id: int, uploads: list[Upload], caption: str) -> None:
    """Send pictures the way clients do: one alone, several as albums of at most ten."""
    contents = [upload.content for upload in uploads]
    for start in range(0, len(contents), _LARGEST_ALBUM):
        together, words = contents[start : start + _LARGEST_ALBUM], "" if start else caption
        if len(together) == 1:
            acts.photo(world, person_id, together[0], words, chat_id=chat_id)
        else:
            acts.album(world, person_id, together, words, chat_id=chat_id)


def _document(world: World, person_id: int, chat_id: int, uploads: list[Upload], caption: str) -> None:
    for upload in uploads:
        acts.document(world, person_id, upload, caption, chat_id=chat_id)


def _withanswer(world: World, stage: Stage, act: _Act) -> _Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        person_id = person_of(world, stage, request)
        try:
            act(world, person_id, chat_of(world, person_id, request), Call("", await body(request)))
        except Rejected as rejected:
            return refused(rejected.description)
        except (KeyError, TypeError, ValueError):
            return refused("This request is incomplete.")
        return answer({"ok": True})

    return handle


def _with_files(world: World, stage: Stage, act: Callable[[World, int, int, list[Upload], str], None]) -> _Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        person_id = person_of(world, stage, request)
        form = await request.post()
        uploads = [
            Upload(value.filename, value.file.read(), value.content_type)
            for value in form.values()
            if isinstance(value, web.FileField)
        ]
        try:
            act(world, person_id, chat_of(world, person_id, request), uploads, str(form.get("caption", "")))
        except Rejected as rejected:
            return refused(rejected.description)
        return answer({"ok": True})

    return handle


def _log(world: World, stage: Stage) -> _Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        person_id = person_of(world, stage, request)
        chat = world.chats.get(chat_of(world, person_id, request))
        shown = chat.messages.values() if chat else ()
        return answer(
            {
                "messages": [message_for(world, person_id, message) for message in shown],
                "seq": world.log.seq,
                "commands": _commands(world, person_id, chat),
            }
        )

    return handle


def _commands(world: World, person_id: int, chat: Chat | None) -> list[Json]:
    kind = "all_private_chats" if chat is None or chat.is_private else "all_group_chats"
    scopes: list[Json] = [
        {"type": "chat", "chat_id": chat.id if chat else person_id},
        {"type": kind},
        {"type": "default"},
    ]
    return world.profile.commands_for(scopes, world.people[person_id].get("language_code", ""))


def _events(world: World, stage: Stage) -> _Handler:
    waits = Waits()

    async def handle(request: web.Request) -> web.StreamResponse:
        person_id = person_of(world, stage, request)
        after, chat_id = number(request, "after", 0), chat_of(world, person_id, request)
        if after > world.log.seq:
            raise web.HTTPGone  # so much never happened: this world has begun anew
        browser = request.headers.get("User-Agent", "")
        events = await waits.end(browser, world.log.wait(chat_id, after, _PATIENCE))
        seen = [event_for(world, person_id, event) for event in events or () if event.is_for(person_id)]
        return answer({"events": seen, "seq": events[-1].seq if events else after, "crowded": events is None})

    return handle


def _inline(world: World, stage: Stage) -> _Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        person_id = person_of(world, stage, request)
        words, chat_id = request.query.get("words", ""), chat_of(world, person_id, request)
        query_id = acts.ask_inline(world, person_id, words, chat_id=chat_id)
        await world.bell.until(lambda: world.queries.is_answered(query_id), _ANSWERED_IN)
        query = world.queries.get(query_id)
        return answer({"query": query_id, "results": [offered(each) for each in query.results] if query else []})

    return handle


def _state(world: World, stage: Stage) -> _Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        return answer(
            {
                "people": stage.people(),
                "groups": _groups(world),
                "clock": {"now": world.now().isoformat(), "zone": stage.zone},
                "bot": {"username": world.me["username"], "name": world.me["first_name"]},
            }
        )

    return handle


def _groups(world: World) -> list[Json]:
    """Return the groups that people are in, as far as the bot is in them."""
    return [
        {"id": chat.id, "title": chat.facts["title"], "members": sorted(chat.members)}
        for chat in world.chats.values()
        if chat.members and chat.closed is None and chat.facts["type"] != "channel"
    ]


def _clock(world: World, stage: Stage) -> _Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        asked = await body(request)
        if asked.get("to") == "real":
            clock.reset()
        elif moment := await _wanted(stage, asked):
            clock.set_to(moment)
        else:
            return refused("Nothing is planned.")
        await stage.on_clock()
        world.announce("clock")
        return answer({"now": world.now().isoformat()})

    return handle


async def _wanted(stage: Stage, asked: Json) -> datetime | None:
    if asked.get("to") == "morning":
        return await stage.next_morning()
    if asked.get("to") == "reminder":
        return await stage.next_reminder()
    return clock.now() + timedelta(hours=float(asked["hours"])) if "hours" in asked else None


async def _page(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(_PAGE / "index.html")


def _file(world: World) -> _Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        stored = world.files.by_path(request.match_info["path"])
        if stored is None:
            raise web.HTTPNotFound
        # Never shown as a page of this site: what people send is only a picture or a download.
        safe = stored.kind == "photo"
        headers = {"X-Content-Type-Options": "nosniff"}
        headers |= {} if safe else {"Content-Disposition": "attachment"}
        return web.Response(
            body=stored.upload.content,
            content_type="image/jpeg" if safe else "application/octet-stream",
            headers=headers,
        )

    return handle
