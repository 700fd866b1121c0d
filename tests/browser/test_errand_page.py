"""A department's page in a real browser, from the officer's request to the answer that arrives."""

import re
from pathlib import Path

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.tryout import PHONE, Visitor, browsing

FREIBURG = 104
LANGUAGES = ("ko", "ja", "zh-Hans", "zh-Hant", "en")
DONE = "Since 2025 we have let 40 rain gardens drink the water of our streets."


async def finds_no_fault(page: Page) -> None:
    found = await Axe().run(page)
    assert not found.response["violations"], [each["id"] for each in found.response["violations"]]
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_a_department_answers_on_a_phone_without_scripts_and_the_officer_publishes_it(
    address: str, tmp_path: Path
) -> None:
    async with browsing(tmp_path / "profile", PHONE) as context:
        officer = await Visitor.being(context, address, FREIBURG)
        await officer.says(DONE)
        await officer.presses("Publish")
        await officer.presses("Show the card")
        await officer.sees("The city's own statement.")
        await officer.looks_closely()
        await officer.presses("Ask a department")
        await officer.says("Parks Department")
        shown = await officer.sees("/d/")
        link = re.search(r"http://\S+/d/[\w-]+", await shown.inner_text())
        assert link, await shown.inner_text()
        page = await context.new_page()
        for language in LANGUAGES:
            await page.goto(link[0].replace("/d/", f"/{language}/d/"))
            await finds_no_fault(page)
        session = await context.new_cdp_session(page)
        await session.send("Emulation.setScriptExecutionDisabled", {"value": True})
        await page.goto(link[0])
        await page.get_by_role("button", name="Send").click()
        await expect(page.get_by_role("alert")).to_have_text("Please say what is new, or give a figure.")
        await page.get_by_label("What is new?").fill("Twelve more were planted in autumn.")
        await page.get_by_label("Who can be asked?").fill("Parks Department")
        await page.get_by_role("button", name="Send").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Your answer has arrived")
        await page.goto(link[0])
        await expect(page.get_by_role("heading", level=1)).to_have_text("This link was used or has expired")
        await officer.page.bring_to_front()
        await officer.goes_to_the_next_reminder()
        await expect(officer.page.get_by_text("Twelve more were planted in autumn.").last).to_be_visible()
        await officer.looks_closely()
