"""Joining: invitations, the notice, strangers, requests."""

from sqlalchemy import select

from bot import clock
from storage import Database, people
from storage.models import Consent
from tests.conftest import Runs, at, invited, seated
from tests.people import Person


async def test_an_officer_joins_with_an_invitation(bot_runs: Runs, database: Database, mina: Person) -> None:
    moment = at("2027-01-04T10:05+09:00")
    code = await invited(database, "수원시")
    async with bot_runs():
        notice = await mina.says(f"/start {code}")
        assert "Publishable information only" in notice and "outside your country" in notice
        assert "Suwon" in await mina.presses("Agree")
    async with database.unit() as unit:
        officer = await people.known(unit.connection, mina.id)
        assert officer and officer.role == "officer"
        [consent] = await unit.session.scalars(select(Consent))
        assert (consent.version, consent.agreed_at.date()) == ("2026-11", moment.date())


async def test_an_invitation_works_once(bot_runs: Runs, database: Database, mina: Person, lee: Person) -> None:
    code = await invited(database, "수원시")
    async with bot_runs():
        await mina.says(f"/start {code}")
        await lee.says(f"/start {code}")
        await mina.presses("Agree")
        await lee.acts.presses("Agree")
        await lee.quiet()
        assert "used or has expired" in lee.toasts[-1]
        assert "cannot be used" in await lee.says(f"/start {code}")
        assert "is ready" in await mina.says(f"/start {code}"), (
            "who taps a used link of their own is not told it is free"
        )
        other = await invited(database, "수원시")
        assert "still free for somebody else" in await mina.says(f"/start {other}")
    async with database.unit() as unit:
        stranger = await people.known(unit.connection, lee.id)
        assert stranger and not stranger.seated


async def test_an_expired_or_forged_invitation_is_refused(bot_runs: Runs, database: Database, lee: Person) -> None:
    code = await invited(database, "수원시", days=1)
    clock.set_to(clock.now().replace(year=2030))
    async with bot_runs():
        assert "cannot be used" in await lee.says(f"/start {code}")
        assert "officers with an invitation" in await lee.hears()
        assert "cannot be used" in await lee.says("/start forged")


async def test_a_stranger_asks_to_join_and_is_let_in(
    bot_runs: Runs, database: Database, lee: Person, kim: Person
) -> None:
    await seated(database, kim, "수원시", "coordinator")
    async with bot_runs():
        await lee.says("/start")
        await lee.presses("Ask to join")
        await lee.says("Suwon")
        assert "passed on" in await lee.says("Lee of the planning team")
        assert "Lee of the planning team" in await kim.hears()
        await kim.presses("Approve")
        assert "approved" in await lee.hears()
        await lee.presses("Read the notice")
        assert "You now speak for" in await lee.presses("Agree")


async def test_a_request_is_declined_with_a_reason(
    bot_runs: Runs, database: Database, lee: Person, kim: Person
) -> None:
    await seated(database, kim, "수원시", "coordinator")
    async with bot_runs():
        await lee.says("/join")
        await lee.says("Suwon")
        await lee.says("Lee <of> nowhere")
        assert "Lee <of> nowhere" in await kim.hears()
        await kim.presses("Decline")
        await kim.says("We have our officers already.")
        assert "We have our officers already." in await lee.hears()


async def test_the_primer_is_read_page_by_page(bot_runs: Runs, lee: Person) -> None:
    async with bot_runs():
        await lee.says("/start")
        assert "1 of 3" in await lee.presses("What is Goal 11")
        assert "11.b" in await lee.presses("Next")
        assert "3 of 3" in await lee.presses("Next")
