"""How an action looks where anybody may look on: only what is public, and in no more than a few lines."""

from bot.cards import Reader, as_of, head, joined, language_name
from bot.text import Said, _, said
from bot.turn import clip
from storage import cities
from storage.actions import Told

LONGEST_TITLE, LONGEST_TEXT = 200, 600  # characters


def is_public(told: Told) -> bool:
    """Say whether anybody may see an action."""
    return told.action.state == "published" and told.action.visibility == "public" and not told.city.practice


def card(reader: Reader, told: Told) -> Said:
    """Return an action with its city, number and as-of date, in the reader's language around its own words."""
    action, language = told.action, reader.officer.language
    top = head(
        clip(action.title, LONGEST_TITLE),
        clip(action.text, LONGEST_TEXT),
        cities.label(told.city, language),
        action.target,
        action.kind,
    )
    lines = [said(_("{number} · as of {day}"), number=action.number, day=as_of(reader, action))]
    if action.language != language:
        lines.append(said(_("Original in {language}"), language=language_name(action.language)))
    return said(_("{top}\n\n{lines}"), top=top, lines=joined(reader, lines))
