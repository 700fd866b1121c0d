"""From start to first poll, and memory while nothing happens.

    python -m benchmarks.start [rounds]

The real command (`python -m bot run`) on a SQLite database that has its schema and places, against a fake server.
"""

import statistics
import sys
import tempfile
import time

from benchmarks.turns import Running

SETTLED = 3.0  # seconds after the first poll at which memory is read


def main(rounds: int = 5) -> None:
    seconds, megabytes = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(rounds + 1):
            url = f"sqlite+aiosqlite:///{folder}/pumasi.db"
            running = Running(
                sys.executable, "-m", "bot", "run",
                PUMASI_BOT_TOKEN="42:BENCH", PUMASI_DATABASE_URL=url, PUMASI_LISTEN=f"127.0.0.1:{18080 + number}",
            )  # fmt: skip
            try:
                polled = running.first_poll()
                time.sleep(SETTLED)
                if number:  # the first one makes the database
                    seconds.append(polled)
                    megabytes.append(running.memory())
            finally:
                running.stop()
    print("| what | median | min to max |")
    print("| --- | --: | --- |")
    print(f"| start to first poll, s | {statistics.median(seconds):.2f} | {min(seconds):.2f} to {max(seconds):.2f} |")
    low, high = min(megabytes), max(megabytes)
    print(f"| resident memory idle, MB | {statistics.median(megabytes):.0f} | {low:.0f} to {high:.0f} |")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
