"""What is kept about a person: shown, erased, and forgotten when its time is over."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update

from bot import clock
from storage import attachments, audit, drafts, import_files, inbox, lookups, outbox, practice, threads
from storage.engine import Session, Unit, changed
from storage.models import (
    Absence,
    Action,
    Adoption,
    Approval,
    AuditEntry,
    Base,
    Chat,
    Comment,
    Consent,
    Deadline,
    Draft,
    Emission,
    Errand,
    Evidence,
    Feedback,
    Follow,
    Goal,
    Highlight,
    HighlightLetter,
    Import,
    Incoming,
    Indicator,
    Inquiry,
    Invitation,
    JoinRequest,
    Lookup,
    Measure,
    MilestoneReached,
    NoticeStop,
    Outgoing,
    Person,
    Question,
    Rating,
    ReadinessAnswer,
    Reason,
    Reply,
    Review,
    ReviewNote,
    Seat,
    Statement,
    Stop,
    TermChange,
    Useful,
)

DRAFTS, LOOKUPS, QUEUES, STRANGERS = (timedelta(days=days) for days in (90, 30, 45, 180))
OWN: dict[str, tuple[type[Base], Any]] = {
    "seats": (Seat, Seat.person_id),
    "consents": (Consent, Consent.person_id),
    "invitations": (Invitation, Invitation.used_by),
    "join_requests": (JoinRequest, JoinRequest.person_id),
    "absences": (Absence, Absence.person_id),
    "stopped_reminders": (Stop, Stop.person_id),
    "stopped_notices": (NoticeStop, NoticeStop.person_id),
    "deadlines": (Deadline, Deadline.person_id),
    "comments": (Comment, Comment.person_id),
    "approvals": (Approval, Approval.person_id),
    "drafts": (Draft, Draft.person_id),
    "searches": (Lookup, Lookup.person_id),
    "follows": (Follow, Follow.person_id),
    "feedback": (Feedback, Feedback.person_id),
    "imports": (Import, Import.person_id),
    "glossary": (TermChange, TermChange.person_id),
    "goals": (Goal, Goal.person_id),
    "indicators": (Indicator, Indicator.person_id),
    "measures": (Measure, Measure.person_id),
    "ratings": (Rating, Rating.person_id),
    "milestones": (MilestoneReached, MilestoneReached.person_id),
    "readiness": (ReadinessAnswer, ReadinessAnswer.person_id),
    "emissions": (Emission, Emission.person_id),
    "questions": (Question, Question.person_id),
    "questions_given": (Inquiry, Inquiry.person_id),
    "replies": (Reply, Reply.person_id),
    "adoptions": (Adoption, Adoption.person_id),
    "useful": (Useful, Useful.person_id),
    "reviews": (Review, Review.decided_by),
    "review_notes": (ReviewNote, ReviewNote.person_id),
    "reasons": (Reason, Reason.person_id),
    "evidence": (Evidence, Evidence.person_id),
    "highlights": (Highlight, Highlight.person_id),
    "highlights_told": (HighlightLetter, HighlightLetter.person_id),
    "chats": (Chat, Chat.person_id),
    "errands": (Errand, Errand.person_id),
    "statements": (Statement, Statement.person_id),
    "trail": (AuditEntry, AuditEntry.person_id),
}
# What was said for a city stays the city's; who said it does not.
SAID_FOR_THE_CITY = (
    Goal, Indicator, Measure, Rating, MilestoneReached, ReadinessAnswer, Emission, Question, Reply, Adoption, Useful,
    ReviewNote, Reason, Evidence, Highlight, Errand, Statement,
)  # fmt: skip
HIDDEN = ("code_hash",)


async def everything_about(session: Session, person_id: int) -> dict[str, Any]:
    """Return all that is kept about somebody, by kind, as plain values."""
    person = await session.get_one(Person, person_id)
    kept: dict[str, Any] = {"person": _plain(person)}
    for name, (model, column) in OWN.items():
        kept[name] = [_plain(row) for row in await session.scalars(select(model).where(column == person_id))]
    published = await session.scalars(select(Action.number).where(Action.author_id == person_id))
    kept["published_for_the_city"] = list(published)
    aside = Incoming.chat_id == person.telegram_id, Incoming.state == "parked"
    kept["set_aside_after_failures"] = [_plain(row) for row in await session.scalars(select(Incoming).where(*aside))]
    return kept


async def erase(session: Session, person_id: int) -> None:
    """Erase a person at once. Their number in our records stays, with nothing behind it."""
    await practice.end(session, person_id)
    person = await session.get(Person, person_id)
    assert person is not None
    for model in (Draft, Lookup, Follow, Consent, Stop, NoticeStop, HighlightLetter):
        await session.execute(delete(model).where(model.person_id == person_id))
    await attachments.forget_abandoned(session)
    await import_files.erase(session, person_id)
    away = or_(Absence.person_id == person_id, Absence.deputy_id == person_id)
    await session.execute(delete(Absence).where(away))
    await session.execute(
        update(JoinRequest).where(JoinRequest.person_id == person_id).values(text="", state="withdrawn")
    )
    await session.execute(update(Feedback).where(Feedback.person_id == person_id).values(person_id=None))
    await session.execute(update(Seat).where(Seat.person_id == person_id).values(person_id=None, taken_at=None))
    for said in SAID_FOR_THE_CITY:
        await session.execute(update(said).where(said.person_id == person_id).values(person_id=None))
    await threads.let_go(session, person_id, clock.now())
    await session.execute(update(Review).where(Review.decided_by == person_id).values(decided_by=None))
    agreed = update(Highlight).where(Highlight.answered_by == person_id)
    await session.execute(agreed.values(answered_by=None))
    await session.execute(update(Chat).where(Chat.person_id == person_id).values(person_id=None))
    offered = update(Invitation).where(Invitation.hands_over == person_id, Invitation.used_at.is_(None))
    await session.execute(offered.values(hands_over=None))  # the seat is empty: it is taken like any other
    audit.note(session, person_id, "left", f"person:{person_id}")
    await _forget_chat(session, person.telegram_id)
    person.telegram_id, person.name, person.consent, person.news_at = None, None, None, None
    person.looked_at = None
    person.left_at = clock.now()
    await session.flush()


async def _forget_chat(session: Session, chat_id: int | None) -> None:
    """Remove the chat's number from what was received and sent; the goodbye goes when it is sent.

    What was set aside after failures still says what it was, wherever it was written: it goes at once.
    """
    if chat_id is None:
        return
    by_them = or_(*(Incoming.payload.contains(f'"from":{{"id":{chat_id}{end}') for end in ",}"))
    set_aside = delete(Incoming).where(Incoming.state == "parked", or_(Incoming.chat_id == chat_id, by_them))
    await session.execute(set_aside)
    await session.execute(
        update(Incoming).where(Incoming.chat_id == chat_id, Incoming.state == "done").values(chat_id=0)
    )
    await session.execute(
        update(Outgoing).where(Outgoing.chat_id == chat_id, Outgoing.state != "waiting").values(chat_id=0)
    )
    await session.execute(delete(Outgoing).where(Outgoing.chat_id == chat_id, Outgoing.state == "waiting"))


async def forget(unit: Unit, now: datetime) -> int:
    """Delete what has been kept long enough: drafts 90 days, searches 30, queues 45, silent strangers 180."""
    session, connection = unit.session, unit.connection
    gone = await drafts.forget(session, now - DRAFTS)
    gone += await attachments.forget_abandoned(session)
    gone += await import_files.forget(session, now - DRAFTS)
    gone += await lookups.forget(session, now - LOOKUPS)
    gone += await inbox.forget(connection, (now - QUEUES).timestamp())
    gone += await outbox.forget(connection, (now - QUEUES).timestamp())
    gone += await _forget_strangers(session, now - STRANGERS)
    return gone + await _forget_the_left(session)


async def _forget_the_left(session: Session) -> int:
    left = select(Person.id).where(Person.left_at.is_not(None))
    asked = update(JoinRequest).where(JoinRequest.person_id.in_(left), JoinRequest.text != "")
    await session.execute(asked.values(text=""))
    await session.execute(delete(Follow).where(Follow.person_id.in_(left)))
    return await changed(
        session,
        update(Outgoing)
        .where(Outgoing.person_id.in_(left), Outgoing.state != "waiting", Outgoing.chat_id != 0)
        .values(chat_id=0),
    )


async def _forget_strangers(session: Session, before: datetime) -> int:
    """Forget who was met before then, has no seat, and has not written as long as the queues are kept."""
    seated = select(Seat.person_id).where(Seat.person_id.is_not(None))
    writing = select(Incoming.chat_id)
    return await changed(
        session,
        update(Person)
        .where(
            Person.id.not_in(seated),
            Person.met_at < before,
            Person.telegram_id.is_not(None),
            Person.telegram_id.not_in(writing),
        )
        .values(telegram_id=None, name=None, news_at=None, looked_at=None, left_at=clock.now()),
    )


def _plain(row: Any) -> dict[str, Any]:
    return {c.key: getattr(row, c.key) for c in row.__table__.columns if c.key not in HIDDEN}
