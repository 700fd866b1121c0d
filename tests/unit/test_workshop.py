"""The workshop: what is ordered is made once, elsewhere, and nothing that goes wrong there hangs."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import orjson
import pytest

from bot.pictures import makers
from bot.pictures.values import Gaps, Row, Tags
from bot.reports.contents import IndicatorPart, MeasurePart
from bot.workshop import NotMade, Order, Workshop, order
from tests.commands import ROOT, making, until

DAY = date(2026, 11, 22)
PNG = b"\x89PNG"


def tags(**counts: int) -> Order:
    return order(makers.tags, Tags(day=DAY, counts=counts), "ko")


def table(rows: int) -> Order:
    return order(makers.gaps, Gaps(day=DAY, targets=("11.1",), rows=(Row("x", {}),) * rows), "en")


@pytest.fixture
async def workshop(tmp_path: Path) -> AsyncIterator[Workshop]:
    workshop = Workshop(tmp_path / "made")
    yield workshop
    await workshop.close()


async def test_the_same_thing_asked_twice_at_once_is_made_once(workshop: Workshop) -> None:
    one, other, third = await asyncio.gather(*(workshop.make(tags(침수=3)) for _ in range(3)))
    assert one == other == third and one.startswith(PNG)
    assert workshop.made == 1


async def test_what_was_made_is_kept_until_the_program_starts_anew(workshop: Workshop, tmp_path: Path) -> None:
    first = await workshop.make(tags(침수=3))
    assert await workshop.make(tags(침수=3)) == first and workshop.made == 1
    again = Workshop(tmp_path / "made")
    assert not (tmp_path / "made").exists()
    await again.close()


async def test_what_is_kept_has_limited_room(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path / "made", room=15_000)
    for number in range(1, 5):
        await workshop.make(tags(침수=number, 빗물=1))
    assert sum(file.stat().st_size for file in (tmp_path / "made").iterdir()) <= 15_000
    await workshop.close()


async def test_an_order_survives_being_written_down(workshop: Workshop) -> None:
    values = (MeasurePart(date(2025, 12, 31), Decimal("60.80")), MeasurePart(DAY, Decimal("61.4")))
    ordered = order(makers.progress, IndicatorPart("SUW", "재활용률", "ko", "%", "up", "11.6", values=values), "ko")
    read = Order(**orjson.loads(orjson.dumps(ordered.written())))
    assert await workshop.make(read) == await workshop.make(ordered)
    assert workshop.made == 1


async def test_a_process_killed_in_the_middle_is_followed_by_another(workshop: Workshop) -> None:
    being_made = asyncio.create_task(workshop.make(table(20)))
    await until(making)
    os.kill(making()[0], signal.SIGKILL)
    assert (await being_made).startswith(PNG)
    os.kill(making()[0], signal.SIGKILL)
    assert (await workshop.make(table(3))).startswith(PNG)


async def test_what_takes_too_long_is_given_up_and_its_process_ends(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path / "made", patience=0.05)
    with pytest.raises(NotMade) as problem:
        await workshop.make(table(20))
    assert problem.value.why == "late" and not making()
    await workshop.close()


async def test_what_fails_does_not_stop_what_comes_after(workshop: Workshop) -> None:
    for broken in (Order("bot.pictures.makers:korea", ["no map"]), Order("bot.pictures.makers:nothing", [])):
        with pytest.raises(NotMade) as problem:
            await workshop.make(broken)
        assert problem.value.why == "failed" and "no map" not in str(problem.value)
    assert (await workshop.make(tags(침수=1))).startswith(PNG)


async def test_only_what_makes_pictures_and_reports_can_be_ordered(workshop: Workshop, tmp_path: Path) -> None:
    with pytest.raises(NotMade):
        await workshop.make(Order("os:mkdir", [str(tmp_path / "forged")]))
    assert not (tmp_path / "forged").exists()


async def test_what_setup_left_out_is_told_apart_from_a_failure(tmp_path: Path) -> None:
    workshop = Workshop(shapes=tmp_path)
    with pytest.raises(NotMade, match="make setup") as problem:
        await workshop.make(Order("bot.pictures.makers:world", [{"day": "2026-11-22", "cities": []}, "en"]))
    assert problem.value.why == "lacking"
    await workshop.close()


async def test_the_loop_goes_on_while_something_is_made(workshop: Workshop) -> None:
    being_made = asyncio.create_task(workshop.make(table(60)))
    turns, longest = 0, 0.0
    while not being_made.done():
        began = time.thread_time()
        await asyncio.sleep(0.005)
        turns, longest = turns + 1, max(longest, time.thread_time() - began)
    assert turns > 20 and longest < 0.25, (turns, longest)


async def test_no_process_is_left_behind(tmp_path: Path) -> None:
    workshop = Workshop()
    being_made = asyncio.create_task(workshop.make(table(20)))
    await until(making)
    await workshop.close()
    await asyncio.gather(being_made, return_exceptions=True)
    assert being_made.cancelled() and not making()


def test_the_bot_itself_never_imports_what_draws() -> None:
    look = "import bot.app, sys; sys.exit(any(name in sys.modules for name in ('matplotlib', 'typst', 'docx')))"
    assert subprocess.run([sys.executable, "-c", look], cwd=ROOT, check=False).returncode == 0
