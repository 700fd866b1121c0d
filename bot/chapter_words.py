"""What a chapter of a report begins with, and how its figures read. What is not known stays blank."""

from collections.abc import Sequence

from bot.goal11 import TARGETS
from bot.text import Message, Said, Translator, _, said
from bot.turn import clip
from storage.indicators import Kept
from storage.models import Action, Goal

LONGEST = 1200  # characters of a part: a chapter is one message
MOST = 10  # lines it begins with
PARTIES: dict[str, Message] = {
    "city": _("city"),
    "institute": _("research institute"),
    "council": _("citizens’ council"),
    "office": _("office"),
}


def first_words(translate: Translator, actions: Sequence[Action], goals: Sequence[Goal]) -> tuple[str, str]:
    """Return how it works now and what remains to be done, as far as a city's actions and goals say it.

    Only what is public is read here: the parts go to other parties, and into a report.
    """
    public = [each for each in actions if each.state == "published" and each.visibility == "public"]
    now = [_line(translate, _("{title} ({number})"), each) for each in public]
    to_do = [translate.plain(_("Goal: {text}"), text=each.text) for each in goals]
    under_way = [each for each in public if each.kind == "under_way"]
    to_do += [_line(translate, _("To be finished: {title} ({number})"), each) for each in under_way]
    return _listed(now), _listed(to_do)


def _line(translate: Translator, words: Message, action: Action) -> str:
    return translate.plain(words, title=action.title, number=action.number)


def _listed(lines: Sequence[str]) -> str:
    """Return lines under each other, no more than a part may hold."""
    kept, room = [], LONGEST
    for line in lines[:MOST]:
        entry = f"– {clip(line, 160)}"
        room -= len(entry) + 1
        if room < 0:
            break
        kept.append(entry)
    return "\n".join(kept)


def figure(translate: Translator, kept: Kept) -> Said:
    """Return an indicator in one line: its latest value, and what it is to become."""
    name, unit = clip(kept.part.name, 60), clip(kept.part.unit, 12)
    last, wanted = kept.last, kept.part.target_value
    if last is None:
        return said(_("{name}: no value yet"), name=name)
    value = last.value
    day = translate.month(last.day)
    if wanted is None:
        return said(_("{name}: {value} {unit} ({day})"), name=name, value=value, unit=unit, day=day)
    return said(
        _("{name}: {value} {unit} ({day}), wanted: {wanted} {unit} by {year}"),
        name=name,
        value=value,
        unit=unit,
        day=day,
        wanted=wanted.value,
        year=translate.year(wanted.day),
    )


def short_title(target: str) -> Said:
    """Return a target's number and title."""
    return said(_("{code} {title}"), code=target, title=TARGETS[target].title)
