"""The queue of updates: what happened and the bot has not confirmed yet."""

from collections import OrderedDict, deque
from dataclasses import dataclass
from itertools import count, islice

from bot.simulator.api import Json, bad_request, conflict
from bot.simulator.bell import Bell

# Queued only when the bot asks for them by name.
_RARE = ("chat_member", "message_reaction", "message_reaction_count")
_LONGEST_POLL = 50


class Lanes:
    """What is to be pushed: one line per chat, at most one update of a line on its way."""

    def __init__(self) -> None:
        self._lines: dict[int, deque[Json]] = {}
        self._ready: deque[int] = deque()

    def __bool__(self) -> bool:
        return bool(self._ready)

    def add(self, lane: int, update: Json) -> None:
        """Put an update at the end of its line."""
        line = self._lines.setdefault(lane, deque())
        line.append(update)
        if len(line) == 1:
            self._ready.append(lane)

    def take(self) -> tuple[int, Json]:
        """Return a lane whose turn it is and its oldest update; nothing else of it until it is settled."""
        lane = self._ready.popleft()
        return lane, self._lines[lane][0]

    def settle(self, lane: int, *, done: bool) -> None:
        """Go on with a lane: with the next update if this one is done, else with the same again."""
        line = self._lines[lane]
        if done:
            line.popleft()
        if line:
            self._ready.append(lane)
        else:
            del self._lines[lane]


@dataclass(frozen=True, slots=True)
class Push:
    """An update on its way to the webhook that was set when it left."""

    webhook: Json
    lanes: Lanes
    lane: int
    update: Json


class Updates:
    """Numbers updates, keeps them until they are confirmed, hands them to one receiver at a time."""

    def __init__(self, first: int = 1000) -> None:
        self._numbers = count(first)
        self._waiting: OrderedDict[int, Json] = OrderedDict()
        self._lanes = Lanes()
        self._poll: object = None
        self._bell = Bell()
        self.allowed: tuple[str, ...] = ()
        self.webhook: Json = {}
        self.errors: Json = {}

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def being_polled(self) -> bool:
        """Tell whether somebody waits for updates right now."""
        return self._poll is not None

    def add(self, kind: str, what: Json, lane: int, *, always: bool = False) -> Json:
        """Queue an update and return it; what the bot did not ask for is not queued, unless ``always``.

        Updates of one ``lane`` (a chat, or a person outside any chat) are pushed one after the other.
        """
        number = next(self._numbers)
        update = {"update_id": number, kind: what}
        if always or (kind in self.allowed if self.allowed else kind not in _RARE):
            self._waiting[number] = update
            if self.webhook:
                self._lanes.add(lane, update)
            self._bell.ring()
        return update

    async def poll(self, offset: int, limit: int, seconds: int) -> list[Json]:
        """Answer getUpdates: confirm what is below ``offset``, wait for the rest.

        A newer poll ends an older one that still waits; nothing can be polled while a webhook is set.
        """
        if self.webhook:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        self._confirm_below(offset)
        poll = self._poll = object()
        self._bell.ring()
        await self._bell.until(
            lambda: bool(self._waiting) or self._poll is not poll, max(0, min(seconds, _LONGEST_POLL))
        )
        if self._poll is not poll:
            raise conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
        self._poll = None
        return list(islice(self._waiting.values(), max(1, min(limit, 100))))

    def allow(self, kinds: list[str]) -> None:
        """Queue only these kinds from now on; an empty list means the usual ones."""
        if not all(isinstance(kind, str) for kind in kinds):
            raise bad_request("can't parse allowed updates: an array of strings is expected")
        self.allowed = tuple(kinds)

    def push_to(self, webhook: Json, *, drop_pending: bool) -> None:
        """Set the webhook (its address, secret and number of connections); an empty one ends pushing."""
        if drop_pending:
            self._waiting.clear()
        self.webhook, self.errors = webhook, {}
        self._poll = None
        self._lanes = Lanes()
        if webhook:
            for update in self._waiting.values():
                self._lanes.add(lane_of(update), update)
        self._bell.ring()

    async def next_to_push(self) -> Push:
        """Wait for a chat whose turn it is and return its oldest update, to be settled by ``pushed``."""
        while not self._lanes:
            await self._bell.until(lambda: bool(self._lanes), _LONGEST_POLL)
        return Push(self.webhook, self._lanes, *self._lanes.take())

    def pushed(self, push: Push, error: Json) -> None:
        """Settle a push: confirmed if there was no error, else its turn comes again."""
        if error:
            self.errors = error
        else:
            self._waiting.pop(push.update["update_id"], None)
        push.lanes.settle(push.lane, done=not error)
        self._bell.ring()

    def _confirm_below(self, offset: int) -> None:
        if offset < 0:
            offset = next(islice(reversed(self._waiting), -offset - 1, None), 0)
        while self._waiting and next(iter(self._waiting)) < offset:
            self._waiting.popitem(last=False)


def lane_of(update: Json) -> int:
    """Return whom an update concerns: its chat, or the person if it happened outside any chat."""
    what: Json = next(value for key, value in update.items() if key != "update_id")
    chat = what.get("chat") or what.get("message", {}).get("chat") or what.get("from") or {}
    return int(chat.get("id", 0))
