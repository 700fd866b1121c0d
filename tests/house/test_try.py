"""The try-out, as a stranger starts it: no token, no network, one line."""

import asyncio
from asyncio.subprocess import Process
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from tests.commands import PATIENCE, Operator

SUWON, STRANGER = 101, 107


class Browser:
    """What the web chat does."""

    def __init__(self, session: ClientSession, address: str) -> None:
        self.session, self.address = session, address

    async def gets(self, path: str) -> Any:
        async with self.session.get(f"{self.address}/chat/api/{path}") as response:
            return await response.json()

    async def posts(self, path: str, **body: object) -> Any:
        async with self.session.post(f"{self.address}/chat/api/{path}", json=body) as response:
            return await response.json()

    async def sees(self, person: int, words: str) -> None:
        """Wait until the bot has shown this to somebody, as words or behind a button."""
        async with asyncio.timeout(PATIENCE):
            while not any(
                words in f"{message['text']} {message['inline']}" and not message["mine"]
                for message in (await self.gets(f"{person}/log"))["messages"]
            ):
                await asyncio.sleep(0.1)


async def _started(operator: Operator, *words: str) -> tuple[Process, str]:
    """Start the try-out; return its process and the address it prints."""
    process = await operator.starts_anew("try", *words)
    assert process.stdout
    async with asyncio.timeout(PATIENCE):
        while not (line := (await process.stdout.readline()).decode().strip()).startswith("http://127.0.0.1:"):
            assert line, (await process.communicate())[1].decode()
    return process, line


async def _ended(process: Process) -> None:
    process.terminate()
    _out, err = await process.communicate()
    assert (process.returncode, err.decode()) == (0, "")


async def test_a_stranger_can_try_everything(tmp_path: Path) -> None:
    operator = Operator(tmp_path, http_proxy="http://127.0.0.1:9", HTTP_PROXY="http://127.0.0.1:9")
    process, address = await _started(operator)
    async with ClientSession() as session:
        browser = Browser(session, address)
        state = await browser.gets("state")
        assert [person["id"] for person in state["people"]] == list(range(101, 108))
        await browser.posts(f"{SUWON}/say", text="/find 침수")
        await browser.sees(SUWON, "신월 빗물저류배수시설")
        await browser.posts(f"{STRANGER}/say", text="/help")
        await browser.sees(STRANGER, "/find")
        commands = [each["command"] for each in (await browser.gets(f"{SUWON}/log"))["commands"]]
        assert "update" in commands

        morning = (await browser.posts("clock", to="morning"))["now"]
        assert morning[11:16] == "00:00", "nine o'clock in Seoul"
        assert (await browser.posts("clock", to="reminder"))["now"] > morning
        await browser.sees(SUWON, "answer:no_change")
        assert "a try-out is running" in await operator.fails("try")
    await _ended(process)


async def test_what_was_done_stays_until_a_fresh_start(tmp_path: Path) -> None:
    operator = Operator(tmp_path)
    assert "침수 차단막" not in await _drafts(operator, then="화서동 지하차도 세 곳에 침수 차단막을 설치했습니다.")
    assert "침수 차단막" in await _drafts(operator)
    assert "침수 차단막" not in await _drafts(operator, "--fresh")


async def _drafts(operator: Operator, *words: str, then: str = "") -> str:
    """Return what an officer sees of their drafts; then let them type something."""
    process, address = await _started(operator, *words)
    async with ClientSession() as session:
        browser = Browser(session, address)
        await browser.posts(f"{SUWON}/say", text="/mine")
        await browser.posts(f"{SUWON}/say", text="/help")
        await browser.sees(SUWON, "/find")
        seen = "\n".join(
            f"{message['text']} {message['inline']}" for message in (await browser.gets(f"{SUWON}/log"))["messages"]
        )
        if then:
            await browser.posts(f"{SUWON}/say", text=then)
            await browser.sees(SUWON, "11.5")
    await _ended(process)
    return seen
