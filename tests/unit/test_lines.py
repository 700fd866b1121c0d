"""Connections that are kept open: whatever a server says, there is one answer to each call, and never another's."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from telegram.error import NetworkError, TimedOut

from bot.lines import Lines, read
from bot.transport import Transport

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n" + b'{"result": 123}'
CHUNKED = b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=1\r\n{"re\r\nb\r\nsult": 123}\r\n0\r\nA: b\r\n\r\n'
UNTIL_THE_END = b'HTTP/1.1 200 OK\r\nServer: x\r\n\r\n{"result": 123}'


class Server:
    """Says to each call what comes next of what it was told; counts its connections."""

    def __init__(self, says: Sequence[bytes | None]) -> None:
        self.says, self.connections = list(says), 0
        self.heard: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while self.says:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
                self.heard.append(head.split(b" ")[1] + b" " + await reader.readexactly(length))
                says = self.says.pop(0)
                if says is None:  # nothing, and no end
                    await asyncio.sleep(60)
                    return
                for at in range(0, len(says), 7):
                    writer.write(says[at : at + 7])
                    await writer.drain()
                if not says or says is UNTIL_THE_END:
                    return
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def calling(*says: bytes | None) -> AsyncIterator[tuple[Server, Transport]]:
    server = Server(says)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    host, port = listening.sockets[0].getsockname()
    transport = Transport("42:T", f"http://{host}:{port}/api")
    await transport.initialize()
    try:
        yield server, transport
    finally:
        await transport.shutdown()
        listening.close()


async def test_calls_are_answered_one_after_another_on_one_connection() -> None:
    async with calling(OK, CHUNKED, b"HTTP/1.1 100 Continue\r\n\r\n" + OK) as (server, transport):
        assert [await transport.call("getMe", b"{}"), await transport.call("say", '{"text": "침수"}')] == [123, 123]
        assert await transport.call("say") == 123
        said = '/api/bot42:T/say {"text": "침수"}'.encode()
        assert (server.connections, server.heard[:2]) == (1, [b"/api/bot42:T/getMe {}", said])


@pytest.mark.parametrize("ends", [UNTIL_THE_END, OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")])
async def test_a_connection_that_ends_is_replaced(ends: bytes) -> None:
    async with calling(ends, OK) as (server, transport):
        assert [await transport.call("a"), await transport.call("b")] == [123, 123]
        assert server.connections == 2


@pytest.mark.parametrize("says", [b"", b"SSH-2.0\r\n\r\n", b"HTTP/1.1 nothing\r\n\r\n", OK[:-1], b"x" * 70_000])
async def test_what_is_no_answer_is_trouble_of_the_network(says: bytes) -> None:
    async with calling(says, OK) as (_server, transport):
        with pytest.raises(NetworkError):
            await transport.call("a", patience=0.5)  # half an answer is waited for, and not in vain for long
        assert await transport.call("b") == 123


async def test_an_answer_that_comes_too_late_is_nobodys() -> None:
    async with calling(None, OK) as (server, transport):
        with pytest.raises(TimedOut):
            await transport.call("a", patience=0.1)
        assert await transport.call("b") == 123 and server.connections == 2


async def test_a_server_that_is_not_there_is_trouble_of_the_network_without_the_token() -> None:
    transport = Transport("42:T", "http://127.0.0.1:1")
    await transport.initialize()
    with pytest.raises(NetworkError) as refused:
        await transport.call("getMe")
    assert "42:T" not in str(refused.value)
    await transport.shutdown()


async def test_no_more_connections_are_opened_than_there_may_be() -> None:
    async with calling(*[OK] * 12) as (server, transport):
        transport._lines = Lines(transport._api, 2)
        answers = await asyncio.gather(*(transport.call(str(n)) for n in range(12)))
        assert answers == [123] * 12 and server.connections <= 2


def _cut(answer: bytes) -> list[bytes]:
    return [answer[:at] for at in range(len(answer))]


@pytest.mark.parametrize("answer", [OK, CHUNKED])
def test_nothing_is_read_before_all_of_it_is_there(answer: bytes) -> None:
    assert {read(part, ended=False) for part in _cut(answer)} == {None}
    whole = read(answer, ended=False)
    assert whole and (whole.status, whole.content, whole.goes_on) == (200, b'{"result": 123}', True)
    more = read(answer + b"more", ended=False)
    assert more and not more.goes_on  # what nobody asked for belongs to no call
