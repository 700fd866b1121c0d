"""The pictures under docs/screenshots: ``python -m tests.browser.screenshots`` makes them anew."""

import asyncio
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.async_api import BrowserContext, expect

from tests.browser.tryout import DESKTOP, HERE, PHONE, Visitor, browsing, trying_out

FOLDER = HERE / "docs" / "screenshots"
MINA, JUN, LI, ANNA, PARK, SAM = 101, 102, 103, 104, 105, 107
SENSORS_KO = "지하차도 세 곳에 침수 차단막과 수위 센서 12개를 설치해 대피 시간을 20분 앞당겼습니다."
SENSORS_JA = "アンダーパス3か所に止水板と水位センサー12個を設置し、避難の開始を20分早めました。"


async def main() -> None:
    """Play one story and keep a picture of each of its main moments."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as place:
        folder = Path(place)
        async with (
            trying_out(folder / "one", encoder="e5") as address,
            browsing(folder / "desktop", DESKTOP, locale="ko-KR") as desktop,
        ):
            await _at_the_desk(desktop, address)
        async with (
            trying_out(folder / "two", encoder="e5") as address,
            browsing(folder / "phone", PHONE, sharpness=2) as phone,
        ):
            await _on_the_phone(phone, address)


async def _at_the_desk(desktop: BrowserContext, address: str) -> None:
    mina = await Visitor.being(desktop, address, MINA)
    await mina.says(SENSORS_KO)
    await mina.sees("아직 게시 전입니다")
    await _keep(mina, "tryout-ko")
    await _reads(desktop, f"{address}/ja/", "page-ja")


async def _on_the_phone(phone: BrowserContext, address: str) -> None:
    anna = await Visitor.being(phone, address)
    await _keep(anna, "people-en")
    await _without_hints(anna)
    for scene in (_publishes_in_korean, _looks_around, _joins, _is_reminded):
        for page in phone.pages[1:]:  # each waits for news, and a browser keeps six connections at most
            await page.close()
        await scene(phone, address)
    await _reads(phone, f"{address}/ko/", "page-ko")


async def _publishes_in_korean(phone: BrowserContext, address: str) -> None:
    mina = await Visitor.being(phone, address, MINA)
    await mina.says(SENSORS_KO)
    await mina.sees("아직 게시 전입니다")
    await _keep(mina, "draft-ko")
    await mina.presses("게시")
    await mina.sees("게시했습니다")


async def _looks_around(phone: BrowserContext, address: str) -> None:
    jun = await Visitor.being(phone, address, JUN)
    await jun.says(SENSORS_JA)
    await jun.sees("まだ公開されていません")
    await jun.presses("公開")
    await jun.sees("公開しました")
    await jun.says("/find 水")
    await jun.sees("他の言語")
    await _keep(jun, "find-ja")
    li = await Visitor.being(phone, address, LI)
    await li.says("/find 公園")
    await li.sees("千园之城")
    await li.presses("1")
    await li.sees("原文")
    await _keep(li, "card-zh_Hant")


async def _joins(phone: BrowserContext, address: str) -> None:
    sam, park = await Visitor.being(phone, address, SAM), await Visitor.being(phone, address, PARK)
    await sam.says("/join")
    await sam.sees("Which city")
    await sam.says("Suwon")
    await sam.sees("Your name")
    await sam.says("Sam Carter, Climate Division")
    await park.sees("Sam Carter")
    await park.presses("승인")
    await sam.sees("is approved")
    await sam.presses("Read the notice")
    await sam.sees("Before you join")
    await _keep(sam, "notice-en")


async def _is_reminded(phone: BrowserContext, address: str) -> None:
    mina, park = await Visitor.being(phone, address, MINA), await Visitor.being(phone, address, PARK)
    await mina.goes_to_the_next_reminder()
    await mina.sees("보고가 열렸습니다")
    await _keep(mina, "reminder-ko")
    await mina.presses("변동 없음")
    await mina.sees("변동 없음으로 기록했습니다")
    await park.says("/office")
    await park.sees("분기 보고")
    await park.presses("1")
    await park.sees("변동 없음")
    await _keep(park, "office-ko")


async def _without_hints(visitor: Visitor) -> None:
    """Close what greets a newcomer; the browser remembers that."""
    await visitor.page.get_by_test_id("person-104").click()
    welcome = visitor.page.get_by_test_id("welcome")
    await welcome.get_by_role("button", name="Close").click()
    await expect(welcome).to_be_hidden()


async def _reads(browser: BrowserContext, address: str, name: str) -> None:
    """Look at the public page once its map is drawn."""
    page = await browser.new_page()
    await page.goto(address)
    await expect(page.locator(".map path").first).to_be_visible()
    _write(await page.screenshot(), name)


async def _keep(visitor: Visitor, name: str) -> None:
    """Write the picture once nothing moves any more."""
    await visitor.page.mouse.move(1, 1)  # so that nothing looks as if it were pointed at
    await expect(visitor.page.get_by_test_id("toasts")).to_be_empty()
    await visitor.page.wait_for_timeout(1800)  # milliseconds: until what has just changed no longer glows
    await visitor.looks_closely()
    _write(await visitor.page.screenshot(), name)


def _write(picture: bytes, name: str) -> None:
    """Write a picture with as many colours as it needs, so that it stays small."""
    Image.open(BytesIO(picture)).convert("RGB").quantize(256).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    asyncio.run(main())
