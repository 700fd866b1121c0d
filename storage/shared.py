"""What two cities let everybody read: questions and their answers, which an action is found by from then on."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from storage.engine import Session
from storage.models import City, Inquiry, Question, Reply


@dataclass(frozen=True)
class Part:
    """One text of what is shared: a city's question or one of the answers, and the city it comes from."""

    city: City
    text: str
    language: str
    reply: Reply | None  # none: it is the question


@dataclass(frozen=True)
class Shared:
    """A question and the answers that others may read."""

    question: Question
    parts: Sequence[Part]


async def count(session: Session, action_id: int) -> int:
    """Return how many questions about an action were answered for everybody to read."""
    about = select(func.count()).where(Inquiry.action_id == action_id, Inquiry.shared_at.is_not(None))
    return await session.scalar(about) or 0


async def of_action(session: Session, action_id: int) -> list[Shared]:
    """Return the questions about an action, with what was written until both cities had agreed, the newest first."""
    rows = await session.execute(
        select(Inquiry, Question, City)
        .join(Question, Question.id == Inquiry.question_id)
        .join(City, City.id == Question.city_id)
        .where(Inquiry.action_id == action_id, Inquiry.shared_at.is_not(None))
        .order_by(Inquiry.shared_at.desc(), Inquiry.id.desc())
    )
    return [
        Shared(question, [Part(city, question.text, question.language, None), *await _answers(session, inquiry)])
        for inquiry, question, city in rows
    ]


async def _answers(session: Session, inquiry: Inquiry) -> list[Part]:
    rows = await session.execute(
        select(Reply, City)
        .join(City, City.id == Reply.city_id)
        .where(Reply.inquiry_id == inquiry.id, Reply.at <= inquiry.shared_at)
        .order_by(Reply.id)
    )
    return [Part(city, reply.text, reply.language, reply) for reply, city in rows]


async def words(session: Session, action_id: int) -> list[str]:
    """Return the texts an action is found by although it does not say them itself."""
    return [part.text for each in await of_action(session, action_id) for part in each.parts]
