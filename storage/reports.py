"""Reports with their figures fixed: a version says the same whenever it is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, func, select, update

from bot import clock
from bot.reports import frozen
from bot.reports.contents import Contents
from bot.reports.parts import MOST_PHOTOS
from storage import audit, deadlines, gathering
from storage.cycles import local_day
from storage.engine import Session, changed
from storage.models import Action, City, Office, Report


@dataclass(frozen=True)
class Owner:
    """Whose report it is: a city, or an office with all cities of its branch."""

    city: City | None = None
    office: Office | None = None

    @property
    def kind(self) -> str:
        return "city" if self.city else "country"

    @property
    def today(self) -> date:
        """The day it is where they are."""
        zone = self.city.zone if self.city else self.office.zone if self.office else "UTC"
        return local_day(zone, clock.now())

    @property
    def subject(self) -> str:
        return f"city:{self.city.id}" if self.city else f"office:{self.office.id if self.office else 0}"

    @property
    def number(self) -> dict[str, int]:
        """Whose it is as plain data: see ``to_make``."""
        return {"city": self.city.id} if self.city else {"office": self.office.id if self.office else 0}


async def owner(session: Session, city_id: int | None, office_id: int | None) -> Owner:
    """Return a city, or else an office, by its number."""
    if city_id:
        return Owner(city=await session.get_one(City, city_id))
    return Owner(office=await session.get_one(Office, office_id))


async def present(session: Session, whose: Owner, day: date | None = None) -> Contents:
    """Return what a report would say today, or would have on a day: nothing about it is fixed."""
    if whose.city:
        return await gathering.city_report(session, whose.city, day or whose.today)
    assert whose.office is not None
    return await gathering.country_report(session, whose.office, day or whose.today)


async def freeze(session: Session, whose: Owner, person_id: int | None) -> tuple[Report, bool]:
    """Fix the figures of today under the next version; return it, and whether anything was new.

    Where nothing has changed since the last version, that one is returned.
    """
    now, last = await present(session, whose), await latest(session, whose)
    if last and _same(contents(last), now):
        return last, False
    highest = await session.scalar(select(func.max(Report.version)).where(_of(whose)))
    version = (highest or 0) + 1
    row = Report(
        kind=whose.kind,
        city_id=whose.city.id if whose.city else None,
        office_id=whose.office.id if whose.office else None,
        version=version,
        contents=frozen.plain(replace(now, version=version)),
        person_id=person_id,
        frozen_at=clock.now(),
    )
    session.add(row)
    await session.flush()
    audit.note(session, person_id, "figures fixed", f"report:{row.id}", of=whose.subject, version=version)
    return row, True


def _same(old: Contents, new: Contents) -> bool:
    return replace(old, version=0, day=new.day) == new


def contents(report: Report) -> Contents:
    """Return what a version says."""
    return frozen.contents(report.contents)


def day_of(report: Report) -> date:
    """Return the day a version is told for, without reading all it says."""
    return date.fromisoformat(report.contents["day"])


async def get(session: Session, report_id: int) -> Report | None:
    return await session.get(Report, report_id)


async def latest(session: Session, whose: Owner) -> Report | None:
    """Return the newest version."""
    return (await session.scalars(select(Report).where(_of(whose)).order_by(Report.version.desc()).limit(1))).first()


async def versions(session: Session, whose: Owner) -> Sequence[Report]:
    """Return all versions, the newest first."""
    return (await session.scalars(select(Report).where(_of(whose)).order_by(Report.version.desc()))).all()


def _of(whose: Owner) -> ColumnElement[bool]:
    return Report.city_id == whose.city.id if whose.city else Report.office_id == (whose.office and whose.office.id)


async def submit(session: Session, report: Report, person_id: int, day: date, link: str) -> bool:
    """Write down that a version was handed to the UN platform; say whether it was not so before.

    A city's own entry there counts its year from this day on.
    """
    row = update(Report).where(Report.id == report.id, Report.submitted.is_(None))
    if not await changed(session, row.values(submitted=day, link=link)):
        return False
    if report.city_id:
        await deadlines.submitted(session, report.city_id, day, link, person_id)
    audit.note(session, person_id, "report submitted", f"report:{report.id}", day=day.isoformat(), link=link)
    await session.refresh(report)
    return True


async def to_make(
    session: Session, kind: str, form: str, languages: list[str], report_id: int, whose: dict[str, int]
) -> tuple[str, str, Contents, tuple[str, ...], dict[int, bytes]]:
    """Return what ``bot.reports.makers.make`` needs: of a version, or of today where its number is 0."""
    report = await get(session, report_id) if report_id else None
    if report is None:
        told = await present(session, await owner(session, whose.get("city"), whose.get("office")))
    else:
        told = contents(report)
    return kind, form, told, tuple(languages), await _photos(session, form, told)


async def actions_to_make(
    session: Session, kind: str, form: str, languages: list[str], action_ids: list[int]
) -> tuple[str, str, Contents, tuple[str, ...], dict[int, bytes]]:
    """Return the same of chosen actions, in their order."""
    told = await of_actions(session, action_ids)
    return kind, form, told, tuple(languages), await _photos(session, form, told)


async def of_actions(session: Session, action_ids: Sequence[int]) -> Contents:
    """Return what a brief says of chosen actions: those everybody may see, or invented ones."""
    chosen = select(Action).where(Action.id.in_(action_ids), *gathering.reported())
    found = {row.id: row for row in await session.scalars(chosen)}
    return await gathering.of_actions(session, [found[key] for key in action_ids if key in found])


async def newest(session: Session, whose: Owner, most: int) -> list[int]:
    """Return a city's newest public actions."""
    public = Action.state == "published", Action.visibility == "public"
    own = select(Action.id).where(Action.city_id == (whose.city.id if whose.city else 0), *public)
    return list(await session.scalars(own.order_by(Action.day.desc(), Action.id.desc()).limit(most)))


async def erratum_to_make(
    session: Session, form: str, languages: list[str], report_id: int
) -> tuple[str, Contents, Contents, tuple[str, ...]]:
    """Return what ``bot.reports.makers.erratum`` needs: a version, and what its report would say today."""
    report = await session.get_one(Report, report_id)
    now = await present(session, await owner(session, report.city_id, report.office_id))
    return form, contents(report), now, tuple(languages)


async def _photos(session: Session, form: str, told: Contents) -> dict[int, bytes]:
    """Return the photos where the file shows any: not in the report of a country, which would be a heap of them."""
    if form not in ("pdf", "docx") or told.kind == "country":
        return {}
    return await gathering.photos(session, told, MOST_PHOTOS)
