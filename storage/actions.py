"""What cities do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from bot import clock
from bot.language.fold import fold
from storage import audit, cities, evidence, people, reviews, shared
from storage.duplicates import fingerprint
from storage.engine import Session
from storage.hot import inserting
from storage.index.wanted import shown
from storage.models import Action, ActionVersion, City, Update

COLUMNS = ("title", "text", "language", "kind", "target", "day", "place_key", "lesson", "visibility")
DETAILS = ("effect", "partners", "department", "links", "goals", "pathway", "tags", "second", "figures", "precision")
# What offices look at of them.
WORDED = ("effect", "partners", "department", "links", "goals", "pathway", "tags", "second")
_insert = inserting(Action)


@dataclass(frozen=True)
class Told:
    """An action with the city that tells it."""

    action: Action
    city: City


@dataclass(frozen=True, slots=True)
class Published:
    """What a receipt tells of an action."""

    id: int
    number: str
    title: str
    target: str
    state: str  # published, or waiting for the office's look


async def publish(
    session: Session, city_id: int, author_id: int | None, answers: Mapping[str, Any], **extra: Any
) -> Published:
    """Publish an action under a city's name and give it the city's next number.

    What an officer tells waits for its office to look at it: before it is shown, unless the city is trusted.
    """
    now, fields = clock.now(), _fields(answers)
    taken = await cities.next_number(session, city_id)
    looked_at = author_id is not None and not taken.practice and fields.get("visibility") != "city"
    state = extra.pop("state", "published" if taken.trusted or not looked_at else "waiting")
    if taken.practice:
        fields["visibility"] = "city"
    written = await _insert(
        session,
        number=taken.number,
        city_id=city_id,
        author_id=author_id,
        state=state,
        published_at=now,
        changed_at=now,
        words=words(fields["title"], fields["text"], fields["details"]),
        fingerprint=fingerprint(fields["text"]),
        **fields,
        **extra,
    )
    action_id = written.rows[0][0]
    if looked_at:
        await reviews.ask(session, [action_id], before=not taken.trusted, now=now)
    audit.note(session, author_id, "published" if state == "published" else "handed in", f"action:{taken.number}")
    return Published(action_id, taken.number, fields["title"], fields["target"], state)


async def publish_all(
    session: Session, city_id: int, author_id: int | None, told: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]
) -> list[Action]:
    """Publish several actions of a city, each as its answers and further columns; the caller writes the trail.

    What an officer of the city tells waits for its office, as in ``publish``; what an office tells does not.
    """
    now, city = clock.now(), await session.get_one(City, city_id, populate_existing=True)
    author = await people.get(session, author_id) if author_id else None
    looked_at = author is not None and author.for_city and not city.practice
    kept = {"visibility": "city"} if city.practice else {}
    state = "waiting" if looked_at and not city.trusted else "published"
    numbers = await cities.next_numbers(session, city_id, len(told))
    published = [
        Action(
            number=number, city_id=city_id, author_id=author_id, state=state, published_at=now, changed_at=now,
            **_fields({**answers, **kept}), **extra,
        )
        for number, (answers, extra) in zip(numbers, told, strict=True)
    ]  # fmt: skip
    for action in published:
        read_again(action)
    session.add_all(published)
    await session.flush()
    if looked_at:
        await reviews.ask(session, [action.id for action in published], before=not city.trusted, now=now)
    return published


async def edit(
    session: Session, action: Action, person_id: int | None, answers: Mapping[str, Any], *, files: bool = False
) -> None:
    """Change a published action; how it read before is kept.

    Its office looks at it again if its words have changed, or ``files`` come along.
    """
    await reviews.held(session, action.id)
    before = {name: _plain(getattr(action, name)) for name in (*COLUMNS, "details")}
    told, figures = _wording(action), evidence.told_figures(action.title, action.text)
    session.add(
        ActionVersion(action_id=action.id, version=action.version, fields=before, person_id=person_id, at=clock.now())
    )
    fields = _fields(answers)
    if (await session.get_one(City, action.city_id)).practice:
        fields["visibility"] = "city"
    for name, value in fields.items():
        setattr(action, name, value)
    action.version += 1
    action.changed_at = clock.now()
    read_again(action, await shared.words(session, action.id))
    audit.note(session, person_id, "edited", f"action:{action.number}", version=action.version)
    if evidence.told_figures(action.title, action.text) != figures:
        await evidence.figures_changed(session, action, person_id)
    if person_id is not None and not action.demo:
        await reviews.edited(session, action, reworded=files or _wording(action) != told)
    await session.flush()


async def withdraw(session: Session, action: Action, person_id: int) -> bool:
    """Take an action out of what others see; it stays in the city's own record. Say whether it was not yet."""
    await reviews.held(session, action.id)
    if action.state == "withdrawn":
        return False
    action.state = "withdrawn"
    await reviews.withdrawn(session, action)
    return await _state_changed(session, action, person_id)


async def republish(session: Session, action: Action, person_id: int) -> bool:
    """Undo a withdrawal: what waited for its office waits again. Say whether it was withdrawn."""
    await reviews.held(session, action.id)
    if action.state != "withdrawn":
        return False
    await reviews.brought_back(session, action)
    return await _state_changed(session, action, person_id)


async def _state_changed(session: Session, action: Action, person_id: int) -> bool:
    action.changed_at = clock.now()
    audit.note(session, person_id, action.state, f"action:{action.number}")
    await session.flush()
    return True


async def add_update(session: Session, action: Action, person_id: int, text: str, language: str) -> Update:
    """Add news to a published action."""
    news = Update(action_id=action.id, person_id=person_id, text=text, language=language, at=clock.now())
    session.add(news)
    action.changed_at = clock.now()
    await reviews.added_to(session, action)
    await session.flush()
    audit.note(session, person_id, "updated", f"action:{action.number}")
    return news


async def updates(session: Session, action_id: int) -> Sequence[Update]:
    statement = select(Update).where(Update.action_id == action_id).order_by(Update.id.desc())
    return (await session.scalars(statement)).all()


async def get(session: Session, action_id: int) -> Told | None:
    """Return an action by our own key."""
    return await _one(session, Action.id == action_id)


async def by_number(session: Session, number: str) -> Told | None:
    """Return an action by the number people know it by."""
    return await _one(session, Action.number == number.upper())


async def _one(session: Session, condition: Any) -> Told | None:
    row = (await session.execute(select(Action, City).join(City).where(condition))).first()
    return Told(row[0], row[1]) if row else None


async def of_city(session: Session, city_id: int, *, withdrawn: bool = False) -> Sequence[Action]:
    """Return a city's actions, newest first; its withdrawn ones only for itself."""
    statement = select(Action).where(Action.city_id == city_id)
    if not withdrawn:
        statement = statement.where(Action.state == "published")
    return (await session.scalars(statement.order_by(Action.day.desc(), Action.id.desc()))).all()


async def history(session: Session, action_id: int) -> Sequence[ActionVersion]:
    """Return how an action read before each of its changes, oldest first."""
    statement = select(ActionVersion).where(ActionVersion.action_id == action_id)
    return (await session.scalars(statement.order_by(ActionVersion.version))).all()


def open_to(member: bool, city_id: int | None = None) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return what must be true of an action that a member of the network, or anybody, may see.

    Args:
        city_id: the city they speak for: in a practice town, what is invented together with it is seen, too. The
            statement joins ``City`` then.
    """
    seen = Action.visibility.in_(shown(member))
    return Action.state == "published", seen if city_id is None else or_(seen, beside(city_id))


def beside(city_id: int) -> ColumnElement[bool]:
    """Return what must be true of a city that is invented together with this one; of none, if this one is real."""
    own = aliased(City)
    return and_(City.practice, City.office_id == select(own.office_id).where(own.id == city_id).scalar_subquery())


def visible(told: Told, *, member: bool, city_id: int | None) -> bool:
    """Say whether somebody may see an action: anybody, a member, or its own city."""
    if told.city.id == city_id:
        return True
    shown = told.action.visibility == "public" or (member and told.action.visibility == "members")
    return shown and told.action.state == "published"


def precision(action: Action) -> str:
    """Return how exactly the day is known: day, month or year."""
    return str((action.details or {}).get("precision") or "day")


def words(title: str, text: str, details: Mapping[str, Any]) -> str:
    """Return the folded words an action is found by. What did not work is for members, so it is not among them."""
    parts = [title, text, details.get("effect"), details.get("partners"), details.get("tags")]
    parts.append(details.get("second"))
    return fold("\n".join(str(part) for part in parts if part))


def read_again(action: Action, others: Sequence[str] = ()) -> None:
    """Let an action be found by what it says now, and by what cities have said about it for everybody to read."""
    action.words = "\n".join([words(action.title, action.text, action.details or {}), *map(fold, others)])
    action.fingerprint = fingerprint(action.text)


def _wording(action: Action) -> tuple[object, ...]:
    """Return what an office looks at: neither the day nor whether it is done."""
    columns = action.title, action.text, action.lesson, action.target, action.visibility
    return (*columns, *((action.details or {}).get(name) for name in WORDED))


def _fields(answers: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: answers[name] for name in COLUMNS if name in answers}
    if isinstance(fields.get("day"), str):
        fields["day"] = date.fromisoformat(fields["day"])
    details = {name: answers[name] for name in DETAILS if answers.get(name)}
    return fields | {"details": details}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
