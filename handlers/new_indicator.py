"""Something the city is going to measure: what it is called, its unit, and which direction is an improvement."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.cards import TARGET_NAMES, dotted, joined
from bot.command import cities, lead
from bot.conversation import Conversation
from bot.figure_questions import DatedFigure, measured
from bot.goal11 import TARGETS, Indicator
from bot.indicator_cards import LONGEST_NAME, LONGEST_UNIT, figure, full, when
from bot.language.draft import language
from bot.questions import Choice, Text
from bot.text import Message, Said, _, said
from bot.turn import Refusal, Turn, button, clip
from storage import indicators
from storage.drafts import Draft

BETTER: Mapping[str, Message] = {"up": _("More is better"), "down": _("Less is better")}
UNITS = ("%", "t", "m²", "µg/m³")
_UNIT = re.compile(r"(?P<name>.+?)\s?[(（](?P<unit>[^()（）]+)[)）]")


@dataclass(frozen=True)
class Named(Text):
    """What is measured: typed, or one of those that stand beside the official indicators of the target."""

    async def options(self, turn: Turn, draft: Draft) -> Sequence[tuple[str, Message | Said | str]]:
        return [(each.code, suggested(turn, each)[0]) for each in _suggestions(draft.answers["target"])]

    async def pick(self, turn: Turn, draft: Draft, value: str) -> str:
        chosen = next((each for each in _suggestions(draft.answers["target"]) if each.code == value), None)
        if chosen is None:
            raise Refusal(_("Please press one of the buttons."))
        name, unit = suggested(turn, chosen)
        known = {"code": chosen.code, "better": chosen.better} | ({"unit": unit} if unit else {})
        draft.answers = {**known, **draft.answers}
        return name


@dataclass(frozen=True)
class Unit(Text):
    """The unit: typed, or one of the usual ones."""

    async def options(self, turn: Turn, draft: Draft) -> Sequence[tuple[str, Message | Said | str]]:
        return [(unit, unit) for unit in UNITS[:1]]

    async def pick(self, turn: Turn, draft: Draft, value: str) -> str:
        return value if value in UNITS else UNITS[0]


new_indicator = Conversation(
    "new_indicator",
    _("Add an indicator"),
    Named("name", _("What is measured? For example: recycling rate of household waste."), _("Name"),
          longest=LONGEST_NAME),
    Unit("unit", _("In which unit? For example: %, t, m², people, 만 톤."), _("Unit"), longest=LONGEST_UNIT),
    Choice("better", _("Which direction is an improvement?"), _("Direction"), choices=BETTER),
    DatedFigure("baseline", _("From which figure does it start? With its year, for example: 58.2 2020."),
                _("Baseline"), optional=True, example="58.2 2020"),
    DatedFigure("aim", _("What is to be reached, and by which year? For example: 70 2030."),
                _("Target value"), optional=True, to_come=True, example="70 2030"),
    Text("source", _("Where do the figures come from? For example: environment department, yearly waste statistics."),
         _("Source"), optional=True, longest=200),
    Text("department", _("Which department is in charge?"), _("Department"), optional=True, longest=100),
    who=cities,
    hidden=True,
)  # fmt: skip


def _suggestions(target: str) -> list[Indicator]:
    """Return the official indicators of a target that have a counterpart a city can measure."""
    return [each for each in TARGETS[target].indicators if each.better]


def suggested(turn: Turn, indicator: Indicator) -> tuple[str, str]:
    """Return the name and the unit of what a city measures in place of an official indicator, as its reader says it."""
    if indicator.local is None:
        return turn.translate.plain(indicator.title), turn.translate.plain(indicator.unit)
    text = turn.translate.plain(indicator.local)
    apart = _UNIT.fullmatch(text)
    # What stands before a comma explains the unit: share of total, %.
    return (apart["name"], re.split(r"[,，、]\s?", apart["unit"])[-1]) if apart else (text, "")


@new_indicator.press
async def for_target(turn: Turn, target: str) -> None:
    """Begin to measure something for a target."""
    if target not in TARGETS:
        raise Refusal(_("There is no such target."))
    await new_indicator.ask_about(turn, target=target)


@new_indicator.card
async def show(turn: Turn, draft: Draft) -> None:
    """Show what would be kept."""
    answers = draft.answers
    facts = [TARGET_NAMES[answers["target"]], answers["unit"], BETTER[answers["better"]]]
    lines = [said(Message("<b>{name}</b>"), name=answers["name"]), said(Message("{facts}"), facts=dotted(turn, facts))]
    lines += _told(turn, answers)
    lines.append(said(_("Not kept yet. A baseline and a target value let its progress be shown.")))
    rows = [
        [new_indicator.button(_("Save"), "finish", draft)],
        [
            new_indicator.button(_("Baseline"), "change", draft, "baseline"),
            new_indicator.button(_("Target value"), "change", draft, "aim"),
            new_indicator.button(_("More"), "more", draft),
        ],
        [new_indicator.button(_("Cancel"), "cancel", draft)],
    ]
    new_indicator.emit(turn, draft, Message("{lines}"), rows, {"lines": joined(turn, lines)})


def _told(turn: Turn, answers: Mapping[str, Any]) -> list[Said]:
    lines = []
    for key, words in (("baseline", _("Baseline: {figure} · {day}")), ("aim", _("Target value: {figure} · {day}"))):
        if answers.get(key):
            day, number = measured(answers[key])
            lines.append(said(words, figure=figure(number, answers["unit"]), day=when(turn, day)))
    texts = (("source", _("Source: {source}")), ("department", _("Department: {source}")))
    return lines + [said(words, source=clip(answers[key], 200)) for key, words in texts if answers.get(key)]


@new_indicator.done
async def keep(turn: Turn, draft: Draft) -> str:
    """Keep it with what was said of it."""
    answers, officer = draft.answers, turn.officer
    assert officer.city_id is not None
    written_in = language(answers["name"]) or officer.language
    kept = {name: answers.get(name) for name in ("target", "name", "unit", "better", "code", "source", "department")}
    row = await indicators.create(turn.session, officer.city_id, officer.id, kept | {"language": written_in})
    for key, kind in (("baseline", "baseline"), ("aim", "target_value")):
        if answers.get(key):
            await indicators.say(turn.session, row, officer.id, kind, measured(answers[key]))
    shown = await indicators.get(turn.session, row.id, turn.today)
    assert shown is not None
    rows = [
        [button(_("Record a value"), lead("value", "of_indicator"), row.id)],
        [button(_("Show the indicator"), lead("measured", "open"), row.id)],
    ]
    how = said(_("From now on its value can be typed at any time, for example: {example}"),
               example=f"{row.name} 61.4" if row.unit != "%" else f"{row.name} 61.4 %")  # fmt: skip
    turn.show(Message("{lines}\n\n{how}"), rows=rows, lines=joined(turn, full(turn, shown, turn.today)), how=how)
    return row.name
