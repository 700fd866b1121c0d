"""What the bot says of deadlines by itself: to each person in one message, in office hours, within their number."""

from collections.abc import Sequence
from datetime import datetime

from bot import clock
from bot.cards import Addressee, joined
from bot.command import lead
from bot.deadline_words import away, title
from bot.text import Said, _, said
from bot.turn import button, letter
from storage import Unit, cycles, notices, outbox
from storage.notices import Notice
from storage.outbox import Owed
from storage.people import Officer

SHOWN = 8  # deadlines in one message


async def warn(unit: Unit, now: datetime) -> int:
    """Tell people of deadlines 60, 30 and 7 days before, each once; return how many were told."""
    told = 0
    for reader, due in await notices.due(unit.session, now):
        if ours := await notices.claim(unit, reader, due, now):
            await outbox.put(unit.connection, [_message(reader, sorted(ours, key=lambda each: each.coming.day))])
            told += 1
    return told


def _message(reader: Officer, given: Sequence[Notice]) -> Owed:
    everything = button(_("All deadlines"), lead("deadlines", "page"), 0)
    if len(given) > 1:
        lines = [_line(reader, each) for each in given[:SHOWN]]
        return letter(
            reader,
            _("<b>Deadlines of {city}</b>\n\n{lines}"),
            rows=[[everything]],
            unasked=True,
            city=reader.city_name,
            lines=joined(Addressee(reader), lines, "\n\n"),
        )
    about = given[0].coming
    first = button(_("UN entry"), lead("un_entry", "shown")) if about.entry else everything
    return letter(
        reader,
        _("{line}\n{city}"),
        rows=[[first], [button(_("Stop"), lead("deadlines", "stop"), about.about)]],
        unasked=True,
        line=_line(reader, given[0]),
        city=reader.city_name,
    )


def _line(reader: Officer, each: Notice) -> Said:
    today = cycles.local_day(reader.zone, clock.now())
    return said(
        _("<b>{title}</b>\n{day} · {away}"),
        title=title(each.coming),
        day=each.coming.day,
        away=away(each.coming, today),
    )
