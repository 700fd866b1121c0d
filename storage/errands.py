"""One-time links by which a colleague of a department fills in one item. Only a hash of each code is kept."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from bot import clock
from storage import audit, drafts, people, telling
from storage.engine import Session, changed
from storage.models import Action, City, Draft, Errand, Indicator
from storage.people import Officer

DAYS = 14


@dataclass(frozen=True)
class Item:
    """What a link is about: its errand, the city, and the action or the indicator."""

    errand: Errand
    city: City
    action: Action | None
    indicator: Indicator | None

    @property
    def title(self) -> str:
        """What the action or the indicator is called."""
        return self.action.title if self.action else self.indicator.name if self.indicator else ""

    @property
    def language(self) -> str:
        """The language of the title."""
        return self.action.language if self.action else self.indicator.language if self.indicator else "en"

    def open(self, now: datetime) -> bool:
        """Say whether the link can be used: not yet used, in time, and what it is about is still there."""
        if self.errand.used_at or self.errand.expires_at <= now:
            return False
        if self.action:
            return self.action.state == "published"
        return self.indicator is not None and self.indicator.withdrawn_at is None


async def give_out(session: Session, officer: Officer, department: str, item: Action | Indicator) -> str:
    """Make a link for a department about one item of one's own city; return its code, which is seen only now."""
    code, now = secrets.token_urlsafe(16), clock.now()
    action, indicator = (item, None) if isinstance(item, Action) else (None, item)
    errand = Errand(
        code_hash=_hash(code), city_id=officer.city_id, person_id=officer.id, department=department, made_at=now,
        action_id=action and action.id, indicator_id=indicator and indicator.id, expires_at=now + timedelta(days=DAYS),
    )  # fmt: skip
    session.add(errand)
    await session.flush()
    about = f"action:{action.number}" if action else f"indicator:{indicator.id}" if indicator else ""
    audit.note(session, officer.id, "department asked", about, errand=errand.id)
    return code


async def find(session: Session, code: str) -> Item | None:
    """Return what a code is about, whether it can still be used or not."""
    statement = (
        select(Errand, City, Action, Indicator)
        .join(City, City.id == Errand.city_id)
        .outerjoin(Action, Action.id == Errand.action_id)
        .outerjoin(Indicator, Indicator.id == Errand.indicator_id)
        .where(Errand.code_hash == _hash(code))
    )
    row = (await session.execute(statement)).first()
    return Item(row[0], row[1], row[2], row[3]) if row else None


async def get(session: Session, errand_id: int) -> Errand | None:
    return await session.get(Errand, errand_id)


async def about(session: Session, errand: Errand) -> Item:
    """Return what a link is about."""
    action = await session.get(Action, errand.action_id) if errand.action_id else None
    indicator = await session.get(Indicator, errand.indicator_id) if errand.indicator_id else None
    return Item(errand, await session.get_one(City, errand.city_id), action, indicator)


async def withdraw(session: Session, errand: Errand, person_id: int, now: datetime) -> bool:
    """Let a link lead nowhere any more; say whether it still did."""
    free = update(Errand).where(Errand.id == errand.id, Errand.used_at.is_(None), Errand.expires_at > now)
    if await changed(session, free.values(expires_at=now)) != 1:
        return False
    audit.note(session, person_id, "department not asked", f"errand:{errand.id}")
    return True


async def open_ones(session: Session, city_id: int, now: datetime) -> Sequence[Errand]:
    """Return the links of a city that a department may still use."""
    waiting = (Errand.city_id == city_id, Errand.used_at.is_(None), Errand.expires_at > now)
    return (await session.scalars(select(Errand).where(*waiting).order_by(Errand.id))).all()


async def reader(session: Session, item: Item, now: datetime) -> Officer | None:
    """Return who gets what a department sends: who asked it, or who is there in their place."""
    there = await telling.reader_of(session, item.city.id, now, first=item.errand.person_id)
    if there:
        return there
    everybody = await people.in_city(session, item.city.id)
    return next((each for each in everybody if each.id == item.errand.person_id), next(iter(everybody), None))


async def use(session: Session, item: Item, now: datetime) -> bool:
    """Use a link up; say whether it was still free."""
    free = update(Errand).where(Errand.id == item.errand.id, Errand.used_at.is_(None), Errand.expires_at > now)
    if await changed(session, free.values(used_at=now)) != 1:
        return False
    audit.note(session, None, "department answered", f"errand:{item.errand.id}")
    return True


async def keep(session: Session, officer: Officer, conversation: str, answers: dict[str, Any]) -> int:
    """Keep what a department sent as a draft of an officer, whatever they are at; return its key.

    It interrupts nothing: a question that is open to them stays open.
    """
    now = clock.now()
    draft = Draft(
        person_id=officer.id, conversation=conversation, version=1, answers=answers, state="open", touched_at=now,
        remind_at=now + drafts.REMIND_AFTER,
    )  # fmt: skip
    session.add(draft)
    await session.flush()
    return draft.id


async def shown_by(session: Session, draft_id: int, call_id: int) -> None:
    """Remember the message that shows a draft."""
    await session.execute(update(Draft).where(Draft.id == draft_id).values(card_id=call_id))


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
