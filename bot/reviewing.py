"""Deciding about an action: who may, who is told, and how the card in the office's group follows."""

from collections.abc import Sequence
from dataclasses import replace

from bot import clock
from bot.cards import Addressee, brief
from bot.command import STALE, lead
from bot.language.draft import language
from bot.review_words import outcome, reason
from bot.text import Said, _, said
from bot.turn import Button, Refusal, Turn, button, clip, in_office_hours, instead, letter
from storage import actions, chats, cities, outbox, people, review_queue, reviews, telling
from storage.actions import Told
from storage.models import Office, Review
from storage.people import Officer
from storage.review_queue import Queued

NOT_YOURS = _("That city belongs to another office.")
HEADS = {
    ("published", True): _("<b>{number} is published</b>\n{title}\nThe office has looked at it."),
    ("published", False): _("<b>The office has looked at {number}</b>\n{title}\nNothing more is needed."),
    ("returned", True): _("<b>{number} was returned by the office</b>\n{title}\nOthers do not see it yet."),
    ("returned", False): _("<b>The office asks about {number}</b>\n{title}\nIt stays published meanwhile."),
    ("declined", True): _("<b>{number} was declined by the office</b>\n{title}\nYour city keeps it."),
    ("declined", False): _("<b>{number} was declined by the office</b>\n{title}\nYour city keeps it; others no longer "
                           "see it."),
}  # fmt: skip


async def opened(turn: Turn, review_id: int) -> Queued:
    """Return a version of an action that this person may decide about."""
    review = await reviews.get(turn.session, review_id)
    told = await actions.get(turn.session, review.action_id) if review else None
    if review is None or told is None:
        raise Refusal(STALE)
    if not turn.officer.for_office or not await review_queue.may_look(turn.session, turn.officer, told):
        raise Refusal(NOT_YOURS)
    if turn.chat_id < 0 and (office := await review_queue.group_of(turn.session, told.city)):
        # What is shown in a group is read by all of it.
        language_there = await chats.spoken(turn.session, turn.chat_id, office.language)
        turn.officer = replace(turn.officer, language=language_there, zone=office.zone)
    return Queued(review, told)


async def decide(turn: Turn, queued: Queued, state: str, *, code: str | None = None, text: str = "") -> bool:
    """Decide, tell the city and the group; say whether nobody else had decided, and the city changed nothing."""
    review, told = queued.review, queued.told
    why = code or ("own" if text else None)
    if not await reviews.decide(turn.session, review, turn.officer, state, why):
        return False
    if why:
        written = language(text) or turn.officer.language
        await reviews.say(turn.session, review, turn.officer, text, written, reason=code)
    await _tell_city(turn, review, told)
    await tell_group(turn, told.action.id)
    return True


async def meanwhile(turn: Turn, queued: Queued) -> Refusal:
    """Return why nothing was decided: somebody was faster, or the city has changed or withdrawn it."""
    await turn.session.refresh(queued.review)
    reader = await people.get(turn.session, turn.officer.id) or turn.officer  # in a group, too, only they read it
    found = await outcome(turn.session, Addressee(reader), queued.review)
    return Refusal(
        _("{number} was not decided here: {outcome}. Open it again to see how it is now."),
        number=queued.told.action.number,
        outcome=found,
    )


async def _tell_city(turn: Turn, review: Review, told: Told) -> None:
    """Tell who wrote it, in office hours: it is the answer to what they published."""
    head = HEADS.get((review.state, review.before))
    now, action = clock.now(), told.action
    reader = await telling.reader_of(turn.session, told.city.id, now, first=action.author_id)
    notes = await reviews.thread(turn.session, action.id)
    # What was published at once, and asked about by nobody, is looked at without a word.
    silent = review.state == "published" and not review.before and not any(n.at >= review.asked_at for n in notes)
    if head is None or reader is None or silent:
        return
    what = said(head, number=action.number, title=clip(action.title, 120))
    rows = [[button(_("Show the card"), lead("action", "open"), action.id)]]
    if review.state != "published":
        why = await reason(turn.session, Addressee(reader), notes[-1])
        what = said(_("{head}\n\n<blockquote>{reason}</blockquote>"), head=what, reason=why)
        answer = [button(_("Answer"), lead("review_answer", "about"), review.id)]
        rows = [answer, [button(_("Edit"), lead("edit", "of_action"), action.id), *rows[0]]]
    turn.owed.append(in_office_hours(letter(reader, what, rows=rows), reader))


async def tell_group(turn: Turn, action_id: int) -> None:
    """Show in the office's group what waits before it is published, in one card that follows what becomes of it."""
    told, review = await actions.get(turn.session, action_id), await reviews.newest(turn.session, action_id)
    office = await review_queue.group_of(turn.session, told.city) if told else None
    if told is None or review is None or office is None:
        return
    waits = review.before and review.state == "waiting"
    shown = await outbox.chat_of(turn.unit.connection, review.call_id) == office.chat_id if review.call_id else False
    if not shown and not waits:
        return
    group = await _as_reader(turn, office)
    words = await _group_words(turn, Addressee(group), review, told)
    if turn.pressed and turn.chat_id == office.chat_id:
        turn.show(words, rows=decisions(review) if waits else [])
        return
    owed = in_office_hours(letter(group, words, rows=decisions(review) if waits else []), group)
    owed.person_id = None
    turn.owed.append(instead(review.call_id, owed) if shown and review.call_id else owed)
    if not shown:
        turn.keep_call(review, owed)


async def _as_reader(turn: Turn, office: Office) -> Officer:
    """Return an office's group as a reader: in the language spoken there, at the office's hours."""
    spoken = await chats.spoken(turn.session, office.chat_id or 0, office.language)
    return Officer(0, office.chat_id, "", spoken, None, False, True, zone=office.zone, country=office.country)


async def _group_words(turn: Turn, reader: Addressee, review: Review, told: Told) -> Said:
    """Return what a group sees: the action while it waits, one line once that is over. Nobody is named."""
    line = await outcome(turn.session, reader, review)
    if review.state == "waiting":
        return said(_("{card}\n\n{outcome}"), card=brief(reader, told), outcome=line)
    return said(
        _("<b>{number}</b> · {city}\n{title}\n{outcome}"),
        number=told.action.number,
        city=cities.name(told.city, reader.officer.language),
        title=clip(told.action.title, 120),
        outcome=line,
    )


def decisions(review: Review) -> list[list[Button]]:
    """Return what can be done with a version that waits."""
    label = _("Publish") if review.before else _("Looked at")
    return [
        [button(label, lead("review", "publish"), review.id)],
        [
            button(_("Return"), lead("reason", "choose"), review.id, "returned"),
            button(_("Decline"), lead("reason", "choose"), review.id, "declined"),
        ],
    ]


async def decided(turn: Turn, queued: Queued) -> None:
    """Show what was decided, and what waits next. In a group, its card shows it already."""
    if turn.chat_id < 0:
        return
    turn.show(
        _("<b>{number}</b> · {city}\n{title}\n{outcome}"),
        rows=[await onwards(turn, queued)],
        number=queued.told.action.number,
        city=cities.name(queued.told.city, turn.officer.language),
        title=clip(queued.told.action.title, 120),
        outcome=await outcome(turn.session, turn, queued.review),
    )


async def onwards(turn: Turn, queued: Queued) -> Sequence[Button]:
    """Return the buttons that lead to what waits next, and back to the list."""
    following = await review_queue.following(turn.session, turn.officer, queued.review)
    back = button(_("Back"), lead("review", "page"), "before" if queued.review.before else "after", 0)
    return [button(_("Next"), lead("review", "open"), following), back] if following else [back]
