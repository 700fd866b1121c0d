"""Many pages of the web chat in one browser, which keeps six connections to the server at most."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, expect

from bot.simulator import Stage, World, serving
from tests.browser.tryout import DESKTOP, Visitor, browsing

MINA = {"id": 101, "name": "Mina", "role": "officer", "place": "Suwon", "language": "en", "about": "…"}
TURN = """(away) => {
    Object.defineProperty(document, "hidden", { value: away, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
async def address() -> AsyncIterator[str]:
    """A web chat without a bot."""
    async with serving(World(), stage=Stage(lambda: [MINA])) as address:
        yield address


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[BrowserContext]:
    async with browsing(tmp_path / "profile", DESKTOP) as context:
        yield context


async def test_every_one_of_many_pages_can_send_and_hears(browser: BrowserContext, address: str) -> None:
    pages = [await Visitor.being(browser, address, 101) for _ in range(8)]
    for number in (0, 7):
        await pages[number].says(f"From page {number}")
        for page in pages:
            await page.sees(f"From page {number}")
    for page in pages:
        await page.looks_closely()


async def test_a_page_nobody_looks_at_leaves_its_connection_and_catches_up_later(
    browser: BrowserContext, address: str
) -> None:
    away, here = [await Visitor.being(browser, address, 101) for _ in range(2)]
    await here.says("Before")
    await away.sees("Before")
    await away.page.evaluate(TURN, True)
    await here.says("Meanwhile")
    await here.sees("Meanwhile")
    await expect(away.messages).to_have_count(1)
    await away.page.evaluate(TURN, False)
    await away.sees("Meanwhile")
    await away.looks_closely()
