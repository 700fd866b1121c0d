"""Questions about an action that two cities let everybody read, with their answers."""

from bot import seen
from bot.cards import joined, language_name
from bot.command import Command, lead
from bot.text import Message, Said, _, said
from bot.turn import Refusal, Turn, button, clip
from storage import cities, shared
from storage.shared import Part, Shared

LONGEST = 700  # characters of one text
SHOWN = 4  # texts of one question
answered = Command("answered", _("Questions and answers about an action"), hidden=True)


@answered.press
async def of_action(turn: Turn, action_id: int, page: int) -> None:
    """Show the questions about an action that others may read, each on a page."""
    told = await seen.by_id(turn, action_id)
    there = await shared.of_action(turn.session, action_id)
    if not there:
        raise Refusal(_("There is nothing others may read any more."))
    page = min(max(page, 0), len(there) - 1)
    turning = [button(_("Previous"), of_action, action_id, page - 1)] if page else []
    turning += [button(_("Next"), of_action, action_id, page + 1)] if page + 1 < len(there) else []
    turn.show(
        _("<b>Asked about {number} {title}</b>\n\n{texts}"),
        rows=[turning, [button(_("Back"), lead("action", "shown"), action_id)]],
        number=told.action.number,
        title=clip(told.action.title, 90),
        texts=joined(turn, _texts(turn, there[page]), "\n\n"),
    )


def _texts(turn: Turn, each: Shared) -> list[Said]:
    return [_text(turn, part) for part in each.parts[:SHOWN]]


def _text(turn: Turn, part: Part) -> Said:
    values = {"city": cities.label(part.city, turn.officer.language), "text": clip(part.text, LONGEST)}
    if part.language == turn.officer.language:
        return said(Message("<b>{city}</b>\n<blockquote>{text}</blockquote>"), **values)
    words = _("<b>{city}</b> · Original in {language}\n<blockquote>{text}</blockquote>")
    return said(words, language=language_name(part.language), **values)
