"""The process as a service manager starts it, by webhook and by polling."""

import socket
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.simulator import World
from tests.commands import Operator, until
from tests.conftest import TOKEN
from tests.people import Person
from tests.web.conftest import SECRET


@pytest.fixture
def address() -> str:
    """An address nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


async def test_with_a_webhook_it_is_pushed_to_and_without_it_polls(
    tmp_path: Path, database_url: str, api: str, address: str, world: World, lee: Person
) -> None:
    polling = Operator(
        tmp_path, PUMASI_DATABASE_URL=database_url, PUMASI_BOT_API=api, PUMASI_BOT_TOKEN=TOKEN, PUMASI_LISTEN=address
    )
    pushed = polling.but(PUMASI_WEBHOOK_URL=f"http://{address}", PUMASI_WEBHOOK_SECRET=SECRET)

    process = await pushed.starts("run")
    await until(lambda: world.updates.webhook)
    assert world.updates.webhook["url"] == f"http://{address}/telegram/webhook"
    assert (await lee.says("/help")).startswith("Pumasi")
    assert world.calls["getUpdates"] == 0
    async with ClientSession() as session, session.get(f"http://{address}/readyz") as response:
        assert response.status == 200
    process.terminate()
    _out, log = await process.communicate()
    assert process.returncode == 0 and not any(word in log.decode() for word in (TOKEN, SECRET, "/help"))

    await lee.acts.says("/help")  # pushed in vain, and not lost
    process = await polling.starts_anew("run")
    assert (await lee.hears(30)).startswith("Pumasi")
    assert world.updates.webhook == {} and world.calls["getUpdates"] > 0
    process.terminate()
    await process.communicate()
    assert process.returncode == 0
