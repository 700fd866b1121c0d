"""Logs: one line each, with ids; never what somebody wrote, never the token."""

import logging
import sys
import time
import traceback
from types import TracebackType

QUIET = ("aiohttp.access", "alembic", "apscheduler", "asyncio")  # heard only from warnings on


class Line(logging.Formatter):
    """Time in UTC, level, where, what: one line, whatever happened.

    Of an exception it tells the type and the places it came through. Its message is told only for errors of the
    operating system: any other may quote what an officer wrote.
    """

    converter = time.gmtime  # type: ignore[assignment]  # the library's own idiom
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        record.message = record.getMessage()
        record.asctime = self.formatTime(record)
        line = self.formatMessage(record)
        if record.exc_info and record.exc_info[1]:
            line += f" | {told(record.exc_info[1])}"
        for secret in self._secrets:
            line = line.replace(secret, "***")
        return line.replace("\r", "\\r").replace("\n", "\\n")


def begin(*secrets: str | None, level: int = logging.INFO) -> None:
    """Write logs to stderr from now on; ``secrets`` are hidden wherever they turn up."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Line(tuple(secret for secret in secrets if secret)))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def told(error: BaseException) -> str:
    """Return an exception, and what it came from, in one line."""
    chain = [_one(error)]
    while cause := error.__cause__ or (None if error.__suppress_context__ else error.__context__):
        chain.append(_one(cause))
        error = cause
    return " from ".join(chain)


def _one(error: BaseException) -> str:
    name = type(error).__name__
    what = f"{name}: {error.strerror}" if isinstance(error, OSError) and error.strerror else name
    return f"{what} at {_places(error.__traceback__)}"


def _places(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)
    return " > ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames) or "no place"
