"""The command line, as an operator types it: a process of its own.

Most are forked from one that has imported everything, which saves each of them the second that takes.
"""

import asyncio
import multiprocessing
import os
import resource
import shutil
import sys
import tempfile
import warnings
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.__main__ import COMMANDS, command_line

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0  # seconds
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(sorted({where.partition(":")[0] for where in COMMANDS.values()}))


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


def _carry_out(
    words: Sequence[str], folder: Path, environment: Mapping[str, str], room: tuple[int, int], out: Path, err: Path
) -> None:
    """Become a command: nothing is left of the process it was forked from but what that had imported."""
    resource.setrlimit(resource.RLIMIT_FSIZE, room)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for said, file in ((1, out), (2, err)):
        os.dup2(os.open(file, os.O_WRONLY), said)
    warnings.simplefilter("error")
    sys.argv = ["pumasi", *words]
    command_line()


class Command:
    """A command that runs, or did."""

    def __init__(self, words: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
        self._said = Path(tempfile.mkdtemp(prefix="pumasi-said-"))
        self._out, self._err = self._said / "out", self._said / "err"
        for file in (self._out, self._err):
            file.touch()
        told = words, folder, environment, resource.getrlimit(resource.RLIMIT_FSIZE), self._out, self._err
        self._process = _FORKS.Process(target=_carry_out, args=told, daemon=True)
        self._process.start()
        self.kill, self.terminate = self._process.kill, self._process.terminate

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    async def communicate(self) -> tuple[bytes, bytes]:
        """Wait for its end; return what it said."""
        while self.returncode is None:
            await asyncio.sleep(0.01)
        out, err = self._out.read_bytes(), self._err.read_bytes()
        shutil.rmtree(self._said)
        return out, err


class Operator:
    """Somebody at a shell, with these settings in the environment."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        # The model reads in the background, which only those have to wait for who ask for it.
        self.settings = {"PUMASI_DATA": str(folder / "data"), "PUMASI_ENCODER": "none"} | settings
        self._started: list[Process | Command] = []

    def but(self, **settings: str) -> "Operator":
        """Return the same operator with other settings; an empty one counts as not set."""
        return Operator(self.folder, **self.settings | settings)

    async def starts(self, *words: str) -> Command:
        """Start a command. Python's own warnings end it."""
        self._started.append(command := Command(words, self.folder, self._environment))
        return command

    async def starts_anew(self, *words: str) -> Process:
        """Start a command in an interpreter of its own, as a shell does."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-W", "error", "-m", "bot", *words,
            cwd=self.folder, env=self._environment, stdout=PIPE, stderr=PIPE,
        )  # fmt: skip
        self._started.append(process)
        return process

    @property
    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PUMASI_")}
        return kept | {"PYTHONPATH": str(ROOT)} | self.settings

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
