"""A city's entry on the UN's partnership platform: when it was registered, what was sent, and how green it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.board_words import told_apart
from bot.cards import joined
from bot.command import Command, cities, lead, offices
from bot.conversation import Conversation
from bot.questions import Day, Question, words
from bot.reports.state_of_play import COLOURS
from bot.text import Message, Said, _, said
from bot.turn import Refusal, Turn, button
from storage import deadlines
from storage import offices as tree
from storage.drafts import Draft
from storage.models import UnEntry

PAGE = 15  # cities
LINK = re.compile(r"https?://[^\s<>\"]+\.[^\s<>\"]+")

un_entry = Command("un_entry", _("The entry on the UN platform"), who=lambda officer: officer.seated, hidden=True)


@dataclass(frozen=True)
class Link(Question):
    """An address on the web, or none."""

    async def options(self, turn: Turn, draft: Draft) -> Sequence[tuple[str, Message | Said | str]]:
        return [("none", _("No link yet"))]

    async def hear(self, turn: Turn, draft: Draft) -> str:
        found = LINK.search(words(turn.heard))
        if found is None:
            raise Refusal(_("That is no link. It begins with https://, such as https://sdgs.un.org/partnerships/…"))
        return found[0][:500]

    async def pick(self, turn: Turn, draft: Draft, value: str) -> str:
        return ""


registration = Conversation(
    "registration",
    _("The UN entry"),
    Day("day", _("On which day was the entry registered on the UN platform? For example: 2026-06-15.")),
    Link("link", _("Paste the link of the entry.")),
    who=cities,
    hidden=True,
)
submission = Conversation(
    "submission",
    _("Report submitted to the UN"),
    Day("day", _("On which day was the report submitted? For example: 2027-06-15.")),
    Link("link", _("Paste the link of the report.")),
    who=cities,
    hidden=True,
)


@un_entry.press
async def shown(turn: Turn) -> None:
    """Show what is known of the own city's entry."""
    await _show(turn)


async def _show(turn: Turn) -> None:
    if not turn.officer.for_city:
        raise Refusal(_("Only people who speak for a city have this."))
    city_id = turn.officer.city_id or 0
    entry = await deadlines.un_entry(turn.session, city_id)
    back = [button(_("Back"), lead("deadlines", "page"), 0)]
    if entry is None:
        turn.show(
            _("<b>UN entry</b> · {city}\nNothing is known of it. Say when it was registered, and your city is told "
              "before it turns yellow or red."),
            rows=[[button(_("Say when it was registered"), registered)], back],
            city=turn.officer.city_name,
        )  # fmt: skip
        return
    rows = [[button(_("Mark as submitted"), submitted)], [button(_("Correct the entry"), registered), *back]]
    lines = [said(_("<b>UN entry</b> · {city}"), city=turn.officer.city_name), _light(turn, entry)]
    lines.append(said(_("registered on {day}"), day=turn.translate.full_day(entry.registered)))
    if entry.submitted:
        lines.append(said(_("last report submitted on {day}"), day=turn.translate.full_day(entry.submitted)))
    if entry.link:
        lines.append(said(Message("{link}"), link=entry.link))
    lines.append(said(_("Green for a year after it was registered or last reported on, yellow for another, then red.")))
    turn.show(Message("{lines}"), rows=rows, lines=joined(turn, lines))


def _light(turn: Turn, entry: UnEntry) -> Said:
    now = deadlines.light(entry.registered, entry.submitted, turn.today)
    return said(COLOURS[now.colour], day=turn.translate.full_day(now.turns) if now.turns else "")


@registration.press
async def registered(turn: Turn) -> None:
    """Ask when the entry was registered."""
    await registration.ask_about(turn)


@registration.done
async def keep(turn: Turn, draft: Draft) -> str:
    """Keep when it was registered."""
    day = date.fromisoformat(draft.answers["day"])
    await deadlines.register(turn.session, turn.officer, day, draft.answers["link"])
    await _show(turn)
    return ""


@submission.press
async def submitted(turn: Turn) -> None:
    """Ask when a report was submitted."""
    await submission.ask_about(turn)


@submission.done
async def renew(turn: Turn, draft: Draft) -> str:
    """Let the entry be green for a year from then on."""
    day, link = date.fromisoformat(draft.answers["day"]), draft.answers["link"]
    await deadlines.submitted(turn.session, turn.officer.city_id or 0, day, link, turn.officer.id)
    await _show(turn)
    return ""


@un_entry.press
async def of_branch(turn: Turn, page: int) -> None:
    """For offices: show the entries of their cities, those without one first, then those that turn soonest."""
    if not offices(turn.officer):
        raise Refusal(_("Only offices have this."))
    found = await tree.cities(turn.session, turn.officer.office_id or 0)
    entries = await deadlines.un_entries(turn.session, [city.id for city in found])
    ordered = sorted(found, key=lambda city: _soonest(entries.get(city.id)))
    page = min(max(page, 0), max(len(found) - 1, 0) // PAGE)
    part = ordered[page * PAGE : (page + 1) * PAGE]
    names = told_apart(found, turn.officer.language)
    lines = [said(_("<b>UN entries</b>\nYou see this in private."))]
    lines += [_line(turn, names[each.id], entries.get(each.id)) for each in part]
    row = [button(_("Previous"), of_branch, page - 1)] if page else []
    if (page + 1) * PAGE < len(found):
        row.append(button(_("Next"), of_branch, page + 1))
    rows = [row, [button(_("Back"), lead("deadlines", "page"), 0)]]
    turn.show(Message("{lines}"), rows=rows, lines=joined(turn, lines))


def _soonest(entry: UnEntry | None) -> date:
    return max(entry.registered, entry.submitted or entry.registered) if entry else date.min


def _line(turn: Turn, name: str, entry: UnEntry | None) -> Said:
    state = _light(turn, entry) if entry else _("nothing known")
    return said(_("<b>{city}</b> · {state}"), city=name, state=state)
