"""The command line, as an operator types it: a process of its own."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0  # seconds


@dataclass(frozen=True)
class Finished:
    """What a command said, and its exit code."""

    code: int
    out: list[str]
    err: list[str]


async def until(found: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until something is so in a world that another process changes."""
    async with asyncio.timeout(seconds):
        while not found():
            await asyncio.sleep(0.02)


def making() -> list[int]:
    """Return the processes of this one in which things are made."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == os.getpid() and b"bot.bench" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
        except (OSError, ValueError):
            continue  # it has ended meanwhile
    return found


class Operator:
    """Somebody at a shell, with these settings in the environment."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        # The model reads in the background, which only those have to wait for who ask for it.
        self.settings = {"PUMASI_DATA": str(folder / "data"), "PUMASI_ENCODER": "none"} | settings
        self._started: list[Process] = []

    def but(self, **settings: str) -> "Operator":
        """Return the same operator with other settings; an empty one counts as not set."""
        return Operator(self.folder, **self.settings | settings)

    async def starts(self, *words: str) -> Process:
        """Start a command. Python's own warnings end it."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PUMASI_")}
        environment = kept | {"PYTHONPATH": str(ROOT)} | self.settings
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-W", "error", "-m", "bot", *words,
            cwd=self.folder, env=environment, stdout=PIPE, stderr=PIPE,
        )  # fmt: skip
        self._started.append(process)
        return process

    async def goes(self) -> None:
        """End what is still running: what a test that failed has left would meddle with the next."""
        for process in self._started:
            if process.returncode is None:
                process.kill()
                await process.communicate()

    async def types(self, *words: str) -> Finished:
        """Type a command and wait for its end."""
        process = await self.starts(*words)
        async with asyncio.timeout(PATIENCE):
            out, err = await process.communicate()
        assert process.returncode is not None
        return Finished(process.returncode, out.decode().splitlines(), err.decode().splitlines())

    async def fails(self, *words: str) -> str:
        """Type a command that cannot be carried out; return the one line it says."""
        finished = await self.types(*words)
        assert finished.code == 2, finished
        assert not finished.out, finished
        assert len(finished.err) == 1, finished.err
        return finished.err[0]
