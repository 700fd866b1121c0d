"""What the bot says about itself, and asks about chats."""

from collections.abc import Callable
from typing import Any

from bot.simulator.api import Call, Json, bad_request
from bot.simulator.chats import BOT
from bot.simulator.world import World

_FULL_INFO: Json = {
    "accent_color_id": 2,
    "max_reaction_count": 11,
    "accepted_gift_types": {
        "unlimited_gifts": False,
        "limited_gifts": False,
        "unique_gifts": False,
        "premium_subscription": False,
        "gifts_from_channels": False,
    },
}


def _get_me(world: World, call: Call) -> Json:
    return world.me


def _get_chat(world: World, call: Call) -> Json:
    return world.reach(call.params.get("chat_id")).facts | _FULL_INFO


def _get_chat_member(world: World, call: Call) -> Json:
    chat = world.reach(call.params.get("chat_id"))
    user_id = call.integer("user_id")
    if user_id == BOT["id"]:
        return {"user": BOT, "status": "member"}
    if user_id not in world.people:
        raise bad_request("PARTICIPANT_ID_INVALID")
    if user_id in chat.governors:
        return {"user": world.people[user_id], "status": "creator", "is_anonymous": False}
    status = "member" if user_id in chat.members or user_id == chat.id else "left"
    return {"user": world.people[user_id], "status": status}


def _set_commands(world: World, call: Call) -> bool:
    world.profile.set_commands(call)
    return True


def _get_commands(world: World, call: Call) -> list[Json]:
    return world.profile.get_commands(call)


def _delete_commands(world: World, call: Call) -> bool:
    world.profile.delete_commands(call)
    return True


def _set_text(what: str) -> Callable[[World, Call], bool]:
    def method(world: World, call: Call) -> bool:
        world.profile.set_text(call, what)
        return True

    return method


def _get_text(what: str) -> Callable[[World, Call], Json]:
    def method(world: World, call: Call) -> Json:
        return {what: world.profile.get_text(call, what)}

    return method


def _set_rights(world: World, call: Call) -> bool:
    world.profile.rights["channels" if call.flag("for_channels") else "groups"] = call.mapping("rights")
    return True


METHODS: dict[str, Callable[[World, Call], Any]] = {
    "getMe": _get_me,
    "getChat": _get_chat,
    "getChatMember": _get_chat_member,
    "setMyCommands": _set_commands,
    "getMyCommands": _get_commands,
    "deleteMyCommands": _delete_commands,
    "setMyName": _set_text("name"),
    "getMyName": _get_text("name"),
    "setMyDescription": _set_text("description"),
    "getMyDescription": _get_text("description"),
    "setMyShortDescription": _set_text("short_description"),
    "getMyShortDescription": _get_text("short_description"),
    "setMyDefaultAdministratorRights": _set_rights,
}
