"""The button that leads from a chat to the public page, where it can be reached."""

from collections.abc import Sequence

from bot.links import ways
from bot.text import _
from bot.turn import Button, Turn

OPEN = _("Open the page")


async def to_page(turn: Turn, path: str = "/") -> Sequence[Button]:
    """Return the button that opens a path of the public page, in the reader's language.

    There is none where nobody has said how the page is reached.
    """
    address = (await ways(turn.session)).on_page(path, turn.officer.language)
    return [Button(OPEN, url=address, inside=turn.chat_id > 0)] if address else []
