"""The people's side of the simulator: the web chat's page and its JSON."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import orjson
from aiohttp import web

from bot import clock
from bot.simulator import acts
from bot.simulator.api import Call, Json, Rejected, Upload
from bot.simulator.samples import location
from bot.simulator.view import event_for, message_for
from bot.simulator.waits import Waits
from bot.simulator.world import World

_PAGE = Path(__file__).parent / "web"
_PATIENCE = 25.0
_LARGEST_ALBUM = 10
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_Act = Callable[[World, int, Call], None]


async def _nobody_knows() -> datetime | None:
    return None


async def _no_matter() -> None:
    """Nothing follows from a moved clock."""


@dataclass(frozen=True)
class Stage:
    """What the web chat asks of whoever starts it.

    ``people`` gives who may be played (id, name, role, place, language, about); ``next_morning`` and
    ``next_reminder`` say where the clock can go, if anywhere; ``on_clock`` is awaited after it moved.
    """

    people: Callable[[], list[Json]] = list
    zone: str = "Asia/Seoul"
    next_morning: Callable[[], Awaitable[datetime | None]] = _nobody_knows
    next_reminder: Callable[[], Awaitable[datetime | None]] = _nobody_knows
    on_clock: Callable[[], Awaitable[None]] = _no_matter


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
        web.post(f"{person}/photo", _with_files(world, stage, _photo)),
        web.post(f"{person}/document", _with_files(world, stage, _document)),
        *(web.post(f"{person}/{name}", _with_json(world, stage, act)) for name, act in _ACTS.items()),
    ]


def _say(world: World, person_id: int, said: Call) -> None:
    reply_to, chat_id = said.integer("reply_to") or None, said.integer("chat", person_id)
    acts.say(world, person_id, said.text("text"), reply_to=reply_to, chat_id=chat_id)


def _press(world: World, person_id: int, said: Call) -> None:
    chat_id = said.integer("chat", person_id)
    acts.press(world, person_id, said.integer("message_id"), said.text("data"), chat_id=chat_id)


def _share_location(world: World, person_id: int, said: Call) -> None:
    place = location(float(said.params["latitude"]), float(said.params["longitude"]))
    acts.send(world, person_id, place)


def _forward(world: World, person_id: int, said: Call) -> None:
    acts.forward(world, person_id, acts.texted(said.text("text")), said.text("from") or "News")


_ACTS: dict[str, _Act] = {
    "say": _say,
    "press": _press,
    "location": _share_location,
    "forward": _forward,
}


def _photo(world: World, person_id: int, uploads: list[Upload], caption: str) -> None:
    """Send pictures the way clients do: one alone, several as albums of at most ten."""
    contents = [upload.content for upload in uploads]
    for start in range(0, len(contents), _LARGEST_ALBUM):
        together, words = contents[start : start + _LARGEST_ALBUM], "" if start else caption
        if len(together) == 1:
            acts.photo(world, person_id, together[0], words)
        else:
            acts.album(world, person_id, together, words)


def _document(world: World, person_id: int, uploads: list[Upload], caption: str) -> None:
    for upload in uploads:
        acts.document(world, person_id, upload, caption)


def _with_json(world: World, stage: Stage, act: _Act) -> _Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        person_id = _person(world, stage, request)
        try:
            act(world, person_id, Call("", await _body(request)))
        except Rejected as rejected:
            return _refused(rejected.description)
        except (KeyError, TypeError, ValueError):
            return _refused("This request is incomplete.")
        return _json({"ok": True})

    return handle


def _with_files(world: World, stage: Stage, act: Callable[[World, int, list[Upload], str], None]) -> _Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        person_id = _person(world, stage, request)
        form = await request.post()
        uploads = [
            Upload(value.filename, value.file.read(), value.content_type)
            for value in form.values()
            if isinstance(value, web.FileField)
        ]
        try:
            act(world, person_id, uploads, str(form.get("caption", "")))
        except Rejected as rejected:
            return _refused(rejected.description)
        return _json({"ok": True})

    return handle


def _log(world: World, stage: Stage) -> _Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        person_id = _person(world, stage, request)
        chat = world.chats.get(_number(request, "chat", person_id))
        shown = chat.messages.values() if chat else ()
        groups = [
            {"id": group.id, "title": group.facts["title"]}
            for group in world.chats.values()
            if person_id in group.members
        ]
        return _json(
            {
                "messages": [message_for(world, person_id, message) for message in shown],
                "seq": world.log.seq,
                "commands": _commands(world, person_id),
                "groups": groups,
            }
        )

    return handle


def _commands(world: World, person_id: int) -> list[Json]:
    scopes: list[Json] = [
        {"type": "chat", "chat_id": person_id},
        {"type": "all_private_chats"},
        {"type": "default"},
    ]
    return world.profile.commands_for(scopes, world.people[person_id].get("language_code", ""))


def _events(world: World, stage: Stage) -> _Handler:
    waits = Waits()

    async def handle(request: web.Request) -> web.StreamResponse:
        person_id = _person(world, stage, request)
        after, chat_id = _number(request, "after", 0), _number(request, "chat", person_id)
        if after > world.log.seq:
            raise web.HTTPGone  # so much never happened: this world has begun anew
        browser = request.headers.get("User-Agent", "")
        events = await waits.end(browser, world.log.wait(chat_id, after, _PATIENCE))
        seen = [event_for(world, person_id, event) for event in events or () if event.is_for(person_id)]
        return _json({"events": seen, "seq": events[-1].seq if events else after, "crowded": events is None})

    return handle


def _state(world: World, stage: Stage) -> _Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        return _json(
            {
                "people": stage.people(),
                "clock": {"now": world.now().isoformat(), "zone": stage.zone},
                "bot": {"username": world.me["username"], "name": world.me["first_name"]},
            }
        )

    return handle


def _clock(world: World, stage: Stage) -> _Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        asked = await _body(request)
        if asked.get("to") == "real":
            clock.reset()
        elif moment := await _wanted(stage, asked):
            clock.set_to(moment)
        else:
            return _refused("Nothing is planned.")
        await stage.on_clock()
        world.announce("clock")
        return _json({"now": world.now().isoformat()})

    return handle


async def _wanted(stage: Stage, asked: Json) -> datetime | None:
    if asked.get("to") == "morning":
        return await stage.next_morning()
    if asked.get("to") == "reminder":
        return await stage.next_reminder()
    return clock.now() + timedelta(hours=float(asked["hours"])) if "hours" in asked else None


def _person(world: World, stage: Stage, request: web.Request) -> int:
    """Return who acts; introduce somebody from the stage at their first act."""
    person_id = int(request.match_info["person"])
    if person_id not in world.people:
        known = {person["id"]: person for person in stage.people()}
        if person_id not in known:
            raise web.HTTPNotFound
        language = str(known[person_id].get("language", "en")).replace("_", "-").lower()
        world.introduce(person_id, known[person_id]["name"], language)
    return person_id


def _number(request: web.Request, name: str, default: int) -> int:
    try:
        return int(request.query.get(name, default))
    except ValueError:
        raise web.HTTPBadRequest from None


async def _body(request: web.Request) -> Json:
    try:
        body = orjson.loads(await request.read())
    except ValueError:
        raise web.HTTPBadRequest from None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest
    return body


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


def _refused(why: str) -> web.Response:
    return _json({"ok": False, "description": why})


def _json(body: Json) -> web.Response:
    return web.Response(body=orjson.dumps(body), content_type="application/json")
