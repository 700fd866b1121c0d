"""What is new, in words: the same in the digest that comes by itself and where somebody looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.cards import KINDS, Reader, joined, short
from bot.command import lead
from bot.searches import what
from bot.text import Message, Said, _, plural, said
from bot.turn import Button, button, clip, in_rows
from storage import cities
from storage.actions import Told
from storage.digests import Item, News
from storage.happenings import Event

SHOWN = 8  # actions of one message, or one of each thing that is followed
LONGEST = 140  # characters of what is new of one action: eight of them fit into a message
EVIDENCE: Mapping[str, Message] = {
    "own": _("Now the city's own statement alone"),
    "document": _("Now with a document"),
    "link": _("Now with a link that the office has checked"),
    "reviewed": _("Now reviewed by the research institute"),
}
_UNDER = Message("{action}\n   {line}")


@dataclass(frozen=True)
class Digest:
    """The parts of a message, and the actions its numbers open."""

    parts: Sequence[Said]
    shown: Sequence[Told]

    @property
    def numbers(self) -> list[Sequence[Button]]:
        """Return the buttons that open the actions."""
        opening = [button(str(i), lead("action", "open"), told.action.id) for i, told in enumerate(self.shown, 1)]
        return in_rows(opening, 6)


def digest(reader: Reader, news: Sequence[News]) -> Digest:
    """Return what is new of everything that is followed, each under what it belongs to."""
    each, parts = max(1, SHOWN // max(1, len(news))), list[Said]()
    shown: list[Told] = []
    for about in news:
        lines = listed(reader, about.items, each, len(shown) + 1)
        parts.append(said(_("“{sought}”\n{lines}"), sought=what(reader, about.followed), lines=joined(reader, lines)))
        shown += [item.told for item in about.items[:each]]
    return Digest(parts, shown)


def listed(reader: Reader, items: Sequence[Item], most: int, first: int = 1) -> list[Said]:
    """Return so many items, numbered from ``first`` on, and how many more there are."""
    lines = [_item(reader, place, item) for place, item in enumerate(items[:most], first)]
    if len(items) > most:
        lines.append(said(plural("and {n} more", "and {n} more"), n=len(items) - most))
    return lines


def _item(reader: Reader, place: int, item: Item) -> Said:
    entry, line = short(reader, place, item.told), _beginning(item.told)
    if item.events:
        line = _event(reader, item.events[0])
        if rest := len(item.events) - 1:
            line = said(plural("{line} · and {n} more", "{line} · and {n} more"), line=line, n=rest)
    return said(_UNDER, action=entry, line=line) if line else entry


def _beginning(told: Told) -> Said | None:
    """Return how a new action's text begins, if that says more than its title."""
    text = " ".join(told.action.text.split())
    return said(Message("{text}"), text=clip(text, LONGEST)) if text != told.action.title.strip() else None


def _event(reader: Reader, event: Event) -> Said:
    if event.kind == "status":
        return said(_("Now: {kind}"), kind=KINDS[event.text])
    if event.kind == "evidence":
        return said(EVIDENCE[event.text])
    text, day = clip(" ".join(event.text.split()), LONGEST), reader.translate.day(reader.translate.day_of(event.at))
    if event.kind == "adopted" and event.by:
        return said(_("Adapted by {city}: {text}"), city=cities.name(event.by, reader.officer.language), text=text)
    if event.kind == "figures":
        return said(_("Figures now: {text}"), text=text)
    words = _("Question answered: {text}") if event.kind == "answered" else _("News of {day}: {text}")
    return said(words, day=day, text=text)
