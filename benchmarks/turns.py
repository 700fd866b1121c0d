"""CPU per update: Pumasi beside stock python-telegram-bot, the same fake server, in turns.

    python -m benchmarks.turns [rounds] [updates]

Each figure is the bot process's own CPU time (user and system) between the first update and the last answer,
divided by the updates answered; the ratio is to stock's echo of the same round. Medians of all rounds.
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import Request, urlopen

import orjson

FLOOD = "Flood barriers and {n} water-level sensors at three underpasses bring evacuation forward by 20 minutes."


@dataclass
class Task:
    """What is asked of a bot: which bot, the text, how many answers each text gets, and whether to press Publish."""

    name: str
    bot: str
    text: str
    answers: int = 1
    press: bool = False
    sent: int = 0
    costs: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)


TASKS = (
    Task("stock PTB, echo", "stock", "hello {n}"),
    Task("Pumasi, echo (durable)", "echo", "/echo hello {n}"),
    Task("Pumasi, /find", "pumasi", "/find sensors"),
    Task("Pumasi, type and Publish (2 updates)", "pumasi", FLOOD, answers=2, press=True),
)


class Running:
    """A fake Telegram and the bot on it, each a process of its own."""

    def __init__(self, *command: str, **environment: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.api = f"http://127.0.0.1:{port}"
        self.fake = _start([sys.executable, "-m", "benchmarks.fake_telegram", str(port)], {})
        _wait_for(port)
        self.began = time.monotonic()
        self.bot = _start([word.format(api=self.api) for word in command], environment | {"PUMASI_BOT_API": self.api})

    def first_poll(self) -> float:
        """Wait until the bot asks for updates, and return the seconds since it was started."""
        with urlopen(f"{self.api}/first-poll", timeout=120) as response:
            response.read()
        return time.monotonic() - self.began

    def cpu(self) -> float:
        """Return the seconds of CPU the bot has used, in its own code and in the kernel."""
        threads = Path(f"/proc/{self.bot.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9

    def memory(self) -> float:
        """Return resident megabytes of the bot."""
        pages = int(Path(f"/proc/{self.bot.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    def measure(self, task: Task, updates: int) -> float:
        """Return microseconds of CPU per task. No text comes twice, so that nothing is asked once more."""
        order = {"n": updates, "text": task.text, "answers": updates * task.answers, "press": task.press}
        order["first"], task.sent = task.sent, task.sent + updates
        before = self.cpu()
        request = Request(f"{self.api}/load", orjson.dumps(order), {"Content-Type": "application/json"})
        with urlopen(request, timeout=120) as response:
            response.read()
        return (self.cpu() - before) / updates * 1e6

    def stop(self) -> None:
        for process in (self.bot, self.fake):
            process.kill()
            process.wait(10)


def _start(command: list[str], environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, stdout=quiet, stderr=quiet, env=os.environ | environment)


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("the fake server did not start")


def main(rounds: int = 5, updates: int = 1000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bot = (sys.executable, "-m", "benchmarks.bots")
        running = {kind: Running(*bot, kind, "{api}", folder) for kind in ("stock", "echo", "pumasi")}
        try:
            for task in TASKS:
                running[task.bot].measure(task, 100)
            for _ in range(rounds):
                for task in TASKS:
                    task.costs.append(running[task.bot].measure(task, updates))
                    task.ratios.append(task.costs[-1] / TASKS[0].costs[-1])
        finally:
            for each in running.values():
                each.stop()
    print(f"{rounds} rounds of {updates} updates, SQLite, synchronous = FULL\n")
    print("| what | CPU, microseconds (median) | x stock (median) | min to max |")
    print("| --- | --: | --: | --- |")
    for task in TASKS:
        cost, ratio = statistics.median(task.costs), statistics.median(task.ratios)
        print(f"| {task.name} | {cost:.0f} | {ratio:.2f} | {min(task.ratios):.2f} to {max(task.ratios):.2f} |")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
