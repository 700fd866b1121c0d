"""Where a city stands on one page: what it published, what is due, what is begun, and what waits for an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select

from bot import clock
from bot.dates import add_months
from bot.reports import state_of_play as paper
from bot.text import Message, translator
from storage import (
    answers,
    board,
    cities,
    coming,
    cycles,
    deadlines,
    drafts,
    due,
    errands,
    follows,
    indicators,
    people,
    reasons,
    reviews,
    threads,
)
from storage.answers import Checklist
from storage.cycles import Asked, local_day
from storage.deadlines import Coming
from storage.drafts import Draft
from storage.engine import Session
from storage.errands import Item
from storage.follows import Followed
from storage.indicators import Kept
from storage.models import Action, Base, City, Goal, Inquiry, UnEntry
from storage.people import Officer
from storage.threads import Thread

MOST_DRAFTS = 50


@dataclass(frozen=True)
class Due:
    """A period that can be answered, until when, and what there is to check."""

    asked: Asked
    until: date
    todo: Checklist


@dataclass(frozen=True)
class StateOfPlay:
    """Everything somebody has to know who begins to speak for a city."""

    published: Sequence[tuple[str, int]]  # actions by target
    due: Sequence[Due]
    drafts: Sequence[Draft]
    questions: Sequence[Thread]  # of other cities, waiting for an answer
    waiting: Sequence[Action]  # an office looks at them before they are published
    returned: Sequence[Action]  # came back from the office
    follows: Sequence[Followed]
    goals: int
    indicators: Sequence[Kept]
    stale: date  # what was last measured on this day or before is behind
    errands: Sequence[Item]  # links that departments have not used yet
    deadlines: Sequence[Coming]
    un_entry: UnEntry | None

    @property
    def behind(self) -> int:
        """How many indicators are without a value for a year."""
        return sum(each.last is None or each.last.day <= self.stale for each in self.indicators)


async def of(session: Session, city: City, officer: Officer, now: datetime) -> StateOfPlay:
    """Return where a city stands, for one of those who speak for it."""
    today = local_day(city.zone, now)
    open_errands = await errands.open_ones(session, city.id, now)
    return StateOfPlay(
        published=await _by_target(session, city.id),
        due=await _due(session, city, officer, now),
        drafts=await drafts.unfinished(session, officer.id, limit=MOST_DRAFTS),
        questions=await _questions(session, city.id),
        waiting=await _actions(session, Action.city_id == city.id, Action.state == "waiting"),
        returned=await _actions(session, Action.id.in_(await due.returned(session, city.id))),
        follows=[await follows.known(session, each) for each in await follows.of(session, officer.id)],
        goals=await _count(session, Goal, Goal.city_id == city.id, Goal.withdrawn_at.is_(None)),
        indicators=await indicators.of_city(session, city.id, today),
        stale=add_months(today, -board.STALE_AFTER),
        errands=[await errands.about(session, each) for each in open_errands],
        deadlines=await deadlines.of_city(session, city, today),
        un_entry=await deadlines.un_entry(session, city.id),
    )


async def _by_target(session: Session, city_id: int) -> list[tuple[str, int]]:
    statement = select(Action.target, func.count()).where(Action.city_id == city_id, Action.state == "published")
    return [
        (row[0], row[1]) for row in await session.execute(statement.group_by(Action.target).order_by(Action.target))
    ]


async def _due(session: Session, city: City, officer: Officer, now: datetime) -> list[Due]:
    found = []
    for each in await coming.everything(session, city, officer, now):
        if cycles.answerable(each.asked, local_day(city.zone, now)):
            todo = await answers.checklist(session, each.asked.period.id, city.id)
            found.append(Due(each.asked, answers.due_day(each.asked.period, each.answer), todo))
    return found


async def _questions(session: Session, city_id: int) -> list[Thread]:
    open_ones = select(Inquiry.id).where(Inquiry.city_id == city_id, Inquiry.state.in_(("waiting", "sent")))
    return await threads.several(session, (await session.scalars(open_ones)).all())


async def _actions(session: Session, *conditions: ColumnElement[bool]) -> Sequence[Action]:
    return (await session.scalars(select(Action).where(*conditions).order_by(Action.id))).all()


async def _count(session: Session, model: type[Base], *conditions: ColumnElement[bool]) -> int:
    statement = select(func.count()).select_from(model).where(*conditions)
    return await session.scalar(statement) or 0


async def to_make(session: Session, form: str, language: str, person_id: int) -> tuple[str, paper.StateOfPlay, str]:
    """Return what ``bot.reports.makers.state_of_play`` needs: the same with everything named, for somebody to keep."""
    officer = await people.get(session, person_id)
    city = await cities.get(session, officer.city_id or 0) if officer else None
    assert officer and city, "only people of cities are given this"
    state = await of(session, city, officer, clock.now())
    return form, await _written(session, state, city, language), language


async def _written(session: Session, state: StateOfPlay, city: City, language: str) -> paper.StateOfPlay:
    today = local_day(city.zone, clock.now())
    return paper.StateOfPlay(
        names=dict(city.names), day=today, stale=state.stale, goals=state.goals, published=state.published,
        due=[
            paper.Due(each.asked.cycle.months, each.asked.period.opens, each.asked.cycle.name, each.until,
                      [_action(one) for one in each.todo.left], len(each.todo.beside.left))
            for each in state.due
        ],
        drafts=[_draft(each, city.zone) for each in state.drafts],
        questions=[_question(each) for each in state.questions],
        returned=[_action(each, await _last_word(session, each.id, language)) for each in state.returned],
        waiting=[_action(each) for each in state.waiting],
        errands=[_errand(each, city.zone) for each in state.errands],
        follows=[_followed(each) for each in state.follows],
        deadlines=[_deadline(each) for each in state.deadlines],
        un_entry=_un_entry(state.un_entry, today) if state.un_entry else None,
        indicators=[each.part for each in state.indicators],
    )  # fmt: skip


def _action(action: Action, note: str = "") -> paper.Entry:
    return paper.Entry(action.title, action.language, action.number, note=note)


async def _last_word(session: Session, action_id: int, language: str) -> str:
    """Return what an office said last of an action: a reason given often in this language."""
    said = [each for each in await reviews.thread(session, action_id) if each.for_office]
    if said and said[-1].reason and said[-1].office_id:
        wording = await reasons.wording(session, said[-1].office_id, said[-1].reason, language)
        return translator(language).plain(wording) if isinstance(wording, Message) else wording
    return said[-1].text if said else ""


def _draft(draft: Draft, zone: str) -> paper.Entry:
    text = str(draft.answers.get("title") or draft.answers.get("text") or "…")
    return paper.Entry(text, day=local_day(zone, draft.touched_at))


def _question(thread: Thread) -> paper.Entry:
    question, asker = thread.question, thread.asker
    day = local_day(thread.asked.zone, question.asked_at)
    return paper.Entry(question.text, question.language, thread.number, dict(asker.names), day)


def _errand(item: Item, zone: str) -> paper.Entry:
    day = local_day(zone, item.errand.expires_at)
    return paper.Entry(item.title, item.language, whose=item.errand.department, day=day)


def _followed(each: Followed) -> paper.Followed:
    if each.city:
        return paper.Followed(names=dict(each.city.names))
    if each.told:
        return paper.Followed(text=f"{each.told.action.number} {each.told.action.title}")
    return paper.Followed(
        text=each.follow.words, filters={name: str(kept) for name, kept in each.follow.filters.items()}
    )


def _un_entry(entry: UnEntry, today: date) -> paper.UnEntry:
    light = deadlines.light(entry.registered, entry.submitted, today)
    return paper.UnEntry(entry.registered, entry.submitted, light.colour, light.turns, entry.link or "")


def _deadline(each: Coming) -> paper.Deadline:
    if each.row is None:
        return paper.Deadline(each.day, each.turns_to)
    return paper.Deadline(each.day, each.row.kind, each.row.name or "")
