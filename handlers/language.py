"""/language — the language the bot speaks to this person."""

from bot.cards import OWN_NAMES
from bot.command import Command
from bot.text import LANGUAGES, _
from bot.turn import Refusal, Turn, button, in_rows
from storage import people

language = Command("language", _("Choose your language"))


@language.starts
async def begin(turn: Turn, words: str) -> None:
    if words in LANGUAGES:
        return await _keep(turn, words)
    _ask(turn)


@language.press
async def choose(turn: Turn) -> None:
    """Show the languages."""
    _ask(turn)


def _ask(turn: Turn) -> None:
    rows = in_rows([button(OWN_NAMES[code], keep, code) for code in LANGUAGES], 2)
    turn.show(_("<b>Which language should Pumasi speak with you?</b>"), rows=rows)


@language.press
async def keep(turn: Turn, code: str) -> None:
    """Speak this language from now on."""
    await _keep(turn, code)


async def _keep(turn: Turn, code: str) -> None:
    if code not in LANGUAGES:
        raise Refusal(_("There is no such language here."))
    await people.change(turn.session, turn.officer.id, language=code)
    turn.officer = await people.acting(turn.session, turn.officer.id) or turn.officer
    turn.refresh_menu()
    turn.show(_("Pumasi speaks English with you from now on. What others wrote stays in its own language."))
