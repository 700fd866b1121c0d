"""What anybody may see: the public page's own questions. Nothing that is withdrawn or for members comes out of here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import load_only

from bot.text import Message
from storage import offices
from storage.actions import Told
from storage.cities import TAKES_PART
from storage.engine import Session
from storage.models import Action, Attachment, City, Office, PlaceRow, Publication, Report
from storage.models.change import settled_change

PUBLIC = and_(Action.state == "published", Action.visibility == "public")
_SHOWN = (Report.version, Report.submitted, Report.link)  # of a report; its contents are large
PHOTOS = and_(Attachment.kind.in_(("photo", "picture")), Attachment.state == "kept")


@dataclass(frozen=True)
class Numbers:
    """How much there is, counted now."""

    actions: int
    cities: int  # that take part
    countries: int
    targets: int  # for which there is an action
    demo: bool  # some of it is only there for trying out


@dataclass(frozen=True)
class Spot:
    """A city that takes part, where it is, and how many public actions it has."""

    city: City
    latitude: float | None  # degrees; none where the register no longer knows the place
    longitude: float | None
    actions: int


async def numbers(session: Session) -> Numbers:
    """Count what is public, and who takes part."""
    counted = select(
        func.count(), func.count(func.distinct(Action.target)), func.count().filter(Action.demo)
    ).where(PUBLIC)  # fmt: skip
    actions, targets, demo = (await session.execute(counted)).one()
    part = select(func.count(), func.count(func.distinct(City.country))).where(TAKES_PART)
    cities, countries = (await session.execute(part)).one()
    return Numbers(actions, cities, countries, targets, bool(demo))


async def spots(session: Session, target: str | None = None) -> list[Spot]:
    """Return the cities that take part; with a target, only those that have an action for it."""
    told = select(Action.city_id, func.count().label("n")).where(PUBLIC).group_by(Action.city_id)
    if target:
        told = told.where(Action.target == target)
    counted = told.subquery()
    statement = (
        select(City, PlaceRow.latitude, PlaceRow.longitude, func.coalesce(counted.c.n, 0))
        .outerjoin(PlaceRow, PlaceRow.key == City.place_key)
        .join(counted, counted.c.city_id == City.id, isouter=target is None)
        .where(TAKES_PART)
    )
    return [Spot(*row) for row in await session.execute(statement.order_by(City.id))]


async def newest_change(session: Session) -> int:
    """Return a number that is another one whenever an action was published, changed or withdrawn.

    With PostgreSQL an older change may come behind the newest, so it counts, too, up to which all are there.
    """
    newest, settled = func.coalesce(func.max(Action.change), 0), settled_change()
    complete = case((settled <= newest, settled), else_=newest + 1)
    return await session.scalar(select(newest + complete)) or 0


async def targets(session: Session) -> dict[str, int]:
    """Return how many public actions each target has; those without any are missing."""
    statement = select(Action.target, func.count()).where(PUBLIC).group_by(Action.target)
    return {target: n for target, n in await session.execute(statement)}


async def newest(
    session: Session, limit: int, *, target: str | None = None, country: str | None = None, city_id: int | None = None
) -> list[Told]:
    """Return what was published last, in whatever language."""
    conditions: list[ColumnElement[bool]] = [PUBLIC]
    chosen = ((Action.target, target), (City.country, country), (Action.city_id, city_id))
    conditions += [column == value for column, value in chosen if value is not None]
    statement = select(Action, City).join(City).where(*conditions)
    rows = await session.execute(statement.order_by(Action.published_at.desc(), Action.id.desc()).limit(limit))
    return [Told(*row) for row in rows]


async def city(session: Session, key: str) -> City | None:
    """Return a city by the letters of its numbers, which are its address, or by its place."""
    named = or_(City.code == key.upper(), City.place_key == key)
    return (await session.scalars(select(City).where(named, TAKES_PART))).first()


async def photos(session: Session, action_ids: Iterable[int]) -> dict[int, list[int]]:
    """Return the keys of the photos of each action, in the order they came."""
    statement = select(Attachment.action_id, Attachment.id).where(Attachment.action_id.in_(action_ids), PHOTOS)
    found: dict[int, list[int]] = {}
    for action_id, photo_id in await session.execute(statement.order_by(Attachment.id)):
        found.setdefault(action_id or 0, []).append(photo_id)
    return found


async def photo(session: Session, photo_id: int) -> bytes | None:
    """Return a photo of an action that is public, without metadata."""
    statement = select(Attachment.content).join(Action, Action.id == Attachment.action_id)
    return await session.scalar(statement.where(Attachment.id == photo_id, PHOTOS, PUBLIC))


@dataclass(frozen=True)
class Submitted:
    """A report that was handed in, by whom, in which version, as of which day, and where it stands."""

    city: City | None
    office: Message | None
    version: int
    day: date
    submitted: date
    link: str | None


async def submitted(session: Session, city_id: int | None = None) -> list[Submitted]:
    """Return the reports that were handed in, newest first: others are still their makers' own affair."""
    statement = (
        select(Report, Report.contents["day"].as_string(), City, Office)
        .outerjoin(City, City.id == Report.city_id)
        .outerjoin(Office, Office.id == Report.office_id)
        .where(Report.submitted.is_not(None))
        .options(load_only(*_SHOWN))
    )
    if city_id is not None:
        statement = statement.where(Report.city_id == city_id)
    rows = await session.execute(statement.order_by(Report.submitted.desc(), Report.id.desc()))
    return [
        Submitted(
            city, offices.title(office) if office else None, report.version, date.fromisoformat(told), day, report.link
        )
        for report, told, city, office in rows
        if (day := report.submitted)
    ]


async def publications(session: Session, city_id: int | None = None) -> Sequence[tuple[Publication, City]]:
    """Return what is on the shelves of cities, newest year first."""
    statement = select(Publication, City).join(City).where(Publication.withdrawn_at.is_(None), City.practice.is_(False))
    if city_id is not None:
        statement = statement.where(Publication.city_id == city_id)
    rows = await session.execute(statement.order_by(Publication.year.desc(), Publication.id.desc()))
    return [(publication, city) for publication, city in rows]


async def publication(session: Session, key: int) -> tuple[str, bytes] | None:
    """Return the name and the content of a file on a shelf."""
    columns = select(Publication.name, Attachment.content).join(Attachment, Attachment.id == Publication.attachment_id)
    shown = Publication.id == key, Publication.withdrawn_at.is_(None), City.practice.is_(False)
    row = (await session.execute(columns.join(City, City.id == Publication.city_id).where(*shown))).first()
    return (row[0] or "", row[1]) if row and row[1] else None
