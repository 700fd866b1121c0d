"""The one place an operator means."""

from bot.cli import Unusable
from bot.language import draft
from storage import Session, places

CANDIDATES = 20


async def the_place(session: Session, text: str) -> places.Place:
    """Return the place a text means.

    Raises:
        Unusable: it means none, or several: the message lists them.
    """
    found = await places.find(session, text, limit=CANDIDATES)
    if not found:
        raise Unusable(f"no place is called {text!r}; try its official name, with province or country")
    if len(found) > 1:
        language = "en" if text.isascii() else draft.language(text) or "en"
        labels = dict.fromkeys(_label(place, language) for place in found)
        raise Unusable(f"{text!r} may be: {'; '.join(labels)}")
    return found[0]


def _label(place: places.Place, language: str) -> str:
    """Return how a place is called in English and, where somebody typed another language, in that."""
    english, own = place.label("en"), place.label(language)
    return english if english == own else f"{english} = {own}"
