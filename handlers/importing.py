"""A table of actions sent in chat: what is in it is offered, and published if its sender wants so."""

from bot import import_cards, tables
from bot.cards import joined, short
from bot.command import STALE, Command, lead, members
from bot.questions import MOST_BYTES
from bot.text import _
from bot.turn import Refusal, Turn, button, in_rows
from storage import import_files, imports
from storage.models import Attachment, Import

importing = Command("importing", _("Import actions from a table"), who=members, hidden=True)

LISTED = 12  # actions whose targets are looked through at a time


async def takes(turn: Turn) -> bool:
    """Say whether what was sent is a table to import and nothing else; if it is one, begin to read it."""
    files = turn.heard.files
    if len(files) != 1 or not tables.is_table(files[0].name) or not turn.officer.seated:
        return False
    [file] = files
    if (file.size or 0) > MOST_BYTES:
        raise Refusal(_("That file is larger than 20 MB. Please send a smaller one, or a link to it."))
    received = await import_files.receive(
        turn.session,
        turn.officer.id,
        Attachment(kind="document", file_id=file.file_id, unique_id=file.unique_id, name=file.name, size=file.size),
    )
    turn.keep_card(received, turn.say(import_cards.READING, name=file.name))
    return not turn.heard.text


@importing.press
async def go(turn: Turn, import_id: int) -> None:
    """Let the offered rows be published, in the background."""
    file = await _offered(turn, import_id)
    file.state, file.done, file.counts = "running", 0, {}
    turn.show(import_cards.progress(file))


@importing.press
async def cancel(turn: Turn, import_id: int) -> None:
    """Drop the file."""
    await import_files.settle(turn.session, await _offered(turn, import_id), "cancelled")
    turn.show(_("Cancelled. Nothing was imported."))


@importing.press
async def targets(turn: Turn) -> None:
    """List the actions whose targets were suggested from their texts, so that somebody looks at each."""
    found = await imports.with_suggested_targets(turn.session, turn.officer.city_id or 0, LISTED)
    if not found:
        raise Refusal(_("Every target has been chosen by somebody."))
    numbers = [button(str(place), lead("action", "open"), told.action.id) for place, told in enumerate(found, 1)]
    turn.pressed = None  # the card of the import stays
    turn.show(
        _("<b>Targets suggested from the texts</b>\nOpen an action, then Edit, to choose its target.\n\n{list}"),
        rows=in_rows(numbers, 4),
        list=joined(turn, [short(turn, place, told) for place, told in enumerate(found, 1)]),
    )


async def _offered(turn: Turn, import_id: int) -> Import:
    file = await import_files.get(turn.session, import_id)
    if file is None or file.person_id != turn.officer.id:
        raise Refusal(STALE)
    if file.state != "offered":
        raise Refusal(_("This was decided already."))
    return file
