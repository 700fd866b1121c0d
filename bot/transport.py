"""The Bot API: JSON in, JSON out, its refusals as python-telegram-bot's exceptions.

Calls go over lines of our own; files, and everything where there is a proxy, over aiohttp.
"""

import asyncio
import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import orjson
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.lines import Broken, Lines

BY_CODE: dict[int, type[TelegramError]] = {
    400: BadRequest, 401: InvalidToken, 403: Forbidden, 404: InvalidToken, 409: Conflict,
}  # fmt: skip
TIMEOUT = 20.0  # seconds for a call that is not a long poll
JSON = {"Content-Type": "application/json"}


class Later(RetryAfter):
    """Telegram asks to wait so many ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(timedelta(seconds=seconds))
        self.seconds = seconds


class Transport:
    """Calls of the Bot API."""

    def __init__(self, token: str, api: str, *, connections: int = 40) -> None:
        self._calls = f"{urlsplit(api).path}/bot{token}/"
        self._methods, self._files = f"{api}/bot{token}/", f"{api}/file/bot{token}/"
        self._api, self._connections = api, connections
        self._lines: Lines | None = None
        self._session: aiohttp.ClientSession | None = None

    async def call(self, method: str, payload: bytes | str = b"{}", *, patience: float = TIMEOUT) -> Any:
        """Call a method with a JSON payload and return its result."""
        if self._lines is None:
            return _result(*await self._exchange("POST", self._methods + method, patience, data=payload, headers=JSON))
        content = payload.encode() if isinstance(payload, str) else payload
        try:
            async with asyncio.timeout(patience):
                return _result(*await self._lines.post(self._calls + method, content))
        except TimeoutError as error:
            raise TimedOut from error
        except (OSError, Broken) as error:
            raise NetworkError(type(error).__name__) from None

    async def upload(self, method: str, fields: dict[str, str], name: str, content: bytes) -> Any:
        """Call a method that takes a file: ``fields`` as text, the file as ``attach://file``."""
        form = aiohttp.FormData(fields, quote_fields=False)  # a name is sent as it is written
        form.add_field("file", content, filename=name)
        return _result(*await self._exchange("POST", self._methods + method, 120, data=form))

    async def download(self, path: str, most: int) -> bytes:
        """Return a file Telegram keeps, at most so many bytes of it.

        Raises:
            NetworkError: it cannot be had now.
            BadRequest: it is larger than that, or gone.
        """
        code, body = await self._exchange("GET", self._files + path, 120, most=most)
        if code != 200 or len(body) > most:
            raise BadRequest(f"file not available ({code}, {len(body)} bytes)")
        return body

    async def _exchange(
        self, how: str, url: str, patience: float, *, most: int | None = None, **what: Any
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise NetworkError("the transport is closed")
        try:
            limit = aiohttp.ClientTimeout(total=patience)
            async with self._session.request(how, url, timeout=limit, **what) as response:
                if most is not None and (response.content_length or 0) > most:
                    raise BadRequest(f"file too large ({response.content_length} bytes)")
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            # The address holds the token, and some of these errors print the address.
            raise NetworkError(type(error).__name__) from None

    async def initialize(self) -> None:
        if self._session is None:
            connector, proxy = aiohttp.TCPConnector(limit=self._connections), _proxy_for(self._methods)
            self._session = aiohttp.ClientSession(connector=connector, proxy=proxy)
            self._lines = None if proxy else Lines(self._api, self._connections)

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
        if self._lines is not None:
            self._lines.close()
            self._lines = None


def _proxy_for(address: str) -> str | None:
    """Return the proxy the environment names for this address. Asked once: aiohttp would ask for every call."""
    parts = urlsplit(address)
    return None if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme)


def loads(body: bytes | str) -> Any:
    """Decode JSON, also where it holds half a character that orjson refuses."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return json.loads(body)


def dumps(value: Any) -> str:
    """Encode as JSON, also half a character."""
    try:
        return orjson.dumps(value).decode()
    except orjson.JSONEncodeError:
        return json.dumps(value)


def _result(code: int, body: bytes) -> Any:
    try:
        answer = loads(body)
        if code == 200:
            return answer["result"]
        description = str(answer.get("description") or code)
    except (ValueError, KeyError, AttributeError):
        raise NetworkError(f"not an answer of the Bot API ({code})") from None
    details = answer.get("parameters") or {}
    if "retry_after" in details:
        raise Later(details["retry_after"])
    if "migrate_to_chat_id" in details:
        raise ChatMigrated(details["migrate_to_chat_id"])
    raise BY_CODE.get(code, NetworkError)(description)
