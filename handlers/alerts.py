"""What is new for people who follow something: looked for each working day, told as often as they want at most."""

import logging
from collections.abc import Sequence
from datetime import datetime

from bot import clock
from bot.cards import Addressee, joined
from bot.command import lead
from bot.news_words import digest
from bot.text import _, said
from bot.turn import Button, button, letter
from storage import Database, Unit, digests, follows, outbox, people
from storage.digests import Fresh, Look, News
from storage.index import Index
from storage.people import Officer
from storage.search import prepared

log = logging.getLogger(__name__)


async def tell(database: Database, index: Index) -> int:
    """Tell everybody whose turn it is what is new of what they follow; return how many were told."""
    now = clock.now()
    async with database.begin() as session:
        due = await digests.due(session, now)
        look = await digests.look(session, now)
    told = 0
    for person_id, due_at in due:
        try:
            told += await _tell(database, index, person_id, due_at, look)
        except Exception:
            log.exception("person %s could not be told what is new; it is tried again", person_id)
    return told


async def _tell(database: Database, index: Index, person_id: int, due_at: datetime, look: Look) -> bool:
    async def work(unit: Unit) -> bool:
        reader = await digests.claim(unit, person_id, due_at, look.at)
        if reader is None:
            return False
        if not await follows.of(unit.session, reader.id):
            await people.change(unit.session, reader.id, news_at=None)
            return False
        fresh = await digests.fresh(unit.session, reader, look)
        if not fresh.news:
            return False
        await outbox.put(unit.connection, [_message(reader, fresh)])
        await digests.note_told(unit.session, fresh, look)
        await digests.rest(unit.session, reader, look.at)
        return True

    return await prepared(database, index, work)


def _message(reader: Officer, fresh: Fresh) -> outbox.Owed:
    to = Addressee(reader)
    found = digest(to, fresh.news)
    parts = [*found.parts, *([said(_("There is more: /new shows it."))] if fresh.more else [])]
    return letter(
        reader,
        _("<b>New in what you follow</b>\n\n{news}"),
        rows=[*found.numbers, _last_row(fresh.news)],
        unasked=True,
        news=joined(to, parts, "\n\n"),
    )


def _last_row(news: Sequence[News]) -> Sequence[Button]:
    if len(news) > 1:
        return [
            button(_("See all follows"), lead("follow", "show_below")),
            button(_("Stop"), lead("follow", "stop_digest")),
        ]
    follow = news[0].followed.follow
    stopping = button(_("Stop"), lead("follow", "stop_news"), follow.id)
    if follow.kind == "action":
        return [button(_("See all follows"), lead("follow", "show_below")), stopping]
    return [button(_("All results"), lead("find", "followed"), follow.id), stopping]
