"""What is said of a look at an action: what became of it, who decided, and what city and office said to each other."""

from collections.abc import Mapping, Sequence

from bot.cards import Reader, joined, language_name
from bot.text import Message, Said, _, said
from bot.turn import clip
from storage import cities, offices, reasons, reviews
from storage.actions import Told
from storage.engine import Session
from storage.models import Review, ReviewNote

ROLES: Mapping[str, Message] = {"reviewer": _("reviewer"), "secretariat": _("secretariat")}
BEFORE: Mapping[str, Message] = {
    "waiting": _("waiting for a look since {day}"),
    "published": _("published by {who}, {day}"),
    "returned": _("returned by {who}, {day}"),
    "declined": _("declined by {who}, {day}"),
    "edited": _("changed by the city before it was decided"),
    "withdrawn": _("withdrawn by the city"),
}
AFTER: Mapping[str, Message] = {
    **BEFORE,
    "waiting": _("published, not looked at yet, since {day}"),
    "published": _("looked at by {who}, {day}"),
    "returned": _("published, asked about by {who}, {day}"),
}
ANSWERED = _("sent back by {who}, {day}, then changed by the city")
SHOWN = 3  # of what was said, the newest


async def outcome(session: Session, reader: Reader, review: Review) -> Said:
    """Return what became of a version: what, by which office in which role, and when."""
    office = await offices.get(session, review.office_id or 0)
    who: object = offices.title(office) if office else _("the office")
    if review.role and review.role in ROLES:
        who = said(_("{office}, {role}"), office=who, role=ROLES[review.role])
    moment = review.asked_at if review.state == "waiting" else review.decided_at or review.asked_at
    day = reader.translate.full_day(reader.translate.day_of(moment))
    words = (BEFORE if review.before else AFTER)[review.state]
    return said(ANSWERED if review.state == "edited" and review.decided_at else words, who=who, day=day)


async def outcomes(session: Session, reader: Reader, action_id: int) -> dict[int, Said]:
    """Return what became of each version of an action."""
    return {each.version: await outcome(session, reader, each) for each in await reviews.of_action(session, action_id)}


async def reason(session: Session, reader: Reader, note: ReviewNote, most: int = 900) -> Said:
    """Return what somebody said: a reason given often in the reader's language, all else as it was written.

    Args:
        most: characters of it that are shown.
    """
    if note.reason and note.office_id:
        return said(
            Message("{text}"),
            text=await reasons.wording(session, note.office_id, note.reason, reader.officer.language),
        )
    text = clip(note.text, most)
    if note.language == reader.officer.language:
        return said(Message("{text}"), text=text)
    return said(_("{text}\n(original in {language})"), text=text, language=language_name(note.language))


async def thread(session: Session, reader: Reader, told: Told) -> Sequence[Said]:
    """Return the newest of what city and office said about an action, the oldest first."""
    lines = []
    for note in (await reviews.thread(session, told.action.id))[-SHOWN:]:
        office = await offices.get(session, note.office_id or 0)
        lines.append(
            said(
                _("<b>{who}</b> · {day}\n<blockquote>{text}</blockquote>"),
                who=offices.title(office) if office else cities.name(told.city, reader.officer.language),
                day=reader.translate.full_day(reader.translate.day_of(note.at)),
                text=await reason(session, reader, note, 400),
            )
        )
    return lines


async def below(session: Session, reader: Reader, card: Said, told: Told) -> Said:
    """Return a card with what became of it, and what was said about it, below."""
    last = await reviews.newest(session, told.action.id)
    if last is None:
        return card
    status = said(_("Review: {outcome}"), outcome=await outcome(session, reader, last))
    lines = [card, status, *await thread(session, reader, told)]
    return said(Message("{lines}"), lines=joined(reader, lines, "\n\n"))
