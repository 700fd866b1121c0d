"""How the squares of a board read: the same words for a city and for its office."""

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.cards import Reader, dotted
from bot.text import Message, Said, _, plural, said
from storage import board, cities
from storage.board import Board, Square
from storage.models import City

ACTIONS = plural("{n} action", "{n} actions")
INDICATORS = plural("{n} indicator", "{n} indicators")
GOALS = plural("{n} goal", "{n} goals")
COUNTS: Mapping[str, Message] = {
    "filled": _("filled: {n}"),
    "stale": _("stale: {n}"),
    "blank": _("blank: {n}"),
}


def facts(reader: Reader, square: Square, to_check: int = 0) -> str:
    """Return what there is for a target, and what is due or missing, in one line."""
    parts: list[object] = [_("blank") if square.state == "blank" else said(ACTIONS, n=square.actions)]
    parts.append(said(INDICATORS, n=square.indicators) if square.indicators else _("no indicator"))
    if square.goals:
        parts.append(said(GOALS, n=square.goals))
    if to_check:
        parts.append(said(_("to check: {n}"), n=to_check))
    if square.state != "blank" and square.said_on:
        words = _("stale, as of {month}") if square.state == "stale" else _("as of {month}")
        parts.append(said(words, month=reader.translate.month(square.said_on)))
    return dotted(reader, parts)


def summary(reader: Reader, squares: Board) -> str:
    """Return how many squares are in each state: together all targets."""
    return dotted(reader, counted(board.counts(squares)))


def counted(counts: Mapping[str, int]) -> list[Said]:
    """Return each state with how many there are of it."""
    return [said(COUNTS[state], n=counts.get(state, 0)) for state in board.STATES]


def told_apart(found: Sequence[City], language: str) -> dict[int, str]:
    """Return what cities of one list are called: with their province or country only where two have one name."""
    names = {each.id: cities.name(each, language) for each in found}
    often = Counter(names.values())
    return {each.id: names[each.id] if often[names[each.id]] == 1 else cities.label(each, language) for each in found}
