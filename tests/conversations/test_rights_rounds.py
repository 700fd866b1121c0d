"""Who may press what of deadlines, report rounds and the board: everybody else is refused, and nothing changes."""

from datetime import date

import pytest
from sqlalchemy import func, select

from bot.simulator import World
from storage import Database, deadlines, people, rounds
from storage.models import Approval, AuditEntry, Comment, Deadline, DeadlineNotice, NoticeStop, Round
from tests.conftest import Runs, at, city_of, seated, seated_in_office
from tests.people import Person
from tests.refusals import noted_for

CAST = {
    "stranger": (9, None, None),
    "officer": (20, "수원시", "officer"),
    "coordinator": (21, "수원시", "coordinator"),
    "institute": (22, "수원시", "institute"),
    "council": (23, "수원시", "council"),
    "neighbour": (24, "부산광역시", "coordinator"),
    "neighbours' institute": (25, "부산광역시", "institute"),
    "reviewer": (26, "korea", "reviewer"),
    "other branch": (27, "japan", "secretariat"),
}
CITY = {"officer", "coordinator"}
PARTIES = {*CITY, "institute", "council", "reviewer"}
# Deadline 1 is Suwon's own, deadline 2 the Korea office's; chapter 1 is the first of Suwon's round.
BUTTONS = {
    "deadlines:item:1": CITY,
    "deadlines:item:2": {*CITY, "neighbour", "reviewer"},
    "deadline:new:other": {*CITY, "neighbour", "reviewer", "other branch"},
    "new_day:other_day:1": CITY,
    "new_day:other_day:2": {"reviewer"},
    "deadlines:gone:1": CITY,
    "deadlines:gone:2": {"reviewer"},
    "deadlines:calendar_file": {*CITY, "neighbour", "reviewer", "other branch"},
    "un_entry:shown": {*CITY, "neighbour"},
    "un_entry:of_branch:0": {"reviewer", "other branch"},
    "registration:registered": {*CITY, "neighbour"},
    "submission:submitted": {*CITY, "neighbour"},
    "round:show:1": PARTIES,
    "round:record:1": PARTIES,
    "round:close:1": {"coordinator"},
    "new_round:open_one": {"coordinator", "neighbour"},
    "chapter:show:1": PARTIES,
    "chapter:comments:1:0": PARTIES,
    "remark:speak:1": PARTIES,
    "wording:rewrite:1:now:1": CITY,
    "seat:partner:council": {"coordinator", "neighbour"},
    "board:city:1": {*CITY, "reviewer"},
    "board:square:1:11.2:0": {*CITY, "reviewer"},
    "board:departments:1:0": {*CITY, "reviewer"},
    "gaps:target:11.2:0": {"reviewer", "other branch"},
}
CHANGES = ("deadlines:gone_now:1", "round:close_now:1", "chapter:agree:1:1", "chapter:take_back:1", "round:stop:1")


async def everybody(database: Database, world: World) -> dict[str, Person]:
    """Seat the whole cast, set two deadlines and open a round."""
    at("2027-05-11T10:00+09:00")
    cast = {name: Person(world, id_, name) for name, (id_, _where, _role) in CAST.items()}
    for name, (_id, where, role) in CAST.items():
        if where in ("korea", "japan"):
            await seated_in_office(database, cast[name], where, role or "")
        elif where:
            await seated(database, cast[name], where, role or "")
    async with database.begin() as session:
        city = await city_of(session, "수원시")
        [coordinator] = await people.in_city(session, city.id, "coordinator")
        korea = await people.get(session, 7)
        assert korea and korea.for_office
        await deadlines.add(session, coordinator, "other", "Own", date(2028, 1, 1), 0)
        await deadlines.add(session, korea, "cdp", "", date(2028, 2, 1), 12)
        assert await rounds.begin(session, city, coordinator, "Report", {})
    return cast


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_each_button_opens_for_those_it_is_for_and_for_nobody_else(
    bot_runs: Runs, database: Database, world: World
) -> None:
    cast = await everybody(database, world)
    opened: dict[str, set[str]] = {data: set() for data in BUTTONS}
    async with bot_runs() as bot:
        bot.router.limits = {True: (1000, 1000), False: (1000, 1000)}
        for name, person in cast.items():
            first = (await person.says("/help")).message["message_id"]
            for data in BUTTONS:
                before = len(person.toasts)
                heard = await pressed(person, data, first)
                if heard and len(person.toasts) == before:
                    opened[data].add(name)
    assert opened == BUTTONS


async def pressed(person: Person, data: str, message_id: int) -> bool:
    """Press, wait for the answer, and say whether anything was shown."""
    before, seen = person.answered_presses, len(person.world.log.after(person.chat_id, 0))
    noted = len(person.toasts)
    await person.acts.presses_data(data, message_id=message_id)
    await person.world.until(lambda: person.answered_presses > before)
    if person.toasts[noted:] and person.toasts[-1].startswith(("This button", "This is for", "Only ")):
        events = person.world.log.after(person.chat_id, 0)[seen:]
        return any(event.kind in ("message", "edit") for event in events)
    await person.hears()
    return True


async def test_what_is_refused_changes_nothing(bot_runs: Runs, database: Database, world: World) -> None:
    cast = await everybody(database, world)
    async with database.begin() as session:
        audits = await session.scalar(select(func.count()).select_from(AuditEntry))
    async with bot_runs():
        for name in ("stranger", "neighbour", "neighbours' institute", "other branch"):
            first = (await cast[name].says("/help")).message["message_id"]
            for data in CHANGES:
                assert await noted_for(cast[name], data, first)
    async with database.begin() as session:
        for table in (Approval, Comment, DeadlineNotice, NoticeStop):
            assert not await session.scalar(select(func.count()).select_from(table)), table
        assert not list(await session.scalars(select(Round).where(Round.closed_at.is_not(None))))
        assert not list(await session.scalars(select(Deadline).where(Deadline.withdrawn_at.is_not(None))))
        assert await session.scalar(select(func.count()).select_from(AuditEntry)) == audits
