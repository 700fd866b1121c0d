"""How long pictures take: the first one of a new process, the next ones, and one that was asked for before.

    python -m benchmarks.pictures [rounds] [folder for samples]

A network of 243 cities. Samples are drawn in five languages, as they would be sent.
"""

import asyncio
import gzip
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from bot.goal11 import TARGETS
from bot.pictures import geometry, makers
from bot.pictures.values import Districts, Gaps, Row, Spot, Spots, Tags
from bot.reports.contents import IndicatorPart, MeasurePart
from bot.settings import Settings
from bot.text import LANGUAGES
from bot.workshop import Order, Workshop, order

DAY = date(2026, 11, 22)
TAGS = (
    "침수", "도시재생", "빗물", "대중교통", "재활용", "햇빛", "어린이", "보행", "자전거", "그늘막", "도서관", "청년",
    "浸水", "公園", "骨格", "直接", "バス", "海岸", "步行", "綠地", "回收", "低碳", "社区", "老旧小区",
    "floods", "buses", "parks", "housing",
)  # fmt: skip
# Who is in the samples, by place key, and how many actions they have.
MEMBERS = {
    "kr.41110": 14, "kr.48120": 7, "kr.11": 22, "kr.51150": 0, "kr.50": 5, "kr.41280": 2, "kr.12": 1, "kr.28290": 1,
    "kr.11110": 4, "kr.36": 0, "kr.26440": 3, "kr.43110": 6, "kr.47130": 2, "kr.52110": 9, "kr.41130": 3,
    "gn.1849876": 7, "gn.1673820": 12, "gn.1668341": 2, "gn.2925177": 5, "gn.1859307": 4,
}  # fmt: skip
RECYCLED = {
    "en": "Household waste recycled", "ko": "생활폐기물 재활용률", "ja": "家庭ごみのリサイクル率",
    "zh_Hans": "生活垃圾回收利用率", "zh_Hant": "生活垃圾回收率",
}  # fmt: skip


@cache
def register() -> dict[str, dict[str, Any]]:
    """Return the places of the register by key."""
    with gzip.open(Settings().register) as file:
        file.readline()
        return {place["key"]: place for place in map(orjson.loads, file)}


def orders(language: str, cities: int = 0, seed: int = 11) -> dict[str, Order]:
    """Return one order of each kind of picture, for the members of the samples and so many districts more."""
    places, chance = register(), random.Random(seed)
    areas = list(geometry.shapes(geometry.path(Settings().shapes, "korea")).areas)[:cities]
    counts = {key: n for key, n in MEMBERS.items() if key in places} | {key: chance.randint(0, 30) for key in areas}
    names = {key: places[key]["names"].get(language) or places[key]["names"]["en"] for key in counts}
    spots = [Spot(names[key], places[key]["longitude"], places[key]["latitude"], n) for key, n in counts.items()]
    rows = [Row(name, {code: chance.choice((0, 0, 1, 4, 12)) for code in TARGETS}) for name in names.values()]
    tagged = {tag: round(60 / number) for number, tag in enumerate(TAGS, 1)}
    about: dict[str, Any] = {"day": DAY, "demo": True}
    korea = {key: n for key, n in counts.items() if key.startswith("kr.")}
    return {
        "korea": order(makers.korea, Districts(target="11.5", counts=korea, names=names, **about), language),
        "world": order(makers.world, Spots(cities=tuple(spots), **about), language),
        "gaps": order(makers.gaps, Gaps(targets=tuple(TARGETS), rows=tuple(rows[:20]), **about), language),
        "tags": order(makers.tags, Tags(counts=tagged, **about), language),
        "progress": order(makers.progress, indicator(language), language),
    }


def indicator(language: str) -> IndicatorPart:
    values = {2020: "58.2", 2021: "58.9", 2022: "59.4", 2023: "60.1", 2024: "60.8", 2026: "61.4", 2030: "66"}
    first, *measured, wanted = [MeasurePart(date(year, 12, 31), Decimal(value)) for year, value in values.items()]
    return IndicatorPart(
        "SUW", RECYCLED[language], language, "%", "up", "11.6",
        baseline=first, values=tuple(measured), target_value=wanted,
    )  # fmt: skip


async def timed(making: Awaitable[bytes]) -> tuple[float, int]:
    """Return the seconds something took, and how many bytes it made."""
    began = time.perf_counter()
    content = await making
    return time.perf_counter() - began, len(content)


async def measure(rounds: int) -> None:
    taken: dict[str, list[tuple[float, float, float, int]]] = {}
    for number in range(rounds):
        for kind, wanted in orders("ko", 243, number).items():
            with tempfile.TemporaryDirectory() as folder:
                workshop = Workshop(Path(folder) / "made")
                cold, size = await timed(workshop.make(wanted))
                other = orders("ja", 243, number)[kind]
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
    for language in LANGUAGES:
        for kind, wanted in orders(language).items():
            (folder / f"pictures-{kind}-{language}.png").write_bytes(await workshop.make(wanted))
    await workshop.close()


def main(rounds: str = "3", folder: str = "") -> None:
    asyncio.run(measure(int(rounds)))
    if folder:
        asyncio.run(sample(Path(folder)))


if __name__ == "__main__":
    main(*sys.argv[1:])
