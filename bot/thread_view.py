"""A thread between two cities as each of them reads it: all that was written, its state, and what one may do."""

from collections.abc import Sequence

from bot import clock
from bot.cards import dotted, joined
from bot.command import lead
from bot.text import Message, _
from bot.thread_words import about, written
from bot.turn import Button, Turn, button
from storage import cities, threads
from storage.threads import Thread

LAST = 10**6  # a page that is the last one, however many there are
ROOM = 2800  # characters of the texts on one page
STATES: dict[tuple[str, bool], Message] = {  # by state, and whether it is for the city that asks
    ("waiting", True): _("waits to be given to somebody there"),
    ("waiting", False): _("waits for your answer"),
    ("sent", True): _("given to somebody there, not answered yet"),
    ("sent", False): _("waits for your answer"),
    ("answered", True): _("answered"),
    ("answered", False): _("answered"),
    ("declined", True): _("not answered for now"),
    ("declined", False): _("left for now, can still be answered"),
    ("withdrawn", True): _("withdrawn"),
    ("withdrawn", False): _("withdrawn, no answer is needed"),
}
NOT_REACHED = _("not reached: nobody there can be written to at present; the question waits")


async def show(turn: Turn, shown: Thread, page: int) -> None:
    """Show one page of a thread, in place of what was pressed."""
    pages = _pages(await threads.texts(turn.session, shown))
    page = min(max(page, 0), len(pages) - 1)
    turn.show(
        _("<b>{number}</b> · {city}\n{about}\n{state}\n\n{texts}"),
        rows=await _rows(turn, shown, page, len(pages)),
        number=shown.number,
        city=cities.label(shown.other(turn.officer.city_id), turn.officer.language),
        about=await about(turn.session, shown),
        state=dotted(turn, await _state(turn, shown)),
        texts=joined(turn, [written(turn, each) for each in pages[page]], "\n\n"),
    )


def _pages(texts: Sequence[threads.Said]) -> list[list[threads.Said]]:
    """Return the texts in pages, each with as many as there is room for."""
    pages: list[list[threads.Said]] = [[]]
    for each in texts:
        if pages[-1] and sum(len(one.text) for one in pages[-1]) + len(each.text) > ROOM:
            pages.append([])
        pages[-1].append(each)
    return pages


async def _state(turn: Turn, shown: Thread) -> list[object]:
    asks = turn.officer.city_id == shown.asker.id
    waiting = shown.inquiry.state == "waiting"
    if asks and waiting and await threads.contact(turn.session, shown, clock.now()) is None:
        return [NOT_REACHED]
    state: list[object] = [STATES[shown.inquiry.state, asks]]
    return [*state, _("others can read this")] if shown.inquiry.shared_at else state


async def _rows(turn: Turn, shown: Thread, page: int, pages: int) -> list[Sequence[Button]]:
    key, row = shown.inquiry.id, shown.inquiry
    asks, is_open = turn.officer.city_id == shown.asker.id, row.state in ("waiting", "sent", "declined")
    turning = [button(_("Previous"), lead("thread", "open"), key, page - 1)] if page else []
    turning += [button(_("Next"), lead("thread", "open"), key, page + 1)] if page + 1 < pages else []
    rows: list[Sequence[Button]] = []
    if row.state == "answered":
        rows += [[button(_("Write back"), lead("thread", "write"), key)], _consent(shown, asks)]
    elif is_open and not asks:
        rows.append([button(_("Answer"), lead("thread", "write"), key)])
        later = [button(_("Not now"), lead("thread", "not_now"), key, 1)] if row.state != "declined" else []
        rows.append([button(_("Pass to a colleague"), lead("thread", "pass_on"), key), *later])
    rows.append(turning)
    if asks and not shown.withdrawn:
        rows.append([button(_("Withdraw"), lead("ask", "withdraw"), shown.question.id)])
    return [*rows, [button(_("All questions"), lead("ask", "listed"), 0)]]


def _consent(shown: Thread, asks: bool) -> list[Button]:
    """Return what changes whether others may read a thread; it has to be about an action, where it is found."""
    row = shown.inquiry
    if row.action_id is None:
        return []
    agreed = row.asker_agrees if asks else row.answerer_agrees
    if agreed:
        return [button(_("Others may not read it"), lead("thread", "agree"), row.id, 0)]
    return [button(_("Others may read it"), lead("thread", "agree"), row.id, 1)]
