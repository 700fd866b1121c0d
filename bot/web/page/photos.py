"""Photos of public actions, as small as the page shows them, and without anything but their pixels."""

import asyncio
import io
from datetime import timedelta

from aiohttp import web
from PIL import Image, UnidentifiedImageError

from bot.web.page.answer import HEADERS, Answer
from bot.web.page.recent import Recent
from bot.web.page.visit import Site
from storage import public

KEPT = 128  # pictures in memory
A_DAY = "public, max-age=86400"


def photo(site: Site) -> Answer:
    """Return what shows a photo; one whose action is no longer public is gone at once."""
    recent = Recent(KEPT, timedelta(days=1))

    async def answer(request: web.Request) -> web.StreamResponse:
        key = (int(request.match_info["photo"]), int(request.match_info["width"]))
        async with site.database.begin() as session:
            content = await public.photo(session, key[0])
        if not content:
            raise web.HTTPNotFound
        shown = recent.find(key)
        if shown is None:
            try:
                shown = await asyncio.to_thread(smaller, content, key[1])
            except (UnidentifiedImageError, OSError):
                raise web.HTTPNotFound from None
            recent.keep(key, shown)
        return web.Response(body=shown, content_type="image/jpeg", headers=HEADERS | {"Cache-Control": A_DAY})

    return answer


def smaller(content: bytes, width: int) -> bytes:
    """Return a photo as JPEG, no wider than so many pixels.

    Raises:
        UnidentifiedImageError: it is no picture.
        OSError: it breaks off.
    """
    with Image.open(io.BytesIO(content)) as picture:
        picture.draft("RGB", (width, width))
        shown = picture.convert("RGB")
    shown.thumbnail((width, width * 2))
    out = io.BytesIO()
    shown.save(out, "JPEG", quality=80, optimize=True, progressive=True)
    return out.getvalue()
