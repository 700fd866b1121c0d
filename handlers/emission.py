"""What an action saves of greenhouse gases: tonnes a year, counted once where it is a part of another action."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot import holding
from bot.cards import joined
from bot.command import cities, lead
from bot.conversation import Conversation
from bot.figure_questions import up_to_now
from bot.language.units import taken_apart
from bot.language.values import read
from bot.questions import Question, Text, words
from bot.text import Message, Said, _, said
from bot.turn import Refusal, Turn, button, clip
from storage import actions, emissions
from storage.actions import Told
from storage.drafts import Draft
from storage.emissions import Circular, Saved

IN_TONNES = {"t": Decimal(1), "t co2e": Decimal(1), "kg": Decimal("0.001"), "": Decimal(1)}
NONE = "0"  # a part of no other action
MOST = 6  # actions offered
MOST_TONNES = Decimal(10) ** 10  # all of mankind's in a year is less than ten times as much


@dataclass(frozen=True)
class Tonnes(Question):
    """Tonnes of CO₂ equivalents in a year, and the year they are of."""

    async def hear(self, turn: Turn, draft: Draft) -> dict[str, Any]:
        typed = read(words(turn.heard))
        scale, unit = taken_apart(typed.unit) if typed else (Decimal(1), "")
        if typed is None or unit not in IN_TONNES or not 0 < typed.value < MOST_TONNES:
            raise Refusal(_("That is no figure in tonnes. For example: 120 t, or 1,200 t 2025."))
        tonnes = typed.value * scale * IN_TONNES[unit]
        year = up_to_now(turn, typed.day).year if typed.day else turn.today.year
        return {"tonnes": format(tonnes, "f"), "year": year}


@dataclass(frozen=True)
class PartOf(Question):
    """Another action of the same city, whose figure includes this one; or none."""

    async def options(self, turn: Turn, draft: Draft) -> Sequence[tuple[str, Message | Said | str]]:
        told = await _own(turn, draft.answers["action"])
        wholes = (await emissions.wholes(turn.session, told.action))[:MOST]
        named = [(str(each.id), clip(f"{each.number} {each.title}", 40)) for each in wholes]
        return [*named, (NONE, _("It stands alone"))]

    async def pick(self, turn: Turn, draft: Draft, value: str) -> str:
        if value not in dict(await self.options(turn, draft)):
            raise Refusal(_("Please press one of the buttons."))
        return value

    async def hear(self, turn: Turn, draft: Draft) -> str:
        told = await actions.by_number(turn.session, unicodedata.normalize("NFKC", words(turn.heard)).strip())
        if told is None or told.city.id != turn.officer.city_id:
            raise Refusal(_("There is no such action of your city. Numbers look like SUW-0001."))
        return str(told.action.id)


emission = Conversation(
    "emission",
    _("Say what an action saves of greenhouse gases"),
    Tonnes("saved", _("How many tonnes of CO₂ equivalents does it save in a year? For example: 120 t, or 120 t 2025."),
           _("Tonnes")),
    PartOf("part_of", _("Is this included in the figure of another action of your city? Press it, or type its number. "
                        "Each tonne is counted once."), _("Part of"), optional=True),
    Text("source", _("How was it reckoned? A few words, or a link."), _("Source"), optional=True, longest=300),
    who=cities,
    hidden=True,
)  # fmt: skip


@emission.press
async def of_action(turn: Turn, action_id: int) -> None:
    """Ask what an action saves, or change what was said."""
    told = await _own(turn, action_id)
    known = await emissions.of_action(turn.session, action_id)
    answers: dict[str, Any] = {"action": told.action.id, "number": told.action.number}
    if known:
        answers["saved"] = {"tonnes": format(known.tonnes, "f"), "year": int(known.year)}
        answers |= {"part_of": str(known.part_of_id or NONE), "source": known.source}
    await emission.ask_about(turn, **answers)


@emission.card
async def show(turn: Turn, draft: Draft) -> None:
    """Show what would be kept."""
    answers = draft.answers
    saved = _saved(draft)
    lines = [
        said(Message("<b>{number}</b>"), number=answers["number"]),
        said(_("Saves {tonnes} t CO₂e a year ({year})"), tonnes=saved.tonnes, year=str(saved.year)),
        await _whole(turn, draft),
    ]
    if answers.get("source"):
        lines.append(said(_("Source: {source}"), source=answers["source"]))
    known = await emissions.of_action(turn.session, answers["action"])
    removing = [button(_("Remove"), remove, draft.id)] if known else []
    rows = [
        [emission.button(_("Save"), "finish", draft)],
        [
            emission.button(_("Tonnes"), "change", draft, "saved"),
            emission.button(_("Part of"), "change", draft, "part_of"),
            emission.button(_("Source"), "change", draft, "source"),
        ],
        [emission.button(_("Cancel"), "cancel", draft), *removing],
    ]
    emission.emit(turn, draft, Message("{lines}"), rows, {"lines": joined(turn, lines)})


async def _whole(turn: Turn, draft: Draft) -> Said:
    key = int(draft.answers.get("part_of") or NONE)
    if not key:
        return said(_("A part of no other action's figure."))
    whole = await _own(turn, key)
    return said(_("Included in {number} {title}"), number=whole.action.number, title=clip(whole.action.title, 80))


@emission.done
async def keep(turn: Turn, draft: Draft) -> str:
    """Keep it, unless it would be counted in a circle."""
    told = await _own(turn, draft.answers["action"])
    part_of = int(draft.answers.get("part_of") or NONE) or None
    if part_of:
        await _own(turn, part_of)
    source = draft.answers.get("source") or None
    try:
        await emissions.say(turn.session, told.action, turn.officer.id, _saved(draft), part_of=part_of, source=source)
    except Circular:
        raise Refusal(_("That action is itself a part of this one. Choose another, or none.")) from None
    turn.show(
        _("<b>Kept for {number}</b>\nSaves {tonnes} t CO₂e a year ({year})"),
        rows=[[button(_("Show the card"), lead("action", "open"), told.action.id)]],
        number=told.action.number,
        tonnes=_saved(draft).tonnes,
        year=str(_saved(draft).year),
    )
    return told.action.number


@emission.press
async def remove(turn: Turn, draft_id: int) -> None:
    """Take back what was said of an action's greenhouse gases; the history keeps it."""
    draft = await holding.still_open(turn, draft_id, emission.name)
    told = await _own(turn, draft.answers["action"])
    draft.state, draft.asking = "cancelled", None
    gone = Saved(Decimal(0), _saved(draft).year)
    await emissions.say(turn.session, told.action, turn.officer.id, gone)
    rows = [[button(_("Show the card"), lead("action", "open"), told.action.id)]]
    turn.show(_("<b>{number}: the figure is removed</b>"), rows=rows, number=told.action.number)


def _saved(draft: Draft) -> Saved:
    return Saved(Decimal(draft.answers["saved"]["tonnes"]), draft.answers["saved"]["year"])


async def _own(turn: Turn, action_id: int) -> Told:
    told = await actions.get(turn.session, action_id)
    if told is None or told.city.id != turn.officer.city_id:
        raise Refusal(_("This action belongs to another city."))
    return told
