"""Photos of public actions, as small as the page shows them, and without anything but their pixels."""

import asyncio
import io
from collections import OrderedDict

from aiohttp import web
from PIL import Image, UnidentifiedImageError

from bot.web.page.answer import HEADERS, Answer
from bot.web.page.visit import Site
from storage import public

KEPT = 128  # pictures in memory
A_DAY = "public, max-age=86400"


def photo(site: Site) -> Answer:
    """Return what shows a photo; one whose action is no longer public is gone at once."""
    made: OrderedDict[tuple[int, int], bytes] = OrderedDict()

    async def answer(request: web.Request) -> web.StreamResponse:
        key = (int(request.match_info["photo"]), int(request.match_info["width"]))
        async with site.database.begin() as session:
            content = await public.photo(session, key[0])
        if not content:
            raise web.HTTPNotFound
        if key not in made:
            try:
                made[key] = await asyncio.to_thread(smaller, content, key[1])
            except (UnidentifiedImageError, OSError):
                raise web.HTTPNotFound from None
        made.move_to_end(key)
        while len(made) > KEPT:
            made.popitem(last=False)
        return web.Response(body=made[key], content_type="image/jpeg", headers=HEADERS | {"Cache-Control": A_DAY})

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
