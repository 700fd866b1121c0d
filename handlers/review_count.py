"""How much waits for a look, told once a day to those who can decide: only if it waits too long."""

from datetime import datetime

from bot.command import lead
from bot.text import Plural, _, plural
from bot.turn import button, letter
from storage import Unit, outbox, people, review_queue
from storage.people import Officer

OFFICE = plural("<b>{n} item has waited for a look for more than two working days</b>",
                "<b>{n} items have waited for a look for more than two working days</b>")  # fmt: skip
INSTITUTE = plural(
    "<b>Your city asks for a review of {n} action</b>", "<b>Your city asks for a review of {n} actions</b>"
)


async def count(unit: Unit, now: datetime) -> int:
    """Tell offices what has waited too long, and institutes what is asked of them; return how many were told."""
    told = 0
    for office_id, n in (await review_queue.overdue(unit.session, now)).items():
        for reader in await people.in_office(unit.session, office_id):
            told += await _tell(unit, reader, OFFICE, n, now)
    for city_id, n in (await review_queue.institutes(unit.session)).items():
        for reader in await people.in_city(unit.session, city_id, "institute"):
            told += await _tell(unit, reader, INSTITUTE, n, now)
    return told


async def _tell(unit: Unit, reader: Officer, words: Plural, n: int, now: datetime) -> bool:
    if not await review_queue.claim(unit, reader, now):
        return False
    section = "before" if reader.for_office else "checks"
    rows = [[button(_("Show them"), lead("review", "page"), section, 0)], [button(_("Stop"), lead("review", "stop"))]]
    await outbox.put(unit.connection, [letter(reader, words, rows=rows, unasked=True, n=n)])
    return True
