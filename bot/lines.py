"""Connections to one HTTP server that are kept open: what the many small calls of the Bot API need, and no more.

A general client costs three times as much for each call. Files, and whatever goes through a proxy, are left to one.
"""

import asyncio
import ssl
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urlsplit

KEPT = 15.0  # seconds a connection nobody uses is still good for
LONGEST_HEAD = 65_536  # bytes of an answer before its content


class Broken(Exception):
    """There is no answer: the connection ended before it, or it is not HTTP."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    content: bytes
    goes_on: bool  # whether more may be asked on the same connection


class Lines:
    """So many connections at most."""

    def __init__(self, api: str, most: int) -> None:
        parts = urlsplit(api)
        self._secure = ssl.create_default_context() if parts.scheme == "https" else None
        self._host, self._port = parts.hostname or "", parts.port or (443 if self._secure else 80)
        self._named = parts.netloc.rpartition("@")[2]
        self._idle: list[_Line] = []
        self._seats = asyncio.Semaphore(most)

    async def post(self, address: str, content: bytes) -> tuple[int, bytes]:
        """Post JSON to an address on this server; return the status and what came back.

        Raises:
            OSError: there is no connection, or it failed.
            Broken: there was no answer.
        """
        head = (
            f"POST {address} HTTP/1.1\r\nHost: {self._named}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(content)}\r\n\r\n"
        )
        async with self._seats:
            line = self._waiting() or await self._opened()
            try:
                answer = await line.ask(head.encode() + content)
            except BaseException:
                line.close()  # what comes now would be taken for the answer to something else
                raise
            if answer.goes_on:
                self._idle.append(line)
            else:
                line.close()
            return answer.status, answer.content

    def close(self) -> None:
        """Close what is open."""
        while self._idle:
            self._idle.pop().close()

    def _waiting(self) -> "_Line | None":
        while self._idle:
            line = self._idle.pop()
            if line.good:
                return line
            line.close()
        return None

    async def _opened(self) -> "_Line":
        loop = asyncio.get_running_loop()
        return (await loop.create_connection(_Line, self._host, self._port, ssl=self._secure))[1]


class _Line(asyncio.Protocol):
    """One connection, on which one thing is asked at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._held = bytearray()
        self._answer: asyncio.Future[Answer] | None = None
        self._used = monotonic()

    @property
    def good(self) -> bool:
        """Whether something more may be asked: nothing has come unasked, and nobody has hung up."""
        return self._transport is not None and not self._held and monotonic() - self._used < KEPT

    async def ask(self, request: bytes) -> Answer:
        if self._transport is None:
            raise Broken("closed")
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._held += data
        self._look(ended=False)

    def eof_received(self) -> None:
        self._look(ended=True)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or Broken("the connection ended"))

    def _look(self, *, ended: bool) -> None:
        """Take the answer, once all of it is here."""
        if self._answer is None or self._answer.done():
            return
        try:
            answer = read(bytes(self._held), ended=ended)
        except (ValueError, IndexError):
            self._answer.set_exception(Broken("not HTTP"))
            return
        if answer is not None:
            self._held.clear()
            self._used = monotonic()
            self._answer.set_result(answer)


def read(held: bytes, *, ended: bool) -> Answer | None:
    """Return the answer that these bytes are; none where some are still to come.

    Raises:
        ValueError: they are no answer.
        IndexError: the same.
    """
    head, found, rest = held.partition(b"\r\n\r\n")
    if not found:
        if len(held) > LONGEST_HEAD:
            raise ValueError("endless")
        return None
    first, *lines = head.split(b"\r\n")
    if not first.startswith(b"HTTP/1."):
        raise ValueError("of another kind")
    status = int(first.split(b" ", 2)[1])
    if status < 200:  # not yet the answer
        return read(rest, ended=ended)
    fields = {name.strip().lower(): value.strip() for name, _colon, value in (line.partition(b":") for line in lines)}
    content, over = _content(rest, fields, ended=ended)
    if content is None:
        return None
    stays = first.startswith(b"HTTP/1.1") and fields.get(b"connection", b"").lower() != b"close"
    return Answer(status, content, stays and not over and not ended)


def _content(rest: bytes, fields: dict[bytes, bytes], *, ended: bool) -> tuple[bytes | None, bytes]:
    """Return the content, once it is complete, and what stands behind it."""
    if fields.get(b"transfer-encoding", b"").lower() == b"chunked":
        return _joined(rest)
    if b"content-length" in fields:
        length = int(fields[b"content-length"])
        return (rest[:length], rest[length:]) if len(rest) >= length else (None, b"")
    return (rest, b"") if ended else (None, b"")


def _joined(rest: bytes) -> tuple[bytes | None, bytes]:
    """Return what came in pieces, each with its length before it; the last has none."""
    pieces: list[bytes] = []
    while True:
        size, found, rest = rest.partition(b"\r\n")
        if not found:
            return None, b""
        length = int(size.split(b";")[0], 16)
        if not length:
            _trailers, found, over = (b"\r\n" + rest).partition(b"\r\n\r\n")
            return (b"".join(pieces), over) if found else (None, b"")
        if len(rest) < length + 2:
            return None, b""
        pieces.append(rest[:length])
        rest = rest[length + 2 :]
