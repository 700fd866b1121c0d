"""The try-out as a stranger meets it: the real command in a process of its own, and a browser looking at it."""

import asyncio
import os
import re
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import BrowserContext, ConsoleMessage, Locator, Page, Request, async_playwright, expect

from tests.databases import Sqlite

HERE = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")  # Debian's; elsewhere Playwright's own is used
QUIETLY = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP, PHONE = (1280, 800), (390, 844)
PATIENCE = 15_000  # milliseconds: the bot speaks as slowly as Telegram wants
TOO_WIDE = """() => [...document.querySelectorAll("body *")].filter((element) => {
    const { right, left, width } = element.getBoundingClientRect();
    const isMeant = element.closest(".tries, .unseen, .brand");
    return width && !isMeant && (right > innerWidth + 1 || left < -1);
}).map((element) => element.outerHTML.slice(0, 120))"""
CLIPPED = """() => [...document.querySelectorAll(".key")]
    .filter((key) => key.scrollWidth > key.clientWidth + 1 || key.scrollHeight > key.clientHeight + 1)
    .map((key) => key.textContent)"""

expect.set_options(timeout=PATIENCE)


@asynccontextmanager
async def trying_out(data: Path, copies: Sqlite | None = None, encoder: str = "none") -> AsyncIterator[str]:
    """Run the try-out with its data in this folder; give its address. With copies, it need not load the places."""
    if copies:
        copies.copied(data / "try" / "pumasi.db")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {name: value for name, value in os.environ.items() if not name.startswith("PUMASI_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "try", "--port", str(port),
        cwd=HERE, env=settings | {"PUMASI_DATA": str(data), "PUMASI_ENCODER": encoder}, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        async with asyncio.timeout(30):
            while line := (await process.stdout.readline()).decode():
                if line.startswith("http"):
                    break
        assert line, "the try-out ended before it began"
        yield line.strip()
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


@asynccontextmanager
async def browsing(
    profile: Path, size: tuple[int, int], locale: str = "en-GB", sharpness: float = 1
) -> AsyncIterator[BrowserContext]:
    """Open a browser with a new profile in this folder; ``sharpness`` is a picture's pixels for each of the page."""
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            profile,
            executable_path=CHROMIUM if CHROMIUM.exists() else None,
            args=QUIETLY,
            viewport={"width": size[0], "height": size[1]},
            locale=locale,
            device_scale_factor=sharpness,
        )
        try:
            yield context
        finally:
            await context.close()


class Visitor:
    """Somebody at the page, being one of its people. What goes wrong there unseen is kept in ``troubles``."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.troubles: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("request", self._follow)

    @classmethod
    async def being(cls, context: BrowserContext, address: str, person: int | None = None) -> "Visitor":
        """Open the page as this person, or at the choice of people."""
        visitor = cls(await context.new_page())
        await visitor.page.goto(f"{address}/#{person}" if person else address)
        await expect(visitor.page.get_by_test_id("person-101")).to_be_attached()
        return visitor

    @property
    def messages(self) -> Locator:
        return self.page.get_by_test_id("message")

    @property
    def _clock(self) -> Locator:
        return self.page.get_by_test_id("clock-toggle")

    async def says(self, text: str) -> None:
        """Turn to the page, type a text and send it."""
        await self.page.bring_to_front()  # the browser is slow to let anything happen in pages behind
        await self.page.get_by_test_id("input").fill(text)
        await self.page.get_by_test_id("send").click()

    async def attaches(self, photo: bytes) -> None:
        """Lay a photo ready, as the attach menu does."""
        picture = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": photo}
        await self.page.get_by_test_id("photo-input").set_input_files(picture)  # type: ignore[arg-type]
        await expect(self.page.get_by_test_id("staged").locator("img")).to_be_visible()

    async def sees(self, text: str) -> Locator:
        """Wait until the newest message says this; return it."""
        await expect(self.messages.last).to_contain_text(text)
        return self.messages.last

    async def presses(self, label: str) -> None:
        """Turn to the page and press the newest button with this label."""
        await self.page.bring_to_front()
        exactly = re.compile(f"^{re.escape(label)}$")
        await self.page.locator("[data-press]").filter(has_text=exactly).last.click()

    async def goes_to_the_next_reminder(self) -> None:
        """Turn to the page and move the clock; on a phone its buttons unfold first."""
        await self.page.bring_to_front()
        if await self._clock.is_visible():
            await self._clock.click()
        await self.page.get_by_test_id("clock-reminder").click()

    async def looks_closely(self) -> None:
        """Assert that nothing is wider than the screen, no label is clipped, and nothing went wrong unseen."""
        assert await self.page.evaluate(TOO_WIDE) == []
        assert await self.page.evaluate(CLIPPED) == []
        assert self.troubles == []

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(message.text)

    def _follow(self, request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "blob:http://127.0.0.1:", "data:")):
            self.troubles.append(f"a request left: {request.url}")
