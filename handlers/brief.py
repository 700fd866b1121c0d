"""One page for superiors, or one action at length: the actions are chosen here."""

from collections.abc import Sequence

from bot import reporting
from bot.cards import joined
from bot.command import STALE, Command, lead, members
from bot.reporting import FORMAT_NAMES, KINDS, MOST
from bot.text import Message, _, said
from bot.turn import Refusal, Turn, button, clip, in_rows
from storage import actions
from storage.models import Action

brief = Command("brief", _("One page from chosen actions"), who=members, hidden=True)
PAGE = 6
NONE = "-"  # where no action is chosen yet
ALL = Message("{lines}")


@brief.press
async def choose(turn: Turn, kind: str, languages: str) -> None:
    """List one's own city's actions to choose from."""
    await pick(turn, kind, languages, NONE, 0)


@brief.press
async def pick(turn: Turn, kind: str, languages: str, chosen: str, offset: int) -> None:
    """Show which actions are chosen, and a page of those that can be."""
    reporting.spoken(languages)
    if kind not in MOST:
        raise Refusal(STALE)
    ids = _ids(chosen)
    own = [each for each in await _own(turn) if reporting.public(turn, each)]
    shown = own[max(offset, 0) : max(offset, 0) + PAGE]
    head = _("<b>{kind}: choose up to {most}</b>\nOther cities' actions go in by number: /report {word} SUW-0001")
    lines = [said(head, kind=KINDS[kind], most=MOST[kind], word=kind)]
    for place, each in enumerate(shown, offset + 1):
        line = (
            _("{place} <b>{title}</b> · {number}, chosen") if each.id in ids else Message("{place} {title} · {number}")
        )
        lines.append(said(line, place=place, title=clip(each.title, 80), number=each.number))
    numbers = [
        button(str(place), pick, kind, languages, _toggled(ids, each.id, MOST[kind]), offset)
        for place, each in enumerate(shown, offset + 1)
    ]
    turning = [button(_("Previous"), pick, kind, languages, chosen, offset - PAGE)] if offset >= PAGE else []
    if offset + PAGE < len(own):
        turning.append(button(_("Next"), pick, kind, languages, chosen, offset + PAGE))
    files = [button(FORMAT_NAMES[form], make, kind, form, languages, chosen) for form in reporting.formats(kind)]
    back = button(_("Back"), lead("report", "show"), kind, languages, 0)
    turn.show(
        ALL,
        rows=[*in_rows(numbers, 3), *(in_rows(files, 3) if ids else []), [*turning, back]],
        lines=joined(turn, lines),
    )


@brief.press
async def make(turn: Turn, kind: str, form: str, languages: str, chosen: str) -> None:
    """Send the file."""
    ids = _ids(chosen)
    if kind not in MOST or form not in reporting.formats(kind) or not ids:
        raise Refusal(STALE)
    own = {each.id for each in await _own(turn) if reporting.public(turn, each)}
    if not own.issuperset(ids):
        raise Refusal(_("One of these actions is no longer public. Please choose again."))
    reporting.send_chosen(turn, kind, form, reporting.spoken(languages), ids)
    turn.toast(_("It is being made and comes below."))


async def _own(turn: Turn) -> Sequence[Action]:
    return await actions.of_city(turn.session, turn.officer.city_id) if turn.officer.city_id else ()


def _ids(chosen: str) -> list[int]:
    """Return the actions a button carries."""
    if chosen == NONE:
        return []
    parts = chosen.split(",")
    if not all(part.isdecimal() and part.isascii() for part in parts) or len(parts) > max(MOST.values()):
        raise Refusal(STALE)
    return [int(part) for part in parts]


def _toggled(ids: Sequence[int], each: int, most: int) -> str:
    """Return the choice with one more or one less; where it is full, the first makes room."""
    left = [one for one in ids if one != each] if each in ids else [*ids, each][-most:]
    return ",".join(map(str, left)) or NONE
