"""What deadlines are called, and how far away they are, wherever they are shown."""

from collections.abc import Mapping
from datetime import date

from bot.reports.state_of_play import DEADLINES, TURNS
from bot.text import Message, Said, _, plural, said
from storage.deadlines import Coming

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
    return coming.row.name or DEADLINES[coming.row.kind]


def away(coming: Coming, today: date) -> Said | Message:
    """Return how many days are left."""
    left = (coming.day - today).days
    return said(plural("in {n} day", "in {n} days"), n=left) if left else _("today")
