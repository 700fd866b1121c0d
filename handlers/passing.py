"""Something that is due and belongs to others: it is passed to a department, to a colleague, or left out."""

from dataclasses import dataclass

from bot.command import STALE, Command, cities, lead
from bot.prompts import mine
from bot.text import Message, Said, _
from bot.turn import Refusal, Turn, button, clip, in_office_hours, in_rows, letter
from storage import actions, answers, indicators, people
from storage.cycles import Asked
from storage.models import Action, City

passing = Command("passing", _("Pass on what is due"), who=cities, hidden=True)
MOST = 8  # colleagues who are offered


@dataclass(frozen=True)
class Due:
    """What is passed on, in which period."""

    asked: Asked
    city: City
    title: str
    about: Message | Said | str  # its number, or its target
    action: Action | None = None


@passing.press
async def not_ours(turn: Turn, period_id: int, kind: str, key: int) -> None:
    """Ask who knows about something instead."""
    keys = period_id, kind, key
    rows = [
        [button(_("Ask a department"), lead("errand", "of_due"), *keys)],
        [button(_("A colleague"), colleagues, *keys), button(_("Leave it out"), lead("tidy", "leave_out"), *keys)],
        [button(_("Back"), lead("tidy", "go_on"), period_id)],
    ]
    turn.show(_("<b>Who knows about this?</b>\n{title}"), rows=rows, title=(await _due(turn, *keys)).title)


@passing.press
async def colleagues(turn: Turn, period_id: int, kind: str, key: int) -> None:
    """List who else speaks for the city."""
    keys = period_id, kind, key
    due = await _due(turn, *keys)
    there = [each for each in await people.in_city(turn.session, due.city.id) if each.id != turn.officer.id]
    if not there:
        raise Refusal(_("Nobody else has a seat here. A coordinator lets people in with /invite."))
    named = [button(clip(each.name, 40) or "?", pass_on, *keys, each.id) for each in there[:MOST]]
    turn.show(
        _("<b>Who shall tell what is new?</b>\n{title}"),
        rows=[*in_rows(named, 2), [button(_("Back"), not_ours, *keys)]],
        title=due.title,
    )


@passing.press
async def pass_on(turn: Turn, period_id: int, kind: str, key: int, person_id: int) -> None:
    """Give something to a colleague, who is told when they are at work."""
    due = await _due(turn, period_id, kind, key)
    there = await people.in_city(turn.session, due.city.id)
    reader = next((each for each in there if each.id == person_id), None)
    if reader is None or not await _state(turn, due, kind, key):
        raise Refusal(STALE)
    row = [button(_("Record a value"), lead("value", "of_indicator"), key)]
    if due.action:
        row = [button(_("Add news"), lead("action", "add_news"), key)]
        row.append(button(_("Show the card"), lead("action", "open"), key))
    words = _("<b>{name} asks you what is new</b>\n{title}\n{about}")
    told = letter(reader, words, rows=[row], name=turn.officer.name, title=due.title, about=due.about)
    turn.owed.append(in_office_hours(told, reader))
    turn.show(
        _("<b>Passed on to {name}</b>\n{title}"),
        rows=[[button(_("Go on"), lead("tidy", "go_on"), period_id)]],
        name=reader.name,
        title=due.title,
    )


async def _state(turn: Turn, due: Due, kind: str, key: int) -> bool:
    """State that something was passed on; say whether nothing was said of it before."""
    if due.action:
        return await answers.confirm(turn.session, due.asked, due.action, turn.officer.id, "passed")
    return await answers.state(turn.session, due.asked, due.city, f"{kind}:{key}", "passed", turn.officer.id)


async def _due(turn: Turn, period_id: int, kind: str, key: int) -> Due:
    asked, city = await mine(turn, period_id)
    told = await actions.get(turn.session, key) if kind == "action" else None
    if told and told.city.id == city.id:
        return Due(asked, city, clip(told.action.title, 200), told.action.number, told.action)
    kept = await indicators.get(turn.session, key, turn.today) if kind == "indicator" else None
    if kept and kept.row.city_id == city.id:
        return Due(asked, city, clip(kept.row.name, 200), kept.row.target or "")
    raise Refusal(STALE)
