"""The bot's side of the simulator over HTTP, and the server for both sides."""

import asyncio
import inspect
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import orjson
from aiohttp import web

from bot.simulator.api import Call, Json, Rejected, Upload, bad_request
from bot.simulator.chat import chat_routes
from bot.simulator.faults import Fault
from bot.simulator.methods import METHODS
from bot.simulator.stage import Stage
from bot.simulator.webhook import push_updates
from bot.simulator.world import World

_LARGEST_REQUEST = 64 * 1024 * 1024
_JSON_PARAMETERS = {
    "allowed_updates",
    "caption_entities",
    "commands",
    "entities",
    "link_preview_options",
    "media",
    "reply_markup",
    "reply_parameters",
    "results",
    "button",
    "rights",
    "scope",
}
_NO_FAULT = Fault()
_NOT_FOUND = Rejected(404, "Not Found")
_UNAUTHORIZED = Rejected(401, "Unauthorized")
_TOO_LARGE = Rejected(413, "Request Entity Too Large")


@asynccontextmanager
async def serving(
    world: World, port: int = 0, stage: Stage | None = None, *, beside: Sequence[web.RouteDef] = ()
) -> AsyncIterator[str]:
    """Serve the world on this machine only, until the block ends; give the base URL.

    Port 0 takes any free one. ``stage`` tells the web chat who may be played and how the clock moves; ``beside`` are
    pages of the bot's own that are served as well.
    """
    application = web.Application(client_max_size=_LARGEST_REQUEST)
    application.add_routes(_bot_routes(world))
    application.add_routes([*chat_routes(world, stage or Stage()), *beside])
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    pushing = asyncio.create_task(push_updates(world))
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        pushing.cancel()
        await asyncio.gather(pushing, return_exceptions=True)
        await runner.cleanup()


def _bot_routes(world: World) -> list[web.RouteDef]:
    async def call(request: web.Request) -> web.StreamResponse:
        try:
            return await _answer(world, request)
        except Rejected as rejected:
            return _json(rejected.as_json(), rejected.code)

    async def download(request: web.Request) -> web.StreamResponse:
        stored = world.files.by_path(request.match_info["path"])
        if stored is None or not _is_let_in(world, request):
            return _json(_NOT_FOUND.as_json(), 404)
        return web.Response(body=stored.upload.content, content_type="application/octet-stream")

    return [
        web.route("*", "/bot{token}/{method}", call),
        web.get("/file/bot{token}/{path:.+}", download),
    ]


async def _answer(world: World, request: web.Request) -> web.StreamResponse:
    """Let one request meet its fault, if any is planned, and otherwise have its effect."""
    if not _is_let_in(world, request):
        raise _UNAUTHORIZED
    call = await _read(request)
    method = METHODS.get(call.method.lower())
    if method is None:
        raise _NOT_FOUND
    for watcher in world.watchers:
        watcher(call.method, call.params, call.files)
    world.calls[call.method] += 1
    fault = world.faults.meet(call.method) or _NO_FAULT
    await asyncio.sleep(fault.seconds)
    if fault.error:
        raise fault.error
    if fault.drops and not fault.after:
        return _cut(request)
    result = method(world, call)
    if inspect.isawaitable(result):
        result = await result
    return _cut(request) if fault.drops else _json({"ok": True, "result": result}, 200)


def _is_let_in(world: World, request: web.Request) -> bool:
    return not world.token or request.match_info["token"] == world.token


async def _read(request: web.Request) -> Call:
    """Return what was asked, from the query, a form, a multipart form or JSON."""
    params: Json = dict(request.query)
    files: dict[str, Upload] = {}
    try:
        if request.content_type == "application/json":
            params |= json.loads(await request.read() or b"{}")
        elif request.body_exists:
            for name, value in (await request.post()).items():
                if isinstance(value, web.FileField):
                    files[name] = Upload(value.filename, value.file.read(), value.content_type)
                else:
                    params[name] = value
    except web.HTTPRequestEntityTooLarge:
        raise _TOO_LARGE from None
    except (ValueError, TypeError):
        raise bad_request("can't parse the request") from None
    return Call(request.match_info["method"], {name: _decoded(name, params[name]) for name in params}, files)


def _decoded(name: str, value: Any) -> Any:
    if name not in _JSON_PARAMETERS or not isinstance(value, str):
        return value
    try:
        return json.loads(value or "null")
    except ValueError:
        raise bad_request(f"can't parse {name} JSON object") from None


def _cut(request: web.Request) -> web.Response:
    """End the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _json(body: Json, status: int) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")
