"""What somebody sent, without Telegram around it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Message

from bot.language.clean import clean

OTHERS = (
    "sticker", "voice", "video", "video_note", "audio", "animation", "contact", "poll", "dice", "venue",
    "game", "story", "checklist",
)  # fmt: skip
AROUND = " \t\n,:;.?!，、。：；？！"  # what may stand between a name and what is said to it


@dataclass(frozen=True)
class File:
    """A photo, a video or a document Telegram keeps for us. Sizes in bytes."""

    kind: str  # photo, picture (a photo sent as a file), video, document
    file_id: str
    unique_id: str
    name: str | None = None
    size: int | None = None
    mime: str | None = None


@dataclass(frozen=True)
class Heard:
    """A message, or an album taken as one."""

    text: str = ""
    files: tuple[File, ...] = ()
    location: tuple[float, float] | None = None
    other: str | None = None  # sticker, voice, …: something without words
    forwarded: bool = False
    album: str | None = None
    message_id: int | None = None
    replied_to: tuple[str, ...] = ()  # what the buttons lead to of the message of ours that this replies to
    asked_of: str = ""  # the bot whose message this replies to, where that leads on by addresses alone
    dropped_by: str = ""  # the bot whose card this is: chosen from what it offered, not typed

    @property
    def empty(self) -> bool:
        return not self.text and not self.files and self.location is None


def said_to(own: str, text: str) -> str | None:
    """Return what is said to somebody by name: what stands behind the name, else before; nothing without the name."""
    named = re.search(rf"(?<![\w@./-])@{re.escape(own)}(?!\w)", text, re.IGNORECASE) if own else None
    if named is None:
        return None
    return text[named.end() :].strip(AROUND) or text[: named.start()].strip(AROUND)


def listen(messages: Sequence[Message]) -> Heard:
    """Return what these messages say together."""
    first = messages[0]
    texts = [clean(m.text or m.caption or "") for m in messages]
    location = first.location
    return Heard(
        text="\n".join(filter(None, texts)),
        files=tuple(file for m in messages if (file := _file(m))),
        location=(location.latitude, location.longitude) if location else None,
        other=next((name for name in OTHERS if getattr(first, name, None) is not None), None),
        forwarded=first.forward_origin is not None,
        album=first.media_group_id,
        message_id=first.message_id,
        replied_to=_buttons(first.reply_to_message),
        asked_of=_answering(first.reply_to_message),
        dropped_by=(first.via_bot.username or "").lower() if first.via_bot else "",
    )


def _buttons(message: Message | None) -> tuple[str, ...]:
    rows = message.reply_markup.inline_keyboard if message and message.reply_markup else ()
    return tuple(clean(each.callback_data) for row in rows for each in row if isinstance(each.callback_data, str))


def _answering(message: Message | None) -> str:
    """Return the bot that wrote a message, if it only tells something: below what it asks, people talk."""
    if message is None or message.reply_markup is None or not (writer := message.from_user) or not writer.is_bot:
        return ""
    addresses = [each.url for row in message.reply_markup.inline_keyboard for each in row]
    return (writer.username or "").lower() if addresses and all(addresses) else ""


def _file(message: Message) -> File | None:
    if message.photo:
        best = max(message.photo, key=lambda p: p.width * p.height)
        return File("photo", best.file_id, best.file_unique_id, size=best.file_size, mime="image/jpeg")
    if document := message.document:
        name = clean(document.file_name or "")[:120] or None
        kind = "picture" if (document.mime_type or "").startswith("image/") else "document"
        return File(kind, document.file_id, document.file_unique_id, name, document.file_size, document.mime_type)
    if video := message.video:
        name = clean(video.file_name or "")[:120] or None
        return File("video", video.file_id, video.file_unique_id, name, video.file_size, video.mime_type)
    return None
