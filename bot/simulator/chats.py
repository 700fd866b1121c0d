"""Chats and the people in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.simulator.api import Json, Rejected, bad_request, forbidden
from bot.simulator.log import Shown

ME: Json = {
    "id": 42,
    "is_bot": True,
    "first_name": "Pumasi",
    "username": "pumasi_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}
# How the bot appears as a sender: a user without the facts only getMe tells.
BOT: Json = {name: ME[name] for name in ("id", "is_bot", "first_name", "username")}
# Who Telegram names as the sender when an administrator of a group stays anonymous.
ANONYMOUS: Json = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
# What Telegram tells of a member besides the status, where it tells more.
STATUS_FACTS: dict[str, Json] = {
    "kicked": {"until_date": 0},
    "administrator": {
        "can_be_edited": False,
        "is_anonymous": False,
        "can_manage_chat": True,
        "can_delete_messages": True,
        "can_manage_video_chats": False,
        "can_restrict_members": False,
        "can_promote_members": False,
        "can_change_info": False,
        "can_invite_users": True,
        "can_post_messages": True,
        "can_edit_messages": True,
        "can_post_stories": False,
        "can_edit_stories": False,
        "can_delete_stories": False,
        "can_send_welcome_messages": False,
    },
}
BLOCKED = forbidden("bot was blocked by the user")
DEACTIVATED = forbidden("user is deactivated")
KICKED = forbidden("bot was kicked from the group chat")
NOT_FOUND = bad_request("chat not found")


@dataclass
class Chat:
    """One chat: ``facts`` is the `chat` of its messages, ``closed`` why the bot cannot write there, if so."""

    facts: Json
    numbers: Iterator[int]
    messages: dict[int, Shown] = field(default_factory=dict)
    members: set[int] = field(default_factory=set)
    governors: set[int] = field(default_factory=set)
    topics: dict[int, str] = field(default_factory=dict)
    closed: Rejected | None = None

    @property
    def id(self) -> int:
        """Return the chat's number: a person's own for a private chat, negative for all others."""
        return int(self.facts["id"])

    @property
    def is_private(self) -> bool:
        """Tell whether this is a person's chat with the bot."""
        return bool(self.facts["type"] == "private")

    def message(self, message_id: int, missing: str) -> Shown:
        """Return a message as it stands now, or refuse in the words of ``missing``."""
        if shown := self.messages.get(message_id):
            return shown
        raise bad_request(missing)


def private_facts(person: Json) -> Json:
    """Return the `chat` of a person's chat with the bot."""
    names = ("id", "first_name", "last_name", "username")
    return {name: person[name] for name in names if name in person} | {"type": "private"}
