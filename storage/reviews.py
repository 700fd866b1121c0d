"""What an office thinks of each version of an action: looked at before it is published, or afterwards.

Whoever changes an action or decides about it holds its row first, so that of two who do it at once one comes second.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from bot import clock
from storage import audit
from storage.engine import Session, changed
from storage.hot import inserting
from storage.models import Action, City, Review, ReviewNote
from storage.people import Officer

HIDDEN = ("waiting", "returned", "declined")  # states of actions that only their city and its offices see
UNDECIDED = ("waiting", "returned", "declined")  # reviews whose age a new version takes over
_insert = inserting(Review, returning=False)


def begins(city: City, visibility: str) -> bool:
    """Say whether offices look at what a city publishes for these readers."""
    return not city.practice and visibility != "city"


async def ask(session: Session, action_ids: Sequence[int], *, before: bool, now: datetime) -> None:
    """Let the first versions of actions wait for a look."""
    for action_id in action_ids:
        await _insert(session, action_id=action_id, version=1, before=before, asked_at=now)


async def held(session: Session, action_id: int) -> Action:
    """Return an action as it is now; until this transaction ends, nobody else changes it."""
    statement = select(Action).where(Action.id == action_id).with_for_update()
    return (await session.scalars(statement, execution_options={"populate_existing": True})).one()


async def get(session: Session, review_id: int) -> Review | None:
    return await session.get(Review, review_id)


async def of_action(session: Session, action_id: int) -> Sequence[Review]:
    """Return what became of each version, the first version first."""
    statement = select(Review).where(Review.action_id == action_id).order_by(Review.version)
    return (await session.scalars(statement, execution_options={"populate_existing": True})).all()


async def kept_back(session: Session, action_id: int) -> set[int]:
    """Return the versions that only a city and its offices read: never published, or asked to be changed."""
    return {each.version for each in await of_action(session, action_id) if not _passed(each)}


def _passed(review: Review) -> bool:
    return review.state == "published" or not (review.before or review.decided_at)


async def newest(session: Session, action_id: int) -> Review | None:
    """Return what is thought, or waits, of the newest version that was ever to be looked at."""
    return next(reversed(await of_action(session, action_id)), None)


async def decide(session: Session, review: Review, officer: Officer, state: str, reason: str | None = None) -> bool:
    """Decide about a version that waits; say whether it did, or somebody else was first."""
    action = await held(session, review.action_id)
    now = clock.now()
    waiting = update(Review).where(Review.id == review.id, Review.state == "waiting", Review.version == action.version)
    decision = waiting.values(
        state=state, reason=reason, decided_by=officer.id, decided_at=now, office_id=officer.office_id,
        role=officer.role,
    )  # fmt: skip
    if await changed(session, decision) != 1:
        return False
    await session.refresh(review)
    if state == "published" and action.state == "waiting":
        action.state, action.published_at = state, now
    elif state == "declined" or (state == "returned" and action.state == "waiting"):
        action.state = state
    event = "looked at" if state == "published" and not review.before else state
    audit.note(
        session, officer.id, event, f"action:{action.number}",
        version=review.version, office=officer.office_id, role=officer.role, reason=reason,
    )  # fmt: skip
    await session.flush()
    return True


async def edited(session: Session, action: Action, *, reworded: bool) -> None:
    """Let a new version wait, as old as what it answers. What was hidden, or is not trusted, stays hidden until then.

    What says the same as before is decided about as before.
    """
    last, city = await newest(session, action.id), await session.get_one(City, action.city_id)
    if action.state == "withdrawn":
        return
    if not begins(city, action.visibility):
        _close(last, "edited")
        action.state = "published"
    elif not reworded:
        if last and last.state == "waiting":
            last.version = action.version
    else:
        _wait_again(session, action, last, trusted=city.trusted)
    await session.flush()


def _wait_again(session: Session, action: Action, last: Review | None, *, trusted: bool) -> None:
    before = action.state in HIDDEN or not trusted
    asked_at = last.asked_at if last and last.state in UNDECIDED else clock.now()
    _close(last, "edited")
    call_id = last.call_id if last else None
    session.add(
        Review(action_id=action.id, version=action.version, before=before, asked_at=asked_at, call_id=call_id)
    )  # fmt: skip
    if before:
        action.state = "waiting"


def _close(review: Review | None, state: str) -> None:
    if review and review.state == "waiting":
        review.state = state


async def added_to(session: Session, action: Action) -> None:
    """Let an office look again at what has got news or files since it was looked at; it stays as it is meanwhile."""
    last = await newest(session, action.id)
    if last and last.state == "published":
        last.state, last.before, last.asked_at = "waiting", False, clock.now()


async def look_again(session: Session, action: Action) -> Review | None:
    """Let what is published wait for another look, or for its first; return what waits."""
    await held(session, action.id)
    if await newest(session, action.id):
        await added_to(session, action)
    elif action.state == "published":
        session.add(Review(action_id=action.id, version=action.version, before=False, asked_at=clock.now()))
    await session.flush()
    return await newest(session, action.id)


async def withdrawn(session: Session, action: Action) -> None:
    """Let nobody look at what its city has withdrawn."""
    _close(await newest(session, action.id), "withdrawn")


async def brought_back(session: Session, action: Action) -> None:
    """Give a withdrawn action the state it would have: it is not published by being withdrawn and brought back."""
    last, city = await newest(session, action.id), await session.get_one(City, action.city_id)
    action.state = "published"
    if last is None or not begins(city, action.visibility):
        return
    hidden = last.state == "declined" or (last.before and last.state != "published")
    if hidden:
        action.state = "waiting"
    if last.version != action.version:
        return _wait_again(session, action, last, trusted=city.trusted)
    if hidden or last.state == "withdrawn":
        last.state, last.before = "waiting", hidden


async def say(
    session: Session, review: Review, officer: Officer, text: str, language: str, *, reason: str | None = None
) -> None:
    """Keep what somebody says about an action: for its city, or for the office that looks at it."""
    note = ReviewNote(
        review_id=review.id, person_id=officer.id, for_office=officer.for_office, text=text, language=language,
        office_id=officer.office_id if officer.for_office else None, reason=reason, at=clock.now(),
    )  # fmt: skip
    session.add(note)
    await session.flush()


async def answer(session: Session, review: Review, officer: Officer, text: str, language: str) -> bool:
    """Let a city answer what its office said: that waits for another look. Say whether there was something to answer.

    What was declined stays hidden until then.
    """
    action = await held(session, review.action_id)
    await session.refresh(review)
    if review.version != action.version or review.state not in UNDECIDED or action.state == "withdrawn":
        return False
    await say(session, review, officer, text, language)
    review.state = "waiting"
    if action.state in HIDDEN:
        action.state, review.before = "waiting", True
    audit.note(session, officer.id, "answered", f"action:{action.number}", version=review.version)
    await session.flush()
    return True


async def thread(session: Session, action_id: int) -> Sequence[ReviewNote]:
    """Return what city and office said about an action, the oldest first."""
    statement = select(ReviewNote).join(Review).where(Review.action_id == action_id).order_by(ReviewNote.id)
    return (await session.scalars(statement)).all()


async def answered(session: Session, action_ids: Sequence[int]) -> set[int]:
    """Return those of these actions about which the city said the last word."""
    statement = select(Review.action_id, ReviewNote.for_office).join(Review).where(Review.action_id.in_(action_ids))
    last = {action_id: for_office for action_id, for_office in await session.execute(statement.order_by(ReviewNote.id))}
    return {action_id for action_id, for_office in last.items() if not for_office}


async def set_trusted(session: Session, city: City, officer: Officer, *, trusted: bool) -> bool:
    """Let a city publish at once, or be looked at before; say whether that is new."""
    other = update(City).where(City.id == city.id, City.trusted.is_(not trusted)).values(trusted=trusted)
    if await changed(session, other) != 1:
        return False
    await session.refresh(city)
    event = "publishes at once" if trusted else "looked at before publishing"
    audit.note(session, officer.id, event, f"city:{city.code}", office=officer.office_id, role=officer.role)
    return True
