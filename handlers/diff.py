"""/diff — what has changed since figures were fixed, item by item; as a file it is an erratum."""

from bot import reporting
from bot.cards import joined
from bot.command import Command, lead, members
from bot.reporting import FORMAT_NAMES
from bot.reports import changes, makers
from bot.text import Message, _, plural, said
from bot.turn import Refusal, Turn, button
from bot.workshop import gathered
from storage import reports
from storage.models import Report

diff = Command("diff", _("What changed since the last version"), who=members)
SHOWN = 8  # changes in one message; a file holds them all
FILES = ("docx", "hwpx", "text", "pdf")
ALL = Message("{lines}")


@diff.starts
async def begin(turn: Turn, words: str) -> None:
    last = await reports.latest(turn.session, await reporting.whose(turn))
    if last is None:
        rows = [[button(_("Fix the figures"), lead("report", "freeze"))]]
        turn.say(_("No figures are fixed yet, so nothing can have changed since."), rows=rows)
        return
    await _show(turn, last)


@diff.press
async def since(turn: Turn, number: int) -> None:
    """Show what has changed since a version."""
    await _show(turn, await reporting.own(turn, number))


async def _show(turn: Turn, row: Report) -> None:
    now = await reports.present(turn.session, await reporting.whose(turn))
    found = changes.changes(reports.contents(row), now)
    lines = [said(_("<b>Since {state}</b>"), state=reporting.state(turn, row)), *found[:SHOWN]]
    if not found:
        lines.append(said(_("Nothing has changed.")))
    if len(found) > SHOWN:
        lines.append(said(plural("and {n} more", "and {n} more"), n=len(found) - SHOWN))
    files = [button(FORMAT_NAMES[form], erratum, form, row.id) for form in FILES] if found else []
    rows = [files, [button(_("Back"), lead("report", "menu"))]]
    turn.show(ALL, rows=rows, lines=joined(turn, lines, "\n"))


@diff.press
async def erratum(turn: Turn, form: str, number: int) -> None:
    """Send the changes as a file."""
    row = await reporting.own(turn, number)
    if form not in FILES:
        raise Refusal(_("There is no {format} of this report."), format=form)
    order = gathered(makers.erratum, reports.erratum_to_make, form, [turn.officer.language], row.id)
    turn.document(
        order,
        f"changes-v{row.version}.{makers.SUFFIXES[form]}",
        _("<b>Changes since {state}</b>"),
        state=reporting.state(turn, row),
    )
    turn.toast(_("It is being made and comes below."))
