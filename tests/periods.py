"""Reporting cycles, actions and jobs for stories about reminders."""

from collections.abc import Sequence
from datetime import date, datetime

import orjson
from sqlalchemy import select

from handlers import asking
from storage import Database, actions, cycles, offices
from storage.models import Cycle, Outgoing, Reminder
from tests.conftest import at, city_of

# Opens on a Saturday, so that the first prompt comes on Mon 22 March 09:00; the third period opens on Mon 20 September.
QUARTERLY = (3, date(2027, 3, 20), date(2027, 3, 31))


async def opened(
    database: Database, office: str = "korea", cycle: tuple[int, date, date] = QUARTERLY, *, grace_days: int = 14
) -> Cycle:
    """Let an office ask its cities in a cycle of so many months, opening and due on these days at first."""
    months, opens, due = cycle
    async with database.begin() as session:
        found = await offices.by_code(session, office)
        assert found is not None
        return await cycles.create(session, found.id, f"Every {months} months", months, opens, due, grace_days)


async def publishes(database: Database, place: str, count: int = 1, **about: object) -> list[int]:
    """Let a city have published so many actions; return their keys."""
    answers = {
        "text": "A night bus runs every hour.", "language": "en", "kind": "under_way", "target": "11.2",
        "day": "2026-11-20", "visibility": "public",
    }  # fmt: skip
    async with database.begin() as session:
        city = await city_of(session, place)
        titles = [{"title": f"Night bus {number}"} for number in range(1, count + 1)]
        return [(await actions.publish(session, city.id, None, answers | title | about)).id for title in titles]


async def jobs(database: Database, now: datetime) -> int:
    """Let the jobs about reminders run once; return how many prompts were sent."""
    async with database.unit() as unit:
        await asking.plan(unit, now)
    async with database.unit() as unit:
        return await asking.remind(unit, now)


async def run_at(database: Database, moment: str) -> int:
    """Set the clock and let the jobs run; return how many prompts were sent."""
    return await jobs(database, at(moment))


async def sent(database: Database) -> list[tuple[int, str]]:
    """Return what was sent unasked so far, as chat and bold line, oldest first; what has arrived has no line."""
    async with database.begin() as session:
        rows = await session.scalars(select(Outgoing).where(Outgoing.unasked).order_by(Outgoing.id))
        return [(row.chat_id, _first_line(row.payload)) for row in rows]


def _first_line(payload: str) -> str:
    return str(orjson.loads(payload)["text"]).split("\n")[0] if payload else ""


async def reminders(database: Database) -> Sequence[Reminder]:
    async with database.begin() as session:
        return (await session.scalars(select(Reminder).order_by(Reminder.due_at, Reminder.id))).all()
