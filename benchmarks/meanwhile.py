"""How long /find takes while country reports are made, beside how long it takes when nothing else is done.

    python -m benchmarks.meanwhile [reports] [questions]

A network of all cities of South Korea with 3,000 actions on SQLite. One officer asks, one question after the other;
then somebody of the office wants reports of the country, each in other languages, and the officer goes on asking until
all of them have come. A time is from the question's arrival at the fake Telegram to the answer's.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from itertools import permutations
from pathlib import Path
from urllib.request import Request, urlopen

import orjson
from sqlalchemy import select

from benchmarks import made_up
from benchmarks.bots import NO_PACE
from benchmarks.turns import Running
from bot.app import Pumasi
from bot.text import LANGUAGES
from bot.workshop import Workshop
from storage import Database, cities, invitations, offices, people, places
from storage.models import PlaceRow
from storage.schema import migrate

ACTIONS = 3000
OFFICER, SECRETARY = 0, 1  # of those who write
PATIENCE = 900.0  # seconds for all reports


async def fill(folder: Path) -> None:
    """Let every city of South Korea take part, tell so many actions, and let two people sit."""
    database = Database(f"sqlite+aiosqlite:///{folder / 'network.db'}")
    await migrate(database, Path("data/places.jsonl.gz"))
    async with database.begin() as session:
        in_force = (PlaceRow.country == "KR", PlaceRow.valid_to.is_(None))
        keys = await session.scalars(select(PlaceRow.key).where(*in_force))
        ids = [(await cities.ensure(session, place)).id for key in keys if (place := await places.get(session, key))]
        office = await offices.by_code(session, "korea")
        assert office
        for number, role in enumerate(("officer", "secretariat"), 1):
            person = await people.meet(session, number, name="Mina", language="en")
            where = {"city_id": None, "office_id": office.id} if role == "secretariat" else {"city_id": ids[0]}
            await invitations.seat(session, person.id, role, **{"office_id": None} | where)
            await invitations.consent(session, person.id, "bench")
    await database.close()
    made_up.fill(folder / "network.db", ACTIONS, ids)


async def run(api: str, folder: Path) -> None:
    """Run the bot on that network."""
    database = Database(f"sqlite+aiosqlite:///{folder / 'network.db'}")
    bot = Pumasi("42:BENCH", database, api=api, workshop=Workshop(folder / "made"), pace=NO_PACE)
    bot.router.limits = {True: (1e9, 1e9), False: (1e9, 1e9)}
    async with bot.running():
        await asyncio.Event().wait()


def main(reports: int = 10, questions: int = 100) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(fill(Path(folder)))
        running = Running(sys.executable, "-m", "benchmarks.meanwhile", "run", "{api}", folder)
        try:
            running.first_poll()
            asked = made_up.queries(1_000_000)
            for _ in range(20):
                _ask(running.api, next(asked))
            idle = [_ask(running.api, next(asked)) for _ in range(questions)]
            began, meanwhile = time.monotonic(), []
            for pair in [*permutations(LANGUAGES, 2)][:reports]:
                _load(running.api, SECRETARY, f"/report country pdf {' '.join(pair)}", answers=0)
            while _documents(running.api) < reports and time.monotonic() < began + PATIENCE:
                meanwhile.append(_ask(running.api, next(asked)))
            took, came = time.monotonic() - began, _documents(running.api)
        finally:
            running.stop()
    print(f"load {os.getloadavg()[0]:.1f}, {came} of {reports} reports in {took:.0f} s\n")
    print("| /find | questions | p50, ms | p95, ms |\n| --- | --: | --: | --: |")
    for name, times in (("nothing else", idle), ("while reports are made", meanwhile)):
        print(f"| {name} | {len(times)} | {statistics.median(times) * 1000:.0f} | {_p95(times) * 1000:.0f} |")
    print(f"\np95 is {_p95(meanwhile) / _p95(idle):.2f} times that of idle")


def _ask(api: str, words: str) -> float:
    began = time.perf_counter()
    _load(api, OFFICER, f"/find {words}", answers=1)
    return time.perf_counter() - began


def _load(api: str, first: int, text: str, answers: int) -> None:
    order = {"n": 1, "first": first, "text": text, "answers": answers, "press": False}
    request = Request(f"{api}/load", orjson.dumps(order), {"Content-Type": "application/json"})
    with urlopen(request, timeout=120) as response:
        response.read()


def _documents(api: str) -> int:
    with urlopen(f"{api}/documents", timeout=10) as response:
        return int(orjson.loads(response.read()))


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


if __name__ == "__main__":
    if sys.argv[1:2] == ["run"]:
        asyncio.run(run(sys.argv[2], Path(sys.argv[3])))
    else:
        main(*map(int, sys.argv[1:]))
