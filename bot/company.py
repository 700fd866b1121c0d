"""A chat of several people, as far as a turn needs to know it."""

from dataclasses import dataclass

from telegram import ChatMember, Message, Update
from telegram.constants import ChatMemberStatus, ChatType

KINDS: dict[str, str] = {ChatType.GROUP: "group", ChatType.SUPERGROUP: "group", ChatType.CHANNEL: "channel"}
GOVERNING = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)
FOR_GOVERNORS = "/language"  # the one command that not everybody in a group may use


@dataclass(frozen=True)
class Company:
    """A group or a channel, and the part somebody has in it."""

    kind: str  # group, channel
    title: str
    thread: int | None = None  # the topic something was said in
    nameless: bool = False  # said by an administrator who speaks as the group
    governs: bool = False  # said by an administrator, as far as it was asked
    present: bool | None = None  # whether the bot is there, if that has just changed


def company(update: Update) -> Company | None:
    """Return the company in which something happened; none in a private chat."""
    chat = update.effective_chat
    kind = KINDS.get(chat.type) if chat else None
    if chat is None or kind is None:
        return None
    if change := update.my_chat_member:
        return Company(kind, chat.title or "", present=_takes_part(kind, change.new_chat_member))
    message = update.effective_message
    if not isinstance(message, Message):
        return Company(kind, chat.title or "")
    thread = message.message_thread_id if message.is_topic_message else None
    pressed = update.callback_query is not None
    nameless = not pressed and message.sender_chat is not None and message.sender_chat.id == chat.id
    return Company(kind, chat.title or "", thread, nameless and kind == "group", governs=nameless)


def _takes_part(kind: str, bot: ChatMember) -> bool:
    """Say whether the bot can write somewhere: in a channel only administrators can."""
    if kind == "channel":
        return bot.status == ChatMemberStatus.ADMINISTRATOR and bool(getattr(bot, "can_post_messages", False))
    return bot.status in (ChatMemberStatus.MEMBER, *GOVERNING, ChatMemberStatus.RESTRICTED)


def asks_for_governor(update: Update) -> bool:
    """Say whether it matters that somebody in a group is one of its administrators."""
    if query := update.callback_query:
        return (query.data or "").startswith("group:")
    return bool(update.message and (update.message.text or "").startswith(FOR_GOVERNORS))
