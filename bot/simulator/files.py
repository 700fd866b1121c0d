"""Files that passed through the chats: kept for a while, found by id or by path."""

import base64
import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from itertools import count

from PIL import Image, UnidentifiedImageError

from bot.simulator.api import Json, Upload, bad_request
from bot.simulator.limits import LARGEST_DOWNLOAD, LARGEST_PHOTO, LARGEST_UPLOAD

_SIDES = (90, 320, 800, 1280)


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as Telegram keeps it; ``size`` may be more than what is really held (for huge ones)."""

    file_id: str
    unique_id: str
    kind: str
    path: str
    upload: Upload
    size: int

    def as_json(self) -> Json:
        """Return the fields every kind of file has."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}


class Files:
    """The newest files, up to ``most_bytes`` of content."""

    def __init__(self, most_bytes: int = 128 * 1024 * 1024) -> None:
        self._most_bytes = most_bytes
        self._held = 0
        self._numbers = count(1)
        self._by_id: OrderedDict[str, Stored] = OrderedDict()
        self._by_path: dict[str, Stored] = {}

    def keep(self, kind: str, upload: Upload) -> Stored:
        """Keep a file and return it with its ids, which are as long as Telegram's own."""
        number = next(self._numbers)
        digest = hashlib.sha256(upload.content + upload.name.encode())
        unique_id = base64.urlsafe_b64encode(digest.digest())[:15].decode()
        long_id = hashlib.sha512(f"{number} {unique_id}".encode()).digest()
        file_id = base64.urlsafe_b64encode(long_id)[:71].decode()
        suffix = upload.name.rpartition(".")[2] if "." in upload.name else "bin"
        path = f"{kind}s/file_{number}.{suffix}"
        size = len(upload.content) if upload.size is None else upload.size
        stored = Stored(file_id, unique_id, kind, path, upload, size)
        self._by_id[stored.file_id] = self._by_path[path] = stored
        self._held += len(upload.content)
        self._forget()
        return stored

    def photo(self, content: bytes) -> list[Json]:
        """Keep a picture in several sizes, smallest first, re-encoded and without its metadata."""
        return [
            self.keep("photo", Upload(f"{width}x{height}.jpg", data, "image/jpeg")).as_json()
            | {"width": width, "height": height}
            for width, height, data in _sizes(content)
        ]

    def document(self, upload: Upload) -> Json:
        """Keep a file as it is."""
        stored = self.keep("document", upload)
        return stored.as_json() | {"file_name": upload.name, "mime_type": upload.mime}

    def video(self, upload: Upload) -> Json:
        """Keep a video, without looking into it."""
        stored = self.keep("video", upload)
        shape = {"width": 640, "height": 480, "duration": 3, "mime_type": "video/mp4"}
        return stored.as_json() | shape | {"file_name": upload.name}

    def by_id(self, file_id: str) -> Stored:
        """Return a file; refuse an id that was never given out or is forgotten."""
        if stored := self._by_id.get(file_id):
            return stored
        raise bad_request("wrong file identifier/HTTP URL specified")

    def path_of(self, file_id: str) -> str:
        """Return where a file can be downloaded, nothing if it is forgotten."""
        stored = self._by_id.get(file_id)
        return stored.path if stored else ""

    def by_path(self, path: str) -> Stored | None:
        """Return the file at a download path."""
        return self._by_path.get(path)

    def download(self, file_id: str) -> Json:
        """Answer getFile; refuse what is too big to download."""
        stored = self.by_id(file_id)
        if stored.size > LARGEST_DOWNLOAD:
            raise bad_request("file is too big")
        return stored.as_json() | {"file_path": stored.path}

    def _forget(self) -> None:
        while self._held > self._most_bytes and len(self._by_id) > 1:
            _, oldest = self._by_id.popitem(last=False)
            del self._by_path[oldest.path]
            self._held -= len(oldest.upload.content)


def check_upload(upload: Upload, kind: str) -> None:
    """Refuse what the bot may not upload."""
    if not upload.content:
        raise bad_request("file must be non-empty")
    if kind == "photo" and len(upload.content) > LARGEST_PHOTO:
        raise bad_request("file is too big")
    if len(upload.content) > LARGEST_UPLOAD:
        raise bad_request("file is too big")


@cache
def sample_photo() -> bytes:
    """Return a small picture for persons who do not care which."""
    picture = Image.linear_gradient("L").resize((640, 480)).convert("RGB")
    content = BytesIO()
    picture.save(content, "JPEG")
    return content.getvalue()


@lru_cache(maxsize=8)
def _sizes(content: bytes) -> list[tuple[int, int, bytes]]:
    try:
        with Image.open(BytesIO(content)) as opened:
            picture = opened.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError):
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    width, height = picture.size
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    longest = max(picture.size)
    sides = [side for side in _SIDES if side < longest] + [min(longest, _SIDES[-1])]
    return [_scaled(picture, side) for side in dict.fromkeys(sides)]


def _scaled(picture: Image.Image, side: int) -> tuple[int, int, bytes]:
    smaller = picture.copy()
    smaller.thumbnail((side, side))
    content = BytesIO()
    smaller.save(content, "JPEG", quality=85)
    return *smaller.size, content.getvalue()
