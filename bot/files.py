"""Files that came with actions: fetched from Telegram, freed of metadata, kept in the database."""

import asyncio
import io
import logging

import orjson
from PIL import Image, ImageOps
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.transport import Transport
from storage import Database, attachments
from storage.models import Attachment

log = logging.getLogger(__name__)

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2560
LOOK_EVERY = 1.0  # seconds: who sent a table waits for it


class Keeper:
    """Keeps what was attached, in the background."""

    def __init__(self, database: Database, transport: Transport) -> None:
        self._database, self._transport = database, transport
        self._running: asyncio.Task[None] | None = None

    def stop(self) -> None:
        """Break off: what is not kept yet is fetched at the next start."""
        if self._running:
            self._running.cancel()

    async def run(self) -> None:
        self._running = asyncio.create_task(self._run())
        await asyncio.gather(self._running, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                await self.keep_waiting()
            except Exception:
                log.exception("attached files could not be kept; trying again")
            await asyncio.sleep(LOOK_EVERY)

    async def keep_waiting(self) -> int:
        """Fetch and keep a few files that wait; return how many there were."""
        async with self._database.begin() as session:
            waiting = await attachments.waiting(session)
        for file in waiting:
            await self._keep(file)
        return len(waiting)

    async def _keep(self, file: Attachment) -> None:
        content: bytes | None
        try:
            content = await self._fetch(file)
        except (BadRequest, Forbidden, Unreadable) as error:
            log.info("attachment %s refused: %s", file.id, type(error).__name__)
            content = None
        except Exception as error:
            if not isinstance(error, TelegramError):
                log.exception("attachment %s could not be kept; the others are", file.id)
            async with self._database.begin() as session:
                await attachments.tried(session, file.id)
            return
        async with self._database.begin() as session:
            await attachments.keep(session, file.id, content, "kept" if content else "refused")

    async def _fetch(self, file: Attachment) -> bytes:
        found = await self._transport.call("getFile", orjson.dumps({"file_id": file.file_id}))
        content = await self._transport.download(found["file_path"], MOST_BYTES)
        return await asyncio.to_thread(without_metadata, content) if file.kind in ("photo", "picture") else content


class Unreadable(Exception):
    """It is no picture, a broken one, or far too large."""


def without_metadata(content: bytes) -> bytes:
    """Return a photo as JPEG with nothing but its pixels: no place, no camera, no time, no preview.

    It is made smaller where it is larger than Telegram lets photos be.

    Raises:
        Unreadable: it cannot be had as a picture.
    """
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Unreadable(f"{picture.width} x {picture.height}")
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:  # each format has its own
        raise Unreadable(type(error).__name__) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=88)
    return out.getvalue()
