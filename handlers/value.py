"""A figure of one of the city's own indicators, in one message: read, compared with the last, recorded, taken back.

What can hardly be meant is asked about and never changed in silence; what was typed is kept.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from bot import holding
from bot.cards import dotted, joined
from bot.command import STALE, cities, lead
from bot.conversation import Conversation
from bot.doubts import Doubt, certain, doubt, likely, settled
from bot.figure_questions import NO_FIGURE, still_to_come, up_to_now
from bot.indicator_cards import figure, name, of, rating, when
from bot.language.values import Typed, names, read
from bot.questions import Question, words
from bot.seen import own_indicator
from bot.text import Message, Said, _, said
from bot.turn import Button, Refusal, Turn, button, clip
from storage import drafts, indicators
from storage.drafts import Draft
from storage.indicators import Kept, Named
from storage.models import Measure

MOST = 3  # indicators offered for one message
SHORT = 60  # characters of a message that is asked about; a longer one tells of an action
SEVERAL = _("There are several numbers in it. Please send only one, for example: {example}.")
EXAMPLE = "61.4 %"
Else = Callable[[Turn], Awaitable[None]]
_else: list[Else] = []


def otherwise(function: Else) -> None:
    """Say what becomes of a message that was no value after all."""
    _else[:] = [function]


@dataclass(frozen=True)
class Figure(Question):
    """A number with its unit, and the time it is for."""

    async def hear(self, turn: Turn, draft: Draft) -> dict[str, Any]:
        typed = read(words(turn.heard))
        if typed is None:
            raise Refusal(NO_FIGURE, example=EXAMPLE)
        kept = await own_indicator(turn, int(draft.answers["indicator"]))
        if typed.words and not names(typed.words, kept.part.name):
            other = certain(typed, await _own(turn))
            if other:
                draft.answers = {**draft.answers, "indicator": other.id}
            elif any(letter.isdigit() for letter in typed.words):
                raise Refusal(SEVERAL, example=EXAMPLE)
        drafts.change(draft, {key: each for key, each in draft.answers.items() if key != "sure"})
        return _noted(turn, typed)


value = Conversation(
    "value",
    _("Record a value"),
    Figure("figure", _("Which value? For example 61.4 %. With a year or a day if it is not of today: 61.4 % 2025.")),
    who=cities,
    hidden=True,
)


async def takes(turn: Turn) -> bool:
    """Say whether what was typed is a value of one of the city's indicators; if it may be one, ask."""
    heard = turn.heard
    if not turn.officer.for_city or heard.files or heard.forwarded or heard.location or heard.other:
        return False
    typed = read(heard.text)
    if typed is None or not (typed.words or typed.target):
        return False
    own = await _own(turn)
    beyond_doubt, candidates = certain(typed, own), likely(typed, heard.text, own)
    may_be = beyond_doubt or (candidates and len(heard.text) <= SHORT)
    if not may_be or (typed.day and still_to_come(turn, typed.day)):
        return False
    known: dict[str, Any] = {"text": heard.text, "figure": _noted(turn, typed)}
    known |= {"indicator": beyond_doubt.id} if beyond_doubt else {"candidates": [each.id for each in candidates[:MOST]]}
    await value.ask_about(turn, **known)
    return True


def _noted(turn: Turn, typed: Typed) -> dict[str, Any]:
    """Return a figure as a draft keeps it."""
    day = up_to_now(turn, typed.day) if typed.day else turn.today
    return {
        "value": str(typed.value), "others": [str(each) for each in typed.others], "unit": typed.unit,
        "scaled": typed.scaled, "day": day.isoformat(),
    }  # fmt: skip


@value.press
async def of_indicator(turn: Turn, indicator_id: int) -> None:
    """Ask for a value of an indicator, below it."""
    await _ask_for(turn, await own_indicator(turn, indicator_id))


@value.press
async def of_due(turn: Turn, period_id: int, indicator_id: int) -> None:
    """Ask for the value that is due in a period, below its card; afterwards one goes on there."""
    kept = await own_indicator(turn, indicator_id)
    turn.show(Message("<b>{name}</b>"), rows=[[_onwards(period_id)]], name=name(kept))
    await _ask_for(turn, kept, period=period_id)


def _onwards(period_id: int) -> Button:
    return button(_("Go on"), lead("tidy", "go_on_below"), period_id)


async def _ask_for(turn: Turn, kept: Kept, **known: int) -> None:
    answers = {"indicator": kept.row.id, **known}
    draft = await drafts.start(turn.session, turn.officer.id, value.name, value.version, answers=answers)
    turn.pressed = None
    last = [of(kept, kept.last), when(turn, kept.last.day)] if kept.last else [_("no value yet")]
    words = Message("<b>{name}</b>\n{facts}")
    await value.advance(turn, draft, said(words, name=name(kept), facts=dotted(turn, last)))


@value.card
async def judge(turn: Turn, draft: Draft) -> None:
    """Record the figure, or ask what can hardly be meant. What is typed next is another try."""
    if "indicator" not in draft.answers:
        return await _which(turn, draft)
    kept, typed, day = await _answered(turn, draft)
    sure = draft.answers.get("sure", ())
    doubtful = doubt(typed, kept, day, sure)
    if doubtful is None:
        return await value.finish(turn, draft.id)
    await drafts.wait(turn.session, turn.officer.id)
    draft.asking, draft.version = "figure", value.version
    lines = joined(turn, [doubtful.why, doubtful.how])
    value.emit(turn, draft, Message("{lines}"), _offers(draft, kept, doubtful), {"lines": lines})


async def _which(turn: Turn, draft: Draft) -> None:
    """Ask whether it is a value at all. What is typed next is something else."""
    own = {each.id: each for each in await _own(turn)}
    likely = [own[key] for key in draft.answers["candidates"] if key in own]
    rows = [[button(clip(each.name, 40), is_of, draft.id, each.id)] for each in likely]
    last = [button(_("It is an action"), as_action, draft.id), value.button(_("Cancel"), "cancel", draft)]
    value.emit(turn, draft, _("Is this a value of one of your city's indicators?\n“{text}”"), [*rows, last],
               {"text": draft.answers["text"]})  # fmt: skip


@value.press
async def is_of(turn: Turn, draft_id: int, indicator_id: int) -> None:
    """Say of which indicator the figure is."""
    draft = await holding.still_open(turn, draft_id, value.name)
    kept = await own_indicator(turn, indicator_id)
    drafts.change(draft, {**draft.answers, "indicator": kept.row.id})
    await judge(turn, draft)


def _offers(draft: Draft, kept: Kept, doubtful: Doubt) -> list[list[Button]]:
    first, *rest = [
        button(said(_("Record {figure}"), figure=of_unit(kept, each)), accept, draft.id, doubtful.kind, str(each))
        for each in doubtful.offers
    ]
    again = value.button(_("Write again"), "change", draft, "figure")
    return [[first], [again, *rest[:1]], [value.button(_("Cancel"), "cancel", draft)]]


def of_unit(kept: Kept, number: Decimal) -> Said:
    return figure(number, kept.part.unit)


@value.press
async def accept(turn: Turn, draft_id: int, kind: str, number: str) -> None:
    """Take one of the offered figures."""
    draft = await holding.still_open(turn, draft_id, value.name)
    kept, typed, day = await _answered(turn, draft)
    sure = draft.answers.get("sure", [])
    doubtful = doubt(typed, kept, day, sure)
    if doubtful is None or doubtful.kind != kind or number not in map(str, doubtful.offers):
        raise Refusal(STALE)
    chosen = {"value": number, "others": [], "unit": "", "scaled": False, "day": day.isoformat()}
    asked = [*sure, kind, *(["jump"] if kind == "reading" else [])]
    drafts.change(draft, {**draft.answers, "figure": chosen, "sure": asked})
    await judge(turn, draft)


@value.done
async def record(turn: Turn, draft: Draft) -> str:
    """Record the figure, and hand out the receipt."""
    kept, typed, day = await _answered(turn, draft)
    number = settled(typed, kept)
    there = next((each for each in kept.part.values if each.day == day), None)
    if there and there.value == number:
        turn.show(
            _("<b>{name}: {figure}</b>\nThis is recorded for {day} already. Nothing was changed."),
            rows=[[button(_("Show the indicator"), lead("measured", "open"), kept.row.id)]],
            name=name(kept), figure=of(kept, there), day=when(turn, day),
        )  # fmt: skip
        return ""
    measure = await indicators.say(turn.session, kept.row, turn.officer.id, "value", (day, number))
    await _receipt(turn, kept, measure, draft)
    return ""


async def _receipt(turn: Turn, before: Kept, measure: Measure, draft: Draft) -> None:
    kept = await own_indicator(turn, before.row.id)
    assert measure.value is not None
    lines = [said(Message("<b>{name}: {figure}</b>"), name=name(kept), figure=of_unit(kept, measure.value))]
    facts: list[object] = [turn.officer.city_name, kept.part.target or None, when(turn, measure.day)]
    lines.append(said(Message("{facts}"), facts=dotted(turn, facts)))
    earlier = [each for each in before.part.values if each.day < measure.day]
    if earlier:
        change = f"{measure.value - earlier[-1].value:+,f}"
        words = _("Before: {figure} · {day} · change {change}")
        lines.append(said(words, figure=of(kept, earlier[-1]), day=when(turn, earlier[-1].day), change=change))
    lines += rating(kept, turn.today)
    rows = [
        [button(_("Show the indicator"), lead("measured", "open_below"), kept.row.id)],
        [
            button(_("Another date"), lead("dated", "of_value"), measure.id),
            button(_("Undo"), undo, measure.id, draft.id),
        ],
    ]
    if draft.answers.get("period"):
        rows.insert(0, [_onwards(draft.answers["period"])])
    if kept.row.source is None:  # asked once, whatever the answer
        kept.row.source = ""
        lines.append(said(_("Where do these figures come from? This is asked once and remembered.")))
        rows.insert(1, [button(_("Name the source"), lead("about", "of_indicator"), kept.row.id, "source")])
    turn.show(Message("{lines}"), rows=rows, lines=joined(turn, lines))


@value.press
async def undo(turn: Turn, measure_id: int, draft_id: int) -> None:
    """Take back what was just recorded; what was said before counts again."""
    measure = await indicators.measure(turn.session, measure_id)
    kept = await own_indicator(turn, measure.indicator_id if measure else 0)
    assert measure is not None
    if not await indicators.take_back(turn.session, kept.row, turn.officer.id, measure):
        raise Refusal(_("Something else was recorded since. /indicator shows the history."))
    assert measure.value is not None
    rows = [[button(_("Show the indicator"), lead("measured", "open_below"), kept.row.id)]]
    draft = await drafts.get(turn.session, draft_id)
    if draft and draft.person_id == turn.officer.id and draft.answers.get("text"):
        rows.append([button(_("It is an action"), as_action, draft_id)])
    turn.show(
        _("<b>{name}: {figure} is taken back</b>\nThe history shows that it was recorded and taken back."),
        rows=rows, name=name(kept), figure=of_unit(kept, measure.value),
    )  # fmt: skip


@value.press
async def as_action(turn: Turn, draft_id: int) -> None:
    """Let what was typed become what it would have been without any indicator."""
    draft = await holding.own(turn, draft_id, value.name)
    if draft.state == "done":  # the receipt says that it was taken back
        turn.pressed = None
    else:
        await holding.still_open(turn, draft_id, value.name)
        draft.state, draft.asking = "cancelled", None
    turn.heard = replace(turn.heard, text=draft.answers["text"])
    for function in _else:
        await function(turn)


async def _answered(turn: Turn, draft: Draft) -> tuple[Kept, Typed, date]:
    kept, noted = await own_indicator(turn, int(draft.answers["indicator"])), draft.answers["figure"]
    others = tuple(Decimal(each) for each in noted["others"])
    typed = Typed(Decimal(noted["value"]), others, noted["unit"], noted["scaled"])
    return kept, typed, date.fromisoformat(noted["day"])


async def _own(turn: Turn) -> list[Named]:
    return await indicators.named(turn.session, turn.officer.city_id or 0)
