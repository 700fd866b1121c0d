"""The one place that knows what time it is."""

from datetime import UTC, datetime, timedelta

_ahead = timedelta()


def now() -> datetime:
    """Return the current moment, in UTC. Nothing else reads the wall clock."""
    return datetime.now(UTC) + _ahead


def set_to(moment: datetime) -> None:
    """Let time go on from this moment: for the try-out's movable clock and for tests."""
    global _ahead
    _ahead = moment - datetime.now(UTC)


def reset() -> None:
    """Go back to the real time."""
    global _ahead
    _ahead = timedelta()
