"""/highlights — what offices hold up for others, and for a city: whether it agrees to be."""

from bot.cards import joined
from bot.command import STALE, Command, lead
from bot.highlight_words import entries, request
from bot.text import Message, _, said
from bot.turn import Button, Refusal, Turn, button, clip, in_rows
from storage import highlight_letters, highlights, notices, offices
from storage.highlight_letters import ABOUT, REQUESTS
from storage.highlights import Held

highlights_ = Command("highlights", _("What other cities can learn from"))
PAGE = 5
ENDED = _("This highlight has ended, or was decided by somebody else already.")
LIST = _("<b>Highlights</b>\n\n{entries}")
NOTHING = _("<b>Nothing is highlighted yet</b>\nOffices hold up what others can learn from. /find shows everything.")
STATES: dict[str, Message] = {
    "waiting": _("your answer is awaited"),
    "asked": _("your answer is awaited"),
    "agreed": _("agreed"),
}


@highlights_.starts
async def begin(turn: Turn, words: str) -> None:
    await _list(turn, 0)


@highlights_.press
async def page(turn: Turn, offset: int) -> None:
    """Turn the pages."""
    await _list(turn, max(offset, 0))


async def _list(turn: Turn, offset: int) -> None:
    held, total = await highlights.current(turn.session, member=turn.officer.seated, offset=offset, limit=PAGE)
    opening = [
        button(str(place), lead("action", "open"), each.told.action.id) for place, each in enumerate(held, offset + 1)
    ]
    turning = [button(_("Previous"), page, max(offset - PAGE, 0))] if offset else []
    if offset + PAGE < total:
        turning.append(button(_("Next"), page, offset + PAGE))
    rows = [opening, turning, await _own_row(turn)]
    if held:
        turn.show(LIST, rows=rows, entries=entries(turn, held, offset + 1))
    else:
        turn.show(NOTHING, rows=rows)


async def _own_row(turn: Turn) -> list[Button]:
    """Return what else somebody may do here."""
    officer, row = turn.officer, []
    if not officer.invited:
        return [button(_("Ask to join"), lead("join", "ask"))]
    if officer.for_office:
        row.append(button(_("Choose one"), lead("highlight", "kinds")))
        row.append(button(_("Chosen so far"), lead("highlight", "chosen"), 0))
    elif officer.city_id and await highlights.of_city(turn.session, officer.city_id):
        row.append(button(_("Of my city"), mine))
    if await highlight_letters.stopped(turn.session, officer.id):
        row.append(button(_("Tell me again"), resume))
    return row


@highlights_.press
async def mine(turn: Turn) -> None:
    """Show a city what it is asked about and what it has agreed to."""
    held = await highlights.of_city(turn.session, turn.officer.city_id or 0)
    if not held:
        raise Refusal(_("Nothing of your city is highlighted, and nothing is asked."))
    lines = [
        said(
            _("{place} <b>{number}</b> {title} · {state}"),
            place=place,
            number=each.told.action.number,
            title=clip(each.told.action.title, 90),
            state=STATES[each.highlight.state],
        )
        for place, each in enumerate(held, 1)
    ]
    numbers = [button(str(place), one, each.highlight.id) for place, each in enumerate(held, 1)]
    turn.show(
        _("<b>Highlights of {city}</b>\n\n{lines}"),
        rows=[*in_rows(numbers, 5), [button(_("Back"), page, 0)]],
        city=turn.officer.city_name,
        lines=joined(turn, lines),
    )


@highlights_.press
async def one(turn: Turn, highlight_id: int) -> None:
    """Show a city one of its highlights."""
    held = await _own(turn, highlight_id)
    if held.highlight.state == "agreed":
        return _agreed(turn, held)
    if held.highlight.state not in highlights.OPEN:
        raise Refusal(ENDED)
    text, rows = request(turn.officer.language, held)
    turn.show(text, rows=[*rows, [button(_("Back"), mine)]])


@highlights_.press
async def agree(turn: Turn, highlight_id: int) -> None:
    """Let the city's action be held up."""
    held = await _own(turn, highlight_id)
    if not highlights.may_be_held_up(held.told):
        raise Refusal(_("This action is not shown to others now, so it cannot be highlighted."))
    if not await highlights.answer(turn.session, held.highlight, turn.officer.id, agrees=True):
        raise Refusal(ENDED)
    _agreed(turn, held)


def _agreed(turn: Turn, held: Held) -> None:
    turn.show(
        _("<b>{number} is highlighted</b>\n{office} thanks your city. From the next working day on others are told; "
          "until then and later it can be taken back here or in /highlights."),
        rows=[
            [button(_("Show the card"), lead("action", "open"), held.told.action.id)],
            [button(_("Take back"), take_back, held.highlight.id), button(_("Of my city"), mine)],
        ],
        number=held.told.action.number,
        office=offices.title(held.office),
    )  # fmt: skip


@highlights_.press
async def refuse(turn: Turn, highlight_id: int) -> None:
    """Do not let it be held up. Nobody hears why."""
    held = await _own(turn, highlight_id)
    if not await highlights.answer(turn.session, held.highlight, turn.officer.id, agrees=False):
        raise Refusal(ENDED)
    turn.show(_("<b>{number} is not highlighted</b>\nNothing was told to anybody."), number=held.told.action.number)


@highlights_.press
async def take_back(turn: Turn, highlight_id: int) -> None:
    """Ask once more before a highlight ends."""
    held = await _ending(turn, highlight_id)
    turn.show(
        _("<b>Highlight {number} no more?</b>\nNobody else is told, it leaves /highlights and the public page, and "
          "channels say that it was withdrawn. What people have read already stays with them."),
        rows=[[button(_("Yes, take it back"), take_back_now, highlight_id)], [button(_("Back"), page, 0)]],
        number=held.told.action.number,
    )  # fmt: skip


@highlights_.press
async def take_back_now(turn: Turn, highlight_id: int) -> None:
    """End a highlight: its city's right at any time, and its office's."""
    held = await _ending(turn, highlight_id)
    if not await highlights.take_back(turn.session, held.highlight, turn.officer):
        raise Refusal(ENDED)
    turn.show(_("<b>{number} is highlighted no more</b>"), number=held.told.action.number)


@highlights_.press
async def stop(turn: Turn) -> None:
    """Hear of highlights no more."""
    await _stop(turn, ABOUT, _("<b>You hear of highlights no more</b>\n/highlights shows them whenever you like."))


@highlights_.press
async def stop_requests(turn: Turn) -> None:
    """Be asked no more whether something of one's city may be highlighted."""
    await _stop(
        turn, REQUESTS,
        _("<b>You are asked no more whether something may be highlighted</b>\nColleagues of your city are asked; "
          "what is open stands in /highlights."),
    )  # fmt: skip


async def _stop(turn: Turn, about: str, words: Message) -> None:
    if not turn.officer.invited:
        raise Refusal(STALE)
    await notices.stop(turn.session, turn.officer.id, about)
    turn.pressed = None  # what was told stays where it is
    turn.show(words, rows=[[button(_("Tell me again"), resume)]])


@highlights_.press
async def resume(turn: Turn) -> None:
    """Hear of highlights again, and be asked."""
    if not turn.officer.invited:
        raise Refusal(STALE)
    for about in (ABOUT, REQUESTS):
        await notices.resume(turn.session, turn.officer.id, about)
    turn.show(_("<b>You hear of highlights again</b>\nOne message a week at most, in office hours."))


async def _own(turn: Turn, highlight_id: int) -> Held:
    """Return a highlight of somebody's own city."""
    held = await highlights.get(turn.session, highlight_id)
    if held is None or held.told.city.id != turn.officer.city_id:
        raise Refusal(STALE)
    return held


async def _ending(turn: Turn, highlight_id: int) -> Held:
    """Return a highlight that somebody may end: of their city, or of an office of their branch."""
    held = await highlights.get(turn.session, highlight_id)
    if held is None:
        raise Refusal(STALE)
    own = held.told.city.id == turn.officer.city_id
    if not own and not await offices.oversees(turn.session, turn.officer, held.office.id):
        raise Refusal(STALE)
    if held.highlight.state not in highlights.OPEN:
        raise Refusal(ENDED)
    return held
