"""What is new for people who follow something: looked for each working day, told once a week at most."""

import logging
from collections.abc import Sequence
from datetime import datetime

from bot import clock
from bot.cards import Addressee, joined, short
from bot.command import lead
from bot.searches import sought
from bot.text import Said, _, plural, said
from bot.turn import Button, button, in_rows, letter
from storage import Database, Unit, follows, outbox, people
from storage.actions import Told
from storage.follows import News
from storage.index import Index
from storage.people import Officer
from storage.search import prepared

log = logging.getLogger(__name__)

SHOWN = 6  # actions of one message, or one of each search


async def tell(database: Database, index: Index) -> int:
    """Tell everybody whose turn it is what is new of what they follow; return how many were told."""
    now = clock.now()
    async with database.begin() as session:
        due = await follows.due(session, now)
        upto = await follows.settled(session, now) if due else 0
    told = 0
    for person_id, due_at in due:
        try:
            told += await _tell(database, index, person_id, due_at, upto)
        except Exception:
            log.exception("person %s could not be told what is new; it is tried again", person_id)
    return told


async def _tell(database: Database, index: Index, person_id: int, due_at: datetime, upto: int) -> bool:
    async def work(unit: Unit) -> bool:
        now = clock.now()
        reader = await follows.claim(unit, person_id, due_at, now)
        if reader is None:
            return False
        if not await follows.of(unit.session, reader.id):
            await people.change(unit.session, reader.id, news_at=None)
            return False
        news = await follows.news(unit.session, reader, upto)
        if not news:
            return False
        await outbox.put(unit.connection, [_message(reader, news)])
        await follows.note_told(unit.session, reader, upto, now)
        return True

    return await prepared(database, index, work)


def _message(reader: Officer, news: Sequence[News]) -> outbox.Owed:
    each, to = max(1, SHOWN // len(news)), Addressee(reader)
    shown: list[Told] = []
    parts: list[Said] = []
    for about in news:
        told = [hit.told for hit in about.hits[:each]]
        lines = [short(to, place, one) for place, one in enumerate(told, len(shown) + 1)]
        if len(about.hits) > each:
            lines.append(said(plural("and {n} more", "and {n} more"), n=len(about.hits) - each))
        parts.append(said(_("“{sought}”\n{lines}"), sought=sought(to, about.follow), lines=joined(to, lines)))
        shown += told
    return letter(
        reader,
        _("<b>New in what you follow</b>\n\n{news}"),
        rows=[*_numbers(shown), _last_row(news)],
        unasked=True,
        news=joined(to, parts, "\n\n"),
    )


def _numbers(shown: Sequence[Told]) -> list[Sequence[Button]]:
    return in_rows([button(str(i), lead("action", "open"), told.action.id) for i, told in enumerate(shown, 1)], 6)


def _last_row(news: Sequence[News]) -> Sequence[Button]:
    if len(news) > 1:
        return [button(_("See all follows"), lead("follow", "show_below"))]
    follow = news[0].follow
    return [
        button(_("All results"), lead("find", "followed"), follow.id),
        button(_("Stop"), lead("follow", "stop_news"), follow.id),
    ]
