"""/shelf — the reports and studies a city has published: links, or the documents themselves."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot import kept_files, reporting
from bot.cards import LANGUAGE_NAMES, OWN_NAMES, TARGET_NAMES, dotted, joined
from bot.command import Command, cities, lead
from bot.conversation import Conversation
from bot.language.targets import rank
from bot.questions import Choice, LinkOrFile, Text, Year
from bot.text import LANGUAGES, Message, Said, _, said
from bot.turn import Refusal, Turn, button, in_rows
from storage import attachments
from storage import shelf as kept
from storage.drafts import Draft
from storage.models import Publication

shelf = Command("shelf", _("What your city has published"), who=cities)
NO_TARGET = "none"
ABOUT: Mapping[str, Message | Said] = {NO_TARGET: _("No single target"), **TARGET_NAMES}


def likely(answers: Mapping[str, Any]) -> Sequence[str]:
    """Return that it is about no single target, and the two that its title is most likely about."""
    return [NO_TARGET, *(code for code, _score in rank(str(answers.get("title", "")))[:2])]


publication = Conversation(
    "publication",
    _("Put a publication on the shelf"),
    Text("title", _("What is the title of the publication?"), longest=200, shortest=2),
    Year("year", _("In which year was it published?")),
    Choice("language", _("In which language is it?"), choices={each: LANGUAGE_NAMES[each] for each in LANGUAGES}),
    LinkOrFile("link", _("Where can it be read? Please send the link, or the document itself, up to 20 MB.")),
    Choice("target", _("Which target is it about?"), choices=ABOUT, suggest=likely),
    who=cities,
    hidden=True,
)
SHOWN = 10
ALL = Message("{lines}")
GONE = _("This is no longer on the shelf.")


@shelf.starts
async def begin(turn: Turn, words: str) -> None:
    await _show(turn)


@shelf.press
async def everything(turn: Turn) -> None:
    """Show the shelf again."""
    await _show(turn)


async def _show(turn: Turn) -> None:
    if turn.officer.city_id is None:
        raise Refusal(_("Only a city has a shelf."))
    found = (await kept.of_city(turn.session, turn.officer.city_id))[:SHOWN]
    lines = [said(_("<b>Publications of {city}</b>"), city=turn.officer.city_name)]
    lines += [_line(turn, place, each) for place, each in enumerate(found, 1)]
    if not found:
        lines.append(said(_("Nothing is here yet.")))
    numbers = [button(str(place), one, each.id) for place, each in enumerate(found, 1)]
    last = [button(_("Add"), add), button(_("Reports"), lead("report", "menu"))]
    turn.show(ALL, rows=[*in_rows(numbers, 5), last], lines=joined(turn, lines))


def _line(turn: Turn, place: int, each: Publication) -> Said:
    facts = dotted(turn, [str(each.year), OWN_NAMES.get(each.language, each.language), each.target])
    return said(_("{place} <b>{title}</b>\n   {facts}"), place=place, title=each.title, facts=facts)


@shelf.press
async def one(turn: Turn, key: int) -> None:
    """Show one publication with its link or its document."""
    row = await _own(turn, key)
    facts = [str(row.year), OWN_NAMES.get(row.language, row.language), TARGET_NAMES.get(row.target or "")]
    rows = [[button(_("Take away"), withdraw, key), button(_("Back"), everything)]]
    if row.attachment_id:
        rows.insert(0, [button(_("Document"), document, key)])
    turn.show(
        Message("<b>{title}</b>\n{facts}\n{link}"), rows=rows, title=row.title, facts=dotted(turn, facts),
        link=row.link or row.name,
    )  # fmt: skip


@shelf.press
async def document(turn: Turn, key: int) -> None:
    """Send the document."""
    row = await _own(turn, key)
    await kept_files.send(turn, row.attachment_id, row.title, GONE)


@shelf.press
async def add(turn: Turn) -> None:
    """Ask about a publication."""
    await reporting.decided(turn)
    if turn.officer.city_id is None:
        raise Refusal(_("Only a city has a shelf."))
    await publication.ask_about(turn)


@publication.done
async def keep(turn: Turn, draft: Draft) -> str:
    """Put it on the shelf."""
    if turn.officer.city_id is None:
        raise Refusal(_("Only a city has a shelf."))
    known = ("title", "year", "language", "link", "target")
    about = {name: draft.answers.get(name) for name in known}
    if about["target"] == NO_TARGET:
        about["target"] = None
    if file := await attachments.keep_newest(turn.session, draft.id):
        about |= {"link": None, "name": about["link"], "attachment_id": file}
    row = await kept.add(turn.session, turn.officer.city_id, turn.officer.id, about)
    turn.show(
        _("<b>On the shelf: {title}</b>"), rows=[[button(_("Show the shelf"), everything)]], title=row.title
    )  # fmt: skip
    return f"publication:{row.id}"


@shelf.press
async def withdraw(turn: Turn, key: int) -> None:
    """Ask once more before a publication disappears."""
    row = await _own(turn, key)
    rows = [[button(_("Yes, take it away"), withdraw_now, key)], [button(_("Back"), one, key)]]
    turn.show(_("<b>Take “{title}” off the shelf?</b>"), rows=rows, title=row.title)


@shelf.press
async def withdraw_now(turn: Turn, key: int) -> None:
    """Take it off the shelf."""
    await kept.withdraw(turn.session, await _own(turn, key), turn.officer.id)
    await _show(turn)


async def _own(turn: Turn, key: int) -> Publication:
    row = await kept.get(turn.session, key)
    if row is None or row.city_id != turn.officer.city_id:
        raise Refusal(GONE)
    return row
