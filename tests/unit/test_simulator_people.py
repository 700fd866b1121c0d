"""The cast: a person sees each thing once, in order, as it was shown."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.simulator import World, groups
from bot.simulator.samples import sticker
from tests.people import Person
from tests.unit.simulated import Api, calling


@pytest.fixture
async def world() -> World:
    return World()


@pytest.fixture
async def api(world: World) -> AsyncIterator[Api]:
    async with calling(world) as api:
        yield api


@pytest.fixture
async def mina(world: World) -> Person:
    mina = Person(world, 7, "Mina", "ko")
    await mina.acts.says("/start")
    return mina


def buttons(*labels: str) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": label, "callback_data": label.lower()}] for label in labels]}


async def test_what_is_shown_is_heard_once_and_in_order(api: Api, mina: Person) -> None:
    first = await api.result("sendMessage", chat_id=7, text="One", reply_markup=buttons("Go", "Stop"))
    await api("sendMessage", chat_id=7, text="Two")
    await api("editMessageText", chat_id=7, message_id=first["message_id"], text="One again")

    heard = [await mina.hears() for _ in range(3)]

    assert heard == ["One", "Two", "One again"]
    assert [seen.edited for seen in heard] == [False, False, True]
    assert heard[0].buttons == [["Go"], ["Stop"]] and heard[2].buttons == []
    await mina.quiet(0.01)


async def test_an_act_waits_for_the_answer(api: Api, mina: Person) -> None:
    async def answer() -> None:
        [*_, update] = await api.updates(offset=-1, timeout=5)
        await api("sendMessage", chat_id=7, text=update["message"]["text"][::-1])

    await api.updates(offset=10**6)
    answering = asyncio.create_task(answer())
    assert await mina.says("abc") == "cba"
    await answering


async def test_silence_is_noticed_and_noise_breaks_it(api: Api, mina: Person) -> None:
    with pytest.raises(AssertionError, match="nothing was shown"):
        await mina.hears(0.01)
    await api("sendMessage", chat_id=7, text="Noise")
    with pytest.raises(AssertionError, match="Noise"):
        await mina.quiet(0.01)


async def test_a_message_without_words_is_heard_too(api: Api, mina: Person, world: World) -> None:
    await mina.acts.sends_photo()
    [update] = await api.updates(offset=-1)
    await api.result("sendPhoto", chat_id=7, photo=update["message"]["photo"][-1]["file_id"])
    seen = await mina.hears()
    assert seen == "" and seen.message["photo"][-1]["width"] == 640


async def test_the_newest_button_with_a_label_is_pressed(api: Api, mina: Person) -> None:
    for number in (1, 2):
        keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": f"go {number}"}]]}
        await api("sendMessage", chat_id=7, text="Well?", reply_markup=keyboard)
    older = await mina.hears()
    await mina.acts.presses("Go")
    await mina.acts.presses("Go", under=older)
    updates = await api.updates(offset=-2)
    assert [update["callback_query"]["data"] for update in updates] == ["go 2", "go 1"]


async def test_pressing_what_is_not_there_tells_what_is(api: Api, mina: Person) -> None:
    await api("sendMessage", chat_id=7, text="Well?", reply_markup=buttons("Yes", "No"))
    with pytest.raises(AssertionError, match=r"no button 'Maybe'.*\['Yes', 'No'\]"):
        await mina.acts.presses("Maybe")


async def test_a_link_cannot_be_pressed_for_an_answer(api: Api, mina: Person) -> None:
    link = {"inline_keyboard": [[{"text": "Read", "url": "https://example.org/"}]]}
    await api.result("sendMessage", chat_id=7, text="Well?", reply_markup=link)
    with pytest.raises(AssertionError, match="it is not an answer"):
        await mina.acts.presses("Read")


async def test_toasts_reach_who_pressed_and_nobody_else(api: Api, mina: Person, world: World) -> None:
    jun = Person(world, 8, "Jun")
    await api("sendMessage", chat_id=7, text="Well?", reply_markup=buttons("Go"))
    query = await mina.acts.presses("Go")
    await api.result("answerCallbackQuery", callback_query_id=query, text="Gone")
    assert (mina.toasts, jun.toasts, mina.answered_presses) == (["Gone"], [], 1)


async def test_a_reply_keyboard_is_seen_by_the_person_and_not_told_to_the_bot(api: Api, mina: Person) -> None:
    keyboard = {"keyboard": [[{"text": "Here", "request_location": True}]]}
    message = await api.result("sendMessage", chat_id=7, text="Where?", reply_markup=keyboard)
    assert "reply_markup" not in message
    assert (await mina.hears()).keyboard == [["Here"]]


async def test_the_chat_is_what_stands_there_now(api: Api, mina: Person, world: World) -> None:
    await mina.acts.sends(sticker(world.files))
    message = await api.result("sendMessage", chat_id=7, text="Soon gone")
    await api.result("sendMessage", chat_id=7, text="Stays")
    await api.result("deleteMessage", chat_id=7, message_id=message["message_id"])
    assert mina.chat == ["/start", "", "Stays"] and mina.heard == ["Stays"]


async def test_an_overlong_text_arrives_in_parts_as_clients_send_it(api: Api, mina: Person) -> None:
    await mina.acts.says("x" * 5000)
    updates = await api.updates(offset=-2)
    assert [len(update["message"]["text"]) for update in updates] == [4096, 904]


async def test_waiting_for_the_world_ends_with_what_was_found_or_fails(world: World, mina: Person) -> None:
    waiting = asyncio.create_task(world.until(lambda: len(mina.chat) == 2 and "there"))
    await asyncio.sleep(0)
    await mina.acts.says("Hello")
    assert await waiting == "there"
    with pytest.raises(AssertionError, match="nothing of the kind"):
        await world.until(lambda: False, seconds=0.01)


async def test_a_person_acts_and_listens_within_a_group(api: Api, mina: Person, world: World) -> None:
    group = groups.found(world, "Goal 11", [7])
    inside = mina.within(group.id)
    await inside.acts.says("/find")
    [update] = await api.updates(offset=-1)
    assert update["message"]["chat"]["id"] == group.id
    await api.result("sendMessage", chat_id=group.id, text="Found")
    assert await inside.hears() == "Found"
    await mina.quiet(0)


async def test_calls_are_taken_from_queries_and_forms_too(api: Api, mina: Person) -> None:
    url = f"{api.url}/bot42:TEST/sendMessage"
    async with api.session.get(url, params={"chat_id": "7", "text": "One"}) as response:
        assert response.status == 200
    form = {"chat_id": "7", "text": "Two", "reply_markup": '{"inline_keyboard": [[]]}'}
    async with api.session.post(url, data=form) as response:
        assert response.status == 200
    assert [await mina.hears(), await mina.hears()] == ["One", "Two"]
