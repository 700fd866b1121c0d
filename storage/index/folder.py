"""Which database a folder of the index belongs to, and how far it has followed it."""

import secrets
import shutil
from pathlib import Path

import orjson
from sqlalchemy import update

from storage import facts
from storage.engine import Session
from storage.index.reading import EPOCH
from storage.index.words import Words
from storage.models import Action

FORMAT = 4  # raised when what the folder holds changes


async def epoch(session: Session) -> str:
    """Return the name of the database's history; made when first asked for."""
    return await facts.get(session, EPOCH) or await facts.agree(session, EPOCH, secrets.token_hex(8))


async def renew(session: Session) -> None:
    """Make every index that follows this database build itself anew: it was replaced, or somebody asks for it."""
    await session.execute(update(Action).values(change=0))
    await facts.put(session, EPOCH, secrets.token_hex(8))


class InUse(Exception):
    """Another process writes into this folder."""


class Folder:
    """Where the index of words lies, with its stamp."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def open(self, epoch: str, settled: int) -> tuple[Words, int]:
        """Return the words as they were left, and how far they had followed this database; empty ones otherwise.

        They are left alone only as far as the database has come: one that was put back must not be thought known.

        Raises:
            InUse: another process has them open.
        """
        change = self._follows(epoch, settled)
        try:
            words = Words(self.path / "words")
        except BaseException as error:  # a library that panics does not raise an Exception
            if "LockBusy" in str(error):
                raise InUse from None
            self.empty()
            return Words(self.path / "words"), 0
        if change is None:
            words.clear()
        return words, change or 0

    def stamp(self, epoch: str, change: int) -> None:
        """Note how far the words have come. What comes after a crash between the two is only done again."""
        unfinished = self.path / "stamp.new"
        unfinished.write_bytes(orjson.dumps({"format": FORMAT, "epoch": epoch, "change": change}))
        unfinished.replace(self.path / "stamp.json")

    def empty(self) -> None:
        """Remove everything that was built."""
        shutil.rmtree(self.path, ignore_errors=True)

    def _follows(self, epoch: str, settled: int) -> int | None:
        try:
            stamp = orjson.loads((self.path / "stamp.json").read_bytes())
            change = int(stamp["change"])
            return change if (stamp["format"], stamp["epoch"]) == (FORMAT, epoch) and change <= settled else None
        except (OSError, ValueError, KeyError, TypeError):
            return None
