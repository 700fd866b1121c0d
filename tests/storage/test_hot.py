"""Hot statements give and take what the models say, and see what the session of their transaction holds."""

from sqlalchemy import bindparam, select, update

from bot import clock
from storage import Database, Session, drafts, people
from storage.drafts import REMIND_AFTER
from storage.hot import Hot, inserting
from storage.models import Draft, Feedback, Person


async def somebody(session: Session) -> int:
    return (await people.meet(session, 7, name="Mina", language="ko")).id


async def test_what_is_written_comes_back_in_the_types_of_its_columns(database: Database) -> None:
    answers, now = {"text": "수원 “<b>”", "figures": ["3곳"], "day": None}, clock.now()
    async with database.begin() as session:
        person = await somebody(session)
        given = {"person_id": person, "conversation": "update", "version": 1, "answers": answers, "touched_at": now}
        [(key,)] = (await inserting(Draft)(session, **given)).rows
        columns = (Draft.answers, Draft.touched_at, Draft.remind_at, Draft.state)
        read = Hot(select(*columns).where(Draft.id == bindparam("key")))
        [row] = (await read(session, key=key)).rows
    assert tuple(row) == (answers, now, None, "open")
    async with database.begin() as session:
        assert tuple((await session.execute(select(*columns))).one()) == tuple(row)


async def test_what_the_session_holds_is_seen(database: Database) -> None:
    async with database.begin() as session:
        person = await session.get_one(Person, await somebody(session))
        person.name = "Minji"
        [(name,)] = (await Hot(select(Person.name).where(Person.id == bindparam("key")))(session, key=person.id)).rows
    assert name == "Minji"


async def test_many_rows_are_written_in_one_go(database: Database) -> None:
    remarks = [{"text": "one", "at": clock.now()}, {"text": "two", "at": clock.now()}]
    async with database.begin() as session:
        await inserting(Feedback, returning=False).many(session, remarks)
        await inserting(Feedback, returning=False).many(session, [])
    async with database.begin() as session:
        assert (await session.scalars(select(Feedback.text).order_by(Feedback.id))).all() == ["one", "two"]


async def test_of_a_draft_only_what_was_changed_is_written(database: Database) -> None:
    async with database.begin() as session:
        person = await somebody(session)
        key = (await drafts.start(session, person, "update", 1, answers={"text": "half-way"})).id
    async with database.begin() as session:
        draft = await drafts.get(session, key)
        assert draft and draft.remind_at == draft.touched_at + REMIND_AFTER
        await session.execute(update(Draft).values(remind_at=None))  # as its reminder does, meanwhile
        draft.card_id = 5
        assert await drafts.get(session, key) is draft
    async with database.begin() as session:
        row = (await session.scalars(select(Draft))).one()
        assert (row.card_id, row.remind_at, row.answers) == (5, None, {"text": "half-way"})


async def test_what_one_transaction_knows_the_next_reads_anew(database: Database) -> None:
    async with database.begin() as session:
        person = await somebody(session)
    async with database.unit() as unit:
        unit.info["looked up"] = "for this one"
        draft = await drafts.start(unit.session, person, "update", 1)
    async with database.unit() as unit:
        assert "looked up" not in unit.session.info
        again = await drafts.get(unit.session, draft.id)
        assert again == draft and again is not draft


async def test_only_one_draft_asks_at_a_time(database: Database) -> None:
    async with database.begin() as session:
        person = await somebody(session)
        first = await drafts.start(session, person, "update", 1)
        first.asking = "text"
        second = await drafts.start(session, person, "feedback", 1)
        assert first.asking is None and await drafts.asking(session, person) is None
        second.asking = "text"
    async with database.begin() as session:
        asking = await drafts.asking(session, person)
        assert asking and asking.id == second.id
        await drafts.wait(session, person)
        assert asking.asking is None
        asking.asking = "text"
    async with database.begin() as session:
        asking = await drafts.asking(session, person)
        assert asking and asking.id == second.id


async def test_what_failed_leaves_no_trace_of_a_draft(database: Database) -> None:
    async with database.begin() as session:
        key = (await drafts.start(session, await somebody(session), "update", 1)).id
    try:
        async with database.begin() as session:
            draft = await drafts.get(session, key)
            assert draft
            draft.state = "done"
            await drafts.unfinished(session, draft.person_id)  # writes it
            raise LookupError
    except LookupError:
        pass
    async with database.begin() as session:
        draft = await drafts.get(session, key)
        assert draft and draft.state == "open"
