"""Whom a question goes to: a city that is typed, or all cities with an action on a target or with a tag."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards import TARGET_NAMES
from bot.command import STALE
from bot.goal11 import TARGETS
from bot.language.targets import suggest
from bot.questions import NO_SUCH_PLACE, Ambiguous, Question, words
from bot.text import Message, Said, _, plural, said
from bot.turn import Refusal, Turn, clip
from storage import actions, cities, places, practice, questions
from storage.drafts import Draft
from storage.models import City
from storage.questions import About, Asked

NAMED = 6  # cities whose names are shown of those a question goes to
LIKELY = 3  # targets that are offered first
NOT_THERE = _("“{place}” does not take part yet.")


@dataclass(frozen=True)
class Whom(Question):
    """Who is asked; the answer is a ``storage.questions.About`` as it is written."""

    async def options(self, turn: Turn, draft: Draft) -> Sequence[tuple[str, Message | Said | str]]:
        reached = await questions.on_targets(turn.session, turn.officer.city_id or 0)
        likely = self._likely(draft, reached)
        return [_option(code, reached[code]) for code in likely or reached]

    async def rest(self, turn: Turn, draft: Draft) -> Sequence[tuple[str, Message | Said | str]]:
        reached = await questions.on_targets(turn.session, turn.officer.city_id or 0)
        likely = self._likely(draft, reached)
        return [_option(code, reached[code]) for code in reached if code not in likely] if likely else []

    def _likely(self, draft: Draft, reached: dict[str, int]) -> list[str]:
        codes = [code for code, _score in suggest(str(draft.answers.get("text", "")), LIKELY)]
        return [code for code in codes if code in reached]

    async def hear(self, turn: Turn, draft: Draft) -> str:
        typed = words(turn.heard)
        if typed[0] in "#＃":
            return await reached(turn, About("tag", typed[1:].strip()))
        if typed in TARGETS:
            return await reached(turn, About("target", typed))
        found = await places.find(turn.session, typed)
        there = [each for place in found if (each := await cities.at_place(turn.session, place.key))]
        if turn.officer.practising:
            there = [*await practice.neighbours(turn.session, turn.officer.city_id or 0, typed), *there]
        if len(there) == 1:
            return await reached(turn, _city(there[0]))
        if there:
            label = turn.officer.language
            raise Ambiguous([(_city(each).written(), cities.label(each, label)) for each in there])
        tag = About("tag", typed)
        if await questions.audience(turn.session, turn.officer.city_id or 0, tag):
            return tag.written()
        if found:
            raise Refusal(NOT_THERE, place=found[0].label(turn.officer.language))
        raise Refusal(NO_SUCH_PLACE)

    async def pick(self, turn: Turn, draft: Draft, value: str) -> str:
        return await reached(turn, read(value))


def read(value: str) -> About:
    """Return who is meant by a button or a draft."""
    try:
        about = About.read(value)
    except ValueError:
        raise Refusal(STALE) from None
    if about.kind == "target" and about.value not in TARGETS:
        raise Refusal(STALE)
    return about


async def reached(turn: Turn, about: About) -> str:
    """Return who is asked, as it is written, if a question reaches anybody.

    Raises:
        Refusal: it does not, and this says why.
    """
    if await questions.audience(turn.session, turn.officer.city_id or 0, about):
        return about.written()
    if about.kind == "tag":
        raise Refusal(_("No other city has an action with the tag “{tag}”."), tag=about.value[:60])
    if about.kind == "target":
        raise Refusal(_("No other city that can be asked has an action on {target} yet."),
                      target=TARGET_NAMES[about.value])  # fmt: skip
    city = await cities.get(turn.session, about.key) if about.kind == "city" else None
    if city and city.id == turn.officer.city_id:
        raise Refusal(_("That is your own city. Please name another one."))
    raise Refusal(_("Nobody there can be asked: no officer of the city takes part at present."))


def _city(city: City) -> About:
    return About("city", str(city.id))


def _option(code: str, n: int) -> tuple[str, Said]:
    return About("target", code).written(), said(_("{label} ({n})"), label=TARGET_NAMES[code], n=n)


def recipients(turn: Turn, asked: Sequence[Asked]) -> Said:
    """Return how many cities are asked, and their names."""
    tongue = turn.officer.language
    if len(asked) == 1:
        return said(Message("{city}"), city=cities.label(asked[0].city, tongue))
    names: list[object] = [cities.name(each.city, tongue) for each in asked[:NAMED]]
    if len(asked) > NAMED:
        names.append(said(plural("{n} more", "{n} more"), n=len(asked) - NAMED))
    return said(
        _("{cities} in {countries}: {names}"),
        cities=said(plural("{n} city", "{n} cities"), n=len(asked)),
        countries=said(
            plural("{n} country or area", "{n} countries or areas"), n=len({each.city.country for each in asked})
        ),
        names=names,
    )


async def because(turn: Turn, about: About) -> Said | None:
    """Return why these cities are asked; nothing where one is asked without a reason."""
    if about.kind == "target":
        return said(_("because of their actions on {target}"), target=TARGET_NAMES[about.value])
    if about.kind == "tag":
        return said(_("because of their actions with the tag “{tag}”"), tag=clip(about.value, 60))
    told = await actions.get(turn.session, about.key) if about.kind == "action" else None
    return (
        said(_("about {number} {title}"), number=told.action.number, title=clip(told.action.title, 90))
        if told
        else None
    )
