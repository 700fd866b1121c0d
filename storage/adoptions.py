"""Practices taken over: which action follows which, what was changed, and what that says of the city they come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, or_, select, update
from sqlalchemy.orm import aliased

from bot import clock
from storage import audit, cities
from storage.actions import Told, beside
from storage.engine import Session
from storage.hot import Hot
from storage.index.wanted import shown
from storage.models import Action, Adoption, City, Inquiry, Office, Useful


class Refused(Exception):
    """An action cannot follow another one. ``why``: own, twice, follows, circle."""

    def __init__(self, why: str, number: str = "") -> None:
        super().__init__(why)
        self.why, self.number = why, number


@dataclass(frozen=True)
class Copy:
    """An action that follows another one, and what its city changed, in its own words."""

    told: Told
    change: str
    language: str


@dataclass(frozen=True)
class Source:
    """What an action follows: nothing is said of one that was withdrawn but that."""

    told: Told
    change: str
    language: str

    @property
    def withdrawn(self) -> bool:
        return self.told.action.state != "published"


@dataclass(frozen=True)
class Counts:
    """By how many cities, in how many countries or areas, something was taken over, and to how many it was useful."""

    cities: int = 0
    countries: int = 0
    useful: int = 0


async def add(
    session: Session,
    copy: tuple[int, int],
    source_id: int,
    words: tuple[str, str],
    person_id: int,
    *,
    old: bool = False,
) -> None:
    """Note that an action follows another one; the city of that one is told of it.

    Args:
        copy: the key of the action that follows, and of its city.
        words: what was changed, and the language that is said in.
        old: the action was published before, so that others may follow it already.

    Raises:
        Refused: it is of the same city, which follows it already, or they would follow each other in a circle.
    """
    action_id, city_id = copy
    await _one_at_a_time(session, city_id, old)
    source = await session.get_one(Action, source_id)
    if source.city_id == city_id:
        raise Refused("own")
    if number := await followed_by(session, city_id, source_id):
        raise Refused("twice", number)
    if old:
        await _refuse_circle(session, action_id, source_id)
    now, (change, language) = clock.now(), words
    row = Adoption(
        action_id=action_id, source_id=source_id, change=change, language=language, person_id=person_id,
        at=now, look_at=now,
    )  # fmt: skip
    session.add(row)
    await _touch(session, action_id)
    audit.note(session, person_id, "adopted", f"action:{source.number}", by=action_id)
    await session.flush()


async def _one_at_a_time(session: Session, city_id: int, old: bool) -> None:
    """Let nobody else note what this city follows until we are done; nor, where circles can be, what any city does."""
    await session.execute(select(City.id).where(City.id == city_id).with_for_update(key_share=True))
    if old:
        world = select(Office.id).where(Office.code == "world")
        await session.execute(world.with_for_update(key_share=True))


async def _refuse_circle(session: Session, action_id: int, source_id: int) -> None:
    if await session.scalar(select(Adoption.id).where(Adoption.action_id == action_id)):
        raise Refused("follows")
    chain = select(Adoption.source_id).where(Adoption.action_id == source_id).cte(recursive=True)
    chain = chain.union(select(Adoption.source_id).join(chain, Adoption.action_id == chain.c.source_id))
    if action_id in set(await session.scalars(select(chain.c.source_id))):
        raise Refused("circle")


async def _touch(session: Session, action_id: int) -> None:
    """Count as changed what is told of an action: files that are made of actions are made anew."""
    await session.execute(update(Action).where(Action.id == action_id).values(state=Action.state))


async def remove(session: Session, action_id: int, person_id: int) -> bool:
    """Let an action follow nothing; say whether it followed something."""
    row = await session.scalar(select(Adoption).where(Adoption.action_id == action_id))
    if row is None:
        return False
    await session.delete(row)
    await _touch(session, action_id)
    audit.note(session, person_id, "adoption taken back", f"action:{row.source_id}", by=action_id)
    await session.flush()
    return True


async def followed_by(session: Session, city_id: int, source_id: int) -> str | None:
    """Return the number of the action by which a city follows another one, withdrawn or not."""
    statement = select(Action.number).join(Adoption, Adoption.action_id == Action.id)
    return await session.scalar(statement.where(Action.city_id == city_id, Adoption.source_id == source_id))


async def free(session: Session, city_id: int, offset: int, limit: int) -> tuple[Sequence[Action], int]:
    """Return a city's published actions that follow nothing yet, newest first, and how many there are."""
    conditions = (
        Action.city_id == city_id,
        Action.state == "published",
        Action.id.not_in(select(Adoption.action_id)),
    )
    statement = select(Action).where(*conditions).order_by(Action.day.desc(), Action.id.desc())
    found = (await session.scalars(statement.offset(offset).limit(limit))).all()
    return found, await session.scalar(select(func.count()).select_from(Action).where(*conditions)) or 0


async def source(session: Session, action_id: int, *, member: bool, city_id: int | None = None) -> Source | None:
    """Return what an action follows, if this reader may know of it; one that was withdrawn, if they might have."""
    statement = (
        select(Adoption, Action, City)
        .join(Action, Action.id == Adoption.source_id)
        .join(City, City.id == Action.city_id)
        .where(Adoption.action_id == action_id, _open_to(member, city_id))
    )
    row = (await session.execute(statement)).first()
    return Source(Told(row[1], row[2]), row[0].change, row[0].language) if row else None


async def copies(session: Session, told: Told, *, member: bool, city_id: int | None = None) -> list[Copy]:
    """Return what follows an action and this reader may see: cities of similar size first, then the same country."""
    statement = (
        select(Adoption, Action, City)
        .join(Action, Action.id == Adoption.action_id)
        .join(City, City.id == Action.city_id)
        .where(Adoption.source_id == told.action.id, Action.state == "published", _open_to(member, city_id))
        .order_by(Adoption.id)
    )
    found = [
        Copy(Told(action, city), row.change, row.language) for row, action, city in await session.execute(statement)
    ]
    return sorted(found, key=lambda each: cities.apart(told.city, each.told.city.population, each.told.city.country))


async def counts(session: Session, action_id: int, *, member: bool, city_id: int | None = None) -> Counts:
    """Return how many cities took an action over, as far as this reader may see, and to how many it is useful."""
    adapted = _adapted(Adoption.source_id == action_id, member, city_id)
    useful = _useful(Useful.action_id == action_id, city_id)
    in_cities, countries = (await session.execute(adapted)).one()
    return Counts(in_cities, countries, await session.scalar(useful) or 0)


def _adapted(of: ColumnElement[bool], member: bool, city_id: int | None) -> Select[int, int]:
    return (
        select(func.count(func.distinct(City.id)), func.count(func.distinct(City.country)))
        .select_from(Adoption)
        .join(Action, Action.id == Adoption.action_id)
        .join(City, City.id == Action.city_id)
        .where(of, Action.state == "published", _open_to(member, city_id))
    )


def _useful(of: ColumnElement[bool], city_id: int | None = None) -> Select[int]:
    """Count cities that found something useful; of those that are invented only the reader's own."""
    counted = select(func.count(func.distinct(City.id))).select_from(Useful).join(City, City.id == Useful.city_id)
    return counted.where(of, or_(City.practice.is_(False), City.id == city_id))


def _open_to(member: bool, city_id: int | None) -> ColumnElement[bool]:
    """Say whether a reader may see an action as far as its visibility goes; whatever its state."""
    everyone = Action.visibility.in_(shown(member))
    return everyone if city_id is None else or_(everyone, Action.city_id == city_id, beside(city_id))


@dataclass(frozen=True)
class Recognition:
    """What a city did for others: cities that took something over, found something useful, were answered."""

    adapted: int
    useful: int
    answered: int


async def recognition(session: Session, city_id: int, *, member: bool) -> Recognition:
    """Return what a city did for others, as far as a member of the network or anybody may see."""
    original = aliased(Action)
    own = select(original.id).where(
        original.city_id == city_id, original.state == "published", original.visibility.in_(shown(member))
    )
    adapted, _countries = (await session.execute(_adapted(Adoption.source_id.in_(own), member, None))).one()
    useful = _useful(Useful.action_id.in_(own))
    answered = select(func.count()).where(Inquiry.city_id == city_id, Inquiry.state == "answered")
    return Recognition(adapted, await session.scalar(useful) or 0, await session.scalar(answered) or 0)


@dataclass(frozen=True)
class Ties:
    """How public actions hang together: which each follows, by number, and by how many cities each was taken over."""

    sources: Mapping[str, str]
    cities: Mapping[int, int]  # by key


async def public_ties(session: Session, action_ids: Sequence[int]) -> Ties:
    """Return what everybody may know of what these actions follow, and of what follows them."""
    if not await _tied(session, action_ids):  # as most: two statements are spared
        return Ties({}, {})
    counted = _adapted(Adoption.source_id.in_(action_ids), False, None).with_only_columns(
        Adoption.source_id, func.count(func.distinct(City.id))
    )
    rows = await session.execute(counted.group_by(Adoption.source_id))
    return Ties(await _public_sources(session, Action.id.in_(action_ids)), {row[0]: row[1] for row in rows})


async def _tied(session: Session, action_ids: Sequence[int]) -> bool:
    """Say whether any of these actions follows another or is followed, whoever may know of it."""
    names = [f"id{n}" for n in range(1 << (len(action_ids) - 1).bit_length())] if action_ids else []
    given = dict.fromkeys(names) | {f"id{n}": id for n, id in enumerate(action_ids)}
    return bool(names and (await _tie(len(names))(session, **given)).rows)


@cache
def _tie(many: int) -> Hot:
    ids = [bindparam(f"id{n}", type_=Integer()) for n in range(many)]
    return Hot(select(Adoption.id).where(or_(Adoption.action_id.in_(ids), Adoption.source_id.in_(ids))).limit(1))


async def public_sources(session: Session, city_ids: Sequence[int]) -> dict[str, str]:
    """Return the numbers of the public actions that public actions of these cities follow, by their own numbers."""
    return await _public_sources(session, Action.city_id.in_(city_ids))


async def _public_sources(session: Session, of: ColumnElement[bool]) -> dict[str, str]:
    original = aliased(Action)
    statement = (
        select(Action.number, original.number)
        .join(Adoption, Adoption.action_id == Action.id)
        .join(original, original.id == Adoption.source_id)
        .where(of, original.state == "published", original.visibility == "public")
    )
    return {number: follows for number, follows in await session.execute(statement)}
