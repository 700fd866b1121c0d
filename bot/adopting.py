"""What passes from city to city, in words: what an action follows, who took it over, why one cannot follow another."""

from collections.abc import Mapping
from typing import Any

from bot.cards import city_name, dotted
from bot.language.draft import language
from bot.text import Message, Said, _, plural, said
from bot.turn import Refusal, Turn, clip
from storage import adoptions
from storage.adoptions import Counts, Recognition, Source

WHY: Mapping[str, Message] = {
    "own": _("This is your own city's action."),
    "twice": _("Your city does this already with {number}."),
    "follows": _("This action follows another one already."),
    "circle": _("This cannot be linked: the other action comes after this one already, by way of what others did."),
}
LONGEST = 300  # characters of what was changed, on a card


async def follow(turn: Turn, action_id: int, draft: Mapping[str, Any], *, old: bool = False) -> None:
    """Note that an action of this officer's city follows the one a draft began with, if it did.

    Raises:
        Refusal: it cannot, and this says why.
    """
    if "source" not in draft:
        return
    city_id, change = turn.officer.city_id, str(draft["change"])
    assert city_id is not None
    words = change, language(change) or turn.officer.language
    try:
        await adoptions.add(turn.session, (action_id, city_id), draft["source"], words, turn.officer.id, old=old)
    except adoptions.Refused as refused:
        raise Refusal(WHY[refused.why], number=refused.number) from None


async def lines(turn: Turn, action_id: int) -> list[Said]:
    """Return what a card says of what an action follows and of who took it over, as far as this reader may know."""
    reader = {"member": turn.officer.seated, "city_id": turn.officer.city_id}
    source = await adoptions.source(turn.session, action_id, **reader)  # type: ignore[arg-type]
    counts = await adoptions.counts(turn.session, action_id, **reader)  # type: ignore[arg-type]
    told = [after(turn, source)] if source else []
    if counts.cities or counts.useful:
        told.append(said(Message("{facts}"), facts=dotted(turn, [adapted(counts), useful(counts.useful)])))
    return told


def after(turn: Turn, source: Source) -> Said:
    """Return which action one follows, and what was changed; of one that was withdrawn only that."""
    change = clip(source.change, LONGEST)
    if source.withdrawn:
        return said(_("After an action that was withdrawn since: {change}"), change=change)
    number, city = source.told.action.number, city_name(turn, source.told.city)
    return said(_("After {number} of {city}: {change}"), number=number, city=city, change=change)


def adapted(counts: Counts) -> Said | None:
    """Return by how many cities an action was taken over."""
    if counts.countries > 1:
        words = _("Adapted by {cities} cities in {countries} countries or areas")
        return said(words, cities=counts.cities, countries=counts.countries)
    return said(plural("Adapted by {n} city", "Adapted by {n} cities"), n=counts.cities) if counts.cities else None


def useful(n: int) -> Said | None:
    """Return to how many cities something was useful."""
    return said(plural("Useful to {n} city", "Useful to {n} cities"), n=n) if n else None


def given(found: Recognition) -> list[Said]:
    """Return what a city did for others, as facts; nothing where there is nothing to say yet."""
    facts = [
        adapted(Counts(found.adapted)),
        useful(found.useful),
        said(plural("{n} question answered", "{n} questions answered"), n=found.answered) if found.answered else None,
    ]
    return [fact for fact in facts if fact]


def recognised(turn: Turn, found: Recognition) -> list[Said]:
    """Return what a city did for others in one line, if there is anything."""
    return [said(Message("{facts}"), facts=dotted(turn, facts))] if (facts := given(found)) else []
