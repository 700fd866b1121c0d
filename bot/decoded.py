"""What arrived, as plain values.

Words in a private chat and presses of buttons are nearly all that ever arrives, and are read from Telegram's JSON as it
is. Everything else, and whatever looks unlike them, is python-telegram-bot's to read, or to refuse.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from telegram import Message, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.company import Company, asks_for_governor, company
from bot.heard import Heard, listen
from bot.language.clean import clean
from bot.transport import loads
from bot.turn import Press
from storage.inbox import Received

PLAIN = {"message_id", "date", "from", "chat", "text", "entities", "link_preview_options"}
NOTHING = Heard()
MESSAGE, EDITED, PRESS, OTHER = "message", "edited message", "press", "other"


@dataclass(frozen=True, slots=True)
class Writer:
    """The person an update comes from."""

    id: int
    name: str
    language_code: str | None


@dataclass(frozen=True, slots=True)
class Arrived:
    """One update, or the parts of an album that are answered as one."""

    received: Sequence[Received]
    kind: str  # message, of a private chat; edited message; press; other
    writer: Writer | None  # none for a bot
    chat_id: int | None
    heard: Heard = NOTHING
    pressed: Press | None = None
    reachable: bool = True  # false for somebody who has just blocked the bot
    moved_from: int | None = None  # the chat that became another: a group that is a supergroup now
    moved_to: int | None = None
    company: Company | None = None  # none in a private chat
    asks_for_governor: bool = False  # whether it matters that the writer is an administrator of the group


def decode(received: Sequence[Received]) -> Arrived:
    """Return what arrived.

    Raises:
        Exception: of any kind, where python-telegram-bot cannot read it.
    """
    updates = [loads(each.payload) for each in received]
    plain = _plain(received, updates[0]) if len(updates) == 1 else None
    return plain or _any(received, [Update.de_json(update, None) for update in updates])


def _plain(received: Sequence[Received], update: dict[str, Any]) -> Arrived | None:
    """Return an update of the two usual kinds; none for any other."""
    try:
        if "message" in update:
            return _words(received, update["message"])
        if "callback_query" in update:
            return _press(received, update["callback_query"])
    except (KeyError, TypeError, AttributeError):
        pass  # unlike what is expected
    return None


def _words(received: Sequence[Received], message: dict[str, Any]) -> Arrived | None:
    text, chat, number = message["text"], message["chat"], message["message_id"]
    if not message.keys() <= PLAIN or chat["type"] != ChatType.PRIVATE:
        return None
    if type(text) is not str or type(number) is not int or type(chat["id"]) is not int:
        return None
    if not (writer := _writer(message["from"])):
        return None
    return Arrived(received, MESSAGE, writer, chat["id"], Heard(clean(text), message_id=number))


def _press(received: Sequence[Received], query: dict[str, Any]) -> Arrived | None:
    message, data = query["message"], query["data"]
    number, chat_id = message["message_id"], message["chat"]["id"]
    if message["chat"]["type"] != ChatType.PRIVATE:
        return None
    if not (type(query["id"]) is type(data) is str and type(number) is type(chat_id) is type(message["date"]) is int):
        return None
    if not (writer := _writer(query["from"])):
        return None
    pressed = Press(query["id"], clean(data), number if message["date"] else None)  # 0: out of our reach by now
    return Arrived(received, PRESS, writer, chat_id, pressed=pressed)


def _writer(user: dict[str, Any]) -> Writer | None:
    """Return a person who has what every person has."""
    first, last, language = user["first_name"], user.get("last_name"), user.get("language_code")
    if user["is_bot"] is not False or type(user["id"]) is not int or type(first) is not str:
        return None
    if not isinstance(last, str | None) or not isinstance(language, str | None):
        return None
    return Writer(user["id"], f"{first} {last}" if last else first, language)


def _any(received: Sequence[Received], updates: Sequence[Update]) -> Arrived:
    first = updates[0]
    user, chat, membership = first.effective_user, first.effective_chat, first.my_chat_member
    messages = [m for u in updates if isinstance(m := u.effective_message, Message)]
    moved_to = first.message.migrate_to_chat_id if first.message else None
    shared = company(first)
    blocked = not shared and membership is not None and membership.new_chat_member.status == ChatMemberStatus.BANNED
    return Arrived(
        received,
        _kind(first),
        None if user is None or user.is_bot else Writer(user.id, user.full_name, user.language_code),
        chat.id if chat else None,
        listen(messages) if messages and not first.callback_query else NOTHING,
        _pressed(first),
        not blocked,
        chat.id if chat and moved_to else None,
        moved_to,
        shared,
        shared is not None and asks_for_governor(first),
    )


def _kind(update: Update) -> str:
    if update.callback_query:
        return PRESS
    if update.message and update.message.chat.type == ChatType.PRIVATE:
        return MESSAGE
    if update.edited_message:
        return EDITED
    return OTHER


def _pressed(update: Update) -> Press | None:
    query = update.callback_query
    if query is None:
        return None
    there = query.message if query.message and query.message.is_accessible else None
    return Press(query.id, clean(query.data or ""), there.message_id if there else None)
