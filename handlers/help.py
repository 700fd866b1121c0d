"""/help — what the bot can do for this person, and what to type."""

from bot.command import Command
from bot.text import _
from bot.turn import Turn

help_ = Command("help", _("What Pumasi can do"))


@help_.starts
async def show(turn: Turn, words: str) -> None:
    turn.say(_("help"))
