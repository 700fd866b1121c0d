"""What a person does: each act shows in the chat at once and becomes an update for the bot."""

from collections.abc import Sequence
from itertools import count

from bot.simulator.api import Call, Json, Upload, bad_request
from bot.simulator.chats import BLOCKED, BOT, DEACTIVATED, KICKED, STATUS_FACTS, Chat
from bot.simulator.entities import find_entities, mentions
from bot.simulator.limits import LONGEST_TEXT, text_of
from bot.simulator.log import Shown
from bot.simulator.world import World

_albums = count(13_000_000_000_000_001)
_SHORTENED = ("reply_to_message", "pinned_message")


def say(world: World, person_id: int, text: str, *, chat_id: int | None = None, reply_to: int | None = None) -> Json:
    """Send a text, in several messages if it is too long for one; return the last of them."""
    if not text.strip():
        raise bad_request("message text is empty")
    parts = [text[start : start + LONGEST_TEXT] for start in range(0, len(text), LONGEST_TEXT)]
    for part in parts:
        message = send(world, person_id, texted(part), chat_id=chat_id, reply_to=reply_to)
    return message


def texted(text: str) -> Json:
    """Return the fields of a text message, with the entities Telegram finds in it."""
    entities = find_entities(text, [])
    return {"text": text} | ({"entities": entities} if entities else {})


def captioned(caption: str) -> Json:
    """Return the fields of a caption, none for an empty one."""
    entities = find_entities(caption, [])
    fields: Json = {"caption": caption} if caption else {}
    return fields | ({"caption_entities": entities} if entities else {})


def send(
    world: World, person_id: int, fields: Json, *, chat_id: int | None = None, reply_to: int | None = None
) -> Json:
    """Send a message with these fields, whatever they are; return the message."""
    chat = _opened(world, person_id, chat_id)
    return deliver(world, chat, world.people[person_id], fields | quoted(chat, reply_to))


def deliver(world: World, chat: Chat, sender: Json, fields: Json) -> Json:
    """Post a message and tell the bot, unless its privacy in groups keeps it from seeing it."""
    message = world.post(chat, sender, fields)
    kind = "channel_post" if chat.facts["type"] == "channel" else "message"
    if chat.closed is None and (chat.is_private or kind == "channel_post" or _concerns_bot(world, message)):
        world.happens(kind, message, chat.id)
    return message


def quoted(chat: Chat, message_id: int | None) -> Json:
    """Return the field that makes a message a reply, none without a message to reply to."""
    if message_id is None:
        return {}
    original = chat.message(message_id, "message to be replied not found").message
    return {"reply_to_message": {name: value for name, value in original.items() if name not in _SHORTENED}}


def press(world: World, person_id: int, message_id: int, data: str, *, chat_id: int | None = None) -> str:
    """Press an inline button (or pretend to: the data is not checked); return the id of the query."""
    chat = _opened(world, person_id, chat_id)
    shown = chat.messages.get(message_id)
    query = {
        "id": world.queries.ask(person_id, chat.id),
        "from": world.people[person_id],
        "chat_instance": str(-7_000_000_000_000_000_000 - chat.id),
        "message": shown.message if shown else {"chat": chat.facts, "message_id": message_id, "date": 0},
        "data": data,
    }
    world.happens("callback_query", query, chat.id)
    return str(query["id"])


def edit(world: World, person_id: int, text: str, *, message_id: int | None = None, chat_id: int | None = None) -> Json:
    """Change the text or caption of a message, the person's newest in the chat unless told which."""
    chat = _opened(world, person_id, chat_id)
    message = _own(chat, person_id, message_id).message
    changed = texted(text) if "text" in message else captioned(text)
    old = ("text", "entities", "caption", "caption_entities")
    kept = {name: value for name, value in message.items() if name not in old}
    message = kept | changed | {"edit_date": int(world.now().timestamp())}
    world.replace(chat, message)
    kind = "edited_channel_post" if chat.facts["type"] == "channel" else "edited_message"
    world.happens(kind, message, chat.id)
    return message


def photo(world: World, person_id: int, content: bytes, caption: str = "", *, chat_id: int | None = None) -> Json:
    """Send a picture, re-encoded in several sizes."""
    fields = {"photo": world.files.photo(content)} | captioned(caption)
    return send(world, person_id, fields, chat_id=chat_id)


def album(
    world: World,
    person_id: int,
    contents: Sequence[bytes],
    caption: str = "",
    *,
    chat_id: int | None = None,
) -> list[Json]:
    """Send several pictures as one album: one message and one update each, the caption on the first."""
    group = str(next(_albums))
    return [
        send(
            world,
            person_id,
            {"media_group_id": group, "photo": world.files.photo(content)} | captioned("" if number else caption),
            chat_id=chat_id,
        )
        for number, content in enumerate(contents)
    ]


def document(world: World, person_id: int, upload: Upload, caption: str = "", *, chat_id: int | None = None) -> Json:
    """Send a file as it is."""
    fields = {"document": world.files.document(upload)} | captioned(caption)
    return send(world, person_id, fields, chat_id=chat_id)


def forward(world: World, person_id: int, fields: Json, origin: str, *, chat_id: int | None = None) -> Json:
    """Forward a message with these fields from a channel of this title."""
    channel = {"id": -1_009_000_000_000 - sum(map(ord, origin)), "type": "channel", "title": origin}
    date = int(world.now().timestamp()) - 3600
    came = {"forward_origin": {"type": "channel", "chat": channel, "message_id": 7, "date": date}}
    return send(world, person_id, came | fields, chat_id=chat_id)


def ask_inline(world: World, person_id: int, words: str, *, chat_id: int | None = None) -> str:
    """Type the bot's name and some words, in a chat with somebody else unless told where.

    Return the id under which results will appear. The bot learns of the chat no more than its kind.
    """
    query_id = world.queries.ask(person_id)
    kind = "private" if chat_id is None else "sender" if chat_id == person_id else world.chats[chat_id].facts["type"]
    query = {"id": query_id, "from": world.people[person_id], "query": words, "offset": ""}
    world.happens("inline_query", query | {"chat_type": kind}, person_id)
    return query_id


def choose(world: World, person_id: int, query_id: str, result_id: str, *, chat_id: int) -> Json:
    """Drop one of the results into a chat, as its person's message by way of the bot; return the message."""
    query = world.queries.get(query_id)
    results = query.results if query else ()
    result = next((each for each in results if each["id"] == result_id), None)
    if result is None:
        raise bad_request("there is no such result")
    content = result["input_message_content"]
    fields = text_of(Call("", content | {"text": content["message_text"]})) | {"via_bot": BOT}
    fields |= {"reply_markup": result["reply_markup"]} if "reply_markup" in result else {}
    return send(world, person_id, fields, chat_id=chat_id)


def block(world: World, person_id: int) -> None:
    """Block the bot."""
    chat = world.private(person_id)
    if chat.closed is None:
        chat.closed = BLOCKED
        tell_membership(world, chat, world.people[person_id], ("member", "kicked"))


def unblock(world: World, person_id: int) -> None:
    """Take the block back."""
    chat = world.private(person_id)
    if chat.closed is BLOCKED:
        chat.closed = None
        tell_membership(world, chat, world.people[person_id], ("kicked", "member"))


def deactivate(world: World, person_id: int) -> None:
    """Delete the person's account."""
    world.private(person_id).closed = DEACTIVATED


def tell_membership(world: World, chat: Chat, by: Json, change: tuple[str, str]) -> None:
    """Tell the bot that its own place in a chat changed from one status to another."""
    old, new = ({"user": BOT, "status": status} | STATUS_FACTS.get(status, {}) for status in change)
    changed = {"chat": chat.facts, "from": by, "date": int(world.now().timestamp())}
    world.happens("my_chat_member", changed | {"old_chat_member": old, "new_chat_member": new}, chat.id)


def _opened(world: World, person_id: int, chat_id: int | None) -> Chat:
    if chat_id is not None and chat_id != person_id:
        chat = world.chats[chat_id]
        if chat.closed is not None and chat.closed is not KICKED:
            raise chat.closed
        return chat
    # Who writes to a bot they had blocked has unblocked it before.
    unblock(world, person_id)
    return world.private(person_id)


def _own(chat: Chat, person_id: int, message_id: int | None) -> Shown:
    if message_id is not None:
        return chat.message(message_id, "message to edit not found")
    for shown in reversed(chat.messages.values()):
        if shown.message.get("from", {}).get("id") == person_id and _EDITABLE & shown.message.keys():
            return shown
    raise bad_request("message to edit not found")


def _concerns_bot(world: World, message: Json) -> bool:
    if world.me["can_read_all_group_messages"]:
        return True
    text = str(message.get("text", message.get("caption", "")))
    name = f"@{BOT['username']}"
    command = text.split(maxsplit=1)[0] if text.startswith("/") else ""
    return (
        (bool(command) and ("@" not in command or command.endswith(name)))
        or (not command and name in mentions(text))
        or message.get("reply_to_message", {}).get("from", {}).get("id") == BOT["id"]
        or message.get("via_bot", {}).get("id") == BOT["id"]
        or bool(_SERVICE & message.keys())
    )


_EDITABLE = {"text", "photo", "document", "video"}
_SERVICE = {
    "new_chat_members",
    "left_chat_member",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "group_chat_created",
    "supergroup_chat_created",
    "forum_topic_created",
    "new_chat_title",
}
