"""A group as a reader, and what it is told about the bot."""

from bot.links import ways
from bot.text import _
from bot.turn import Button, Turn
from storage.models import Chat
from storage.people import Officer

HELP = _(
    "<b>Pumasi</b> · what cities do for Sustainable Development Goal 11\n"
    "/find and a word: what cities have made public\n/action and a number: one of them\n"
    "/highlights: what others can learn from\n/language: the language of this group\n\n"
    "Everything else is between each person and Pumasi in private."
)


def reader(chat: Chat) -> Officer:
    """Return a group as a reader: nobody in particular, in its language, who sees what is public."""
    return Officer(0, chat.chat_id, "", chat.language, None, False, True)


async def show_help(turn: Turn) -> None:
    """Tell a group what can be asked there, with a way to the private chat."""
    turn.say(HELP, rows=[[Button(_("Private chat"), url=(await ways(turn.session)).private)]])
