"""How long a search takes through /api/actions, on actions that are made up, and what their index needs.

    python -m benchmarks.search [actions] [--queries 400] [--folder FOLDER]

One process serves over HTTP on 127.0.0.1, another asks, one query after the other, each once. A FOLDER keeps what
was made, for the next time.
"""

import argparse
import asyncio
import http.client
import multiprocessing
import os
import statistics
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import quote, urlsplit

from benchmarks import made_up
from bot.app import Pumasi
from bot.language import encoder
from bot.web import serve
from storage import Database, cities, places
from storage.index import Index
from storage.schema import migrate

REGISTER = Path(__file__).parent.parent / "data" / "places.jsonl.gz"
PLACES = ("수원시", "창원시", "Toyama", "Kaohsiung", "Freiburg im Breisgau")
WARM = 40  # queries asked before any is measured
TICKS = os.sysconf("SC_CLK_TCK")


def make(file: Path, count: int) -> None:
    """Make a database with so many actions, unless it is there."""
    if file.exists():
        return
    unfinished = file.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    made_up.fill(unfinished, count, asyncio.run(_prepared(unfinished)))
    unfinished.rename(file)


async def _prepared(file: Path) -> list[int]:
    database = Database(f"sqlite+aiosqlite:///{file}")
    await migrate(database, REGISTER)
    async with database.begin() as session:
        found = [(await places.find(session, name, limit=1))[0] for name in PLACES]
        ids = [(await cities.ensure(session, place)).id for place in found]
    await database.close()
    return ids


def answering(file: Path, model: str, pipe: Connection) -> None:
    asyncio.run(_answering(file, model, pipe))


async def _answering(file: Path, model: str, pipe: Connection) -> None:
    """Load the index, say how long that took and where it answers; end when told to."""
    database = Database(f"sqlite+aiosqlite:///{file}")
    began = time.perf_counter(), time.process_time()
    index = Index(database, file.with_suffix(".index"), encoder.choose(model))
    await index.learned()
    bot = Pumasi("42:TEST", database, api="http://127.0.0.1:9", index=index)
    async with serve(bot, "127.0.0.1", 0, secret=None) as address:
        pipe.send((address, time.perf_counter() - began[0], time.process_time() - began[1]))
        await asyncio.get_running_loop().run_in_executor(None, pipe.recv)
    await index.close()
    await database.close()


def measure(file: Path, model: str, count: int) -> dict[str, float]:
    """Return the figures of one model, or of none."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=answering, args=(file, model, there))
    process.start()
    assert process.pid
    address, load, load_cpu = here.recv()
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    asked = [*made_up.queries(count + WARM)]
    for words in asked[:WARM]:
        _ask(connection, words)
    before = _cpu(process.pid)
    times = sorted(_ask(connection, words) for words in asked[WARM:])
    cpu = (_cpu(process.pid) - before) / count
    memory, most = _memory(process.pid)
    here.send("enough")
    process.join()
    return {
        "p50, ms": statistics.median(times) * 1000, "p95, ms": times[int(len(times) * 0.95)] * 1000,
        "CPU, ms": cpu * 1000,
        "memory, MB": memory, "most, MB": most, "load, s": load, "load CPU, s": load_cpu,
    }  # fmt: skip


def _ask(connection: http.client.HTTPConnection, words: str) -> float:
    began = time.perf_counter()
    connection.request("GET", f"/api/actions?q={quote(words)}")
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, body
    return time.perf_counter() - began


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _memory(pid: int) -> tuple[float, float]:
    """Return the resident memory of a process, now and at its most, in MB."""
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(lines["VmRSS"].split()[0]) / 1024, int(lines["VmHWM"].split()[0]) / 1024


def main(actions: int, queries: int, folder: Path) -> None:
    file = folder / f"{actions}.db"
    make(file, actions)
    if not file.with_suffix(".index").exists():
        measure(file, "none", 1)  # builds the words
    print(f"{actions:,} actions, {queries} queries, load {os.getloadavg()[0]:.1f}\n")
    for number, model in enumerate(("none", "e5")):
        figures = measure(file, model, queries)
        if not number:
            print("| | " + " | ".join(figures) + " |\n| --- |" + " --: |" * len(figures))
        told = " | ".join(f"{figure:.0f}" if figure >= 10 else f"{figure:.1f}" for figure in figures.values())
        print(f"| {'words and meaning' if number else 'words'} | {told} |", flush=True)


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("actions", type=int, nargs="?", default=100_000)
    asked.add_argument("--queries", type=int, default=400)
    asked.add_argument("--folder", type=Path)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        main(given.actions, given.queries, given.folder or Path(temporary))
