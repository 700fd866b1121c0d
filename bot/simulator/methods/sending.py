"""How the bot speaks."""

from collections.abc import Callable
from itertools import count

from bot.simulator.acts import quoted
from bot.simulator.api import Call, Json, Rejected, Upload, bad_request
from bot.simulator.chats import BOT, Chat
from bot.simulator.files import check_upload
from bot.simulator.limits import caption_of, markup_of, text_of, wants_location
from bot.simulator.world import World

_ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
)
_albums = count(14_000_000_000_000_001)


def _send_message(world: World, call: Call) -> Json:
    return _send(world, call, text_of(call))


def _send_photo(world: World, call: Call) -> Json:
    world.reach(call.params.get("chat_id"))
    fields = _photo(world, call, call.text("photo"), "photo")
    return _send(world, call, fields | caption_of(call))


def _send_document(world: World, call: Call) -> Json:
    world.reach(call.params.get("chat_id"))
    fields = _document(world, call, call.text("document"), "document")
    return _send(world, call, fields | caption_of(call))


def _send_video(world: World, call: Call) -> Json:
    world.reach(call.params.get("chat_id"))
    fields = _video(world, call, call.text("video"), "video")
    return _send(world, call, fields | caption_of(call))


def _send(world: World, call: Call, fields: Json) -> Json:
    chat = _writable(world, call, messages=1)
    inline, keyboard = markup_of(call)
    if keyboard and chat.facts["type"] == "channel":
        raise bad_request("inline keyboard expected")
    if keyboard and not chat.is_private and wants_location(keyboard):
        raise bad_request("location can be requested in private chats only")
    fields |= {"reply_markup": inline} if inline else {}
    return world.post(chat, BOT, fields | _circumstances(chat, call), keyboard)


def _send_media_group(world: World, call: Call) -> list[Json]:
    media = call.sequence("media")
    if len(media) < 2:
        raise bad_request("there must be at least 2 media in an album")
    if len(media) > 10:
        raise bad_request("too many messages to send as an album")
    kinds = {item.get("type") for item in media if isinstance(item, dict)}
    if not kinds <= MEDIA.keys() or len(kinds) != 1:
        raise bad_request("media of these types can't be mixed in an album")
    chat = _writable(world, call, messages=len(media))
    group = {"media_group_id": str(next(_albums))} | _circumstances(chat, call)
    contents = [medium(world, call, item) for item in media]
    return [world.post(chat, BOT, content | group) for content in contents]


def medium(world: World, call: Call, item: Json) -> Json:
    """Return what a message holds that was given as one of the kinds of media, with its caption."""
    caption = caption_of(Call(call.method, item))
    return MEDIA[item["type"]](world, call, item.get("media"), "media") | caption


def _photo(world: World, call: Call, source: object, field: str) -> Json:
    upload = _upload(call, source, field)
    if upload is None:
        upload = _known(world, source, "photo")
    check_upload(upload, "photo")
    return {"photo": world.files.photo(upload.content)}


def _document(world: World, call: Call, source: object, field: str) -> Json:
    upload = _upload(call, source, field)
    if upload is None:
        upload = _known(world, source, "document")
    check_upload(upload, "document")
    return {"document": world.files.document(upload)}


def _video(world: World, call: Call, source: object, field: str) -> Json:
    upload = _upload(call, source, field)
    if upload is None:
        upload = _known(world, source, "video")
    check_upload(upload, "video")
    return {"video": world.files.video(upload)}


MEDIA: dict[str, Callable[[World, Call, object, str], Json]] = {
    "photo": _photo,
    "video": _video,
    "document": _document,
}


def _upload(call: Call, source: object, field: str) -> Upload | None:
    """Return the file that came with the request: in the field itself, or named by attach://."""
    if not source:
        source = f"attach://{field}"
    if not isinstance(source, str) or not source.startswith("attach://"):
        return None
    if upload := call.files.get(source.removeprefix("attach://")):
        return upload
    raise bad_request(f"there is no {field} in the request")


def _known(world: World, source: object, kind: str) -> Upload:
    if not isinstance(source, str):
        raise bad_request("wrong file identifier/HTTP URL specified")
    if source.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored = world.files.by_id(source)
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return stored.upload


def _writable(world: World, call: Call, *, messages: int) -> Chat:
    chat = world.reach(call.params.get("chat_id"))
    thread = call.integer("message_thread_id")
    if thread and thread not in chat.topics:
        raise bad_request("message thread not found")
    if world.pace:
        world.pace.admit(chat.id, messages)
    return chat


def _circumstances(chat: Chat, call: Call) -> Json:
    fields: Json = {}
    if thread := call.integer("message_thread_id"):
        fields |= {"message_thread_id": thread, "is_topic_message": True}
    if call.flag("protect_content"):
        fields["has_protected_content"] = True
    reply = call.mapping("reply_parameters")
    if message_id := reply.get("message_id") or call.integer("reply_to_message_id"):
        fields |= _reply(chat, int(message_id), forgiving=bool(reply.get("allow_sending_without_reply")))
    return fields


def _reply(chat: Chat, message_id: int, *, forgiving: bool) -> Json:
    try:
        return quoted(chat, message_id)
    except Rejected:
        if forgiving:
            return {}
        raise


def _send_chat_action(world: World, call: Call) -> bool:
    chat = world.reach(call.params.get("chat_id"))
    if call.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.log.add("typing", chat.id)
    return True


METHODS = {
    "sendMessage": _send_message,
    "sendPhoto": _send_photo,
    "sendVideo": _send_video,
    "sendDocument": _send_document,
    "sendMediaGroup": _send_media_group,
    "sendChatAction": _send_chat_action,
}
