"""The queue of updates: what happened and the bot has not confirmed yet."""

from collections import OrderedDict, deque
from itertools import count, islice

from bot.simulator.api import Json, bad_request, conflict
from bot.simulator.bell import Bell

# Queued only when the bot asks for them by name.
_RARE = ("chat_member", "message_reaction", "message_reaction_count")
_LONGEST_POLL = 50


class Updates:
    """Numbers updates, keeps them until they are confirmed, hands them to one receiver at a time."""

    def __init__(self, first: int = 1000) -> None:
        self._numbers = count(first)
        self._waiting: OrderedDict[int, Json] = OrderedDict()
        self._lanes: dict[int, deque[Json]] = {}
        self._ready: deque[int] = deque()
        self._pushing: set[int] = set()
        self._poll: object = None
        self._bell = Bell()
        self.allowed: tuple[str, ...] = ()
        self.webhook: Json = {}
        self.errors: Json = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, kind: str, what: Json, lane: int, *, always: bool = False) -> Json:
        """Queue an update and return it; what the bot did not ask for is not queued, unless ``always``.

        Updates of one ``lane`` (a chat, or a person outside any chat) are pushed one after the other.
        """
        number = next(self._numbers)
        update = {"update_id": number, kind: what}
        if always or (kind in self.allowed if self.allowed else kind not in _RARE):
            self._waiting[number] = update
            if self.webhook:
                self._line_up(lane, update)
            self._bell.ring()
        return update

    async def poll(self, offset: int, limit: int, seconds: int) -> list[Json]:
        """Answer getUpdates: confirm what is below ``offset``, wait for the rest.

        A newer poll ends an older one that still waits; nothing can be polled while a webhook is set.
        """
        if self.webhook:
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )
        self._confirm_below(offset)
        poll = self._poll = object()
        self._bell.ring()
        await self._bell.until(
            lambda: bool(self._waiting) or self._poll is not poll, max(0, min(seconds, _LONGEST_POLL))
        )
        if self._poll is not poll:
            raise conflict(
                "terminated by other getUpdates request; make sure that only one bot instance is running"
            )
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
        self._lanes.clear()
        self._ready.clear()
        self._pushing.clear()
        if webhook:
            for update in self._waiting.values():
                self._line_up(lane_of(update), update)
        self._bell.ring()

    async def next_to_push(self) -> tuple[int, Json]:
        """Wait for a lane whose turn it is; return it and its oldest update, to be settled by ``pushed``."""
        while not self._ready:
            await self._bell.until(lambda: self._ready, _LONGEST_POLL)
        lane = self._ready.popleft()
        self._pushing.add(lane)
        return lane, self._lanes[lane][0]

    def pushed(self, lane: int, update: Json, error: Json) -> None:
        """Settle a push: confirmed if there was no error, else the lane's turn comes again."""
        if error:
            self.errors = error
        else:
            self._waiting.pop(update["update_id"], None)
        if lane not in self._pushing:
            return
        self._pushing.remove(lane)
        line = self._lanes[lane]
        if not error:
            line.popleft()
        if line:
            self._ready.append(lane)
            self._bell.ring()
        else:
            del self._lanes[lane]

    def _line_up(self, lane: int, update: Json) -> None:
        line = self._lanes.setdefault(lane, deque())
        line.append(update)
        if len(line) == 1:
            self._ready.append(lane)

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
