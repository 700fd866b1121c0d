"""What passes between the cities of a long year: questions, copies, thanks, highlights, looks of an office, links."""

from collections.abc import Sequence

from sqlalchemy import select

from bot import clock
from handlers.contribution import Sent, arrive
from storage import (
    Database,
    Session,
    Unit,
    actions,
    adoptions,
    errands,
    follows,
    highlights,
    lookups,
    questions,
    reviews,
    threads,
    useful,
)
from storage.follows import Wish
from storage.models import Action, City, Evidence, Highlight, Inquiry, Review
from storage.people import Officer
from storage.questions import About
from tests.outward import Identity

PHONE = Identity(300).phone


async def begin(session: Session, officers: Sequence[Officer], authors: Sequence[Officer]) -> None:
    """Let some follow others, and some be looked at before."""
    for officer in [each for each in officers if each.role == "officer"][::4]:
        lookup = await lookups.keep(session, officer.id, "Zqflood", {})
        await follows.keep(session, officer, Wish.of_search(lookup.words, lookup.filters))
        if officer.id % 2:
            await follows.keep(session, officer, Wish("target", filters={"target": "11.5"}))
    for office in ("KR", "JP", "TW"):
        looked_at = next(each for each in authors if each.country == office)
        (await session.get_one(City, looked_at.city_id)).trusted = False


async def month(session: Session, officers: Sequence[Officer], authors: Sequence[Officer], number: int) -> None:
    """Let cities answer what they were asked, ask anew, and do what others do; and offices look and choose."""
    speakers = [each for each in officers if each.role == "officer" and each not in authors]
    await _answer(session, officers)
    if number % 2:
        about = About("target", "11.5")
        await questions.ask(session, speakers[number], f"Zqquestion {number}", "en", about, clock.now())
    shown = Action.state == "published", Action.visibility == "public"
    newest = (await session.scalars(select(Action).where(*shown).order_by(Action.id.desc()).limit(12))).all()
    for officer, source in zip(speakers[number:], newest[::3], strict=False):
        await _do_too(session, officer, source, number)
    for reviewer in [each for each in officers if each.for_office]:
        await _looks(session, reviewer, newest if number % 3 == 1 else ())


async def _answer(session: Session, officers: Sequence[Officer]) -> None:
    """Let every second question that arrived be answered, and both cities show some of it to everybody."""
    by_id = {each.id: each for each in officers}
    arrived = (
        await session.scalars(
            select(Inquiry).where(Inquiry.state == "sent", Inquiry.person_id.is_not(None)).order_by(Inquiry.id)
        )
    ).all()
    for row in arrived[::2]:
        officer = by_id[row.person_id or 0]
        thread = await threads.get(session, row.id, officer.city_id)
        assert thread is not None
        await threads.reply(session, thread, officer, "Zqanswer", "en", clock.now())
        asker = by_id[thread.question.person_id or 0]
        for each in (officer, asker):
            await threads.agree(session, thread, each, True, clock.now())


async def _do_too(session: Session, officer: Officer, source: Action, number: int) -> None:
    answers = {
        "title": f"Zqcopy {officer.id}-{number}", "text": f"Zqcopied {officer.id} {number}", "language": "en",
        "kind": "under_way", "target": "11.5", "day": clock.now().date().isoformat(), "visibility": "public",
    }  # fmt: skip
    assert officer.city_id is not None
    if source.city_id == officer.city_id or await adoptions.followed_by(session, officer.city_id, source.id):
        return
    copy = await actions.publish(session, officer.city_id, officer.id, answers)
    await adoptions.add(session, (copy.id, officer.city_id), source.id, ("Zqchange", "en"), officer.id)
    told = await actions.get(session, source.id)
    assert told is not None
    await useful.mark(session, told, officer)
    session.add(Evidence(action_id=copy.id, level="link", reason="asked", person_id=officer.id, at=clock.now()))
    await session.flush()


async def _looks(session: Session, reviewer: Officer, newest: Sequence[Action]) -> None:
    """Let an office decide about half of what waits, and hold something up; cities agree to what they are asked."""
    waiting = select(Review, Action).join(Action).join(City).where(City.office_id == reviewer.office_id)
    rows = (await session.execute(waiting.where(Review.state == "waiting", Review.before).order_by(Review.id))).all()
    for review, _action in rows[::2]:
        await reviews.decide(session, review, reviewer, "published")
    inside = [each for each in newest if (await session.get_one(City, each.city_id)).office_id == reviewer.office_id]
    for action in inside[:2]:
        if await highlights.of_action(session, action.id) is None:
            await highlights.choose(session, reviewer, action.id, "own", {"en": "Zqwords"})
    asked = await session.scalars(select(Highlight).where(Highlight.state == "asked"))
    for held in asked.all():
        if (author := (await session.get_one(Action, held.action_id)).author_id) is not None:
            await highlights.answer(session, held, author, agrees=True)


async def ask_department(database: Database, officer: Officer) -> None:
    """Let a department answer by the link it was given."""
    async with database.begin() as session:
        [action, *_rest] = await session.scalars(select(Action).where(Action.city_id == officer.city_id))
        code = await errands.give_out(session, officer, "Zqdepartment", action)
    async with database.unit() as unit:
        await _sent(unit, code)


async def _sent(unit: Unit, code: str) -> None:
    item = await errands.find(unit.session, code)
    assert item is not None
    assert await arrive(unit, item, Sent("Zqsent", "12", f"Zqcontact {PHONE}"), clock.now())
