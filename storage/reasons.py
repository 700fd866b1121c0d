"""Reasons an office gives often: one wording for everybody, and an office's own in any language."""

from collections.abc import Mapping

from sqlalchemy import delete, select

from bot import clock
from bot.text import Message, _
from storage import audit
from storage.engine import Session, changed
from storage.models import Reason
from storage.people import Officer

REASONS: Mapping[str, Message] = {
    "figure": _("A figure lacks its year or unit. Please add which year it is from."),
    "source": _("It is not clear where the figures come from. Please name the source, or attach a document."),
    "target": _("Another target of Goal 11 seems to fit better. Please choose again."),
    "personal": _("The text contains personal data. Please take them out."),
    "internal": _("The text seems to contain information that is not for the public. Please check it."),
    "elsewhere": _("This does not seem to be an action of the city itself. Please tell what the city did."),
}


async def own(session: Session, office_id: int) -> dict[tuple[str, str], str]:
    """Return an office's own wordings, by code and language."""
    rows = await session.scalars(select(Reason).where(Reason.office_id == office_id))
    return {(row.code, row.language): row.text for row in rows}


async def wording(session: Session, office_id: int, code: str, language: str) -> str | Message:
    """Return how an office gives a reason to somebody who reads this language."""
    return (await own(session, office_id)).get((code, language)) or REASONS[code]


async def word(session: Session, officer: Officer, code: str, language: str, text: str) -> None:
    """Let an office give a reason in its own words."""
    await _forget(session, officer, code, language)
    row = Reason(
        office_id=officer.office_id, code=code, language=language, text=text, person_id=officer.id, at=clock.now()
    )
    session.add(row)
    audit.note(session, officer.id, "reason worded", f"office:{officer.office_id}", code=code, language=language)
    await session.flush()


async def unword(session: Session, officer: Officer, code: str, language: str) -> bool:
    """Let an office give a reason as everybody does; say whether it did not."""
    gone = await _forget(session, officer, code, language)
    if gone:
        audit.note(session, officer.id, "reason reset", f"office:{officer.office_id}", code=code, language=language)
    return gone


async def _forget(session: Session, officer: Officer, code: str, language: str) -> bool:
    there = Reason.office_id == officer.office_id, Reason.code == code, Reason.language == language
    return await changed(session, delete(Reason).where(*there)) > 0
