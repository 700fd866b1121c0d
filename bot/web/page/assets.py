"""The files of the page. Each has its content's digest in its name, so that browsers may keep it for ever."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from aiohttp import web
from xstatic.pkg import leaflet

OWN = Path(__file__).parent / "files"
LEAFLET = Path(leaflet.BASE_DIR)
SHAPES = ("korea.topo.json", "world.topo.json")
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """A file as it is handed out."""

    address: str
    content: bytes
    compressed: bytes
    type: str


class Assets:
    """Stylesheets, scripts and shapes, read when first asked for."""

    def __init__(self, shapes: Path | None) -> None:
        self._shapes = shapes  # the folder where setup built them

    def address(self, name: str) -> str:
        """Return where a file is; empty where setup did not build it."""
        return self._by_name[name].address if name in self._by_name else ""

    async def serve(self, request: web.Request) -> web.Response:
        """Hand out a file."""
        asset = self._by_address.get(request.path)
        if asset is None:
            raise web.HTTPNotFound
        headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return web.Response(body=asset.content, content_type=asset.type, charset="utf-8", headers=headers)
        headers["Content-Encoding"] = "gzip"
        return web.Response(body=asset.compressed, content_type=asset.type, charset="utf-8", headers=headers)

    @cached_property
    def _by_name(self) -> Mapping[str, Asset]:
        files = [*OWN.iterdir(), LEAFLET / "leaflet.js", LEAFLET / "leaflet.css"]
        built = [self._shapes / name for name in SHAPES] if self._shapes else []
        return {file.name: _asset(file) for file in (*files, *(file for file in built if file.exists()))}

    @cached_property
    def _by_address(self) -> Mapping[str, Asset]:
        return {asset.address: asset for asset in self._by_name.values()}


def _asset(file: Path) -> Asset:
    content = file.read_bytes()
    digest = hashlib.blake2b(content, digest_size=6).hexdigest()
    address = f"/page/static/{file.stem}.{digest}{file.suffix}"
    return Asset(address, content, gzip.compress(content, 9), TYPES[file.suffix])
