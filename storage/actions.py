"""What cities do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from bot import clock
from bot.language.fold import fold
from storage import audit, cities
from storage.duplicates import fingerprint
from storage.engine import Session
from storage.hot import inserting
from storage.models import Action, ActionVersion, City, Update

COLUMNS = ("title", "text", "language", "kind", "target", "day", "place_key", "lesson", "visibility")
DETAILS = ("effect", "partners", "department", "links", "goals", "pathway", "tags", "second", "figures", "precision")
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


async def publish(
    session: Session, city_id: int, author_id: int | None, answers: Mapping[str, Any], **extra: Any
) -> Published:
    """Publish an action under a city's name and give it the city's next number."""
    now, fields = clock.now(), _fields(answers)
    [number] = await cities.next_numbers(session, city_id, 1)
    written = await _insert(
        session,
        number=number,
        city_id=city_id,
        author_id=author_id,
        published_at=now,
        changed_at=now,
        words=words(fields["title"], fields["text"], fields["details"]),
        fingerprint=fingerprint(fields["text"]),
        **fields,
        **extra,
    )
    audit.note(session, author_id, "published", f"action:{number}")
    return Published(written.rows[0][0], number, fields["title"], fields["target"])


async def publish_all(
    session: Session, city_id: int, author_id: int | None, told: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]
) -> list[Action]:
    """Publish several actions of a city, each as its answers and further columns; the caller writes the trail."""
    now = clock.now()
    numbers = await cities.next_numbers(session, city_id, len(told))
    published = [
        Action(
            number=number, city_id=city_id, author_id=author_id, published_at=now, changed_at=now,
            **_fields(answers), **extra,
        )
        for number, (answers, extra) in zip(numbers, told, strict=True)
    ]  # fmt: skip
    for action in published:
        _read_again(action)
    session.add_all(published)
    await session.flush()
    return published


async def edit(session: Session, action: Action, person_id: int | None, answers: Mapping[str, Any]) -> None:
    """Change a published action; how it read before is kept."""
    before = {name: _plain(getattr(action, name)) for name in (*COLUMNS, "details")}
    session.add(
        ActionVersion(action_id=action.id, version=action.version, fields=before, person_id=person_id, at=clock.now())
    )
    for name, value in _fields(answers).items():
        setattr(action, name, value)
    action.version += 1
    action.changed_at = clock.now()
    _read_again(action)
    audit.note(session, person_id, "edited", f"action:{action.number}", version=action.version)
    await session.flush()


async def withdraw(session: Session, action: Action, person_id: int) -> bool:
    """Take an action out of what others see; it stays in the city's own record. Say whether it was public."""
    return await _change_state(session, action, person_id, "published", "withdrawn")


async def republish(session: Session, action: Action, person_id: int) -> bool:
    """Undo a withdrawal."""
    return await _change_state(session, action, person_id, "withdrawn", "published")


async def _change_state(session: Session, action: Action, person_id: int, old: str, new: str) -> bool:
    if action.state != old:
        return False
    action.state, action.changed_at = new, clock.now()
    audit.note(session, person_id, new, f"action:{action.number}")
    await session.flush()
    return True


async def add_update(session: Session, action: Action, person_id: int, text: str, language: str) -> Update:
    """Add news to a published action."""
    news = Update(action_id=action.id, person_id=person_id, text=text, language=language, at=clock.now())
    session.add(news)
    action.changed_at = clock.now()
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


def _read_again(action: Action) -> None:
    """Let an action be found by what it says now."""
    action.words = words(action.title, action.text, action.details or {})
    action.fingerprint = fingerprint(action.text)


def _fields(answers: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: answers[name] for name in COLUMNS if name in answers}
    if isinstance(fields.get("day"), str):
        fields["day"] = date.fromisoformat(fields["day"])
    details = {name: answers[name] for name in DETAILS if answers.get(name)}
    return fields | {"details": details}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
