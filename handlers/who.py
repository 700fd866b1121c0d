"""Who else did this: what other cities did that is like one action, and in what it differs."""

from collections.abc import Mapping, Sequence

from bot import adopting, seen
from bot.cards import TARGET_NAMES, brief, dotted, joined, short
from bot.command import Command, lead
from bot.text import Said, _, plural, said
from bot.turn import Button, Turn, button, clip, in_rows
from storage import adoptions, cities, practice, search
from storage.actions import Told
from storage.search import Others

PAGE = 5
LIST = _("<b>{number} {title}</b> · {count}\n{order}\n\n{list}")
ADAPTED_FIRST = _("First those that adapted this one. {order}")
INVENTED_FIRST = _("First the invented neighbours. {order}")
BY_MEANING = _("Same target, near in meaning; cities of similar size first, then the same country.")
BY_WORDS = _("Same target, words in common; cities of similar size first, then the same country.")

who = Command("who", _("Who else did this"), hidden=True)


@who.press
async def below(turn: Turn, action_id: int) -> None:
    """List them in a message of their own: what was pressed stays, with its way back."""
    turn.pressed = None
    await _list(turn, await seen.by_id(turn, action_id), 0)


@who.press
async def others(turn: Turn, action_id: int, offset: int) -> None:
    """List them in place of the card or the page before."""
    await _list(turn, await seen.by_id(turn, action_id), max(offset, 0))


@who.press
async def card(turn: Turn, action_id: int, offset: int, other_id: int) -> None:
    """Open one of the list, with a way back to it."""
    other = await seen.by_id(turn, other_id)
    more = [
        button(_("More"), lead("action", "open"), other_id),
        button(_("Who else did this"), below, other_id),
    ]
    if turn.officer.for_city and other.city.id != turn.officer.city_id:
        more.append(button(_("We are doing this too"), lead("adopt", "of_action"), other_id))
    text = brief(turn, other, await adopting.lines(turn, other_id))
    turn.show(text, rows=[*in_rows(more, 2), [button(_("Back"), others, action_id, offset)]])


async def _list(turn: Turn, told: Told, offset: int) -> None:
    member, action = turn.officer.seated, told.action
    copies = await adoptions.copies(turn.session, told, member=member, city_id=turn.officer.city_id)
    adapted = {each.told.action.id: each.change for each in copies}
    near = await practice.alike(turn.session, told, turn.officer.city_id or 0) if turn.officer.practising else []
    first = list(dict.fromkeys([*adapted, *near]))
    found = await search.alike(turn.session, told, member=member, first=first, offset=offset, limit=PAGE)
    back = [button(_("Back"), lead("action", "shown"), action.id)]
    if not found.items:
        return _nobody(turn, told, back)
    numbers = [
        button(str(offset + i), card, action.id, offset, other.action.id) for i, other in enumerate(found.items, 1)
    ]
    order = _order(found, adapted=bool(adapted), invented=bool(near))
    turn.show(
        LIST,
        rows=[numbers, _turning(told, offset, found.total), back],
        number=action.number,
        title=action.title,
        count=said(plural("{n} action", "{n} actions"), n=found.total),
        order=order,
        list=joined(turn, _lines(turn, told, found, offset, adapted)),
    )


def _order(found: Others, *, adapted: bool, invented: bool) -> Said:
    order = said(BY_MEANING if found.by_meaning else BY_WORDS)
    if invented:
        order = said(INVENTED_FIRST, order=order)
    return said(ADAPTED_FIRST, order=order) if adapted else order


def _turning(told: Told, offset: int, total: int) -> Sequence[Button]:
    row = []
    if offset:
        row.append(button(_("Previous"), others, told.action.id, max(offset - PAGE, 0)))
    if offset + PAGE < total:
        row.append(button(_("Next"), others, told.action.id, offset + PAGE))
    return row


def _lines(turn: Turn, told: Told, found: Others, offset: int, adapted: Mapping[int, str]) -> list[Said]:
    return [
        said(
            _("{action}\n   {difference}"),
            action=short(turn, i, other),
            difference=dotted(turn, [_changed(adapted.get(other.action.id)), *differences(told, other)]),
        )
        for i, other in enumerate(found.items, offset + 1)
    ]


def _changed(change: str | None) -> Said | None:
    return None if change is None else said(_("changed: {change}"), change=clip(change, 120))


def differences(told: Told, other: Told) -> list[object]:
    """Return in what another city's action differs, as far as its entry in a list does not say that already."""
    facts: list[object] = [_size(told, other)]
    if other.action.kind != told.action.kind:
        facts.append(_("still under way") if other.action.kind == "under_way" else _("done already"))
    years = other.action.day.year - told.action.day.year
    if years:
        later = plural("{n} year later", "{n} years later")
        facts.append(said(later if years > 0 else plural("{n} year earlier", "{n} years earlier"), n=abs(years)))
    return facts


def _size(told: Told, other: Told) -> object:
    own, its = told.city.population, other.city.population
    if cities.similar_in_size(own, its):
        return _("similar size")
    if own and its:
        return said(_("larger: {n} inhabitants") if its > own else _("smaller: {n} inhabitants"), n=its)
    return _("same country") if told.city.country == other.city.country else _("another country")


def _nobody(turn: Turn, told: Told, back: Sequence[Button]) -> None:
    target = told.action.target
    turn.show(
        _(
            "<b>No other city has told anything like {number} yet</b>\n"
            "What there is for the same target is below. To look further, type /find and a word."
        ),
        rows=[[button(TARGET_NAMES[target], lead("find", "on_target"), target)], back],
        number=told.action.number,
    )
