"""What somebody searches for, in their words: the same in results, in what is followed, and in its news."""

from typing import Any

from babel import Locale
from markupsafe import Markup

from bot.cards import KINDS, PATHWAY_NAMES, TARGET_NAMES, Reader, dotted
from bot.text import Message, _, said
from bot.turn import clip
from storage import cities
from storage.follows import Followed
from storage.models import Follow, Lookup

FILTERS: dict[str, Message] = {
    "target": _("Target"),
    "country": _("Country or area"),
    "pathway": _("Pathway"),
    "kind": _("Under way or done"),
    "year": _("Year"),
}


def sought(reader: Reader, search: Lookup | Follow) -> Markup:
    """Return the words and filters of a search in one line; nothing where it has neither."""
    chosen = [label(reader, name, value) for name, value in search.filters.items() if name in FILTERS]
    return dotted(reader, [search.words and clip(search.words, 60), *chosen])


def what(reader: Reader, followed: Followed) -> Markup:
    """Return what is followed, in one line."""
    if followed.city:
        return dotted(reader, [cities.label(followed.city, reader.officer.language)])
    if followed.follow.kind != "action":
        return sought(reader, followed.follow)
    told = followed.told
    if told is None or told.action.state != "published":
        return dotted(reader, [_("An action that is no longer shown")])
    return dotted(
        reader, [said(Message("{number} {title}"), number=told.action.number, title=clip(told.action.title, 60))]
    )


def label(reader: Reader, name: str, value: Any) -> object:
    """Return what the value of a filter is called."""
    tables: dict[str, Any] = {"target": TARGET_NAMES, "kind": KINDS, "pathway": PATHWAY_NAMES}
    if name == "country":
        return Locale.parse(reader.officer.language).territories.get(value, value)
    return tables[name].get(value, value) if name in tables else str(value)


def followable(search: Lookup) -> bool:
    """Say whether news of a search can be told: it looks for something."""
    return bool(search.words.strip() or search.filters)
