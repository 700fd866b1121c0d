"""The steps cities have reached on the ladders of bot.goal11. What was said before is kept: the latest counts."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from bot import clock
from bot.goal11 import LADDERS
from bot.reports.contents import MilestonePart
from storage import audit
from storage.engine import Session
from storage.models import City, MilestoneReached

ORDER = {(ladder.id, step): place for ladder in LADDERS.values() for place, step in enumerate(ladder.steps)}
Step = tuple[str, str]  # ladder and step


async def say(
    session: Session, city_id: int, person_id: int, step: Step, day: date | None,
    *, evidence: str | None = None, attachment_id: int | None = None,
) -> MilestoneReached:  # fmt: skip
    """Write down when a city reached a step, and what shows it; no day: it has not reached it after all."""
    row = MilestoneReached(
        city_id=city_id, ladder=step[0], step=step[1], day=day, evidence=evidence, attachment_id=attachment_id,
        person_id=person_id, at=clock.now(),
    )  # fmt: skip
    session.add(row)
    await session.flush()
    event = "milestone reached" if day else "milestone taken back"
    audit.note(session, person_id, event, f"milestone:{city_id}/{step[0]}/{step[1]}")
    return row


async def of_city(session: Session, city_id: int) -> dict[Step, MilestoneReached]:
    """Return what counts of what a city said, by step; steps it has not reached are missing."""
    statement = select(MilestoneReached).where(MilestoneReached.city_id == city_id).order_by(MilestoneReached.id)
    newest = {(row.ladder, row.step): row for row in await session.scalars(statement)}
    return {step: row for step, row in newest.items() if row.day}


async def get(session: Session, row_id: int) -> MilestoneReached | None:
    return await session.get(MilestoneReached, row_id)


async def history(session: Session, city_id: int, step: Step) -> Sequence[MilestoneReached]:
    """Return all that a city ever said of a step, newest first."""
    return (
        await session.scalars(
            select(MilestoneReached)
            .where(
                MilestoneReached.city_id == city_id,
                MilestoneReached.ladder == step[0],
                MilestoneReached.step == step[1],
            )
            .order_by(MilestoneReached.id.desc())
        )
    ).all()


async def parts(session: Session, city_ids: Collection[int], upto: date) -> list[MilestonePart]:
    """Return the steps cities have reached up to a day, for a report: by city, then in the order of the ladders."""
    rows = await session.execute(
        select(MilestoneReached, City.code)
        .join(City, City.id == MilestoneReached.city_id)
        .where(MilestoneReached.city_id.in_(city_ids))
        .order_by(MilestoneReached.id)
    )
    newest = {(code, row.ladder, row.step): row for row, code in rows}
    found = [
        MilestonePart(code, ladder, step, row.day, row.evidence or "")
        for (code, ladder, step), row in newest.items()
        if row.day and row.day <= upto
    ]
    return sorted(found, key=lambda each: (each.city, *_place(each.ladder, each.step)))


def _place(ladder: str, step: str) -> tuple[int, int]:
    return list(LADDERS).index(ladder), ORDER[ladder, step]
