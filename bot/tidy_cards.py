"""The cards of the ten-minute tidy: what is due, one thing at a time, each with its place among all."""

from collections.abc import Mapping, Sequence

from bot.cards import as_of, dotted, language_name
from bot.cards import head as card_head
from bot.command import Lead, lead
from bot.indicator_cards import name, of, when
from bot.text import Message, Plural, Said, _, plural, said
from bot.turn import Button, Turn, button, clip
from storage import actions, cities, due, indicators
from storage.answers import Checklist
from storage.cycles import Asked
from storage.due import Item
from storage.models import Action, City

ANSWER = Lead("thread:below")
SAID: Mapping[str, Plural] = {
    "no_change": plural("{n} without change", "{n} without change"),
    "updated": plural("{n} with news", "{n} with news"),
    "finished": plural("{n} finished", "{n} finished"),
    "stopped": plural("{n} stopped", "{n} stopped"),
    "passed": plural("{n} passed on", "{n} passed on"),
    "skipped": plural("{n} left out", "{n} left out"),
}
FIGURES: Mapping[str, Plural] = {
    "updated": plural("{n} new figure", "{n} new figures"),
    "no_change": plural("{n} without a new figure", "{n} without a new figure"),
    "passed": SAID["passed"],
    "skipped": SAID["skipped"],
}
CARD = _("{position} of {total} · {period}\n\n{card}")
QUESTION = _("<b>{city} asks</b>\n{facts}\n\n<blockquote expandable>{text}</blockquote>")
RETURNED = _("<b>{title}</b>\n{number} · The office has returned it. The card says why.")


def of_action(turn: Turn, asked: Asked, city: City, todo: Checklist) -> Said:
    """Return the card of the next action."""
    action = todo.left[0]
    place = cities.name(city, turn.officer.language)
    return said(
        _("{position} of {total} · {period}\n\n{card}\n\n{number} · as of {day}"),
        position=todo.done + 1,
        total=todo.total,
        period=asked.label,
        card=card_head(action.title, action.text, place, action.target, action.kind),
        number=action.number,
        day=as_of(turn, action),
    )


async def beside(turn: Turn, asked: Asked, city: City, todo: Checklist) -> tuple[Said, list[list[Button]]] | None:
    """Return the card of the next thing that is no action, and what may be said of it; nothing if it is gone."""
    item = todo.beside.left[0]
    shown = await {"indicator": _indicator, "question": _question, "returned": _returned}[item.kind](
        turn, asked, city, item
    )
    if shown is None:
        return None
    card, rows = shown
    return said(CARD, position=todo.done + 1, total=todo.total, period=asked.label, card=card), rows


Shown = tuple[Said, list[list[Button]]] | None


async def _indicator(turn: Turn, asked: Asked, _city: City, item: Item) -> Shown:
    kept = await indicators.get(turn.session, item.key, turn.today)
    if kept is None:
        return None
    last = [of(kept, kept.last), when(turn, kept.last.day)] if kept.last else [_("no value yet")]
    facts: list[object] = [kept.part.target or None, *last]
    card = said(Message("<b>{name}</b>\n{facts}"), name=name(kept), facts=dotted(turn, facts))
    keys = asked.period.id, item.key
    return card, [
        [button(_("New number"), lead("value", "of_due"), *keys)],
        [button(_("No new number"), lead("tidy", "no_number"), *keys)],
        [button(_("Not ours"), lead("passing", "not_ours"), asked.period.id, "indicator", item.key)],
    ]


async def _question(turn: Turn, asked: Asked, city: City, item: Item) -> Shown:
    found = await due.question(turn.session, item.key, city.id)
    if found is None:
        return None
    question, asking = found
    foreign = question.language != turn.officer.language
    facts: list[object] = [turn.translate.full_day(turn.translate.day_of(question.asked_at))]
    facts.append(said(_("Original in {language}"), language=language_name(question.language)) if foreign else None)
    card = said(
        QUESTION,
        city=cities.label(asking, turn.officer.language),
        facts=dotted(turn, facts),
        text=clip(question.text, 1500),
    )
    return card, [[button(_("Answer"), ANSWER, item.key)], [_not_now(asked, item)]]


async def _returned(turn: Turn, asked: Asked, _city: City, item: Item) -> Shown:
    told = await actions.get(turn.session, item.key)
    if told is None:
        return None
    card = said(RETURNED, title=clip(told.action.title, 200), number=told.action.number)
    row = [button(_("Edit"), lead("edit", "of_action"), item.key)]
    return card, [[button(_("Show the card"), lead("action", "open"), item.key)], row, [_not_now(asked, item)]]


def _not_now(asked: Asked, item: Item) -> Button:
    return button(_("Not now"), lead("tidy", "leave_out"), asked.period.id, item.kind, item.key)


def still_alive(turn: Turn, action: Action) -> Said:
    """Return the question that is asked once, after an action has not changed for long."""
    return said(
        _(
            "<b>Does this still go on?</b>\n{title}\n{number} · as of {day}\n\n"
            "Three times in a row nothing has changed."
        ),
        title=clip(action.title, 200),
        number=action.number,
        day=as_of(turn, action),
    )


def counted(todo: Checklist) -> Sequence[Said]:
    """Return how often each thing was said, of actions and of figures."""
    of_actions = todo.counts
    lines = [said(words, n=of_actions[kind]) for kind, words in SAID.items() if of_actions[kind]]
    figures = [kind for subject, kind in todo.beside.said.items() if subject.startswith("indicator:")]
    return lines + [said(words, n=figures.count(kind)) for kind, words in FIGURES.items() if kind in figures]
