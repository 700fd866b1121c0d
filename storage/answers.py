"""What cities say to a period: as a whole, and action by action."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update

from bot import clock
from storage import audit, cycles, due
from storage.cycles import Asked
from storage.due import Beside
from storage.engine import Session
from storage.models import Action, Answer, City, Confirmation, Period, Statement

MORE_TIME = timedelta(days=7)
OVER = ("finished", "stopped")  # an action of which this was said is not asked about again


@dataclass(frozen=True)
class Checklist:
    """What a city has to check in one period: its actions, and what is due beside; and what was said of the others."""

    left: Sequence[Action]
    said: Mapping[int, Confirmation] = field(default_factory=dict)
    beside: Beside = field(default_factory=Beside)  # what is due and no action

    @property
    def waiting(self) -> int:
        """How many things are still to be checked."""
        return len(self.left) + len(self.beside.left)

    @property
    def done(self) -> int:
        """How many things are checked."""
        return len(self.said) + len(self.beside.said)

    @property
    def total(self) -> int:
        """How many things there are to check, with those that are checked."""
        return self.waiting + self.done

    @property
    def counts(self) -> Counter[str]:
        """How often each thing was said."""
        return Counter(each.kind for each in self.said.values())

    @property
    def newest(self) -> Confirmation | Statement | None:
        """What was said last, of an action or of something beside."""
        said = max(self.said.values(), key=lambda each: (each.at, each.id), default=None)
        stated = self.beside.newest
        return stated if stated and (said is None or stated.at >= said.at) else said


async def of(session: Session, period_id: int, city_id: int) -> Answer | None:
    """Return what a city answered so far; asking for more time is an answer that settles nothing."""
    statement = select(Answer).where(Answer.period_id == period_id, Answer.city_id == city_id)
    return (await session.scalars(statement)).first()


async def by_city(session: Session, period_id: int, city_ids: Collection[int]) -> dict[int, Answer]:
    """Return what each of these cities answered."""
    statement = select(Answer).where(Answer.period_id == period_id, Answer.city_id.in_(city_ids))
    return {answer.city_id: answer for answer in await session.scalars(statement)}


def settles(answer: Answer | None) -> bool:
    """Say whether nothing more is asked after this."""
    return answer is not None and answer.kind != "more_time"


def due_day(period: Period, answer: Answer | None) -> date:
    """Return the day a city is reminded of as the last one: a week later if it asked for more time."""
    if answer is None or answer.kind != "more_time":
        return period.due
    return extended(period)


def extended(period: Period) -> date:
    """Return the due day with more time: within the days of grace."""
    return min(period.due + MORE_TIME, period.closes)


async def give(session: Session, asked: Asked, city: City, person_id: int, kind: str) -> Answer | None:
    """Keep a city's answer, in place of a request for more time; nothing if it has settled already."""
    now = clock.now()
    day = now.astimezone(ZoneInfo(city.zone)).date()
    answer = await of(session, asked.period.id, city.id)
    if answer is None:
        answer = Answer(period_id=asked.period.id, city_id=city.id)
    elif settles(answer) or answer.kind == kind:
        return None
    answer.person_id, answer.kind, answer.at = person_id, kind, now
    answer.early, answer.late = day < asked.period.opens, day > asked.period.due
    if not await cycles.add(session, [answer]):
        return None  # a colleague was faster
    audit.note(session, person_id, kind, _subject(asked, city), late=answer.late, early=answer.early)
    return answer


async def no_change(session: Session, asked: Asked, city: City, person_id: int) -> Answer | None:
    """State that nothing has changed: as an answer, and of each action of which nothing was said yet."""
    answer = await give(session, asked, city, person_id, "no_change")
    if answer:
        left = await unchecked(session, asked.period.id, city.id)
        session.add_all(
            Confirmation(period_id=asked.period.id, action_id=a.id, person_id=person_id, kind="no_change", at=answer.at)
            for a in left
        )
        await session.flush()
    return answer


async def undo(session: Session, asked: Asked, city: City, person_id: int) -> bool:
    """Take back an answer that was given in one press, with all it stated; say whether there was one."""
    answer = await of(session, asked.period.id, city.id)
    if answer is None or answer.kind not in ("no_change", "not_applicable"):
        return False
    stated = delete(Confirmation).where(
        Confirmation.period_id == asked.period.id,
        Confirmation.at == answer.at,
        Confirmation.action_id.in_(select(Action.id).where(Action.city_id == city.id)),
    )
    await session.execute(stated)
    await session.delete(answer)
    audit.note(session, person_id, "answer undone", _subject(asked, city))
    await session.flush()
    return True


async def checklist(session: Session, period_id: int, city_id: int) -> Checklist:
    """Return what is to be checked: a city's actions, and what is due beside."""
    period = await session.get_one(Period, period_id)
    left, said = await _actions(session, period_id, city_id)
    return Checklist(left, said, await due.beside(session, period, city_id))


async def unchecked(session: Session, period_id: int, city_id: int) -> Sequence[Action]:
    """Return the actions of a city of which nothing was said yet in a period."""
    return (await _actions(session, period_id, city_id))[0]


async def _actions(
    session: Session, period_id: int, city_id: int
) -> tuple[Sequence[Action], Mapping[int, Confirmation]]:
    """Return what a city publishes and has not called finished or stopped before, and what was said of the rest."""
    over = select(Confirmation.action_id).where(Confirmation.kind.in_(OVER), Confirmation.period_id != period_id)
    rows = await session.execute(
        select(Action, Confirmation)
        .outerjoin(Confirmation, (Confirmation.action_id == Action.id) & (Confirmation.period_id == period_id))
        .where(Action.city_id == city_id, Action.state == "published", Action.id.not_in(over))
        .order_by(Action.id)
    )
    found = [(action, said) for action, said in rows]
    return [action for action, said in found if said is None], {a.id: said for a, said in found if said}


async def checks(session: Session, period_id: int, city_ids: Collection[int]) -> Mapping[int, Sequence[datetime]]:
    """Return of each city when something was said of its actions."""
    statement = (
        select(Action.city_id, Confirmation.at)
        .join(Action, Action.id == Confirmation.action_id)
        .where(Confirmation.period_id == period_id, Action.city_id.in_(city_ids), Confirmation.kind != "skipped")
    )
    found: dict[int, list[datetime]] = defaultdict(list)
    for city_id, at in await session.execute(statement):
        found[city_id].append(at)
    return found


async def confirm(session: Session, asked: Asked, action: Action, person_id: int, kind: str) -> bool:
    """State something of one action, once; say whether it is new. News can be added to "no change"."""
    about = (Confirmation.period_id == asked.period.id, Confirmation.action_id == action.id)
    known = (await session.scalars(select(Confirmation).where(*about))).first()
    if known:
        if kind == "updated" and known.kind == "no_change":
            known.kind = kind
        return False
    said = Confirmation(period_id=asked.period.id, action_id=action.id, person_id=person_id, kind=kind, at=clock.now())
    if not await cycles.add(session, [said]):
        return False
    audit.note(session, person_id, f"confirmed: {kind}", f"action:{action.number}", period=asked.period.id)
    return True


async def state(session: Session, asked: Asked, city: City, subject: str, kind: str, person_id: int) -> bool:
    """State something of what is due beside actions, once in a period; say whether it is new."""
    row = Statement(
        period_id=asked.period.id, city_id=city.id, subject=subject, kind=kind, person_id=person_id, at=clock.now()
    )
    if not await cycles.add(session, [row]):
        return False
    audit.note(session, person_id, f"stated: {kind}", subject, period=asked.period.id)
    return True


async def told_after_all(session: Session, action_id: int) -> None:
    """Let what was passed on count as news, now that there is some."""
    passed = update(Confirmation).where(Confirmation.action_id == action_id, Confirmation.kind == "passed")
    await session.execute(passed.values(kind="updated"))


async def take_back(session: Session, asked: Asked, action: Action, person_id: int) -> Confirmation | None:
    """Take back what was said of one action, unless it was news, which is published; return it."""
    about = (Confirmation.period_id == asked.period.id, Confirmation.action_id == action.id)
    said = (await session.scalars(select(Confirmation).where(*about))).first()
    if said is None or said.kind == "updated":
        return None
    await session.delete(said)
    audit.note(session, person_id, "confirmation undone", f"action:{action.number}", period=asked.period.id)
    await session.flush()
    return said


def _subject(asked: Asked, city: City) -> str:
    return f"period:{asked.period.id}/{city.code}"
