"""Groups, and what the bot offers over the input of any chat, in a real browser."""

from pathlib import Path

from playwright.async_api import BrowserContext, Locator, expect

from tests.browser.tryout import DESKTOP, PHONE, Visitor, browsing

SUWON, TOYAMA, KAOHSIUNG, FREIBURG, COORDINATOR = 101, 102, 103, 104, 105
A_MOMENT = 1000  # milliseconds in which an answer that nobody wants would have come
TRIED = (
    (TOYAMA, "富山・高雄 議員交流", "公園", "@pumasi_bot 経由"),
    (KAOHSIUNG, "李怡君", "公園", "透過 @pumasi_bot"),
    (FREIBURG, "Anna Weber", "heat", "via @pumasi_bot"),
)


async def test_an_officer_drops_a_card_among_councillors_with_the_keys_and_is_answered_by_the_bots_name(
    address: str, tmp_path: Path
) -> None:
    async with browsing(tmp_path / "profile", DESKTOP) as context:
        mina = await _in(context, address, SUWON, "수원시의회 소통방")
        kim = await _in(context, address, COORDINATOR, "수원시의회 소통방")
        await kim.sees("지속가능발전목표 11")
        title = await _drops_with_the_keys(mina)
        await expect(await mina.sees(title)).to_contain_text("@pumasi_bot 이용")
        await kim.page.bring_to_front()
        dropped = await kim.sees(title)
        await expect(dropped.locator(".sender")).to_have_text("김미나")
        await _opens_without_a_login(context, dropped.get_by_role("link", name="자세히 보기"), title)
        await kim.says("@pumasi_bot 침수")
        await kim.sees("신월 빗물저류배수시설")
        await kim.says("점심은 어디서 할까요?")
        await kim.page.wait_for_timeout(A_MOMENT)
        await kim.sees("점심은 어디서")  # nobody answers that
        for visitor in (mina, kim):
            await visitor.looks_closely()


async def test_what_is_typed_behind_the_bots_name_is_pressed_into_any_chat_on_a_phone_in_each_language(
    address: str, tmp_path: Path
) -> None:
    async with browsing(tmp_path / "profile", PHONE) as context:
        for person, chat, words, via in TRIED:
            officer = await _in(context, address, person, chat)
            await _types(officer, "@pumasi_bot zzzzqq")
            await expect(_list(officer)).to_be_visible()
            await expect(_offers(officer)).to_have_count(0)
            await _types(officer, f"@pumasi_bot {words}")
            title = await _offers(officer).first.locator("strong").inner_text()
            await officer.looks_closely()
            await _offers(officer).first.click()
            await expect(await officer.sees(title)).to_contain_text(via)
            await expect(_list(officer)).to_be_hidden()
            await officer.page.wait_for_timeout(A_MOMENT)
            await officer.sees(title)  # the bot says nothing to its own card
            await officer.looks_closely()
            await officer.page.close()


async def _in(context: BrowserContext, address: str, person: int, chat: str) -> Visitor:
    """Open the page and turn to one of somebody's chats."""
    visitor = await Visitor.being(context, address)
    rows = visitor.page.locator(f"[data-testid='person-{person}'], [data-testid^='person-{person}/']")
    await rows.filter(has_text=chat).click()
    await expect(visitor.page.get_by_test_id("input")).to_be_visible()
    return visitor


async def _drops_with_the_keys(mina: Visitor) -> str:
    """Find a card by the bot's name and send it without touching anything but the keys; return its title."""
    page, typed = mina.page, mina.page.get_by_test_id("input")
    await page.bring_to_front()
    await _types(mina, "@pum")
    await page.keyboard.press("Tab")
    await expect(typed).to_have_value("@pumasi_bot ")
    await page.keyboard.type("버스")
    await expect(_offers(mina).first).to_contain_text("버스")
    n = await _offers(mina).count()
    await expect(page.get_by_role("status").filter(has_text=f"{n}건을 찾았습니다")).to_have_count(1)
    await mina.looks_closely()
    await page.keyboard.press("ArrowDown")
    chosen = page.get_by_role("option", selected=True)
    await expect(typed).to_have_attribute("aria-activedescendant", await chosen.get_attribute("id") or "")
    title = await chosen.locator("strong").inner_text()
    await page.keyboard.press("Enter")
    await expect(typed).to_have_value("")
    return title


async def _opens_without_a_login(context: BrowserContext, link: Locator, title: str) -> None:
    page = await context.new_page()
    await page.goto(await link.get_attribute("href") or "")
    await expect(page.get_by_role("heading", name=title)).to_be_visible()
    assert await context.cookies() == []
    await page.close()


async def _types(visitor: Visitor, text: str) -> None:
    """Type a text in place of what stands in the input, without sending it."""
    await visitor.page.get_by_test_id("input").fill("")
    await visitor.page.get_by_test_id("input").press_sequentially(text)


def _list(visitor: Visitor) -> Locator:
    return visitor.page.get_by_test_id("offers")


def _offers(visitor: Visitor) -> Locator:
    return visitor.page.get_by_test_id("offer")
