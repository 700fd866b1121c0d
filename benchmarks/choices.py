"""How often the right target is suggested first, and among three: before and after what cities have chosen is heard.

    python -m benchmarks.choices [--encoder e5|use|none]

The demo network is read leaving one action out at a time, as an officer of its city would tell it. The texts kept apart
are read with nothing, with the demo network, and with the other texts of their file as choices of one city each.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from bot import clock
from bot.language import encoder
from bot.language.targets import rank
from bot.simulator.demo import load
from bot.simulator.demo_network import city_of
from storage import Database, Session, actions, choices, offices
from storage.index import Index, Neighbours, Ranked
from storage.models import City
from storage.people import Officer
from storage.schema import migrate

REGISTER = Path(__file__).parent.parent / "data" / "places.jsonl.gz"
TEXTS = Path(__file__).parent.parent / "tests" / "unit" / "data" / "target_texts.tsv"


@dataclass
class Told:
    """A text, its target, and where it is told; its own action, if it is one."""

    text: str
    language: str
    target: str
    city_id: int = 0
    place: str = ""
    office_id: int = 0
    id: int = 0


async def demo(database: Database) -> list[Told]:
    """Publish the demo network."""
    told = []
    async with database.begin() as session:
        for each in load():
            city = await city_of(session, each)
            found = Told(f"{each.title}\n{each.text}", each.language, each.targets[0], city.id, city.place_key,
                         city.office_id)  # fmt: skip
            found.id = await _publish(session, found, each.title, each.text)
            told.append(found)
    return told


async def _publish(session: Session, told: Told, title: str, text: str) -> int:
    answers = {"title": title, "text": text, "language": told.language, "kind": "achieved", "target": told.target,
               "day": date(2026, 1, 1), "visibility": "public"}  # fmt: skip
    return (await actions.publish(session, told.city_id, None, answers)).id


def texts(part: str) -> list[Told]:
    """Return the texts of one part of the file."""
    lines = [line.split("\t") for line in TEXTS.read_text(encoding="utf-8").splitlines()]
    return [Told(text, language, code) for at, code, language, text in lines if at == part]


async def publish(database: Database, told: Sequence[Told]) -> None:
    """Let each text be published by a city of its own."""
    async with database.begin() as session:
        office = await offices.by_code(session, "world")
        assert office
        for n, each in enumerate(told):
            city = City(place_key=f"text.{n}", office_id=office.id, code=f"T{n}", names={"en": f"City {n}"}, words="",
                        within={}, country="KR", zone="UTC", since=clock.now())  # fmt: skip
            session.add(city)
            await session.flush()
            each.city_id = city.id
            await _publish(session, each, each.text[:40], each.text)


async def measure(database: Database, index: Index, told: Sequence[Told], by_meaning: bool) -> str:
    """Return how many targets are first and among three, before and after."""
    counts = [0, 0, 0, 0]
    for each in told:
        votes = await _votes(database, index, each, by_meaning)
        work = partial(rank, each.text, index.vectors if by_meaning else None)
        before, after = await index.beside(work), await index.beside(work, votes)
        for place, ranked in ((0, before), (2, after)):
            codes = [code for code, _score in ranked]
            counts[place] += codes[0] == each.target
            counts[place + 1] += each.target in codes[:3]
    return " | ".join(f"{count / len(told):.3f}" for count in counts)


async def _votes(database: Database, index: Index, told: Told, by_meaning: bool) -> choices.Votes:
    officer = None
    if told.id:
        officer = Officer(1, 1, "", told.language, None, False, True, city_id=told.city_id, place_key=told.place,
                          office_id=told.office_id)  # fmt: skip
    found = await index.look_up(Neighbours(told.text, told.language, told.place, bool(told.id), by_meaning))
    own, other = ([hit for hit in hits if hit[0] != told.id] for hits in (found.own, found.other))
    async with database.begin() as session:
        return choices.votes(await choices.among(session, Ranked(own, other, found.meaning), officer))


async def main(name: str) -> None:
    print("| texts | choices | by | first before | three before | first after | three after |")
    print("| --- | --- | --- | --: | --: | --: | --: |")
    ways = (False, True) if name != "none" else (False,)
    for more in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            database = Database(f"sqlite+aiosqlite:///{folder}/b.db")
            await migrate(database, REGISTER)
            network = await demo(database)
            if more:
                await publish(database, texts("tuned"))
            index = Index(database, Path(folder) / "index", encoder.choose(name))
            await index.learned()
            sets = [("30 kept apart", texts("apart"))] if more else [
                ("74 of the demo network", network), ("90 tuned on", texts("tuned")), ("30 kept apart", texts("apart")),
            ]  # fmt: skip
            for title, told in sets:
                for by in ways:
                    figures = await measure(database, index, told, by)
                    source = "the network and the 90" if more else "the network"
                    print(f"| {title} | {source} | {'words and ' + name if by else 'words'} | {figures} |", flush=True)
            await index.close()
            await database.close()


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--encoder", default="e5")
    asyncio.run(main(asked.parse_args().encoder))
