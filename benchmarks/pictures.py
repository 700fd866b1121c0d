"""How long pictures take: the first one of a new process, the next ones, and one that was asked for before.

    python -m benchmarks.pictures [rounds] [folder for samples]

A network of 243 cities, with actions for every target. Samples are drawn in five languages, as they would be sent.
"""

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable
from datetime import date
from decimal import Decimal
from pathlib import Path

from bot.goal11 import TARGETS
from bot.pictures import geometry, makers
from bot.pictures.values import Districts, Gaps, Row, Spot, Spots, Tags
from bot.reports.contents import IndicatorPart, MeasurePart
from bot.settings import HERE
from bot.workshop import Order, Workshop, order

DAY = date(2026, 11, 22)
TAGS = (
    "침수", "도시재생", "빗물", "대중교통", "재활용", "햇빛", "어린이", "보행", "자전거", "그늘막", "도서관", "청년", "浸水", "公園",
    "骨格", "直接", "バス", "海岸", "步行", "綠地", "回收", "低碳", "社区", "老旧小区", "floods", "buses", "parks", "housing",
)  # fmt: skip
SEATS = {
    "en": ("Suwon", "Changwon", "Toyama", "Kaohsiung", "Freiburg"),
    "ko": ("수원시", "창원시", "도야마시", "가오슝시", "프라이부르크"),
    "ja": ("水原市", "昌原市", "富山市", "高雄市", "フライブルク"),
    "zh_Hans": ("水原市", "昌原市", "富山市", "高雄市", "弗赖堡"),
    "zh_Hant": ("水原市", "昌原市", "富山市", "高雄市", "弗萊堡"),
}
PLACES = ((127.0, 37.26), (128.68, 35.23), (137.21, 36.7), (120.31, 22.62), (7.85, 47.99))
RECYCLED = {
    "en": "Household waste recycled", "ko": "생활폐기물 재활용률", "ja": "家庭ごみのリサイクル率",
    "zh_Hans": "生活垃圾回收利用率", "zh_Hant": "生活垃圾回收率",
}  # fmt: skip


def orders(language: str, cities: int, chance: random.Random) -> dict[str, Order]:
    """Return one order of each kind of picture, for a network of so many cities."""
    keys = list(geometry.shapes(geometry.path(HERE / "data", "korea")).areas)[:cities]
    names = SEATS[language]
    counts = {key: chance.choice((0, 1, 1, 3, 6, 14)) for key in ["kr.41110", "kr.48120", *keys]}
    named = {key: f"{names[0]} {number}" for number, key in enumerate(counts)} | dict(zip(counts, names, strict=False))
    spots = [Spot(name, east, north, chance.randint(0, 30)) for name, (east, north) in zip(names, PLACES, strict=True)]
    spots += [Spot(f"{names[0]} {n}", chance.uniform(126, 129), chance.uniform(35, 38), n % 9) for n in range(cities)]
    rows = [Row(name, {code: chance.choice((0, 0, 1, 4, 12)) for code in TARGETS}) for name in (names * 4)[:20]]
    values = [(2021, "58.9"), (2022, "59.4"), (2023, "60.1"), (2024, "60.8"), (2026, "61.4")]
    measured = [MeasurePart(date(year, 12, 31), Decimal(value)) for year, value in values]
    indicator = IndicatorPart(
        "SUW", RECYCLED[language], language, "%", "up", "11.6", values=tuple(measured),
        baseline=MeasurePart(date(2020, 12, 31), Decimal("58.2")),
        target_value=MeasurePart(date(2030, 12, 31), Decimal(66)),
    )  # fmt: skip
    tagged = {tag: chance.randint(1, 40) for tag in TAGS}
    korea = Districts(day=DAY, target="11.5", counts=counts, names=named, demo=True)
    return {
        "korea": order(makers.korea, korea, language),
        "world": order(makers.world, Spots(day=DAY, cities=tuple(spots), demo=True), language),
        "gaps": order(makers.gaps, Gaps(day=DAY, targets=tuple(TARGETS), rows=tuple(rows), demo=True), language),
        "tags": order(makers.tags, Tags(day=DAY, counts=tagged, demo=True), language),
        "progress": order(makers.progress, indicator, language),
    }


async def timed(making: Awaitable[bytes]) -> tuple[float, int]:
    """Return the seconds something took, and how many bytes it made."""
    began = time.perf_counter()
    content = await making
    return time.perf_counter() - began, len(content)


async def measure(rounds: int) -> None:
    taken: dict[str, list[tuple[float, float, float, int]]] = {}
    for number in range(rounds):
        for kind, wanted in orders("ko", 243, random.Random(number)).items():
            with tempfile.TemporaryDirectory() as folder:
                workshop = Workshop(Path(folder) / "made")
                cold, size = await timed(workshop.make(wanted))
                other = orders("ja", 243, random.Random(number))[kind]
                warm, _size = await timed(workshop.make(other))
                kept, _size = await timed(workshop.make(wanted))
                await workshop.close()
                taken.setdefault(kind, []).append((cold, warm, kept, size))
    print("| picture | new process, s | same process, s | asked for before, ms | kB |")
    print("| --- | --: | --: | --: | --: |")
    for kind, found in taken.items():
        cold, warm, kept, size = (statistics.median(each) for each in zip(*found, strict=True))
        print(f"| {kind} | {cold:.2f} | {warm:.2f} | {kept * 1000:.1f} | {size / 1000:.0f} |")


async def sample(folder: Path) -> None:
    """Write one picture of each kind in each language."""
    folder.mkdir(parents=True, exist_ok=True)
    workshop = Workshop()
    for language in SEATS:
        for kind, wanted in orders(language, 3, random.Random(11)).items():
            (folder / f"pictures-{kind}-{language}.png").write_bytes(await workshop.make(wanted))
    await workshop.close()


def main(rounds: str = "3", folder: str = "") -> None:
    asyncio.run(measure(int(rounds)))
    if folder:
        asyncio.run(sample(Path(folder)))


if __name__ == "__main__":
    main(*sys.argv[1:])
