"""/leave — go, and take one's personal data along. The city keeps what it published."""

from bot.command import Command
from bot.text import _
from bot.thread_words import unnamed
from bot.turn import Turn, button
from storage import privacy

leave = Command("leave", _("Leave and have my data erased"))


@leave.starts
async def begin(turn: Turn, words: str) -> None:
    rows = [[button(_("Yes, erase my data"), now)], [button(_("Stay"), stay)]]
    turn.say(
        _("<b>Leave Pumasi?</b>\nYour name, settings, drafts and reminders are erased at once and cannot be brought "
          "back. What your city published stays with the city, without your name. /mydata gives you a copy first."),
        rows=rows,
    )  # fmt: skip


@leave.press
async def now(turn: Turn) -> None:
    """Erase the person."""
    turn.show(_("Your data are erased. Thank you for what you shared. A new invitation brings you back at any time."))
    turn.owe("deleteMyCommands", {"scope": {"type": "chat", "chat_id": turn.chat_id}})
    turn.owed += await unnamed(turn.unit, turn.officer.id)
    await privacy.erase(turn.session, turn.officer.id)


@leave.press
async def stay(turn: Turn) -> None:
    """Nothing was erased."""
    turn.show(_("Good. Everything stays as it was."))
