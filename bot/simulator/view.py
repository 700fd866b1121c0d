"""A message as the web chat shows it."""

from bot.simulator.api import Json
from bot.simulator.log import Event, Shown
from bot.simulator.world import World

_COPIED = ("location", "contact", "dice")


def message_for(world: World, person_id: int, shown: Shown) -> Json:
    """Return what this person sees of a message."""
    message = shown.message
    seen: Json = {
        "id": message["message_id"],
        "mine": message.get("from", {}).get("id") == person_id,
        "date": message["date"],
        "text": message.get("text", ""),
        "entities": message.get("entities", message.get("caption_entities", [])),
        "edited": "edit_date" in message,
        "inline": [[_button(button) for button in row] for row in _inline_rows(message)],
        "keyboard": _keyboard(shown.keyboard),
    }
    seen |= {name: message[name] for name in ("caption", *_COPIED) if name in message}
    seen |= _files(world, message) | _links(message) | _circumstances(message, mine=seen["mine"])
    if shown.keyboard and shown.keyboard.get("remove_keyboard"):
        seen["remove_keyboard"] = True
    return seen


def offered(result: Json) -> Json:
    """Return what somebody sees of a result they are offered while they type."""
    return {name: result.get(name, "") for name in ("id", "title", "description")}


def event_for(world: World, person_id: int, event: Event) -> Json:
    """Return what this person sees happen."""
    seen: Json = {"seq": event.seq, "kind": event.kind}
    if event.message_id is not None:
        seen["message_id"] = event.message_id
    if event.shown is not None:
        seen["message"] = message_for(world, person_id, event.shown)
    if event.toast is not None:
        seen |= {"text": event.toast.text, "alert": event.toast.alert}
    return seen


def _inline_rows(message: Json) -> list[list[Json]]:
    rows: list[list[Json]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


def _button(button: Json) -> Json:
    seen = {"text": button["text"]}
    seen |= {"data": button["callback_data"]} if "callback_data" in button else {}
    return seen | ({"url": button["url"]} if "url" in button else {})


def _keyboard(keyboard: Json | None) -> list[list[Json]] | None:
    if not keyboard or "keyboard" not in keyboard:
        return None
    return [
        [
            {"text": button["text"]} | ({"request_location": True} if button.get("request_location") else {})
            for button in row
        ]
        for row in keyboard["keyboard"]
    ]


def _files(world: World, message: Json) -> Json:
    seen: Json = {}
    if "photo" in message:
        seen["photo"] = _url(world, message["photo"][-1]["file_id"])
    if "media_group_id" in message:
        seen["album"] = message["media_group_id"]
    if document := message.get("document") or message.get("video"):
        seen["document"] = {
            "name": document["file_name"],
            "size": document["file_size"],
            "url": _url(world, document["file_id"]),
        }
    return seen


def _url(world: World, file_id: str) -> str:
    path = world.files.path_of(file_id)
    return f"/chat/file/{path}" if path else ""


def _circumstances(message: Json, *, mine: bool) -> Json:
    """Return who wrote a message among several people, by way of which bot, and who came in with it."""
    seen: Json = {}
    if message["chat"]["type"] != "private" and not mine:
        writer = message.get("sender_chat") or message["from"]
        seen["by"] = {"id": writer["id"], "name": writer.get("title") or writer["first_name"]}
    if "via_bot" in message:
        seen["via"] = message["via_bot"]["username"]
    if came := message.get("new_chat_members"):
        seen["joined"] = [each["first_name"] for each in came]
    return seen


def _links(message: Json) -> Json:
    seen: Json = {}
    if "reply_to_message" in message:
        seen["reply_to"] = message["reply_to_message"]["message_id"]
    if origin := message.get("forward_origin"):
        seen["forward"] = origin.get("chat", {}).get("title") or origin.get("sender_user_name", "")
    return seen
