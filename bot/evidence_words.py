"""How well an action is evidenced, in words: the same on cards, on the public page and in reports."""

from collections.abc import Mapping
from datetime import date

from bot.text import Message, Said, Translator, _, said
from storage.models import Action

LEVELS: Mapping[str, Message] = {
    "own": _("The city's own statement."),
    "document": _("Document attached."),
    "link": _("Link checked by the office on {day}."),
    "reviewed": _("Reviewed by the research institute on {day}."),
}
FELL = _("{evidence} Figures changed on {day}.")


def evidence(translate: Translator, action: Action) -> Said:
    """Return the level of an action, since when, and why it is no higher any more."""
    day = translate.full_day(local(translate, action)) if action.evidence_at else ""
    level = said(LEVELS[action.evidence], day=day)
    return said(FELL, evidence=level, day=day) if action.evidence_reason == "figures" else level


def local(translate: Translator, action: Action) -> date:
    """Return the day since when it is so, where the reader is."""
    assert action.evidence_at is not None
    return translate.day_of(action.evidence_at)
