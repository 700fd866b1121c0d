"""How an indicator looks in a chat: its last value with its day, and how far it has come with the sum behind it."""

from datetime import date
from decimal import Decimal

from bot.cards import TARGET_NAMES, Reader, dotted, language_name
from bot.reports.contents import MeasurePart
from bot.reports.progress import RATINGS, Progress, arithmetic, progress
from bot.text import Message, Said, _, said
from bot.turn import clip
from storage.indicators import Kept

LONGEST_NAME = 120
LONGEST_UNIT = 40


def figure(value: Decimal, unit: str) -> Said:
    """Return a figure with its unit: 61.4 %."""
    return said(_("{value} {unit}"), value=value, unit=unit)


def of(kept: Kept, measured: MeasurePart) -> Said:
    """Return one of an indicator's figures with its unit."""
    return figure(measured.value, kept.part.unit)


def when(reader: Reader, day: date) -> str:
    """Return what a figure is for: its year, where it is for all of it, or its day."""
    return reader.translate.year(day) if (day.month, day.day) == (12, 31) else reader.translate.full_day(day)


def name(kept: Kept) -> str:
    return clip(kept.part.name, LONGEST_NAME)


def short(reader: Reader, place: int | str, kept: Kept) -> Said:
    """Return two lines for a list: what is measured, and the last value, its day and its rating."""
    facts: list[object] = [_("no value yet")]
    if kept.last:
        facts = [of(kept, kept.last), when(reader, kept.last.day), RATINGS.get(kept.part.rating)]
    words = Message("{place} <b>{name}</b>\n   {facts}")
    return said(words, place=place, name=clip(kept.part.name, 90), facts=dotted(reader, facts))


def part(reader: Reader, kept: Kept) -> Said:
    """Return one line for a breakdown on the card of the whole: the group, its last value and the day of that."""
    facts: list[object] = [_("no value yet")]
    if kept.last:
        facts = [of(kept, kept.last), when(reader, kept.last.day)]
    return said(Message("· {group}: {facts}"), group=clip(kept.row.group_name or "", 60), facts=dotted(reader, facts))


def reckoned(kept: Kept, today: date) -> Progress | None:
    part = kept.part
    return progress(part.better, part.baseline, part.values, part.target_value, today)


def rating(kept: Kept, today: date) -> list[Said]:
    """Return how far an indicator has come: the rating, the sum it is from, and the city's own word if it gave one."""
    found, part = reckoned(kept, today), kept.part
    if part.rating and part.reason:
        own = said(_("<b>{rating}</b>, in the city's own word: {reason}"), rating=RATINGS[part.rating],
                   reason=clip(part.reason, 300))  # fmt: skip
        if found is None:
            return [own]
        return [own, said(_("Reckoned: {rating}, {sum}"), rating=RATINGS[found.rating], sum=arithmetic(found))]
    if found is None:
        return [said(_missing(kept))]
    return [said(_("<b>{rating}</b>: {sum}"), rating=RATINGS[found.rating], sum=arithmetic(found))]


def _missing(kept: Kept) -> Message:
    if kept.part.target_value is None:
        return _("No rating: there is no target value yet.")
    if not kept.part.values:
        return _("No rating: there is no value yet.")
    return _("No rating: there is no baseline, and no value later than the first.")


def full(reader: Reader, kept: Kept, today: date) -> list[Said]:
    """Return everything that is told of an indicator, line by line."""
    part = kept.part
    facts: list[object] = [TARGET_NAMES.get(part.target)]
    facts.append(said(_("indicator {code}"), code=part.code) if part.code else None)
    facts.append(part.department or None)
    facts.append(_("more is better") if part.better == "up" else _("less is better"))
    lines = [said(Message("<b>{name}</b>"), name=name(kept)), said(Message("{facts}"), facts=dotted(reader, facts))]
    if part.language != reader.officer.language:
        lines.append(said(_("Original in {language}"), language=language_name(part.language)))
    lines.append(said(Message("")))
    told = ((_("Last value: {figure} · {day}"), kept.last), (_("Baseline: {figure} · {day}"), part.baseline),
            (_("Target value: {figure} · {day}"), part.target_value))  # fmt: skip
    lines += [said(words, figure=of(kept, each), day=when(reader, each.day)) for words, each in told if each]
    if kept.last is None:
        lines.append(said(_("No value yet.")))
    lines += rating(kept, today)
    if part.source:
        lines.append(said(_("Source: {source}"), source=clip(part.source, 200)))
    if kept.row.withdrawn_at:
        lines.append(said(_("<b>Withdrawn. Its figures are kept.</b>")))
    return lines
