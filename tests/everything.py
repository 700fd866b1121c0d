"""One of everything in one city, so that every kind of button has something to be pressed about."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Table, func, select
from sqlalchemy.exc import IntegrityError

from bot import clock
from storage import Session, actions, cycles, drafts, reports, rounds
from storage.models import Action, Base, City, Period, Reminder
from storage.models.base import Exact, Utc
from storage.people import Officer
from storage.reports import Owner

# Made by hand below, or not about a city.
_APART = {
    "people", "seats", "cities", "offices", "places", "place_names", "place_register", "inbox", "outbox", "facts",
    "actions", "action_vectors", "sentence_vectors", "cycles", "periods", "reminders", "rounds", "chapters", "reports",
    "drafts", "audit", "consents", "terms", "questions", "inquiries", "replies", "adoptions", "useful",
}  # fmt: skip
# What a column needs to say, where its type does not tell. Texts that are not here say which table they stand in.
_VALUES: Mapping[str, Mapping[str, object]] = {
    "absences": {"first_day": date(2027, 9, 1), "last_day": date(2027, 9, 3), "deputy_id": None},
    "action_versions": {"fields": {"title": "zq-action_versions", "text": "zq-action_versions"}},
    "answers": {"kind": "no_change"},
    "approvals": {"party": "city", "revision": 1},
    "attachments": {"kind": "document", "state": "refused", "draft_id": None},
    "chats": {"chat_id": -100777, "kind": "group"},
    "comments": {"party": "city"},
    "confirmations": {"kind": "no_change"},
    "deadline_notices": {"deadline": "round:1"},
    "deadlines": {"office_id": None, "kind": "other", "day": date(2028, 1, 1)},
    "emissions": {"part_of_id": None},
    "errands": {"indicator_id": None},
    "evidence": {"level": "link", "reason": "asked"},
    "feedback": {"answered_by": None},
    "follows": {"kind": "search", "filters": {}, "seen_id": 0},
    "highlights": {"reason": "own", "answered_by": None},
    "imports": {"state": "offered"},
    "indicators": {"target": "11.6", "unit": "%", "better": "up"},
    "invitations": {"office_id": None, "role": "officer", "used_by": None},
    "join_requests": {"decided_by": None},
    "lookups": {"filters": {}},
    "measures": {"kind": "value"},
    "milestones_reached": {"attachment_id": None, "ladder": "milestones", "step": "1", "day": date(2027, 5, 1)},
    "notice_stops": {"about": "round:1"},
    "publications": {"year": 2026, "link": "https://example.org/", "name": None},
    "ratings": {"rating": "behind"},
    "readiness_answers": {"year": 2027, "duty": "ordinance"},
    "reasons": {"code": "source"},
    "review_notes": {"for_office": False, "reason": None},
    "reviews": {"before": False, "decided_by": None, "version": 1},
    "un_entries": {"registered": date(2026, 6, 15)},
}
ANSWERS = {
    "title": "zq-actions", "text": "zq-actions A night bus runs every hour.", "language": "en", "kind": "under_way",
    "target": "11.2", "day": "2026-11-20", "visibility": "public", "lesson": "zq-lesson",
}  # fmt: skip


async def one_of_everything(session: Session, city: City, officer: Officer) -> dict[str, int]:
    """Let an officer have made one of everything; return the keys by table."""
    made = {"cities": city.id, "people": officer.id, "offices": city.office_id, "seats": officer.seat_id or 0}
    made |= await _actions(session, city, officer)
    made |= await _asked(session, officer)
    row = await rounds.begin(session, city, officer, "zq-rounds", {"11.2": ("zq-chapters", "")})
    assert row is not None
    made["rounds"] = row.id
    made["chapters"] = (await rounds.readings(session, row))[1].chapter.id
    made["reports"] = (await reports.freeze(session, Owner(city=city), officer.id))[0].id
    for table in Base.metadata.sorted_tables:
        if table.name not in _APART:
            made[table.name] = await _row(session, table, made)
    for name in ("goals", "indicators"):
        gone = {"withdrawn_at": clock.now()}
        made[f"{name}:withdrawn"] = await _row(session, Base.metadata.tables[name], made, gone)
    return made


async def _actions(session: Session, city: City, officer: Officer) -> dict[str, int]:
    made = {}
    for seen in ("members", "city", "withdrawn", "public"):
        about = {"title": f"zq-{seen}", "text": f"zq-{seen} A night bus runs every hour."}
        about |= {"visibility": "public" if seen == "withdrawn" else seen}
        action = await actions.publish(session, city.id, officer.id, ANSWERS | about)
        made[f"actions:{seen}"] = action.id
        if seen == "withdrawn":
            row = await session.get_one(Action, action.id)
            await actions.withdraw(session, row, officer.id)
    return made | {"actions": made["actions:public"]}


async def _asked(session: Session, officer: Officer) -> dict[str, int]:
    """Let the city be asked in a reporting cycle, and be reminded."""
    days = date(2027, 4, 1), date(2027, 6, 30)
    cycle = await cycles.create(session, officer.office_id or 0, "zq-cycles", 12, *days, 14)
    period = Period(cycle_id=cycle.id, opens=days[0], due=days[1], closes=days[1] + timedelta(days=14))
    session.add(period)
    await session.flush()
    reminder = Reminder(
        period_id=period.id, seat_id=officer.seat_id, stage="nudge", due_at=clock.now(),
        until=clock.now() + timedelta(days=30), state="sent", person_id=officer.id,
    )  # fmt: skip
    session.add(reminder)
    await session.flush()
    return {"cycles": cycle.id, "periods": period.id, "reminders": reminder.id}


async def _row(session: Session, table: Table, made: Mapping[str, int], about: Mapping[str, object] = {}) -> int:
    """Write a row that refers to what has been made before it; where that has made one already, take that."""
    values = {name: value for column in table.columns if (name := column.name) != "id"
              for value in [_value(table, name, made)] if value is not ...}  # fmt: skip
    try:
        async with session.begin_nested():
            written = await session.execute(table.insert().values(values | dict(about)).returning(table.c.id))
            return int(written.scalar_one())
    except IntegrityError:
        return int((await session.execute(select(func.max(table.c.id)))).scalar_one())


def _value(table: Table, name: str, made: Mapping[str, int]) -> object:
    """Return what a column of a new row says; nothing where it has a default, or may stay empty."""
    column, fixed = table.columns[name], _VALUES.get(table.name, {})
    if name in fixed:
        return fixed[name]
    if column.foreign_keys:
        return made[next(iter(column.foreign_keys)).column.table.name]
    if name == "code_hash":
        return f"hash of {table.name}"
    if (column.nullable and name not in ("text", "name", "reason", "words")) or column.default is not None:
        return ...
    kind = {Utc: datetime, Exact: Decimal, JSON: dict}.get(type(column.type)) or column.type.python_type
    return _of_type(kind, name, table.name)


def _of_type(kind: type, name: str, table: str) -> Any:
    if name == "language":
        return "en"
    later = clock.now() + timedelta(days=30) if name in ("expires_at", "until") else clock.now()
    values = {
        str: "11.2" if name == "target" else f"zq-{table}", int: 1, bool: True, bytes: b"",
        date: date(2027, 5, 1), datetime: later, Decimal: Decimal("60.5"), dict: {}, list: [],
    }  # fmt: skip
    return values[kind]


async def begun(session: Session, owners: Mapping[str, Officer], made: Mapping[str, int]) -> dict[str, int]:
    """Let the owner of each conversation have begun it; return the keys of the drafts."""
    answers = {"text": "zq-drafts", "title": "zq-drafts", "to": f"city-{made['cities']}"}
    answers |= {name: made[f"{name}s"] for name in ("action", "chapter")} | {"inquiry": made["inquiries"]}
    found = {}
    for name, owner in owners.items():
        found[f"drafts:{name}"] = (await drafts.start(session, owner.id, name, 1, answers=answers)).id
    return found
