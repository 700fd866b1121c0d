"""What deadlines are called, and how far away they are, wherever they are shown."""

from collections.abc import Mapping
from datetime import date

from bot.text import Message, Said, _, plural, said
from storage.deadlines import Coming

TURNS: Mapping[str, Message] = {
    "yellow": _("The UN entry turns yellow"),
    "red": _("The UN entry turns red"),
}
KINDS: Mapping[str, Message] = {
    "cdp": _("CDP questionnaire"),
    "forum": _("UN forum"),
    "award": _("Call for an award"),
    "statute": _("Statutory report"),
    "other": _("Something else"),
}
RED = _("<b>The UN entry is red</b>\n   Nothing was submitted for two years. A report turns it green again.")
RHYTHMS: Mapping[int, Message] = {
    0: _("once"),
    12: _("every year"),
    24: _("every two years"),
    60: _("every five years"),
}


def title(coming: Coming) -> Message | str:
    """Return what a deadline is called: as whoever set it called it, else by its kind."""
    if coming.row is None:
        return TURNS[coming.turns_to]
    return coming.row.name or KINDS[coming.row.kind]


def away(coming: Coming, today: date) -> Said | Message:
    """Return how many days are left."""
    left = (coming.day - today).days
    return said(plural("in {n} day", "in {n} days"), n=left) if left else _("today")
