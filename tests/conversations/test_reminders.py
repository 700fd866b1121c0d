"""Being reminded, answering in one press or card by card, and having a say in what comes when."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import select

from bot.simulator import World, acts
from bot.text import translator
from storage import Database, absences, actions, audit, people
from storage.models import Absence, Action, Answer, Confirmation, Draft, Stop
from tests.conftest import Runs, at, seated
from tests.people import Person, Seen
from tests.periods import opened, publishes, reminders, run_at, sent

OPENING = "2027-03-22T09:00+09:00"
FACTS = "Every 3 months · until Wed 31 March · 2 actions to check · about 2 min"
MONDAY = translator("en").full_day(date(2027, 3, 22))
BUTTONS = [
    ["Report now"],
    ["No change", "Tomorrow", "In three days"],
    ["More time", "Not applicable", "Reminder settings"],
]


async def test_a_reminder_says_until_when_and_how_much_and_offers_every_answer(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    await publishes(database, "수원시", 2)
    await opened(database)
    at(OPENING)
    async with bot_runs() as bot:
        await bot.schedule.tick()
        prompt = await mina.hears()
    assert prompt == f"2027 Q1: reporting is open\n{FACTS}"
    assert prompt.buttons == BUTTONS


async def prompted(bot_runs: Runs, database: Database, person: Person, count: int = 2) -> Seen:
    """Let an officer of a city with so many actions have got the opening prompt."""
    await seated(database, person, "수원시")
    await publishes(database, "수원시", count)
    await opened(database)
    at(OPENING)
    async with bot_runs() as bot:
        await bot.schedule.tick()
        return await person.hears()


async def answer(database: Database) -> Answer | None:
    async with database.begin() as session:
        return (await session.scalars(select(Answer))).first()


async def confirmed(database: Database) -> list[str]:
    async with database.begin() as session:
        return list(await session.scalars(select(Confirmation.kind).order_by(Confirmation.action_id)))


async def test_no_change_is_a_dated_statement_about_every_action_and_can_be_undone(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await prompted(bot_runs, database, mina)
    async with bot_runs():
        done = await mina.presses("No change")
        assert done == f"Recorded as no change as of {MONDAY}; you will not be asked again this quarter."
        assert done.edited
        assert await confirmed(database) == ["no_change", "no_change"]
        given = await answer(database)
        assert given and (given.kind, given.early, given.late) == ("no_change", False, False)
        again = await mina.presses("Undo")
        assert again.startswith("2027 Q1: reporting is open")
        assert await answer(database) is None
        assert await confirmed(database) == []
    async with database.begin() as session:
        events = [each.event for each in await audit.of(session, f"period:{given.period_id}/SUW")]
    assert events == ["no_change", "answer undone"]


async def test_who_has_answered_is_not_asked_again_until_the_next_period(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await prompted(bot_runs, database, mina)
    async with bot_runs():
        await mina.presses("No change")
    for day in ("03-26", "03-31", "04-02"):
        assert await run_at(database, f"2027-{day}T09:00+09:00") == 0
    assert await run_at(database, "2027-06-21T09:00+09:00") == 1


async def test_not_applicable_settles_the_period(bot_runs: Runs, database: Database, mina: Person) -> None:
    await prompted(bot_runs, database, mina)
    async with bot_runs():
        assert (await mina.presses("Not applicable")).startswith(f"Recorded as not applicable as of {MONDAY};")
    assert await confirmed(database) == []
    assert await run_at(database, "2027-03-31T09:00+09:00") == 0


async def test_one_answer_settles_it_for_every_officer_of_a_city(
    bot_runs: Runs, database: Database, mina: Person, world: World
) -> None:
    ara = Person(world, 20, "Ara")
    await seated(database, ara, "수원시")
    await prompted(bot_runs, database, mina)
    async with bot_runs():
        await ara.hears()
        await mina.presses("No change")
        assert await ara.presses("Report now") == (
            "2027 Q1 is answered\nSuwon · no change on Mon 22 March\n2 without change\n"
            "Anything new can be typed at any time."
        )
        assert await mina.presses("Undo") == f"2027 Q1: reporting is open\n{FACTS}"
        await mina.presses("Not applicable")
    assert await run_at(database, "2027-03-31T09:00+09:00") == 0


async def test_the_second_press_of_another_officer_changes_nothing(
    bot_runs: Runs, database: Database, mina: Person, world: World
) -> None:
    ara = Person(world, 20, "Ara")
    await seated(database, ara, "수원시")
    await prompted(bot_runs, database, mina)
    async with bot_runs():
        await ara.hears()
        await mina.presses("No change")
        told = await ara.presses("Not applicable")
    assert told == "2027 Q1: answered already\nno change on Mon 22 March"
    given = await answer(database)
    assert given and given.kind == "no_change"


@pytest.mark.parametrize(
    ("label", "moment", "comes"),
    [("Tomorrow", "Tue 23 March 09:00", "2027-03-23"), ("In three days", "Thu 25 March 09:00", "2027-03-25")],
)
async def test_a_snoozed_prompt_comes_back_and_shifts_nothing_else(
    bot_runs: Runs, database: Database, mina: Person, label: str, moment: str, comes: str
) -> None:
    await prompted(bot_runs, database, mina)
    others = [(each.stage, each.due_at) for each in await reminders(database) if each.stage != "opening"]
    async with bot_runs():
        assert await mina.presses(label) == (
            f"2027 Q1\nYou will be asked again on {moment}. The due day stays Wed 31 March."
        )
    assert await run_at(database, f"{comes}T08:59+09:00") == 0
    assert await run_at(database, f"{comes}T09:00+09:00") == 1
    assert [(each.stage, each.due_at) for each in await reminders(database) if each.stage != "opening"] == others


async def test_a_prompt_snoozed_over_a_weekend_comes_on_monday(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await prompted(bot_runs, database, mina)
    at("2027-03-26T16:00+09:00")  # a Friday
    async with bot_runs():
        assert "again on Mon 29 March 09:00" in await mina.presses("Tomorrow")


async def test_a_snoozed_prompt_was_asked_for_and_costs_nothing(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await prompted(bot_runs, database, mina)
    async with bot_runs():
        await mina.presses("Tomorrow")
        at("2027-03-23T09:00+09:00")
        assert await run_at(database, "2027-03-23T09:00+09:00") == 1 and "reporting is open" in await mina.hears()
        assert "Messages this month: 1 of 4" in await mina.says("/reminders")


async def test_more_time_moves_the_due_reminder_of_this_city_by_a_week(
    bot_runs: Runs, database: Database, mina: Person, world: World
) -> None:
    other = Person(world, 20, "Ara")
    await seated(database, other, "부산광역시")
    await prompted(bot_runs, database, mina)
    async with bot_runs():
        assert await mina.presses("More time") == (
            "2027 Q1: more time until Wed 7 April\nYour coordinator and office see it. Later periods do not move."
        )
        assert await mina.presses("Report now")
    assert await run_at(database, "2027-03-26T09:00+09:00") == 1  # only the other city
    assert await run_at(database, "2027-03-31T09:00+09:00") == 1
    assert (other.id, "<b>2027 Q1: due today</b>") in await sent(database)
    assert await run_at(database, "2027-04-02T09:00+09:00") == 1
    assert await run_at(database, "2027-04-07T09:00+09:00") == 1
    assert (await sent(database))[-1] == (mina.id, "<b>2027 Q1: due today</b>")
    assert await run_at(database, "2027-06-21T09:00+09:00") == 2


async def test_more_time_pressed_on_the_due_day_reminds_again_a_week_later(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await prompted(bot_runs, database, mina)
    at("2027-03-31T09:00+09:00")
    async with bot_runs() as bot:
        await bot.schedule.tick()
        due = await mina.hears_until(lambda seen: "due today" in seen)
        await mina.presses("More time", under=due)
    assert await run_at(database, "2027-04-02T09:00+09:00") == 0
    assert await run_at(database, "2027-04-07T09:00+09:00") == 1


async def test_more_time_is_given_once_and_within_the_days_of_grace(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    prompt = await prompted(bot_runs, database, mina)
    async with bot_runs():
        await mina.presses("More time")
        await mina.acts.presses("More time", under=prompt)
        await mina.world.until(lambda: mina.toasts)
        assert mina.toasts == ["More time was given already, until Wed 7 April."]


async def test_without_days_of_grace_there_is_no_more_time(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    await opened(database, grace_days=0)
    at(OPENING)
    async with bot_runs() as bot:
        await bot.schedule.tick()
        await mina.hears()
        await mina.acts.presses("More time")
        await mina.world.until(lambda: mina.toasts)
    assert mina.toasts == ["There is no more time to give: the period closes on Wed 31 March."]


async def test_report_now_goes_from_card_to_card_in_place_and_ends_with_a_receipt(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await prompted(bot_runs, database, mina, 4)
    async with bot_runs():
        card = await mina.presses("Report now")
        assert card.edited
        assert card.startswith("1 of 4 · 2027 Q1\n\nNight bus 1\nSuwon · 11.2 ")
        assert card.endswith(f"SUW-0001 · as of {translator('en').full_day(date(2026, 11, 20))}")
        assert card.buttons == [["No change"], ["Write an update"], ["Finished", "Stopped", "Not ours"], ["Later"]]
        assert (await mina.presses("No change")).startswith("2 of 4 · 2027 Q1\n\nNight bus 2")
        assert (await mina.presses("Finished")).startswith("3 of 4 ")
        assert (await mina.presses("Stopped")).startswith("4 of 4 ")
        asked = await mina.presses("Write an update")
        assert asked.startswith("Night bus 4") and asked.edited
        assert await mina.hears() == "What is new? A sentence is enough."
        receipt = await mina.says("A second line runs since May.")
    assert receipt == (
        "2027 Q1 is answered\nSuwon · reported on Mon 22 March\n"
        "1 without change, 1 with news, 1 finished, and 1 stopped\nAnything new can be typed at any time."
    )
    async with database.begin() as session:
        one, two, three, four = (await session.scalars(select(Action).order_by(Action.id))).all()
        assert [each.kind for each in (one, two, three, four)] == ["under_way", "achieved", "under_way", "under_way"]
        assert [each.text for each in await actions.updates(session, four.id)] == ["A second line runs since May."]
    assert await confirmed(database) == ["no_change", "finished", "stopped", "updated"]
    given = await answer(database)
    assert given and given.kind == "reported"


async def test_later_keeps_what_was_said_and_a_restart_goes_on_with_the_same_card(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await prompted(bot_runs, database, mina, 3)
    async with bot_runs():
        await mina.presses("Report now")
        await mina.presses("No change")
        kept = await mina.presses("Later")
        assert kept.startswith("2027 Q1: 1 of 3 checked")
    async with bot_runs():
        assert (await mina.presses("Go on")).startswith("2 of 3 · 2027 Q1\n\nNight bus 2")
    assert await answer(database) is None


async def test_a_card_pressed_twice_answers_for_one_action(bot_runs: Runs, database: Database, mina: Person) -> None:
    await prompted(bot_runs, database, mina, 3)
    async with bot_runs():
        card = await mina.presses("Report now")
        await mina.acts.presses("No change", under=card)
        await mina.acts.presses("No change", under=card)
        assert (await mina.hears()).startswith("2 of 3")
        await mina.quiet(0.5)
    assert await confirmed(database) == ["no_change"]


async def test_back_takes_the_last_statement_back(bot_runs: Runs, database: Database, mina: Person) -> None:
    await prompted(bot_runs, database, mina, 2)
    async with bot_runs():
        await mina.presses("Report now")
        await mina.presses("Finished")
        assert (await mina.presses("Back")).startswith("1 of 2 · 2027 Q1\n\nNight bus 1")
    assert await confirmed(database) == []
    async with database.begin() as session:
        assert set(await session.scalars(select(Action.kind))) == {"under_way"}


async def test_what_was_finished_is_not_asked_about_in_the_next_period(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await prompted(bot_runs, database, mina, 2)
    async with bot_runs() as bot:
        await mina.presses("Report now")
        await mina.presses("Stopped")
        await mina.presses("No change")
        at("2027-06-21T09:00+09:00")
        await bot.schedule.tick()
        prompt = await mina.hears_until(lambda seen: "2027 Q2" in seen)
    assert "1 action to check" in prompt


async def test_news_can_be_cancelled_and_the_card_waits(bot_runs: Runs, database: Database, mina: Person) -> None:
    await prompted(bot_runs, database, mina)
    async with bot_runs():
        await mina.presses("Report now")
        await mina.presses("Write an update")
        await mina.hears()
        assert await mina.presses("Cancel") == "Cancelled. Nothing was sent or published."
        assert (await mina.presses("Go on")).startswith("1 of 2 · 2027 Q1\n\nNight bus 1")
    assert await confirmed(database) == []


async def test_a_city_without_actions_is_invited_to_type_what_it_did(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    prompt = await prompted(bot_runs, database, mina, 0)
    assert prompt.endswith("nothing published yet: type what your city did")
    async with bot_runs():
        invitation = await mina.presses("Report now")
    assert "Type in a sentence what the city did" in invitation
    assert invitation.buttons[0] == ["Report now"]


async def test_an_early_answer_counts_for_the_coming_period(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    await publishes(database, "수원시")
    await opened(database)
    at("2027-02-19T10:00+09:00")
    async with bot_runs() as bot:
        await bot.schedule.tick()
        assert "Answer the coming period now" not in (await mina.says("/reminders")).labels
        at("2027-02-22T10:00+09:00")
        assert (await mina.says("/reminders")).buttons[0] == ["Answer the coming period now"]
        await mina.presses("Answer the coming period now")
        assert "reported on Mon 22 February, early: it counts for this period" in await mina.presses("No change")
    for day in ("03-22", "03-26", "03-31", "04-02"):
        assert await run_at(database, f"2027-{day}T09:00+09:00") == 0


async def test_a_late_answer_is_accepted_and_marked(bot_runs: Runs, database: Database, mina: Person) -> None:
    await prompted(bot_runs, database, mina)
    at("2027-04-05T10:00+09:00")
    async with bot_runs():
        assert "That is after the due day: it is marked as late." in await mina.presses("No change")
    given = await answer(database)
    assert given and given.late


async def test_an_answer_after_the_close_is_still_accepted(bot_runs: Runs, database: Database, mina: Person) -> None:
    await prompted(bot_runs, database, mina)
    at("2027-05-03T10:00+09:00")
    async with bot_runs():
        await mina.presses("No change")
    given = await answer(database)
    assert given and given.late


async def test_answer_shows_what_waits(bot_runs: Runs, database: Database, mina: Person) -> None:
    await prompted(bot_runs, database, mina)
    async with bot_runs():
        assert await mina.says("/answer") == f"2027 Q1: reporting is open\n{FACTS}"
        await mina.presses("No change")
        assert (await mina.says("/answer")).startswith("Nothing waits for an answer.")
        assert (await mina.says("/tidy")).startswith("Nothing is due.")
        at("2027-05-25T10:00+09:00")
        assert (await mina.says("/answer")).startswith("2027 Q2: opens on Sun 20 June")


async def test_a_newer_prompt_takes_the_buttons_off_the_older_one(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await prompted(bot_runs, database, mina)
    at("2027-03-26T09:00+09:00")
    async with bot_runs() as bot:
        await bot.schedule.tick()
        assert (await mina.hears()).startswith("2027 Q1: due soon")
        await mina.world.until(lambda: mina.heard[0].labels == [])
    assert mina.heard[1].buttons == BUTTONS


async def test_reminders_lists_everything_to_come(bot_runs: Runs, database: Database, mina: Person) -> None:
    await prompted(bot_runs, database, mina)
    async with bot_runs():
        listed = await mina.says("/reminders")
        assert listed == (
            "Reminders\nMessages this month: 1 of 4\n\n"
            "1 2027 Q1 · Every 3 months · due Wed 31 March\n   next reminder: Fri 26 March 09:00\n\n"
            "2 2027 Q2 · Every 3 months · due Wed 30 June\n   next reminder: Mon 21 June 09:00"
        )
        assert listed.buttons == [["Report now"], ["1", "2"], ["Absence", "Settings"]]
        shown = await mina.presses("2")
        assert shown.startswith("2027 Q2: opens on Sun 20 June\n")
        assert "Mon 21 June 09:00, Fri 25 June 09:00, Wed 30 June 09:00" in shown
        assert shown.buttons == [["Move", "Skip once", "Stop"], ["Back"]]
        assert await mina.presses("Back") == listed


async def test_a_reminder_can_be_moved(bot_runs: Runs, database: Database, mina: Person) -> None:
    await prompted(bot_runs, database, mina)
    async with bot_runs():
        await mina.says("/reminders")
        await mina.presses("2")
        assert "The next reminder comes Mon 21 June 09:00." in await mina.presses("Move")
        assert "Reminders: Thu 24 June 09:00, Fri 25 June" in await mina.presses("3 days later")
    assert await run_at(database, "2027-06-21T09:00+09:00") == 0
    assert await run_at(database, "2027-06-24T09:00+09:00") == 1


async def test_one_period_can_be_skipped_and_the_next_is_asked_about(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await prompted(bot_runs, database, mina)
    async with bot_runs():
        await mina.says("/reminders")
        await mina.presses("1")
        assert "No more reminders this time" in await mina.presses("Skip once")
        assert "Reminders: Fri 26 March 09:00" in await mina.presses("Undo")
        await mina.presses("Skip once")
        assert "no reminder is planned" in await mina.presses("Back")
    for day in ("03-26", "03-31", "04-02"):
        assert await run_at(database, f"2027-{day}T09:00+09:00") == 0
    assert await run_at(database, "2027-06-21T09:00+09:00") == 1


async def test_a_cycle_can_be_stopped_for_oneself_and_started_again(
    bot_runs: Runs, database: Database, mina: Person, world: World
) -> None:
    ara = Person(world, 20, "Ara")
    await seated(database, ara, "수원시")
    await prompted(bot_runs, database, mina)
    async with bot_runs():
        await mina.says("/reminders")
        await mina.presses("1")
        assert "You are not reminded of it any more" in await mina.presses("Stop")
        assert "stopped: you are not reminded" in await mina.presses("Back")
        assert await run_at(database, "2027-03-26T09:00+09:00") == 1
        assert (await sent(database))[-1][0] == ara.id
        await mina.presses("1")
        assert "Reminders: Wed 31 March 09:00" in await mina.presses("Start again")
    assert await run_at(database, "2027-03-31T09:00+09:00") == 2
    async with database.begin() as session:
        assert (await session.scalars(select(Stop))).all() == []


async def test_reminders_switched_off_stay_away(bot_runs: Runs, database: Database, mina: Person) -> None:
    await prompted(bot_runs, database, mina)
    async with database.begin() as session:
        [officer] = await people.in_city(session, 1)
        await people.change(session, officer.id, reminders=False)
    assert await run_at(database, "2027-03-26T09:00+09:00") == 0
    async with bot_runs():
        assert (await mina.says("/reminders")).startswith("Reminders are switched off")


async def test_an_absence_sends_the_prompts_to_the_deputy(
    bot_runs: Runs, database: Database, mina: Person, kim: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated(database, kim, "수원시", "coordinator")
    await opened(database)
    at("2027-03-15T10:00+09:00")
    async with bot_runs() as bot:
        await mina.says("/reminders")
        asked = await mina.presses("Absence")
        assert asked.startswith("From which day are you away?")
        assert (await mina.says("2027-03-20")).startswith("What is the last day you are away?")
        assert "Please give a day from Sat 20 March on" in await mina.says("2027-03-19")
        chosen = await mina.says("2027-03-28")
        assert chosen.buttons == [["Kim"], ["Nobody"], ["Back", "Cancel"]]
        assert await mina.presses("Kim") == "Away Sat 20 March – Sun 28 March\nMeanwhile Kim gets your reminders."
        assert "Away Sat 20 March – Sun 28 March; deputy: Kim" in await mina.presses("Reminders")
        at(OPENING)
        await bot.schedule.tick()
        assert (await kim.hears()).endswith("In place of the officer of Suwon, absent until Mon 29 March.")
        assert "Mon 22 March 09:00" not in await mina.says("/reminders")
        assert "next reminder: Fri 26 March 09:00" in await kim.says("/reminders")
        await kim.presses("No change", under=kim.heard[0])
    assert [chat for chat, _line in await sent(database)] == [kim.id]
    given = await answer(database)
    assert given


async def test_an_absence_can_be_ended(bot_runs: Runs, database: Database, mina: Person, kim: Person) -> None:
    await seated(database, kim, "수원시", "coordinator")
    await prompted(bot_runs, database, mina)
    async with bot_runs():
        await mina.says("/reminders")
        await mina.presses("Absence")
        await mina.presses("Mon 22 March")
        await mina.presses("Sun 4 April")
        await mina.presses("Kim")
        assert await run_at(database, "2027-03-26T09:00+09:00") == 1
        assert "Away Mon 22 March – Sun 4 April" in await mina.presses("Reminders")
        assert "Away" not in await mina.presses("End absence")
    assert await run_at(database, "2027-03-31T09:00+09:00") == 1
    assert [chat for chat, _line in await sent(database)] == [mina.id, kim.id, mina.id]
    async with database.begin() as session:
        [ended] = await session.scalars(select(Absence))
        assert ended.last_day == date(2027, 3, 25)  # it is kept until who was away has heard what happened


async def test_without_a_deputy_prompts_wait_until_one_is_back(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await prompted(bot_runs, database, mina)
    async with bot_runs():
        await mina.says("/reminders")
        await mina.presses("Absence")
        await mina.presses("Tue 23 March")
        await mina.presses("Mon 29 March")
        await mina.presses("Nobody")
    for day in ("03-26", "03-29"):
        assert await run_at(database, f"2027-{day}T09:00+09:00") == 0
    assert await run_at(database, "2027-03-30T09:00+09:00") == 1
    assert (await sent(database))[-1] == (mina.id, "<b>2027 Q1: due soon</b>")


async def test_a_deputy_who_is_an_officer_too_gets_one_prompt(
    bot_runs: Runs, database: Database, mina: Person, world: World
) -> None:
    ara = Person(world, 20, "Ara")
    await seated(database, ara, "수원시")
    await prompted(bot_runs, database, mina)
    async with bot_runs():
        await mina.says("/reminders")
        await mina.presses("Absence")
        await mina.presses("Mon 22 March")
        await mina.presses("Sun 4 April")
        await mina.presses("Ara")
    assert await run_at(database, "2027-03-26T09:00+09:00") == 1
    assert await run_at(database, "2027-03-26T09:01+09:00") == 0


async def test_a_coordinator_is_asked_where_no_officer_is(bot_runs: Runs, database: Database, kim: Person) -> None:
    await seated(database, kim, "수원시", "coordinator")
    await opened(database)
    for day in ("03-22", "03-26", "03-31", "04-02"):
        assert await run_at(database, f"2027-{day}T09:00+09:00") == 1
    assert (await sent(database))[-1] == (kim.id, "<b>2027 Q1: overdue</b>")


async def test_the_budget_of_a_month_is_kept_and_the_due_day_goes_first(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    await opened(database)
    await opened(database, "eastasia", (1, date(2027, 3, 3), date(2027, 3, 24)))
    # Two openings and the last days of one cycle are all there is for March.
    for day, count in (("03-03", 1), ("03-19", 1), ("03-22", 1), ("03-24", 1), ("03-26", 0), ("03-31", 0)):
        assert await run_at(database, f"2027-{day}T09:00+09:00") == count, day
    dropped = [each.stage for each in await reminders(database) if each.state == "dropped"]
    assert dropped == ["before"]  # in April it would be of no use
    # What was held comes on the first working morning of April, if it is still of use.
    assert await run_at(database, "2027-04-01T09:00+09:00") == 2
    assert {line for _chat, line in (await sent(database))[-2:]} == {
        "<b>March 2027: overdue</b>",
        "<b>2027 Q1: overdue</b>",
    }


async def test_the_last_message_of_a_month_is_left_for_the_due_day(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await prompted(bot_runs, database, mina)
    async with database.begin() as session:
        [officer] = await people.in_city(session, 1)
        await people.change(session, officer.id, budget=2)
    assert await run_at(database, "2027-03-26T09:00+09:00") == 0
    assert await run_at(database, "2027-03-31T09:00+09:00") == 1


async def test_a_city_of_another_branch_is_not_asked(database: Database, jun: Person, mina: Person) -> None:
    await seated(database, jun, "富山市")
    await seated(database, mina, "수원시")
    await opened(database, "japan")
    assert await run_at(database, "2027-03-22T09:00+09:00") == 0  # a holiday there
    await run_at(database, "2027-03-23T09:00+09:00")
    assert [chat for chat, _line in await sent(database)] == [jun.id]


async def test_forged_and_foreign_buttons_do_nothing(
    bot_runs: Runs, database: Database, mina: Person, jun: Person
) -> None:
    prompt = await prompted(bot_runs, database, mina)
    await seated(database, jun, "富山市")
    async with database.begin() as session:
        [officer] = await people.in_city(session, 1)
        await absences.add(session, officer.id, None, date(2027, 5, 3), date(2027, 5, 7))
    forged = ("answer:no_change:1", "answer:tomorrow:1", "tidy:unchanged:1:1", "tidy:go_on:99", "reminders:item:1",
              "reminders:move_by:1:400", "office:nudge_now:1", "answer:undo:x", "reminders:end_absence:1")  # fmt: skip
    async with bot_runs():
        await jun.says("/help")
        message_id = jun.heard[-1].message["message_id"]
        for number, data in enumerate(forged, 1):
            await jun.acts.presses_data(data, message_id=message_id)
            await jun.world.until(lambda count=number: jun.answered_presses == count)  # type: ignore[misc]
        await jun.quiet()
    assert len(jun.toasts) == len(forged)
    assert await answer(database) is None and await confirmed(database) == []
    assert await run_at(database, "2027-03-26T09:00+09:00") == 1  # nothing was put off
    async with database.begin() as session:
        assert await absences.of_person(session, officer.id, date(2027, 5, 3))
    assert prompt.labels


async def test_a_prompt_of_another_city_cannot_be_snoozed(
    bot_runs: Runs, database: Database, mina: Person, world: World
) -> None:
    ara = Person(world, 20, "Ara")
    await seated(database, ara, "부산광역시")
    await prompted(bot_runs, database, mina)
    [other] = [each for each in await reminders(database) if each.state == "sent" and each.person_id == 2]
    async with bot_runs():
        prompt = await ara.hears()
        await ara.acts.presses_data(f"answer:tomorrow:{other.id}", message_id=prompt.message["message_id"])
        await world.until(lambda: ara.toasts)
    assert await run_at(database, "2027-03-23T09:00+09:00") == 0


async def test_a_blocked_bot_troubles_nobody(bot_runs: Runs, database: Database, mina: Person, world: World) -> None:
    await prompted(bot_runs, database, mina)
    acts.block(world, mina.id)
    at("2027-03-26T09:00+09:00")
    async with bot_runs() as bot:
        for _ in range(200):
            async with database.unit() as unit:
                officer = await people.known(unit.connection, mina.id)
            if officer and not officer.reachable:
                break
            await asyncio.sleep(0.05)
        assert officer and not officer.reachable
        assert await bot.schedule.tick() == 0
    assert await run_at(database, "2027-03-31T09:00+09:00") == 0
    assert await run_at(database, "2027-04-01T09:00+09:00") == 0
    async with bot_runs():
        await mina.says("/help")  # writing again undoes it
    assert await run_at(database, "2027-04-02T09:00+09:00") == 1


async def test_a_draft_left_half_way_is_recalled_once(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    at("2027-03-15T10:00+09:00")
    async with bot_runs() as bot:
        await mina.says("We opened a night bus line in March.")
        at("2027-03-18T09:30+09:00")
        assert await bot.schedule.tick() == 0
        assert "one reminder, not before Thu 18 March 10:00" in await mina.says("/reminders")
        at("2027-03-18T10:01+09:00")
        assert await bot.schedule.tick() == 1
        told = await mina.hears()
        assert told.startswith("A draft is waiting\n")
        assert "Last touched on Mon 15 March, not published." in told
        assert "Messages this month: 1 of 4" in await mina.says("/reminders")
        assert "Not published yet" in await mina.presses("Continue", under=told)
        at("2027-03-19T10:01+09:00")
        assert await bot.schedule.tick() == 0


async def test_a_draft_need_not_be_recalled(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    at("2027-03-15T10:00+09:00")
    async with bot_runs() as bot:
        await mina.says("We opened a night bus line in March.")
        await mina.says("/reminders")
        await mina.presses("1")
        assert "Draft" not in await mina.presses("Do not remind")
        at("2027-03-18T10:01+09:00")
        assert await bot.schedule.tick() == 0
    async with database.begin() as session:
        [draft] = (await session.scalars(select(Draft))).all()
        assert draft.state == "open"


async def test_only_what_would_be_published_is_recalled(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    at("2027-03-15T10:00+09:00")
    async with bot_runs() as bot:
        await mina.says("/reminders")
        await mina.presses("Absence")
        at("2027-03-18T10:01+09:00")
        assert await bot.schedule.tick() == 0
        await mina.quiet()


async def test_a_recall_leaves_the_last_message_of_a_month_for_a_due_day(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with database.begin() as session:
        [officer] = await people.in_city(session, 1)
        await people.change(session, officer.id, budget=1)
    at("2027-03-15T10:00+09:00")
    async with bot_runs() as bot:
        await mina.says("We opened a night bus line in March.")
        at("2027-03-18T10:01+09:00")
        assert await bot.schedule.tick() == 0
        assert "one reminder, not before Thu 1 April 09:00" in await mina.says("/reminders")


async def test_a_recall_waits_until_one_is_back(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    async with database.begin() as session:
        [officer] = await people.in_city(session, 1)
        await absences.add(session, officer.id, None, date(2027, 3, 17), date(2027, 3, 19))
    at("2027-03-15T10:00+09:00")
    async with bot_runs() as bot:
        await mina.says("We opened a night bus line in March.")
        at("2027-03-18T10:01+09:00")
        assert await bot.schedule.tick() == 0
        at("2027-03-22T09:00+09:00")
        assert await bot.schedule.tick() == 1


async def test_a_period_more_than_a_month_away_cannot_be_answered_yet(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    prompt = await prompted(bot_runs, database, mina)
    async with bot_runs():
        await mina.acts.presses_data("answer:no_change:2", message_id=prompt.message["message_id"])
        await mina.world.until(lambda: mina.toasts)
    assert mina.toasts == ["2027 Q2 opens on Sun 20 June. It can be answered from a month before."]
    assert await answer(database) is None


async def test_a_card_of_a_period_that_is_answered_changes_nothing_any_more(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await prompted(bot_runs, database, mina)
    async with bot_runs():
        await mina.presses("Report now")
        card = await mina.presses("No change")
        assert (await mina.presses("No change")).startswith("2027 Q1 is answered")
        await mina.acts.presses("Back", under=card)
        await mina.quiet()
    assert await confirmed(database) == ["no_change", "no_change"]


async def test_news_cannot_be_taken_back_by_a_button(bot_runs: Runs, database: Database, mina: Person) -> None:
    await prompted(bot_runs, database, mina)
    async with bot_runs():
        await mina.presses("Report now")
        await mina.presses("Write an update")
        await mina.hears()
        card = await mina.says("A second line runs since May.")
        assert card.startswith("2 of 2") and "Back" not in card.labels
        await mina.acts.presses_data("tidy:back:1:1", message_id=card.message["message_id"])
        await mina.quiet()
    assert await confirmed(database) == ["updated"]


async def test_an_action_of_another_city_cannot_be_confirmed(bot_runs: Runs, database: Database, mina: Person) -> None:
    prompt = await prompted(bot_runs, database, mina)
    [foreign] = await publishes(database, "부산광역시")
    async with bot_runs():
        await mina.acts.presses_data(f"tidy:stopped:1:{foreign}", message_id=prompt.message["message_id"])
        await mina.world.until(lambda: mina.toasts)
    assert await confirmed(database) == []


async def test_a_coordinator_with_an_officer_sees_only_the_escalation_coming(
    bot_runs: Runs, database: Database, mina: Person, kim: Person
) -> None:
    await seated(database, kim, "수원시", "coordinator")
    await prompted(bot_runs, database, mina)
    async with bot_runs():
        assert "next reminder: Fri 2 April 09:00" in await kim.says("/reminders")
        assert "Reminders: Fri 2 April 09:00" in await kim.presses("1")


async def test_asking_for_reminders_again_concerns_oneself_only(
    bot_runs: Runs, database: Database, mina: Person, world: World
) -> None:
    ara = Person(world, 20, "Ara")
    await seated(database, ara, "수원시")
    await prompted(bot_runs, database, mina)
    async with bot_runs():
        await ara.hears()
        for person in (mina, ara):
            await person.says("/reminders")
            await person.presses("1")
            await person.presses("Skip once")
        await ara.presses("Undo")
    assert await run_at(database, "2027-03-26T09:00+09:00") == 1
    assert (await sent(database))[-1][0] == ara.id


async def test_asking_for_reminders_again_does_not_bring_back_what_is_over(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    await opened(database)
    await run_at(database, "2027-03-19T09:00+09:00")
    at("2027-03-19T10:00+09:00")
    async with bot_runs():
        await mina.says("/reminders")
        await mina.presses("1")
        await mina.presses("Skip once")
        at("2027-03-24T10:00+09:00")
        assert "Reminders: Fri 26 March 09:00" in await mina.presses("Undo")
    assert await run_at(database, "2027-03-24T10:00+09:00") == 0


async def test_right_after_a_start_reminders_shows_what_is_to_come(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    await opened(database)
    at("2027-03-16T10:00+09:00")
    async with bot_runs():
        assert "next reminder: Mon 22 March 09:00" in await mina.says("/reminders")
    assert await run_at(database, "2027-03-22T09:00+09:00") == 1
