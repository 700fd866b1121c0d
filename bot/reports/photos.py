"""Photos as a report holds them: small enough that all of them together leave it handy."""

import io
import math
from collections.abc import Mapping

from PIL import Image

ALL_TOGETHER = 600_000  # bytes
A_PIXEL = 0.15  # bytes, about, at this quality
QUALITY = 78
LONGEST_SIDE, SHORTEST_SIDE = 1000, 240
MOST_PIXELS = 50_000_000


def fitting(photos: Mapping[int, bytes]) -> dict[int, bytes]:
    """Return those that are pictures, as JPEG, the smaller the more there are."""
    if not photos:
        return {}
    side = round(math.sqrt(ALL_TOGETHER / len(photos) / A_PIXEL))
    side = min(max(side, SHORTEST_SIDE), LONGEST_SIDE)
    made = {key: _small(content, side) for key, content in photos.items()}
    return {key: content for key, content in made.items() if content is not None}


def _small(content: bytes, side: int) -> bytes | None:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            small = picture.convert("RGB")
        small.thumbnail((side, side))
        out = io.BytesIO()
        small.save(out, "JPEG", quality=QUALITY)
    # A file that only claims to be a picture fails in as many ways as there are decoders.
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError):
        return None
    return out.getvalue()
