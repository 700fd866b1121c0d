"""Presses and inline questions: each waits a little while for its one answer."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from bot.simulator.api import Json, bad_request

_MOST_QUERIES = 5000


@dataclass(slots=True)
class Query:
    """A question to the bot: by whom, in which chat (0 if in none), when, and what was answered."""

    person_id: int
    chat_id: int
    asked_at: datetime
    answered: bool = False
    results: tuple[Json, ...] = ()


class Queries:
    """The newest questions by their ids; they can be answered for ``lifetime`` only."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._numbers = count(700_000_000_000_000_001)
        self._asked: OrderedDict[str, Query] = OrderedDict()
        self.lifetime = timedelta(seconds=15)

    def ask(self, person_id: int, chat_id: int = 0) -> str:
        """Open a question and return its id."""
        query_id = str(next(self._numbers))
        self._asked[query_id] = Query(person_id, chat_id, self._now())
        if len(self._asked) > _MOST_QUERIES:
            self._asked.popitem(last=False)
        return query_id

    def get(self, query_id: str) -> Query | None:
        """Return a question, if it is not forgotten."""
        return self._asked.get(query_id)

    def is_answered(self, query_id: str) -> bool:
        """Tell whether a question got its answer."""
        query = self._asked.get(query_id)
        return query is not None and query.answered

    def answer(self, query_id: str) -> Query:
        """Mark a question as answered and return it; refuse one that is unknown or too old."""
        query = self._asked.get(query_id)
        if query is None or self._now() - query.asked_at > self.lifetime:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        query.answered = True
        return query
