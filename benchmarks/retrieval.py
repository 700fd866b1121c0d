"""How well search finds: the mean reciprocal rank of the first right answer among ten.

    python -m benchmarks.retrieval FOLDER [--encoder e5|use|none] [--database FILE] [--queries 600]

FOLDER holds sets: ``<name>-<language>/`` with ``corpus.jsonl`` {id, text}, ``queries.jsonl`` {id, text} and
``qrels.jsonl`` {q, d}. Sets of one name in two languages share their ids and are searched across as well. Every
text is published as an action and found through the same index that serves the chat and the API. A FILE keeps
what the model has read.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import insert

from bot import clock
from bot.language import encoder
from bot.language.fold import fold
from storage import Database, cities, places
from storage.index import Index, Query
from storage.models import Action
from storage.schema import migrate

REGISTER = Path(__file__).parent.parent / "data" / "places.jsonl.gz"
LANGUAGES = ("en", "ko", "ja", "zh-Hans", "zh-Hant")


@dataclass
class Set:
    """Questions of one language, and the texts that answer them."""

    name: str
    language: str
    corpus: list[dict[str, str]]
    queries: list[dict[str, str]]
    answers: dict[str, set[str]]

    @classmethod
    def read(cls, folder: Path, most: int) -> "Set":
        name, language = next(
            (folder.name.removesuffix(f"-{each}"), each) for each in LANGUAGES if folder.name.endswith(f"-{each}")
        )
        lines = {part: _lines(folder / f"{part}.jsonl") for part in ("corpus", "queries", "qrels")}
        answers: dict[str, set[str]] = {}
        for each in lines["qrels"]:
            answers.setdefault(each["q"], set()).add(each["d"])
        return cls(name, language.replace("-", "_"), lines["corpus"], lines["queries"][:most], answers)


def _lines(path: Path) -> list[dict[str, str]]:
    return [orjson.loads(line) for line in path.read_bytes().splitlines() if line]


async def publish(database: Database, sets: list[Set]) -> dict[int, tuple[str, str, str]]:
    """Publish every text, unless that was done before; return set, language and id of each action."""
    known: dict[int, tuple[str, str, str]] = {}
    rows: list[dict[str, Any]] = []
    async with database.begin() as session:
        [place] = await places.find(session, "경기도 수원시", limit=1)
        city = await cities.ensure(session, place)
        for one in sets:
            for text in one.corpus:
                id = len(known) + 1
                known[id] = one.name, one.language, text["id"]
                rows.append(_action(id, city.id, text["text"], one.language))
        if await session.get(Action, 1) is None:
            await session.execute(insert(Action), rows)
    return known


def _action(id: int, city_id: int, text: str, language: str) -> dict[str, Any]:
    return {
        "id": id, "number": f"SUW-{id:04}", "city_id": city_id, "title": text[:20], "text": text, "words": fold(text),
        "language": language, "kind": "achieved", "target": "11.3", "day": date(2026, 1, 1), "details": {},
        "published_at": clock.now(), "changed_at": clock.now(),
    }  # fmt: skip


async def measure(index: Index, one: Set, into: str, known: dict[int, tuple[str, str, str]]) -> tuple[float, float]:
    """Return the mean reciprocal rank of a set's questions among the texts of a language, and milliseconds a search."""
    ranks, times = [], []
    for query in one.queries:
        began = time.perf_counter()
        found = await index.look_up(Query(words=query["text"], languages=(into,)))
        times.append(time.perf_counter() - began)
        ids = [known[id][2] for id, _score in (found.own if into == one.language else found.other)[:10]]
        ranks.append(next((1 / i for i, id in enumerate(ids, 1) if id in one.answers[query["id"]]), 0.0))
    return statistics.mean(ranks), statistics.median(times) * 1000


async def main(folder: Path, name: str, file: Path | None, most: int) -> None:
    sets = [Set.read(each, most) for each in sorted(folder.iterdir()) if (each / "queries.jsonl").exists()]
    print("| set | from | to | MRR@10 | median ms |\n| --- | --- | --- | --: | --: |")
    for group in dict.fromkeys(one.name for one in sets):
        with tempfile.TemporaryDirectory() as temporary:
            path = (file or Path(temporary) / "b.db").with_suffix(f".{group}.db")
            database = Database(f"sqlite+aiosqlite:///{path}")
            await migrate(database, REGISTER)
            same = [one for one in sets if one.name == group]
            known = await publish(database, same)
            index = Index(database, Path(temporary) / "index", encoder.choose(name))
            await index.learned()
            for one in same:
                for into in (one.language, *(each.language for each in same if each is not one)):
                    rank, took = await measure(index, one, into, known)
                    print(f"| {group} | {one.language} | {into} | {rank:.4f} | {took:.0f} |", flush=True)
            await index.close()
            await database.close()


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("--encoder", default="e5")
    asked.add_argument("--database", type=Path)
    asked.add_argument("--queries", type=int, default=600)
    given = asked.parse_args()
    asyncio.run(main(given.folder, given.encoder, given.database, given.queries))
