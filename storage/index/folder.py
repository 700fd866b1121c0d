"""Which database a folder of the index belongs to, and how far it has followed it."""

import secrets
import shutil
from pathlib import Path

import orjson
from sqlalchemy import update

from storage import facts
from storage.engine import Session
from storage.index.words import Words
from storage.models import Action

FORMAT = 1  # raised when what the folder holds changes
EPOCH = "index"  # the fact by which a database and the folders that follow it know each other


async def epoch(session: Session) -> str:
    """Return the name of the database's history; made when first asked for."""
    known = await facts.get(session, EPOCH)
    if known is None:
        known = secrets.token_hex(8)
        await facts.put(session, EPOCH, known)
    return known


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

    def open(self, epoch: str) -> tuple[Words, int]:
        """Return the words as they were left, and how far they had followed this database; empty ones otherwise.

        Raises:
            InUse: another process has them open.
        """
        change = self._follows(epoch)
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

    def _follows(self, epoch: str) -> int | None:
        try:
            stamp = orjson.loads((self.path / "stamp.json").read_bytes())
            return int(stamp["change"]) if (stamp["format"], stamp["epoch"]) == (FORMAT, epoch) else None
        except (OSError, ValueError, KeyError, TypeError):
            return None
