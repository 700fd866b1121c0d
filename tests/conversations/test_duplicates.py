"""What a city has told already: it is asked once more before it is published again, and never stopped."""

import asyncio
import threading
from collections.abc import Sequence
from zlib import crc32

import numpy as np
import pytest

from bot.app import Pumasi
from bot.language.encoder import Vectors
from storage import Database, actions
from storage.index import Nearly
from tests.conftest import Runs, seated
from tests.people import Person

BUSES = "Night buses run until two o'clock on Fridays in the old town, with 4 drivers."
AGAIN = "night buses run until two o’clock on Fridays, in the old town; with 4 drivers"
REWORDED = "In the old town night buses with 4 drivers run until two o'clock on all Fridays."
MORE = "In the old town night buses with 9 drivers run until two o'clock on all Fridays."
GARDENS = "Rain gardens keep the streets of Paldal dry."
JAPANESE = "金曜日は旧市街で夜間バスを午前二時まで走らせています。"


class Letters:
    """A model that compares letters: near are texts that share words. It answers only while it is free."""

    name, width = "letters", 256

    def __init__(self) -> None:
        self.free = threading.Event()
        self.free.set()

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        self.free.wait(30)
        vectors = np.zeros((len(texts), self.width), np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            for three in zip(text, text[1:], text[2:], strict=False):
                vector[crc32("".join(three).encode()) % self.width] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


async def published(database: Database, number: str) -> bool:
    async with database.begin() as session:
        return await actions.by_number(session, number) is not None


async def read(bot: Pumasi, place: str, text: str) -> None:
    """Wait until the model has read what a city told."""
    async with asyncio.timeout(20):
        while not (await bot.index.look_up(Nearly(place, text, "en"))).own:
            await asyncio.sleep(0.05)


async def tells(person: Person, text: str) -> str:
    """Type a text and publish it; return what is shown then."""
    await person.says(text)
    return await person.presses("Publish")


async def test_the_same_text_is_asked_about_and_one_more_tap_publishes_it(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        assert "Published as SUW-0001" in await tells(mina, BUSES)
        await mina.says(AGAIN)
        warned = await mina.presses("Publish")
        assert warned.edited and "SUW-0001 says nearly the same" in warned and BUSES in warned
        assert warned.buttons == [["Publish anyway"], ["Update that one", "Cancel"]]
        assert not await published(database, "SUW-0002")
        assert "Published as SUW-0002" in await mina.presses("Publish anyway")


async def test_it_may_become_news_of_what_was_told_with_its_photos(
    bot_runs: Runs, database: Database, jun: Person
) -> None:
    await seated(database, jun, "Toyama")
    async with bot_runs():
        card = await jun.says(JAPANESE)
        await jun.presses(card.labels[0])
        card = await jun.sends_photo(caption=JAPANESE)
        warned = await jun.presses(card.labels[0])
        assert "TOY-0001" in warned and JAPANESE in warned
        added = await jun.presses(warned.labels[1])
        assert added.edited and "TOY-0001" in added and JAPANESE in added
        await jun.acts.presses_data(warned.inline[0][0]["callback_data"], message_id=warned.message["message_id"])
        await jun.quiet()
        assert "TOY-0001" in jun.toasts[-1] and not await published(database, "TOY-0002")
        shown = await jun.presses(added.labels[0])
        assert len(shown.buttons[1]) == 3  # the city, the photos, the news


async def test_it_may_be_cancelled_and_brought_back(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await tells(mina, BUSES)
        await tells(mina, BUSES)
        assert "Nothing was sent or published" in await mina.presses("Cancel")
        assert "Not published yet" in await mina.presses("Undo")
        assert "SUW-0001 says nearly the same" in await mina.presses("Publish")


async def test_what_another_city_told_or_what_was_withdrawn_is_no_duplicate(
    bot_runs: Runs, database: Database, mina: Person, kim: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated(database, kim, "Toyama")
    async with bot_runs():
        await tells(mina, BUSES)
        assert "Published as TOY-0001" in await tells(kim, BUSES)
        await mina.presses("Withdraw")
        await mina.presses("Yes, withdraw")
        assert "Published as SUW-0002" in await tells(mina, BUSES)


async def test_a_model_knows_the_same_in_other_words_but_new_figures_and_other_things_are_published(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs(Letters()) as bot:
        await tells(mina, BUSES)
        await read(bot, "kr.41110", BUSES)
        assert "Published as SUW-0002" in await tells(mina, GARDENS)
        assert "SUW-0001 says nearly the same" in await tells(mina, REWORDED)
        assert "Published as SUW-0003" in await tells(mina, MORE)


async def test_nobody_waits_for_a_model_that_does_not_answer(
    bot_runs: Runs, database: Database, mina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.index.keeper.PATIENCE", 0.5)
    await seated(database, mina, "수원시")
    model = Letters()
    async with bot_runs(model) as bot:
        await tells(mina, BUSES)
        await read(bot, "kr.41110", BUSES)
        await mina.says(REWORDED)
        model.free.clear()
        assert "Published as SUW-0002" in await mina.presses("Publish")
        model.free.set()
