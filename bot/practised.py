"""What is shown in the practice town where something would go out to somebody real: how it would look."""

from bot.text import _
from bot.turn import Turn


def asked(turn: Turn) -> str:
    """Say that nobody was asked, and show what an answer may look like."""
    turn.show(
        _("<b>Practice: nobody was asked</b>\nOutside of practice it would have gone out now, and an answer could be:\n"
          "<blockquote>Half came from the disaster fund, half from our own budget. We would plan the upkeep first."
          "</blockquote>\nInvented neighbour · officer"),
    )  # fmt: skip
    return ""
