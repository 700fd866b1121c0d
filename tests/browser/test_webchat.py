"""The web chat in a real browser, on a desk and on a phone."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.simulator.files import sample_photo
from tests.browser.tryout import DESKTOP, PHONE, Visitor, browsing

SUWON, TOYAMA, KAOHSIUNG, FREIBURG, COORDINATOR, STRANGER = 101, 102, 103, 104, 105, 107
WRAPPED = """() => [...document.querySelectorAll("[data-press]")].filter((key) => {
    const words = document.createRange();
    words.selectNodeContents(key);
    const tops = [...words.getClientRects()].map(({ top }) => top);
    return Math.max(...tops) - Math.min(...tops) > 8;
  }).map((key) => key.textContent)"""
DONE = "Since 2025 we have let 40 rain gardens drink the water of Hwaseo-dong's streets."


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_a_stranger_joins_publishes_is_found_abroad_and_answers_a_reminder(
    address: str, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with browsing(tmp_path / "profile", size) as context:
        sam = await Visitor.being(context, address, STRANGER)
        kim = await Visitor.being(context, address, COORDINATOR)
        jun = await Visitor.being(context, address, TOYAMA)
        await _joins(sam, kim)
        number = await _publishes(sam)
        await _finds(sam, number)
        await _finds_from_abroad(jun, number)
        await _answers_a_reminder(sam)
        for visitor in (sam, kim, jun):
            await visitor.looks_closely()


async def test_what_can_be_added_to_a_draft_fits_a_phone_in_each_language(address: str, tmp_path: Path) -> None:
    async with browsing(tmp_path / "profile", PHONE) as context:
        for person in (SUWON, TOYAMA, KAOHSIUNG, FREIBURG):
            officer = await Visitor.being(context, address, person)
            await officer.says(DONE)
            await officer.page.locator("[data-press*=':more:']").last.click()
            await expect(officer.messages.last.locator(".keys")).to_have_count(5)
            await officer.looks_closely()
            assert await officer.page.evaluate(WRAPPED) == []


async def test_a_button_below_the_input_shares_a_location(address: str, tmp_path: Path) -> None:
    async with browsing(tmp_path / "profile", PHONE) as context:
        anna = await Visitor.being(context, address, FREIBURG)
        await anna.says(DONE)
        await anna.sees("Not published yet")
        await anna.presses("Add more")
        await anna.presses("Place")
        await anna.sees("This button shares where you are now")
        await anna.looks_closely()
        keyboard = anna.page.locator("#reply-keyboard")
        await keyboard.get_by_role("button", name="Share location").click()
        await anna.page.locator("[data-place=toyama]").click()
        await anna.sees("Which one do you mean?")
        await anna.presses("Toyama, Japan")
        await anna.sees("Place: Toyama, Japan")
        await expect(keyboard).to_be_hidden()


async def _joins(sam: Visitor, kim: Visitor) -> None:
    await sam.says("/start")
    await sam.sees("This chat is for officers with an invitation")
    await sam.presses("Ask to join")
    await sam.sees("Which city do you work for?")
    await sam.says("Suwon")
    await sam.sees("Your name and department?")
    await sam.says("Sam Carter, Climate Division")
    await sam.sees("is passed on")
    await kim.sees("Sam Carter, Climate Division")
    await kim.presses("승인")
    await kim.sees("승인했습니다")
    await sam.sees("is approved")
    await sam.presses("Read the notice")
    await sam.sees("Before you join")
    await sam.looks_closely()
    await sam.presses("Agree")
    await sam.sees("Welcome. You now speak for Suwon")


async def _publishes(sam: Visitor) -> str:
    await sam.attaches(sample_photo())
    await sam.says(DONE)
    draft = await sam.sees("Not published yet")
    await expect(draft).to_contain_text("Suwon")
    await expect(draft).to_contain_text("Photos and documents: 1")
    await sam.looks_closely()
    await sam.presses("Publish")
    receipt = await sam.sees("Published as SUW-")
    words = await receipt.inner_text()
    return next(word for word in words.split() if word.startswith("SUW-"))


async def _finds(sam: Visitor, number: str) -> None:
    await sam.says("/find rain garden")
    await sam.sees("1 action")
    await sam.presses("1")
    await sam.sees(number)
    await sam.presses("More")
    await sam.sees("City")
    await sam.presses("Photos")
    photo = (await sam.sees(number)).locator("img")
    await expect(photo).to_be_visible()
    assert await photo.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 640


async def _finds_from_abroad(jun: Visitor, number: str) -> None:
    await jun.says("/find rain garden")
    await jun.sees("英語")
    await jun.presses("1")
    await jun.sees(number)
    await jun.sees("rain gardens drink the water")
    await jun.looks_closely()


async def _answers_a_reminder(sam: Visitor) -> None:
    before = await sam.page.get_by_test_id("clock-now").get_attribute("datetime")
    await sam.goes_to_the_next_reminder()
    await expect(sam.page.get_by_test_id("clock-now")).not_to_have_attribute("datetime", before or "")
    await sam.sees("Report now")
    await sam.looks_closely()
    await sam.presses("No change")
    await sam.sees("Recorded as no change")
