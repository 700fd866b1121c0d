"""/goals — the targets of Goal 11 in plain words, and what cities do for each."""

from bot.cards import TARGET_NAMES
from bot.command import Command, lead
from bot.goal11 import TARGETS
from bot.text import _, plural, said
from bot.turn import Refusal, Turn, button
from storage import search
from storage.search import Query

goals = Command("goals", _("The targets of Goal 11"))


@goals.starts
async def begin(turn: Turn, words: str) -> None:
    if words in TARGETS:
        return await _show(turn, words)
    _list(turn)


@goals.press
async def everything(turn: Turn) -> None:
    """Back to the list."""
    _list(turn)


def _list(turn: Turn) -> None:
    rows = [[button(TARGET_NAMES[code], target, code)] for code in TARGETS]
    turn.show(
        _("<b>Goal 11: sustainable cities and communities</b>\nTen targets. Tap one to read what it means."),
        rows=rows,
    )


@goals.press
async def target(turn: Turn, code: str) -> None:
    """Explain one target."""
    if code not in TARGETS:
        raise Refusal(_("There is no such target."))
    await _show(turn, code)


async def _show(turn: Turn, code: str) -> None:
    shown = TARGETS[code]
    query = Query(target=code, member=turn.officer.seated, language=turn.officer.language)
    found = await search.search(turn.session, query, limit=1)
    rows = [[button(_("Back"), everything)]]
    if found.total:
        rows.insert(0, [button(_("See the actions"), lead("find", "on_target"), code)])
    turn.show(
        _("<b>{name}</b>\n{description}\n\n{count}"),
        rows=rows,
        name=TARGET_NAMES[code],
        description=shown.description,
        count=said(plural("{n} action so far", "{n} actions so far"), n=found.total),
    )
