"""Groups, supergroups, channels: made, joined, upgraded, written in without a name."""

from collections.abc import Iterable

from bot.simulator.acts import deliver, quoted, tell_membership, texted
from bot.simulator.api import Json, bad_request
from bot.simulator.chats import ANONYMOUS, BOT, KICKED, Chat
from bot.simulator.world import World


def found(world: World, title: str, members: Iterable[int], *, kind: str = "group", **facts: bool | str) -> Chat:
    """Make a group, supergroup or channel with these people, the first of whom adds the bot; return it.

    ``is_forum=True`` makes a supergroup with topics, ``username=…`` a public one.
    """
    chat = world.open_group(title, kind, **facts)
    chat.members.update(members)
    founder = world.people[next(iter(members))]
    chat.governors.add(founder["id"])
    tell_membership(world, chat, founder, ("left", "administrator" if kind == "channel" else "member"))
    if kind != "channel":
        deliver(world, chat, founder, {"new_chat_members": [BOT]})
    return chat


def throw_out(world: World, chat: Chat, by: int) -> None:
    """Remove the bot from a group."""
    world.post(chat, world.people[by], {"left_chat_member": BOT})
    tell_membership(world, chat, world.people[by], ("member", "kicked"))
    chat.closed = KICKED


def upgrade(world: World, chat: Chat) -> Chat:
    """Turn a group into a supergroup and return that; the old one answers with the number of the new one."""
    above = world.open_group(chat.facts["title"], "supergroup")
    above.members, above.governors = set(chat.members), set(chat.governors)
    owner = world.people[next(iter(chat.members))]
    deliver(world, chat, owner, {"migrate_to_chat_id": above.id})
    deliver(world, above, ANONYMOUS, {"migrate_from_chat_id": chat.id, "sender_chat": above.facts})
    chat.closed = bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=above.id)
    return above


def open_topic(world: World, chat: Chat, by: int, name: str) -> int:
    """Open a topic in a forum; return the number its messages carry as message_thread_id."""
    created = {"forum_topic_created": {"name": name, "icon_color": 7322096}, "is_topic_message": True}
    message = world.post(chat, world.people[by], created)
    thread: int = message["message_id"]
    # The message that opens a topic gives it its number.
    message["message_thread_id"] = thread
    chat.topics[thread] = name
    world.happens("message", message, chat.id)
    return thread


def in_topic(thread: int) -> Json:
    """Return the fields that put a message into a topic."""
    return {"message_thread_id": thread, "is_topic_message": True}


def say_anonymously(world: World, chat: Chat, text: str, *, reply_to: int | None = None) -> Json:
    """Write as an administrator who hides behind the group."""
    fields = {"sender_chat": chat.facts, "author_signature": "admin"}
    return deliver(world, chat, ANONYMOUS, fields | texted(text) | quoted(chat, reply_to))


def post_in_channel(world: World, chat: Chat, text: str) -> Json:
    """Publish in a channel."""
    return deliver(world, chat, {}, texted(text))
