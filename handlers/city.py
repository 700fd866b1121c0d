"""/city — a city's page: who it is, what it did, for which targets."""

from collections import Counter

from bot import adopting, clock, seen
from bot.cards import dotted, joined
from bot.command import Command, lead
from bot.deputies import ROLES
from bot.goal11 import TARGETS
from bot.indicator_cards import short
from bot.page_button import to_page
from bot.text import Said, _, plural, said
from bot.turn import Button, Refusal, Turn, button
from storage import (
    actions,
    adoptions,
    cities,
    emissions,
    goals,
    indicators,
    milestones,
    offices,
    places,
    practice,
    threads,
)
from storage.actions import Told
from storage.models import City

city = Command("city", _("A city's page"))


@city.starts
async def begin(turn: Turn, words: str) -> None:
    if not words and turn.officer.city_id:
        own = await cities.get(turn.session, turn.officer.city_id)
        assert own is not None
        return await _show(turn, own)
    if not words:
        raise Refusal(_("Which city? For example: /city {example}"), example=_("Suwon"))
    found = await places.find(turn.session, words)
    taking_part = [each for place in found if (each := await cities.at_place(turn.session, place.key))]
    if turn.officer.practising:
        taking_part = [*await practice.neighbours(turn.session, turn.officer.city_id or 0, words), *taking_part]
    if len(taking_part) == 1:
        return await _show(turn, taking_part[0])
    if taking_part:
        rows = [[button(cities.label(each, turn.officer.language), open, each.id)] for each in taking_part]
        turn.say(_("Which one do you mean?"), rows=rows)
    elif found:
        raise Refusal(_("“{place}” does not take part yet."), place=found[0].label(turn.officer.language))
    else:
        raise Refusal(_("No such place is known. Please type a city or district, such as Suwon or 中区."))


@city.press
async def open(turn: Turn, city_id: int) -> None:
    """Show a city's page."""
    found = await cities.seen(turn.session, city_id, turn.officer.city_id)
    if found is None:
        raise Refusal(_("There is no such city here."))
    turn.pressed = None
    await _show(turn, found)


async def _show(turn: Turn, shown: City) -> None:
    language = turn.officer.language
    office = await offices.get(turn.session, shown.office_id)
    assert office is not None
    told = [each for each in await actions.of_city(turn.session, shown.id) if seen.may_see(turn, Told(each, shown))]
    counts = Counter(each.target for each in told)
    lines = [
        said(_("{code} {title} · {n}"), code=code, title=target.title, n=counts[code])
        for code, target in TARGETS.items()
        if counts[code]
    ]
    facts = [
        said(
            _("Since {month} · {office}"),
            month=turn.translate.month(shown.since),
            office=offices.title(office),
        )
    ]
    if shown.population:
        facts.append(said(_("{n} inhabitants"), n=shown.population))
    rows = [[button(_("See the actions"), lead("find", "in_city"), shown.place_key)]] if told else []
    own = shown.id == turn.officer.city_id
    rows.append([button(_("Inhabitants"), lead("inhabitants", "of_city"))] if own else _exchanging(turn, shown))
    if rows[-1] and not own and not shown.practice:
        facts.append(await _contact(turn, shown))
    given = await adoptions.recognition(turn.session, shown.id, member=turn.officer.seated)
    also, more = await _monitored(turn, shown)
    turn.show(
        _("<b>{city}</b>\n{facts}\n\n{count}\n{targets}\n\n{also}"),
        rows=[*rows, more, await to_page(turn, f"/cities/{shown.code}")],
        also=joined(turn, [*adopting.recognised(turn, given), *also]),
        city=cities.label(shown, language),
        facts=joined(turn, facts),
        count=said(plural("{n} action", "{n} actions"), n=len(told)),
        targets=joined(turn, lines),
    )


def _exchanging(turn: Turn, shown: City) -> list[Button]:
    """Return what members of the network may begin with another city."""
    if not turn.officer.seated:
        return []
    asking = [button(_("Ask this city"), lead("ask", "of_city"), shown.id)] if turn.officer.for_city else []
    return [*asking, button(_("Follow"), lead("follow", "city"), shown.id)]


async def _contact(turn: Turn, shown: City) -> Said:
    """Return who is asked there: by role, and by name where that person agreed to it. All goes by relay."""
    there = await threads.asked_in(turn.session, shown.id, clock.now())
    if there is None:
        return said(_("Nobody can be asked here now"))
    speaker = await threads.speaker(turn.session, shown, there.id)
    return said(_("Questions are passed on to: {who}"), who=dotted(turn, [ROLES.get(speaker.role or ""), speaker.name]))


async def _monitored(turn: Turn, shown: City) -> tuple[list[Said], list[Button]]:
    """Return what a city wants to reach, measures and has reached, in a line each, and the buttons that tell more."""
    wanted = await goals.of_city(turn.session, shown.id)
    measured = await indicators.of_city(turn.session, shown.id, turn.today)
    reached = await milestones.of_city(turn.session, shown.id)
    saved = await emissions.total(turn.session, [shown.id])
    lines, row = [], []
    if wanted:
        lines.append(said(plural("{n} goal of its own", "{n} goals of its own"), n=len(wanted)))
        row.append(button(_("Goals"), lead("told", "of_city"), shown.id, 0))
    if measured:
        lines.append(said(plural("{n} indicator", "{n} indicators"), n=len(measured)))
        lines += [short(turn, "·", each) for each in [each for each in measured if each.last][:3]]
        row.append(button(_("Indicators"), lead("measured", "of_city"), shown.id, 0))
    if reached:
        lines.append(said(plural("{n} milestone reached", "{n} milestones reached"), n=len(reached)))
        row.append(button(_("Milestones"), lead("ladder", "of_city"), shown.id))
    if saved:
        lines.append(said(_("Saves {tonnes} t CO₂e a year, each tonne counted once"), tonnes=saved))
    return lines, row
