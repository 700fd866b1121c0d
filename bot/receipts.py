"""What an officer sees once something is published or changed: its number, and whether it is shown yet."""

from collections.abc import Mapping
from typing import Any

from bot.cards import TARGET_NAMES
from bot.command import lead
from bot.reviewing import tell_group
from bot.text import Message, Said, _
from bot.turn import Turn, button, clip

PUBLISHED: Mapping[str, Message] = {
    "published": _("<b>Published as {number}</b>\n{title} · {target}"),
    "waiting": _(
        "<b>Waiting for the office's look: {number}</b>\n{title} · {target}\n"
        "It is shown once the office has looked at it."
    ),
}
CHANGED: Mapping[str, Message] = {
    "published": _("<b>{number} is changed</b>\n{title} · {target}"),
    "waiting": _("<b>{number} is changed</b>\n{title} · {target}\nIt is shown once the office has looked at it."),
}


async def receipt(turn: Turn, words: Mapping[str, Message], action: Any) -> None:
    """Hand out the receipt of an action; what waits for a look is shown to the office's group."""
    if words is CHANGED or action.state == "waiting":
        await tell_group(turn, action.id)
    rows = [
        [button(_("Who else did this"), lead("who", "others"), action.id, 0)],
        [button(_("Show the card"), lead("action", "open"), action.id)],
        [
            button(_("Edit"), lead("edit", "of_action"), action.id),
            button(_("Withdraw"), lead("action", "withdraw"), action.id),
        ],
    ]
    target: Said = TARGET_NAMES[action.target]
    found = words.get(action.state, words["published"])
    turn.show(found, rows=rows, number=action.number, title=clip(action.title, 120), target=target)
