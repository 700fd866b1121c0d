"""What a report says in each of its languages, as plain text: labels, numbers, days, names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.goal11 import PATHWAYS, SDGS, TARGETS
from bot.language import draft
from bot.language.clean import clean
from bot.reports.blocks import Run, Words
from bot.reports.contents import ActionPart, IndicatorPart, MeasurePart
from bot.reports.progress import RATINGS
from bot.text import Message, Translator, _, translator
from bot.text import Words as Marked

NOTHING = Message("–")  # the same in every language
BLANK = _("not told yet")
KINDS: Mapping[str, Message] = {"under_way": _("under way"), "achieved": _("done")}
LANGUAGE_NAMES: Mapping[str, Message] = {
    "en": _("English"), "ko": _("Korean"), "ja": _("Japanese"),
    "zh_Hans": _("Simplified Chinese"), "zh_Hant": _("Traditional Chinese"),
}  # fmt: skip


@dataclass(frozen=True)
class Voice:
    """The one or two languages of a report."""

    languages: tuple[str, ...]

    @property
    def translators(self) -> Sequence[Translator]:
        return [translator(language) for language in self.languages]

    def say(self, words: Marked, **values: object) -> Words:
        """Return a text of ours in each language. A value that is itself in several languages is one of ``Words``."""
        return once(
            tuple(
                Run(clean(each.plain(words, **{name: _chosen(told, each) for name, told in values.items()})), language)
                for language, each in zip(self.languages, self.translators, strict=True)
            )
        )

    def name(self, names: Mapping[str, str]) -> Words:
        """Return a name that is known by language."""
        return once(tuple(Run(clean(names.get(each) or names.get("en") or ""), each) for each in self.languages))

    def quoted(self, text: str, language: str = "") -> Words:
        """Return a text as somebody wrote it; which language that is, is found out where it is not known."""
        bare = clean(text)
        return (Run(bare, language or draft.language(bare) or self.languages[0]),)

    def blank(self) -> Words:
        return self.say(BLANK)

    def target(self, code: str) -> Words:
        return self.say(_("{code} {title}"), code=code, title=TARGETS[code].title)

    def goal(self, number: str) -> Words:
        """Return another goal by its number and name."""
        known = SDGS.get(int(number)) if number.isdecimal() else None
        return self.say(_("Goal {number} {title}"), number=number, title=known) if known else self.quoted(number)

    def pathway(self, code: str) -> Words:
        return self.say(PATHWAYS[code].title) if code in PATHWAYS else self.quoted(code)

    def day(self, day: date) -> Words:
        return tuple(Run(each.full_day(day), each.language) for each in self.translators)

    def as_of(self, action: ActionPart) -> Words:
        """Return the day an action is told for, no more exactly than it is known."""
        if not action.only_year and not action.only_month:
            return self.day(action.day)
        return tuple(
            Run(each.year(action.day) if action.only_year else each.month(action.day), each.language)
            for each in self.translators
        )

    def number(self, value: Decimal | int) -> Words:
        return (Run(f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}", self.languages[0]),)

    def measure(self, measure: MeasurePart | None, unit: str) -> Words:
        """Return a figure with its unit and year, or a dash."""
        if measure is None:
            return self.say(NOTHING)
        return (Run(clean(f"{figure(measure.value, unit)} ({measure.day.year})"), self.languages[0]),)

    def indicator(self, indicator: IndicatorPart) -> Words:
        """Return an indicator's name, after its official code if it has one."""
        name = f"{indicator.code} {indicator.name}" if indicator.code else indicator.name
        return self.quoted(name, indicator.language)

    def rating(self, indicator: IndicatorPart) -> Words:
        return self.say(RATINGS[indicator.rating]) if indicator.rating in RATINGS else self.say(NOTHING)

    def joined(self, parts: Sequence[Words], between: str = " · ") -> Words:
        """Return several texts as one line; what exists in one language only stands in both."""
        return once(
            tuple(
                Run(between.join(text for part in parts if (text := of(part, language))), language)
                for language in self.languages
            )
        )


def of(words: Words, language: str) -> str:
    """Return a text in one language, or as it is where it exists in another only."""
    return next((run.text for run in words if run.language == language), words[0].text if words else "")


def once(words: Words) -> Words:
    """Return a text once where it is the same in both languages."""
    return words[:1] if len({run.text for run in words}) == 1 else words


def figure(value: Decimal, unit: str) -> str:
    """Return a figure with its unit, no digit more or less than was said: ``61.4%``, ``12,000 t``."""
    return f"{value:,f}{unit}" if unit == "%" else f"{value:,f} {unit}".strip()


def _chosen(value: object, reader: Translator) -> object:
    """Return the one of several languages that is wanted now."""
    if isinstance(value, tuple) and value and isinstance(value[0], Run):
        return of(value, reader.language)
    return value
