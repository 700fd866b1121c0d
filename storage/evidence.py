"""How well an action is evidenced: the city's own statement, a document, a checked link, or an institute's review."""

from collections.abc import Sequence

from sqlalchemy import Exists, exists, select, update

from bot import clock
from bot.language.figures import figures
from storage import audit
from storage.engine import Session, changed
from storage.models import Action, Attachment, Evidence
from storage.people import Officer

LEVELS = ("own", "document", "link", "reviewed")  # each is more than those before


def higher(action: Action, level: str) -> bool:
    """Say whether a level is more than what an action has."""
    return LEVELS.index(level) > LEVELS.index(action.evidence)


async def documented(session: Session, action_id: int) -> None:
    """Note that a document is kept with an action that was only its city's own statement."""
    own = update(Action).where(Action.id == action_id, Action.evidence == "own", _document(action_id))
    if await changed(session, own.values(evidence="document", evidence_at=clock.now(), evidence_reason=None)):
        session.add(Evidence(action_id=action_id, level="document", at=clock.now()))


def told_figures(title: str, text: str) -> set[object]:
    """Return the figures of an action, however they are worded: what is checked is about these."""
    return {(each.value, each.unit) for each in figures(f"{title}\n{text}")}


async def figures_changed(session: Session, action: Action, person_id: int | None) -> None:
    """Let a check of an action not stand for other figures than those it was about."""
    if action.evidence not in ("link", "reviewed"):
        return
    documents = await session.scalar(select(_document(action.id)))
    action.evidence = "document" if documents else "own"
    action.evidence_at, action.evidence_reason = clock.now(), "figures"
    session.add(
        Evidence(action_id=action.id, level=action.evidence, reason="figures", person_id=person_id, at=clock.now())
    )
    audit.note(session, person_id, "evidence fell", f"action:{action.number}", level=action.evidence)


async def ask(session: Session, action: Action, level: str, person_id: int) -> bool:
    """Ask for a check of an action; say whether nobody had asked for it yet."""
    if level in {each.level for each in await asked(session, action.id)}:
        return False
    session.add(Evidence(action_id=action.id, level=level, reason="asked", person_id=person_id, at=clock.now()))
    audit.note(session, person_id, "check asked for", f"action:{action.number}", level=level)
    await session.flush()
    return True


async def asked(session: Session, action_id: int) -> Sequence[Evidence]:
    """Return the checks of an action that are asked for and not decided."""
    statement = select(Evidence).where(Evidence.action_id == action_id, Evidence.reason == "asked")
    return (await session.scalars(statement.order_by(Evidence.id))).all()


async def get(session: Session, request_id: int) -> Evidence | None:
    return await session.get(Evidence, request_id)


async def decide(session: Session, request: Evidence, action: Action, officer: Officer, *, granted: bool) -> bool:
    """Decide about a check that was asked for; say whether nobody else had. A level is never lowered by it."""
    now = clock.now()
    waiting = update(Evidence).where(Evidence.id == request.id, Evidence.reason == "asked")
    decision = waiting.values(reason=None if granted else "refused", person_id=officer.id, at=now)
    if await changed(session, decision) != 1:
        return False
    if granted and higher(action, request.level):
        action.evidence, action.evidence_at, action.evidence_reason = request.level, now, None
    audit.note(
        session, officer.id, "check passed" if granted else "check refused", f"action:{action.number}",
        level=request.level, office=officer.office_id, role=officer.role,
    )  # fmt: skip
    await session.flush()
    return True


def _document(action_id: int) -> Exists:
    return exists().where(Attachment.action_id == action_id, Attachment.kind == "document", Attachment.state == "kept")
