"""The button that leads from a chat to the public page, where it can be reached."""

from collections.abc import Sequence

from bot.text import _
from bot.turn import Button, Turn
from storage import facts

OPEN = _("Open the page")


async def to_page(turn: Turn, path: str = "/") -> Sequence[Button]:
    """Return the button that opens a path of the public page, in the reader's language.

    There is none where nobody has said how the page is reached.
    """
    address = await facts.get(turn.session, facts.PAGE)
    if not address:
        return []
    tag = turn.officer.language.replace("_", "-")
    return [Button(OPEN, url=f"{address.rstrip('/')}/{tag}{path}", inside=turn.chat_id > 0)]
