"""Remarks about the bot, each with a number and, one day, an answer."""

from bot import clock
from storage import audit
from storage.engine import Session
from storage.models import Feedback


async def keep(session: Session, person_id: int, text: str) -> Feedback:
    remark = Feedback(person_id=person_id, text=text, at=clock.now())
    session.add(remark)
    await session.flush()
    audit.note(session, person_id, "remarked", f"feedback:{remark.id}")
    return remark


async def get(session: Session, feedback_id: int) -> Feedback | None:
    return await session.get(Feedback, feedback_id)


async def answer(session: Session, remark: Feedback, person_id: int, text: str) -> None:
    remark.answer, remark.answered_by = text, person_id
    audit.note(session, person_id, "answered", f"feedback:{remark.id}")
    await session.flush()


def number(remark: Feedback) -> str:
    """Return the number people know a remark by."""
    return f"F-{remark.id:04d}"
