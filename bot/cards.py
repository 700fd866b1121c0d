"""How an action looks in a chat: one bold line, one line of facts, then the text as it was written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from markupsafe import Markup

from bot.evidence_words import evidence
from bot.goal11 import PATHWAYS, SDGS, TARGETS
from bot.text import LANGUAGES, Message, Said, Translator, _, said, translator
from bot.turn import Turn, clip
from storage import actions, cities
from storage.actions import Told
from storage.models import Action, City
from storage.people import Officer

KINDS: Mapping[str, Message] = {"under_way": _("under way"), "achieved": _("done")}
OWN_NAMES = {"en": "English", "ko": "한국어", "ja": "日本語", "zh_Hans": "简体中文", "zh_Hant": "繁體中文"}
LANGUAGE_NAMES: Mapping[str, Message] = {
    "en": _("English"), "ko": _("Korean"), "ja": _("Japanese"),
    "zh_Hans": _("Simplified Chinese"), "zh_Hant": _("Traditional Chinese"),
    "de": _("German"), "da": _("Danish"), "es": _("Spanish"),
}  # fmt: skip
TARGET_NAMES: Mapping[str, Said] = {
    code: said(_("{code} {title}"), code=code, title=target.title) for code, target in TARGETS.items()
}
GOAL_NAMES: Mapping[str, Said] = {
    str(number): said(_("Goal {number} {title}"), number=str(number), title=name)
    for number, name in SDGS.items()
    if number != 11
}
PATHWAY_NAMES: Mapping[str, Message] = {name: pathway.title for name, pathway in PATHWAYS.items()}
STATES: Mapping[str, Message] = {
    "waiting": _("waiting for the office's look"), "returned": _("returned by the office"),
    "declined": _("declined by the office"), "withdrawn": _("withdrawn"),
}  # fmt: skip
HIDDEN: Mapping[str, Message] = {
    "waiting": _("<b>Others do not see it yet.</b>"),
    "returned": _("<b>Others do not see it yet.</b>"),
    "declined": _("<b>Others do not see it.</b>"),
    "withdrawn": _("<b>Withdrawn. Only your city sees it.</b>"),
}
LONGEST_TEXT = 1500  # characters of the original on a card

FACTS = _("{city} · {target} · {kind}")
SUGGESTED = _("{target} (suggested)")
HEAD = _("<b>{title}</b>\n{facts}\n\n<blockquote expandable>{text}</blockquote>")


class Reader(Protocol):
    """Whoever reads a card: of a turn, or of a message that nobody asked for."""

    @property
    def officer(self) -> Officer: ...

    @property
    def translate(self) -> Translator: ...


@dataclass(frozen=True)
class Addressee:
    """Somebody who is written to without a turn of theirs."""

    officer: Officer

    @property
    def translate(self) -> Translator:
        return translator(self.officer.language, self.officer.zone)


def head(title: str, text: str, city: Said | str, target: str | None, kind: str, *, suggested: bool = False) -> Said:
    """Return the first lines of a card, of a draft or of an action; of a draft's target, whether it is suggested."""
    name = TARGET_NAMES[target] if target else said(_("no target yet"))
    name = said(SUGGESTED, target=name) if target and suggested else name
    facts = said(FACTS, city=city, target=name, kind=KINDS[kind])
    return said(HEAD, title=title, facts=facts, text=clip(text, LONGEST_TEXT))


def brief(turn: Reader, told: Told, between: Sequence[Said] = ()) -> Said:
    """Return what is always visible of an action: what, where, when, in which language, and who says so.

    Args:
        between: lines about what passed between cities, see ``bot.adopting.lines``.
    """
    return _card(turn, told, between)


def full(turn: Turn, told: Told, between: Sequence[Said] = ()) -> Said:
    """Return everything this reader may see of an action, with lines about what passed between cities."""
    lesson = told.action.lesson if turn.officer.seated else None
    return _card(turn, told, [*details(told.action.details, lesson), *between])


def _card(turn: Reader, told: Told, more: Sequence[Said]) -> Said:
    action, language = told.action, turn.officer.language
    top = head(action.title, action.text, cities.label(told.city, language), action.target, action.kind)
    lines = [said(_("{number} · as of {day}"), number=action.number, day=as_of(turn, action))]
    if action.language != language:
        lines.append(said(_("Original in {language}"), language=language_name(action.language)))
    if action.details.get("target_suggested"):
        lines.append(said(_("The target is suggested from the text, not chosen by the city.")))
    lines += more
    lines.append(evidence(turn.translate, action))
    if action.state in HIDDEN:
        lines.append(said(HIDDEN[action.state]))
    return said(_("{top}\n\n{lines}"), top=top, lines=joined(turn, lines))


def as_of(reader: Reader, action: Action) -> str:
    """Return the day for which an action is told, no more exactly than it is known."""
    tell = {"year": reader.translate.year, "month": reader.translate.month}
    return tell.get(actions.precision(action), reader.translate.full_day)(action.day)


TOLD: Mapping[str, tuple[Message, int]] = {
    "effect": (_("Who notices: {text}"), 300),
    "partners": (_("With: {text}"), 200),
    "department": (_("Department: {text}"), 100),
    "links": (_("More: {text}"), 200),
    "tags": (_("Tags: {text}"), 200),
    "second": (_("In another language: {text}"), 600),
}


def details(answers: Mapping[str, Any], lesson: str | None) -> list[Said]:
    """Return the optional answers that were given, each as a line."""
    lines = [said(words, text=clip(answers[name], most)) for name, (words, most) in TOLD.items() if answers.get(name)]
    if lesson:
        lines.insert(1, said(_("What did not work (members only): {text}"), text=clip(lesson, 300)))
    if answers.get("pathway") in PATHWAY_NAMES:
        lines.append(said(_("Pathway: {pathway}"), pathway=PATHWAY_NAMES[answers["pathway"]]))
    goals = [GOAL_NAMES[goal] for goal in answers.get("goals") or () if goal in GOAL_NAMES]
    if goals:
        lines.append(said(_("Related goals: {goals}"), goals=goals))
    if origin := answers.get("after"):
        lines.append(said(_("After {number} of {city}"), **origin))
    return lines


def short(reader: Reader, place: int, told: Told) -> Said:
    """Return two lines for a list: the title, and where, what and when."""
    action, language = told.action, reader.officer.language
    facts: Sequence[object] = (
        cities.label(told.city, language),
        action.target,
        reader.translate.year(action.day)
        if actions.precision(action) == "year"
        else reader.translate.month(action.day),
    )
    if action.language == language:
        line = _("{place} <b>{title}</b>\n   {facts}")
        return said(line, place=place, title=clip(action.title, 90), facts=dotted(reader, facts))
    line = _("{place} <b>{title}</b> · {language}\n   {facts}")
    name = language_name(action.language)
    return said(line, place=place, title=clip(action.title, 90), language=name, facts=dotted(reader, facts))


def language_name(code: str) -> Message | str:
    return LANGUAGE_NAMES.get(code, code)


def city_name(turn: Turn, city: City) -> str:
    return cities.name(city, turn.officer.language)


def dotted(reader: Reader, facts: Sequence[object]) -> Markup:
    """Return facts in one line, separated by middle dots."""
    return Markup(" · ").join(Markup.escape(reader.translate.value(fact)) for fact in facts if fact)


def joined(reader: Reader, lines: Sequence[Said], between: str = "\n") -> Markup:
    """Return lines under each other, in the reader's language."""
    return Markup(between).join(reader.translate.html(line.words, line.values) for line in lines)


assert set(LANGUAGES) <= set(LANGUAGE_NAMES)
