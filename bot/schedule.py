"""The clock that drives the jobs. No truth lives here: each job finds in the database what is due."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import clock
from storage import Database, Unit
from storage.index import Index

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """What is done again and again: every so many seconds, or at once when the clock is moved."""

    name: str
    every: float  # seconds
    do: Callable[[Unit, datetime], Awaitable[int]]
    help: str


@dataclass(frozen=True)
class LongJob:
    """What takes longer than a transaction should, or asks the index: it opens its own, and returns soon."""

    name: str
    every: float  # seconds
    do: Callable[[Database, Index], Awaitable[int]]
    help: str


AnyJob = Job | LongJob


class Schedule:
    """Runs each job at its rhythm, one run of each at a time; a failed run is the next one's work."""

    def __init__(self, database: Database, index: Index, jobs: Sequence[AnyJob]) -> None:
        self._database, self._index, self._jobs = database, index, jobs
        self._stopping = asyncio.Event()
        self._running = {job.name: asyncio.Lock() for job in jobs}
        self.runs = Counter[str]()  # by job, since the start
        self.failures = Counter[str]()

    async def run(self) -> None:
        scheduler = AsyncIOScheduler(timezone="UTC")
        for job in self._jobs:
            scheduler.add_job(
                self._run, "interval", [job], seconds=job.every, id=job.name, coalesce=True, max_instances=1
            )
        scheduler.start()
        try:
            await self._stopping.wait()
        finally:
            scheduler.pause()  # to shut it down would cancel what is under way
            for lock in self._running.values():
                await lock.acquire()
            scheduler.shutdown(wait=False)

    def stop(self) -> None:
        """Finish the runs under way."""
        self._stopping.set()

    async def tick(self) -> int:
        """Run every job now and return how much was done: for a clock that was moved, and for tests."""
        return sum([await self._run(job) for job in self._jobs])

    async def _run(self, job: AnyJob) -> int:
        if self._stopping.is_set():
            return 0
        async with self._running[job.name]:
            self.runs[job.name] += 1
            try:
                done = await self._do(job)
            except Exception:
                self.failures[job.name] += 1
                log.exception("job %s failed; it runs again in %s s", job.name, job.every)
                return 0
        if done:
            log.info("job %s did %s", job.name, done)
        return done

    async def _do(self, job: AnyJob) -> int:
        if isinstance(job, LongJob):
            return await job.do(self._database, self._index)
        async with self._database.unit() as unit:
            return await job.do(unit, clock.now())
