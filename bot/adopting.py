"""What passes from city to city, in words: what an action follows, who took it over, why one cannot follow another."""

from collections.abc import Mapping
from typing import Any

from bot.cards import Addressee, city_name, dotted, joined, language_name
from bot.command import lead
from bot.language.draft import language
from bot.text import Message, Said, _, plural, said
from bot.turn import Refusal, Turn, button, clip, in_rows, letter
from storage import adoptions, cities
from storage.adopted import News
from storage.adoptions import Copy, Counts, Recognition, Source
from storage.models import Action
from storage.outbox import Owed
from storage.people import Officer

WHY: Mapping[str, Message] = {
    "own": _("This is your own city's action."),
    "twice": _("Your city does this already with {number}."),
    "follows": _("This action follows another one already."),
    "circle": _("This cannot be linked: the other action comes after this one already, by way of what others did."),
}
LONGEST = 300  # characters of what was changed, on a card
SHOWN = 5  # adoptions in one message


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
    member, city_id = turn.officer.seated, turn.officer.city_id
    source = await adoptions.source(turn.session, action_id, member=member, city_id=city_id)
    counts = await adoptions.counts(turn.session, action_id, member=member, city_id=city_id)
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


def word_of(news: News) -> Owed:
    """Return what a city is told of those who do too what it told of, all in one message."""
    reader, given = news.reader, news.adoptions
    stopping = button(_("Stop"), lead("adopt", "stop"))
    if len(given) == 1:
        [(source, copy)] = given
        opening = [button(_("Show the card"), lead("action", "open"), copy.told.action.id), stopping]
        return letter(reader, _alone(reader, source, copy), rows=[opening], unasked=True)
    lines = [_line(reader, place, *each) for place, each in enumerate(given[:SHOWN], 1)]
    if len(given) > SHOWN:
        lines.append(said(plural("and {n} more", "and {n} more"), n=len(given) - SHOWN))
    numbers = [
        button(str(place), lead("action", "open"), copy.told.action.id)
        for place, (_source, copy) in enumerate(given[:SHOWN], 1)
    ]
    return letter(
        reader,
        _("<b>Others do this too</b>\n\n{lines}"),
        rows=[*in_rows(numbers, 5), [stopping]],
        unasked=True,
        lines=joined(Addressee(reader), lines, "\n\n"),
    )


def _alone(reader: Officer, source: Action, copy: Copy) -> Said:
    return said(
        _("<b>{city} does this too</b>\nAfter your {number} {title}\n\n<blockquote>{change}</blockquote>{language}"),
        city=cities.label(copy.told.city, reader.language),
        number=source.number,
        title=clip(source.title, 120),
        change=clip(copy.change, 600),
        language=_written(reader, copy) or "",
    )


def _line(reader: Officer, place: int, source: Action, copy: Copy) -> Said:
    return said(
        _("{place} <b>{city}</b>\n   After your {number} {title}\n   “{change}”{language}"),
        place=place,
        city=cities.label(copy.told.city, reader.language),
        number=source.number,
        title=clip(source.title, 80),
        change=clip(copy.change, 200),
        language=_written(reader, copy) or "",
    )


def _written(reader: Officer, copy: Copy) -> Said | None:
    """Return in which language it was said, where that is not the reader's."""
    if copy.language == reader.language:
        return None
    return said(_("\nOriginal in {language}"), language=language_name(copy.language))
