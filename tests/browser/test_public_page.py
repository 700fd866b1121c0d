"""The public page in a real browser: for every reader, with and without scripts, and inside Telegram."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import orjson
import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import BrowserContext, Page, expect

from tests.browser.tryout import DESKTOP, PHONE, browsing, trying_out
from tests.databases import Sqlite

LANGUAGES = ("en", "ko", "ja", "zh-Hans", "zh-Hant")
SHIFT = """() => new Promise((resolve) => {
    let shift = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((each) => (shift += each.value)))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve(shift), 300);
})"""
TELEGRAM = quote(orjson.dumps({"bg_color": "#17212b", "text_color": "#f5f5f5"}).decode())


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def address(tmp_path_factory: pytest.TempPathFactory, sqlite_copies: Sqlite) -> AsyncIterator[str]:
    """Where one try-out is for all of these: nobody here changes anything."""
    async with trying_out(tmp_path_factory.mktemp("tryout"), sqlite_copies) as address:
        yield address


@pytest.fixture
async def phone(tmp_path: Path) -> AsyncIterator[BrowserContext]:
    async with browsing(tmp_path / "profile", PHONE) as context:
        yield context


class Reader:
    """Somebody who reads the page. What goes wrong there unseen is kept in ``troubles``."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.troubles: list[str] = []
        page.on("console", lambda message: self.troubles.append(message.text))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("request", lambda request: self._follow(request.url))

    def _follow(self, url: str) -> None:
        if not url.startswith(self.address):
            self.troubles.append(f"a request left: {url}")

    async def opens(self, path: str) -> None:
        await self.page.goto(self.address + path)

    async def sees_the_map(self, part: str) -> None:
        await expect(self.page.locator(f"[data-shown={part}] .map path").first).to_be_visible()

    async def finds_no_fault(self) -> None:
        """Assert that nobody is kept out, nothing is wider than the screen, and nothing went wrong unseen."""
        found = await Axe().run(self.page)
        serious = [each for each in found.response["violations"] if each["impact"] in ("serious", "critical")]
        assert not serious, [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in serious]
        assert await self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert self.troubles == []


async def test_no_reader_in_any_language_is_kept_out(address: str, phone: BrowserContext) -> None:
    reader = Reader(await phone.new_page(), address)
    for language in LANGUAGES:
        await reader.opens(f"/{language}/")
        await reader.sees_the_map("korea")
        assert await reader.page.evaluate(SHIFT) < 0.01
        await reader.finds_no_fault()
        await reader.opens(f"/{language}/actions?q=flood&target=11.5")
        await reader.finds_no_fault()
    for path in ("/ko/actions/SUW-0001", "/ja/cities/SUW", "/zh-Hant/shelf", "/en/open", "/zh-Hans/about"):
        await reader.opens(path)
        await reader.finds_no_fault()


async def test_the_map_leads_to_cities_and_shows_the_world(address: str, tmp_path: Path) -> None:
    async with browsing(tmp_path / "profile", DESKTOP) as context:
        await context.pages[0].emulate_media(color_scheme="dark")
        reader = Reader(context.pages[0], address)
        await reader.opens("/en/")
        await reader.sees_the_map("korea")
        await reader.finds_no_fault()
        await reader.page.get_by_role("button", name="World").click()
        await reader.sees_the_map("world")
        await reader.page.locator("path.bubble").first.click()
        neighbours = reader.page.locator(".leaflet-popup-content a")
        await expect(neighbours.filter(has_text="Suwon, Gyeonggi-do")).to_have_count(1)
        assert await neighbours.count() > 20
        await reader.page.get_by_role("button", name="Korea").click()
        await reader.sees_the_map("korea")
        await expect(reader.page.locator(".leaflet-popup-content")).to_have_count(0)
        await reader.page.locator("path.district.step-2").last.click()
        link = reader.page.locator(".leaflet-popup-content a")
        name = await link.inner_text()
        await link.click()
        await expect(reader.page.get_by_role("heading", level=1)).to_have_text(name)
        await reader.finds_no_fault()


async def test_where_the_map_cannot_be_drawn_the_list_still_leads_on(address: str, phone: BrowserContext) -> None:
    page = await phone.new_page()
    await page.route("**/*.topo.*", lambda route: route.abort())
    await page.goto(f"{address}/en/")
    await expect(page.get_by_text("The map cannot be drawn here. The list says the same.")).to_be_visible()
    await page.get_by_role("link", name="Suwon, Gyeonggi-do").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Suwon, Gyeonggi-do")


async def test_with_a_keyboard_alone_one_gets_to_the_content_and_to_another_language(
    address: str, phone: BrowserContext
) -> None:
    page = await phone.new_page()
    await page.goto(f"{address}/en/cities/SUW")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("#content")).to_be_focused()
    await page.locator(".tongues summary").focus()
    await page.keyboard.press("Enter")
    for _step in range(2):
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("경기도 수원시")
    assert page.url == f"{address}/ko/cities/SUW"


async def test_without_scripts_everything_but_the_map_is_there(address: str, phone: BrowserContext) -> None:
    page = await phone.new_page()
    session = await phone.new_cdp_session(page)
    await session.send("Emulation.setScriptExecutionDisabled", {"value": True})
    await page.goto(f"{address}/en/")
    await expect(page.locator(".map-frame")).to_be_hidden()
    await expect(page.get_by_role("link", name="Suwon, Gyeonggi-do")).to_be_visible()
    await page.get_by_label("Search actions").fill("Vienna housing")
    await page.get_by_role("button", name="Search").click()
    await page.get_by_text("Narrow down").click()
    await page.get_by_label("Country or area").select_option("AT")
    await page.get_by_role("button", name="Search").click()
    await page.locator(".card a").first.click()
    await expect(page.locator("article.action")).to_contain_text("Vienna, Austria")


async def test_inside_telegram_it_takes_telegram_s_colours_and_keeps_them(address: str, phone: BrowserContext) -> None:
    page = await phone.new_page()
    heard: list[str] = []
    await page.expose_function("hear", lambda event: heard.append(event))
    await page.add_init_script("window.TelegramWebviewProxy = { postEvent: (event) => window.hear(event) }")
    await page.goto(f"{address}/en/#tgWebAppVersion=8.0&tgWebAppPlatform=android&tgWebAppThemeParams={TELEGRAM}")
    await expect(page.locator("html")).to_have_attribute("data-scheme", "dark")
    assert heard == ["web_app_ready", "web_app_expand"]
    await page.get_by_role("link", name="About", exact=True).click()
    await expect(page.locator("html")).to_have_attribute("data-scheme", "dark")
    assert await page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(16, 23, 20)"


async def test_the_try_out_leads_to_the_public_page(address: str, phone: BrowserContext) -> None:
    page = await phone.new_page()
    await page.goto(address)
    async with phone.expect_page() as opened:
        await page.get_by_role("link", name="Public page of this network").click()
    await expect((await opened.value).get_by_role("heading", level=1)).to_contain_text("Goal 11")
