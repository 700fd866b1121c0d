"""Inline: public actions as cards in any chat; what is for members only can never be among them."""

import pytest
from sqlalchemy import select, update

from bot.simulator import World, acts, groups
from bot.simulator.api import Json
from storage import Database
from storage.models import Action, City
from storage.models import Person as Kept
from tests.conftest import Runs, seated, seated_in_office
from tests.conversations.test_find import told
from tests.people import Person

PAGE = "https://cities.example"


async def offered(world: World, person: Person, words: str) -> list[Json]:
    """Let somebody type words behind the bot's name; return what they are offered."""
    query = acts.ask_inline(world, person.id, words)
    found = await world.until(lambda: (asked := world.queries.get(query)) and asked.answered and asked)
    return list(found.results)


async def test_words_offer_public_cards_in_the_askers_language_with_a_link_anybody_can_open(
    bot_runs: Runs, world: World, database: Database, mina: Person, jun: Person, lee: Person
) -> None:
    await seated(database, jun, "Toyama")
    await seated(database, mina, "수원시")
    bus = await told(database, "Toyama", "Night buses <b>& more</b>", target="11.2", text="x" * 4096)
    async with bot_runs(page=PAGE) as bot:
        await world.until(lambda: bot.username)
        [english] = await offered(world, lee, "buses")
        assert english["title"] == "Night buses <b>& more</b>"
        assert english["description"] == "Toyama, Japan · 11.2 · 2026"
        text = english["input_message_content"]["message_text"]
        assert (
            text.startswith("<b>Night buses &lt;b&gt;&amp; more&lt;/b&gt;</b>\n")
            and f"{bus.number} · as of 1 May 2026" in text
        )
        assert english["reply_markup"] == {
            "inline_keyboard": [[{"text": "Read more", "url": f"{PAGE}/en/actions/{bus.number}"}]]
        }
        [japanese] = await offered(world, jun, bus.number)
        assert japanese["description"].endswith(" · 11.2 · 2026年 · 英語")
        assert f"{PAGE}/ja/actions/{bus.number}" in str(japanese["reply_markup"])
        for text in ("@pumasi_bot buses", "@Pumasi_Bot: Buses!"):
            assert (await jun.says(text)).lower().startswith("buses · ")  # sent before anything was chosen
        assert "何をお探しですか" in await jun.says("@pumasi_bot")
        [nearest] = await offered(world, mina, "")
        assert nearest["id"] == bus.number
        assert await offered(world, lee, "zzzzqqq") == []
    async with database.begin() as session:
        assert lee.id not in set(await session.scalars(select(Kept.telegram_id)))


async def test_without_a_page_the_link_opens_the_card_in_the_private_chat_for_anybody(
    bot_runs: Runs, world: World, database: Database, mina: Person, jun: Person, lee: Person
) -> None:
    await seated(database, jun, "Toyama")
    bus = await told(database, "Toyama", "Night buses", target="11.2")
    inner = await told(database, "Toyama", "Inner buses", target="11.2", visibility="members")
    async with bot_runs() as bot:
        await world.until(lambda: bot.username)
        [card] = await offered(world, lee, "buses")
        link = f"https://t.me/pumasi_bot?start={bus.number}"
        assert card["reply_markup"]["inline_keyboard"][0][0]["url"] == link
        opened = await lee.says(f"/start {bus.number}")
        assert opened.startswith("Night buses\n") and opened.buttons[1] == ["Ask to join", "About Pumasi"]
        assert (await lee.presses("About Pumasi")).startswith("Pumasi · local governments")
        assert (await jun.says(f"/start {inner.number}")).startswith("Inner buses\n")
        assert "no longer shown" in await lee.says(f"/start {inner.number}")
        assert "no longer shown" in await lee.says("/start XXX-9999")


@pytest.mark.parametrize("empty", [True, False])
async def test_nothing_but_what_is_public_and_published_is_ever_offered_not_even_to_its_own_people(
    bot_runs: Runs, world: World, database: Database, mina: Person, jun: Person, park: Person, lee: Person, empty: bool
) -> None:
    await seated(database, mina, "수원시")
    await seated(database, jun, "Toyama")
    await seated_in_office(database, park, "korea")
    shown = await told(database, "수원시", "Bus lane shown")
    for state in ("published", "withdrawn", "waiting", "returned", "declined"):
        for visibility in ("public", "members", "city"):
            if (state, visibility) != ("published", "public"):
                hidden = await told(database, "수원시", f"Bus lane {state} {visibility}", visibility=visibility)
                async with database.begin() as session:
                    await session.execute(update(Action).where(Action.id == hidden.id).values(state=state))
    await told(database, "Kaohsiung", "Bus lane invented")
    async with database.begin() as session:
        await session.execute(update(City).where(City.code == "KAO").values(practice=True))
    async with bot_runs() as bot:
        bot.router.limit_of_group = 1e9, 1e9
        for person in (mina, park, jun, lee):
            for words in [""] if empty else ["bus lane", *(f"SUW-{number:04}" for number in range(1, 16)), "KAO-0001"]:
                results = await offered(world, person, words)
                assert {each["id"] for each in results} <= {shown.number}, (person.id, words)
        assert [each["id"] for each in await offered(world, mina, "" if empty else "lane")] == [shown.number]
        group = groups.found(world, "Bus lane", [mina.id, park.id, lee.id], kind="supergroup")
        await mina.within(group.id).hears()
        for person in () if empty else (mina, park, lee):
            await shows_only(shown.number, person.within(group.id))


async def shows_only(number: str, inside: Person) -> None:
    """Let somebody try in a group to see anything but one action: by a command, by the bot's name, by a reply."""
    for words in ("bus lane", *(f"SUW-{number:04}" for number in range(1, 16)), "KAO-0001"):
        found = await inside.says(f"/find {words}")
        for seen in (found, await inside.says(f"@pumasi_bot {words}"), await inside.says(words, reply_to=found)):
            assert "Bus lane" not in seen.replace("Bus lane shown", ""), (inside.id, words)
            assert words != "bus lane" or [button["url"][-8:] for button in seen.inline[0]] == [number]


async def test_of_what_is_still_being_typed_only_the_last_is_answered_and_nobody_waits(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    await told(database, "Toyama", "Night buses")
    async with bot_runs() as bot:
        queries = [acts.ask_inline(world, mina.id, "night buses"[:length]) for length in range(1, 12)]
        last = await world.until(lambda: (found := world.queries.get(queries[-1])) and found.answered and found)
        assert [each["title"] for each in last.results] == ["Night buses"]
        assert bot.intake.received == 0
        for _each in range(60):
            query = acts.ask_inline(world, mina.id, "night")
        assert (await mina.says("/find night")).startswith("night")
        found = world.queries.get(query)
        assert found is not None and not found.answered  # a flood is passed over
