"""Telegram's pushes: the same promises as by polling."""

import asyncio
import io
from typing import Any

import orjson
import pytest
from sqlalchemy import text

from bot.app import Pumasi
from bot.inbox import ALLOWED
from bot.simulator import World
from storage import Database, inbox
from tests.people import Person
from tests.web.conftest import SECRET, Hand


def _update(number: int, chat: int = 7, words: str = "/help") -> dict[str, Any]:
    user = {"id": chat, "is_bot": False, "first_name": "Mina", "language_code": "en"}
    facts = {"id": chat, "type": "private", "first_name": "Mina"}
    entities = [{"type": "bot_command", "offset": 0, "length": len(words)}]
    message = {"message_id": number, "date": 1, "chat": facts, "from": user, "text": words, "entities": entities}
    return {"update_id": number, "message": message}


async def _kept(url: str) -> list[int]:
    """Return the updates another process would see."""
    other = Database(url)
    try:
        return [update.id for update in await inbox.waiting(other)]
    finally:
        await other.close()


async def test_who_does_not_know_the_secret_is_turned_away(hand: Hand, database: Database) -> None:
    for secret in (None, "", "another", SECRET + "x", SECRET[:-1], "비밀"):
        assert await hand.posts(_update(1), secret=secret) == 403, secret
    assert await inbox.waiting(database) == []


async def test_a_bot_that_polls_takes_no_pushes(closed: Hand, database: Database) -> None:
    assert await closed.posts(_update(1), secret="") == 403
    assert await closed.posts(_update(1)) == 403
    assert await inbox.waiting(database) == []


NO_UPDATES = (
    b"", b"no json", b"[]", b"7", b"null", b"{}", b'{"update_id": "7"}', b'{"update_id": true}',
    b'{"update_id": 1e3}', b'{"update_id": 99999999999999999999}',
    b'{"update_id": 7, "message": {"chat": {"id": 9999999999999999999}}}', b"\xff\xfe", b"[" * 100_000,
)  # fmt: skip


async def test_what_is_no_update_is_refused(hand: Hand) -> None:
    for number, raw in enumerate(NO_UPDATES, 8):
        assert await hand.posts(raw=raw) == 400, raw[:80]
        assert await hand.posts(_update(number)) == 200, raw[:80]


@pytest.mark.parametrize(
    "raw", [b'{"update_id": 7}', b'{"update_id": 7, "message": 5}', b'{"update_id": 7, "news": {"chat": {"id": "x"}}}']
)
async def test_an_update_of_a_shape_nobody_knows_is_kept(hand: Hand, raw: bytes, database: Database) -> None:
    assert await hand.posts(raw=raw) == 200
    assert [update.id for update in await inbox.waiting(database)] == [7]


async def test_what_is_far_too_large_is_not_even_read(hand: Hand) -> None:
    body = b'{"update_id": 7, "x": "' + b"x" * 2_000_000 + b'"}'
    assert await hand.posts(raw=io.BytesIO(body)) == 413


async def test_an_update_is_safe_before_telegram_hears_that_it_arrived(hand: Hand, database_url: str) -> None:
    for number in (1, 2, 3):
        assert await hand.posts(_update(number)) == 200
        assert await _kept(database_url) == list(range(1, number + 1))


async def test_requests_at_the_same_time_share_a_commit(hand: Hand, database: Database, database_url: str) -> None:
    before = database.commits
    statuses = await asyncio.gather(*(hand.posts(_update(number, number)) for number in range(1, 81)))
    assert set(statuses) == {200}
    assert await _kept(database_url) == list(range(1, 81))
    assert database.commits - before <= 20


async def test_all_who_share_a_failed_commit_hear_of_it(hand: Hand, database: Database, database_url: str) -> None:
    await _rename(database, "inbox", "elsewhere")
    statuses = await asyncio.gather(*(hand.posts(_update(number, number)) for number in range(1, 21)))
    assert set(statuses) == {500}
    await _rename(database, "elsewhere", "inbox")
    assert await _kept(database_url) == []
    assert await hand.posts(_update(1)) == 200


async def _rename(database: Database, old: str, new: str) -> None:
    async with database.unit() as unit:
        await unit.connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))


async def test_an_update_pushed_twice_is_answered_once(hand: Hand, lee: Person) -> None:
    await lee.acts.says("hello")
    async with hand.bot.running(poll=False):
        pushes = [hand.posts(_update(5, lee.id)) for _ in range(5)]
        assert set(await asyncio.gather(*pushes)) == {200}
        assert (await lee.hears()).startswith("Pumasi")
        assert await hand.posts(_update(5, lee.id)) == 200
        await lee.quiet()


async def test_a_conversation_goes_on_by_webhook(hand: Hand, bot: Pumasi, lee: Person, world: World) -> None:
    async with bot.running(poll=False):
        webhook = {"url": f"{hand.address}/telegram/webhook", "secret_token": SECRET, "allowed_updates": ALLOWED}
        await bot.transport.call("setWebhook", orjson.dumps(webhook))
        for _ in range(3):
            assert (await lee.says("/help")).startswith("Pumasi")
        assert world.calls["getUpdates"] == 0
        await bot.transport.call("deleteWebhook")
