"""Actions an office holds up for others, with a reason, once their city has agreed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, update

from bot import clock
from storage import actions, audit, cycles, offices
from storage.actions import Told
from storage.engine import Session, changed
from storage.index.wanted import shown
from storage.models import Action, Adoption, City, Highlight, Office
from storage.people import Officer

OPEN = ("waiting", "asked", "agreed")
EVIDENCED = ("reviewed", "link", "document")  # the best first


@dataclass(frozen=True)
class Held:
    """A highlight with the action it holds up, its city, and the office that does it."""

    highlight: Highlight
    told: Told
    office: Office

    @property
    def agreed_at(self) -> datetime:
        """When the city agreed; of a highlight that is shown."""
        return self.highlight.answered_at or self.highlight.asked_at


def may_be_held_up(told: Told) -> bool:
    """Say whether an action is one that others can see, of a city that is there."""
    return told.action.state == "published" and told.action.visibility in shown(True) and not told.city.practice


def everything() -> Select[Highlight, Action, City, Office]:
    """Select all highlights, whatever has become of them."""
    return (
        select(Highlight, Action, City, Office)
        .join(Action, Action.id == Highlight.action_id)
        .join(City, City.id == Action.city_id)
        .join(Office, Office.id == Highlight.office_id)
    )


def seen(member: bool) -> Sequence[ColumnElement[bool]]:
    """Return what must be true of a highlight that a member of the network, or anybody, is shown."""
    return (
        Highlight.state == "agreed",
        *actions.open_to(member),
        City.practice.is_(False),
    )


async def listed(session: Session, statement: Select[Highlight, Action, City, Office]) -> list[Held]:
    """Return the highlights a statement selects."""
    return [Held(row[0], Told(row[1], row[2]), row[3]) for row in await session.execute(statement)]


def shown_to(member: bool) -> Select[Highlight, Action, City, Office]:
    """Select the highlights that a member of the network, or anybody, is shown."""
    return everything().where(*seen(member))


async def current(session: Session, *, member: bool, offset: int = 0, limit: int = 5) -> tuple[list[Held], int]:
    """Return a page of what is highlighted, newest first, and how much there is in all."""
    ids = select(Highlight.id).join(Action, Action.id == Highlight.action_id).join(City, City.id == Action.city_id)
    total = await session.scalar(select(func.count()).select_from(ids.where(*seen(member)).subquery()))
    newest = shown_to(member).order_by(Highlight.answered_at.desc(), Highlight.id.desc())
    return await listed(session, newest.offset(offset).limit(limit)), total or 0


async def get(session: Session, highlight_id: int) -> Held | None:
    """Return a highlight, whatever has become of it."""
    found = await listed(session, everything().where(Highlight.id == highlight_id))
    return found[0] if found else None


async def of_action(session: Session, action_id: int) -> Held | None:
    """Return the highlight of an action that is asked about or agreed to."""
    found = await listed(session, everything().where(Highlight.action_id == action_id, Highlight.state.in_(OPEN)))
    return found[0] if found else None


async def of_city(session: Session, city_id: int, limit: int = 10) -> list[Held]:
    """Return what a city is asked about or has agreed to, newest first."""
    mine = everything().where(Action.city_id == city_id, Highlight.state.in_(OPEN), Action.state == "published")
    return await listed(session, mine.order_by(Highlight.id.desc()).limit(limit))


async def of_branch(session: Session, office_id: int, offset: int, limit: int) -> tuple[list[Held], int]:
    """Return what an office and those under it have chosen, newest first, and how much that is in all."""
    mine = Highlight.office_id.in_(await offices.branch(session, office_id))
    total = await session.scalar(select(func.count()).select_from(Highlight).where(mine))
    return await listed(
        session, everything().where(mine).order_by(Highlight.id.desc()).offset(offset).limit(limit)
    ), total or 0


async def choose(
    session: Session, officer: Officer, action_id: int, reason: str, words: Mapping[str, str]
) -> Highlight | None:
    """Hold an action up, once its city agrees; nothing where it is held up or asked about already."""
    chosen = Highlight(
        office_id=officer.office_id, action_id=action_id, person_id=officer.id, reason=reason, words=dict(words),
        asked_at=clock.now(),
    )  # fmt: skip
    if not await cycles.add(session, [chosen]):
        return None
    audit.note(session, officer.id, "highlight chosen", f"highlight:{chosen.id}", reason=reason)
    return chosen


async def answer(session: Session, highlight: Highlight, person_id: int, *, agrees: bool) -> bool:
    """Keep what a city says; say no where it has been said or taken back already."""
    state = "agreed" if agrees else "refused"
    return await _change(session, highlight, person_id, ("waiting", "asked"), state)


async def take_back(session: Session, highlight: Highlight, officer: Officer) -> bool:
    """End a highlight, or the question about it, for a city or for an office; say no where it has ended already."""
    return await _change(session, highlight, officer.id, OPEN, "ended" if officer.for_office else "withdrawn")


async def _change(session: Session, highlight: Highlight, person_id: int, old: Collection[str], new: str) -> bool:
    now = clock.now()
    values: dict[str, object] = {"state": new}
    if new not in ("withdrawn", "ended"):  # then who agreed, and when, stays
        values |= {"answered_by": person_id, "answered_at": now}
    statement = update(Highlight).where(Highlight.id == highlight.id, Highlight.state.in_(old)).values(**values)
    if not await changed(session, statement):
        return False
    audit.note(session, person_id, f"highlight {new}", f"highlight:{highlight.id}")
    return True


def _free(office_ids: Collection[int]) -> Sequence[ColumnElement[bool]]:
    taken = exists().where(Highlight.action_id == Action.id, Highlight.state.in_(OPEN))
    return (
        City.office_id.in_(office_ids),
        City.practice.is_(False),
        *actions.open_to(True),
        ~taken,
    )


async def candidates(session: Session, office_id: int, kind: str, offset: int, limit: int) -> list[Told]:
    """Return what an office may hold up: ``new``, ``adopted`` (most cities first) or ``evidenced`` (best first)."""
    statement = select(Action, City).join(City).where(*_free(await offices.branch(session, office_id)))
    newest = (Action.published_at.desc(), Action.id.desc())
    if kind == "adopted":
        adopting = (
            select(Adoption.source_id, func.count(func.distinct(Action.city_id)).label("n"))
            .join(Action, Action.id == Adoption.action_id)
            .where(*actions.open_to(True))
            .group_by(Adoption.source_id)
            .subquery()
        )
        statement = statement.join(adopting, adopting.c.source_id == Action.id).order_by(adopting.c.n.desc(), *newest)
    elif kind == "evidenced":
        best = [Action.evidence == level for level in EVIDENCED]
        statement = statement.where(or_(*best)).order_by(*(each.desc() for each in best), *newest)
    else:
        statement = statement.order_by(*newest)
    return [Told(*row) for row in await session.execute(statement.offset(offset).limit(limit))]
