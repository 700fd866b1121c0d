"""Asking Telegram for updates, for ever: whatever it answers, it is asked again."""

import asyncio
import logging

import orjson
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.inbox import ALLOWED, Intake, received
from bot.transport import Later, Transport

log = logging.getLogger(__name__)

FIRST_PAUSE = 0.5  # seconds after a failure; each further one in a row takes twice as long
LONGEST_PAUSE = 15.0  # seconds
LONGEST_REFUSED_PAUSE = 60.0  # seconds: what Telegram refuses, only a person can mend


class Polling:
    """Fetches updates. The next fetch confirms only what is already committed."""

    def __init__(self, transport: Transport, intake: Intake) -> None:
        self._transport, self._intake = transport, intake
        self._offset = 0
        self._pause = FIRST_PAUSE
        self.refused = ""  # why Telegram gives no updates to this bot, as long as it gives none

    async def run(self, wait: int = 25) -> None:
        """Fetch for ever; each fetch waits so many seconds for something to happen."""
        while True:
            try:
                await self._fetch(wait)
                self._well()
            except Later as later:
                await asyncio.sleep(later.seconds)
            except (InvalidToken, Conflict) as refusal:
                self._refuse(_reason(refusal))
                await self._rest(LONGEST_REFUSED_PAUSE)
            except TelegramError as error:
                log.info("no updates now: %s", error)
                await self._rest(LONGEST_PAUSE)
            except Exception:
                log.exception("updates could not be kept; Telegram will give them again")
                await self._rest(LONGEST_PAUSE)

    async def _fetch(self, wait: int) -> None:
        asked = orjson.dumps({"offset": self._offset, "timeout": wait, "allowed_updates": ALLOWED})
        updates = await self._transport.call("getUpdates", asked, patience=wait + 15)
        if updates:
            await self._intake.keep([received(update) for update in updates])
            self._offset = updates[-1]["update_id"] + 1

    def _refuse(self, reason: str) -> None:
        if reason != self.refused:
            log.error("%s; asking again at least every %.0f s", reason, LONGEST_REFUSED_PAUSE)
        self.refused = reason

    def _well(self) -> None:
        if self.refused:
            log.warning("Telegram gives updates again")
        self.refused, self._pause = "", FIRST_PAUSE

    async def _rest(self, longest: float) -> None:
        await asyncio.sleep(min(self._pause, longest))
        self._pause = min(self._pause * 2, longest)


def _reason(refusal: TelegramError) -> str:
    if isinstance(refusal, InvalidToken):
        return "Telegram refuses the token"
    return f"Telegram gives the updates to somebody else ({refusal.message})"
