"""Numbers for Prometheus: about the machinery, never about people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot import clock
from bot.web.parts import Running
from storage import inbox, outbox, queues


@dataclass(frozen=True)
class Waiting:
    """What only the database knows."""

    inbox: queues.Queue
    outbox: queues.Queue
    parked: int
    calls: Mapping[str, int]


class Numbers(Collector):
    """One moment's numbers."""

    def __init__(self, bot: Running, waiting: Waiting) -> None:
        self._bot, self._waiting = bot, waiting

    def collect(self) -> Iterator[Metric]:
        """Yield each number under its name."""
        yield from self._since_start()
        yield from self._in_database()
        yield from self._jobs()

    def _since_start(self) -> Iterator[Metric]:
        bot = self._bot
        for name, help_, value in (
            ("updates_received", "Updates taken from Telegram, repeats too", bot.intake.received),
            ("updates_answered", "Updates answered", bot.dispatcher.answered),
            ("calls_sent", "Calls of the Bot API made", bot.sender.sent),
            ("calls_failed", "Calls of the Bot API given up", bot.sender.failed),
            ("commits", "Transactions committed", bot.database.commits),
        ):
            yield CounterMetricFamily(f"pumasi_{name}", f"{help_}, since the start.", value)

    def _in_database(self) -> Iterator[Metric]:
        waiting = self._waiting
        for name, help_, value in (
            ("updates_waiting", "Updates not answered yet", waiting.inbox.waiting),
            ("updates_oldest_seconds", "How long the oldest of them has waited", waiting.inbox.oldest),
            ("updates_parked", "Updates set aside after failures", waiting.parked),
            ("calls_waiting", "Calls of the Bot API that are due", waiting.outbox.waiting),
            ("calls_oldest_seconds", "How long the oldest of them has waited", waiting.outbox.oldest),
            ("calls_given_up", "Calls of the Bot API that failed for good", waiting.calls.get("failed", 0)),
        ):
            yield GaugeMetricFamily(f"pumasi_{name}", f"{help_}.", value)

    def _jobs(self) -> Iterator[Metric]:
        for name, help_, counts in (
            ("job_runs", "Runs of each job, since the start.", self._bot.schedule.runs),
            ("job_failures", "Runs of each job that failed, since the start.", self._bot.schedule.failures),
        ):
            family = CounterMetricFamily(f"pumasi_{name}", help_, labels=["job"])
            for job, count in sorted(counts.items()):
                family.add_metric([job], count)
            yield family


def metrics_routes(bot: Running) -> list[web.RouteDef]:
    """Return the route that Prometheus reads."""

    async def show(_request: web.Request) -> web.Response:
        registry = CollectorRegistry()
        registry.register(Numbers(bot, await _waiting(bot)))
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return [web.get("/metrics", show)]


async def _waiting(bot: Running) -> Waiting:
    now = clock.now().timestamp()
    async with bot.database.snapshot() as connection:
        return Waiting(
            await queues.incoming(connection, now),
            await queues.outgoing(connection, now),
            len(await inbox.parked(connection)),
            await outbox.counts(connection),
        )
