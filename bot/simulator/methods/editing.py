"""How the bot changes what it said."""

from collections.abc import Sequence
from datetime import timedelta

from bot.simulator.api import Call, Json, bad_request
from bot.simulator.chats import Chat
from bot.simulator.limits import caption_of, markup_of, text_of
from bot.simulator.methods.sending import MEDIA, medium
from bot.simulator.world import World

_DELETABLE = timedelta(hours=48)
_TEXT = ("text", "entities")
_CAPTION = ("caption", "caption_entities")


def _edit_text(world: World, call: Call) -> Json:
    chat, message = _editable(world, call)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _change(world, chat, call, (message, _TEXT, text_of(call)))


def _edit_caption(world: World, call: Call) -> Json:
    chat, message = _editable(world, call)
    if not {"photo", "document"} & message.keys():
        raise bad_request("there is no caption in the message to edit")
    return _change(world, chat, call, (message, _CAPTION, caption_of(call)))


def _edit_media(world: World, call: Call) -> Json:
    chat, message = _editable(world, call)
    item = call.mapping("media")
    if item.get("type") not in MEDIA:
        raise bad_request("can't parse InputMedia: media of this type can't be put in a message")
    if "media_group_id" in message and item["type"] not in message:
        raise bad_request("other types of media can't be put in an album")
    return _change(world, chat, call, (message, (*_TEXT, *_CAPTION, *MEDIA), medium(world, call, item)))


def _edit_markup(world: World, call: Call) -> Json:
    chat, message = _editable(world, call)
    return _change(world, chat, call, (message, (), {}))


def _editable(world: World, call: Call) -> tuple[Chat, Json]:
    """Return a message the bot may edit: its own, without a keyboard below the input line."""
    if call.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = world.reach(call.params.get("chat_id"))
    shown = chat.message(call.integer("message_id"), "message to edit not found")
    if not shown.own or shown.keyboard:
        raise bad_request("message can't be edited")
    return chat, shown.message


def _change(world: World, chat: Chat, call: Call, change: tuple[Json, Sequence[str], Json]) -> Json:
    """Put new content in the place of old fields; a keyboard that is not given again goes."""
    message, fields, content = change
    inline, _ = markup_of(call, inline_only=True)
    kept = {name: value for name, value in message.items() if name not in (*fields, "reply_markup")}
    changed = kept | content | ({"reply_markup": inline} if inline else {})
    if changed == message:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    if world.pace:
        world.pace.admit(chat.id, 1)
    return world.replace(chat, changed | {"edit_date": int(world.now().timestamp())})


def _delete(world: World, call: Call) -> bool:
    chat = world.reach(call.params.get("chat_id"))
    shown = chat.message(call.integer("message_id"), "message to delete not found")
    age = world.now().timestamp() - shown.message["date"]
    if age > _DELETABLE.total_seconds() or not (shown.own or chat.is_private):
        raise bad_request("message can't be deleted")
    world.remove(chat, shown.message["message_id"])
    return True


METHODS = {
    "editMessageText": _edit_text,
    "editMessageCaption": _edit_caption,
    "editMessageMedia": _edit_media,
    "editMessageReplyMarkup": _edit_markup,
    "deleteMessage": _delete,
}
