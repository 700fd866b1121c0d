"""What the bot says of deadlines and rounds by itself: each person in one message, in office hours, within a number."""

from collections.abc import Sequence
from datetime import datetime

from bot import clock
from bot.cards import Addressee, joined
from bot.command import lead
from bot.deadline_words import away, title
from bot.text import Message, Said, _, plural, said
from bot.turn import button, letter
from storage import Unit, cities, cycles, notices, outbox, round_news
from storage.notices import Notice
from storage.outbox import Owed
from storage.people import Officer
from storage.round_news import News

AT_ONCE = 25  # people in one run of a job: nobody waits long for the database
SHOWN = 8  # deadlines or rounds in one message


async def warn(unit: Unit, now: datetime) -> int:
    """Tell people of deadlines 60, 30 and 7 days before, each once; return how many were told."""
    told = 0
    for person_id, due in (await notices.due(unit.session, now)).items():
        if told < AT_ONCE and (ours := await notices.claim(unit, person_id, due, now)):
            await outbox.put(unit.connection, [_message(*ours)])
            told += 1
    return told


def _message(reader: Officer, given: Sequence[Notice]) -> Owed:
    given = sorted(given, key=lambda each: each.coming.day)
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


async def tell_of_rounds(unit: Unit, now: datetime) -> int:
    """Tell the parties of report rounds which chapters wait for them; return how many people were told."""
    told = 0
    for person_id, round_ids in (await round_news.due(unit.session, now)).items():
        if told < AT_ONCE and (ours := await round_news.claim(unit, person_id, round_ids, now)):
            await outbox.put(unit.connection, [_of_rounds(*ours)])
            told += 1
    return told


def _of_rounds(reader: Officer, news: Sequence[News]) -> Owed:
    lines = [
        said(
            plural(
                "<b>{city}: {n} chapter of the report waits for a look</b>\n{name} · {targets}",
                "<b>{city}: {n} chapters of the report wait for a look</b>\n{name} · {targets}",
            ),
            city=cities.name(each.city, reader.language),
            n=len(each.targets),
            name=each.round.name,
            targets=each.targets,
        )
        for each in news[:SHOWN]
    ]
    rows = [[button(_("Show the round"), lead("round", "show"), news[0].round.id)]]
    rows.append([button(_("Stop"), lead("round", "stop"), news[0].round.id)])
    if len(news) > 1:
        rows = [[button(_("All rounds"), lead("round", "start_over"), 0)]]
    return letter(reader, Message("{lines}"), rows=rows, unasked=True, lines=joined(Addressee(reader), lines, "\n\n"))
