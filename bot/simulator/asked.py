"""What a page asks of the people's side: who acts, in which chat, and with what."""

import orjson
from aiohttp import web

from bot.simulator.api import Json
from bot.simulator.stage import Stage
from bot.simulator.world import World


def person_of(world: World, stage: Stage, request: web.Request) -> int:
    """Return who acts; introduce somebody from the stage at their first act."""
    person_id = int(request.match_info["person"])
    if person_id not in world.people:
        known = {person["id"]: person for person in stage.people()}
        if person_id not in known:
            raise web.HTTPNotFound
        language = str(known[person_id].get("language", "en")).replace("_", "-").lower()
        world.introduce(person_id, known[person_id]["name"], language)
    return person_id


def chat_of(world: World, person_id: int, request: web.Request) -> int:
    """Return the chat an act happens in: a group of this person, or their own with the bot."""
    chat_id = number(request, "chat", person_id)
    if chat_id != person_id and person_id not in getattr(world.chats.get(chat_id), "members", ()):
        raise web.HTTPNotFound
    return chat_id


def number(request: web.Request, name: str, default: int) -> int:
    try:
        return int(request.query.get(name, default))
    except ValueError:
        raise web.HTTPBadRequest from None


async def body(request: web.Request) -> Json:
    try:
        found = orjson.loads(await request.read())
    except ValueError:
        raise web.HTTPBadRequest from None
    if not isinstance(found, dict):
        raise web.HTTPBadRequest
    return found


def refused(why: str) -> web.Response:
    return answer({"ok": False, "description": why})


def answer(content: Json) -> web.Response:
    return web.Response(body=orjson.dumps(content), content_type="application/json")
