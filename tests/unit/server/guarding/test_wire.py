"""A connection that is slow, endless or broken is hung up on."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from genrelens.server.guarding import wire
from genrelens.server.guarding.wire import PatientProtocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


async def _app(scope: Any, receive: Any, send: Any) -> None:
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    length = str(len(body)).encode()
    asked = b" ".join(value for name, value in scope["headers"] if name == b"host")
    headers = [(b"content-length", length), (b"x-asked", asked)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def _listening() -> AsyncIterator[int]:
    config = uvicorn.Config(
        _app, http=PatientProtocol, ws="none", log_config=None, timeout_keep_alive=1
    )
    config.load()
    state = uvicorn.server.ServerState()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: PatientProtocol(config, state, {}), "127.0.0.1", 0
    )
    async with server:
        yield server.sockets[0].getsockname()[1]
        for connection in list(state.connections):
            connection.transport.close()


def _talk(say: Callable[[Any, Any], Coroutine[Any, Any, bytes]]) -> bytes:
    async def talk() -> bytes:
        async with _listening() as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                async with asyncio.timeout(10):
                    return await say(reader, writer)
            finally:
                writer.close()

    return asyncio.run(talk())


async def _read_to_the_end(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read()
    except ConnectionResetError:
        return b"reset"


@pytest.mark.parametrize("sent", [b"", b"GET / HT", GET[:-2], b"\r\n", GET + b"GET "])
def test_a_head_that_does_not_come_is_not_waited_for(sent, monkeypatch) -> None:
    monkeypatch.setattr(wire, "_HEAD_SECONDS", 0.1)

    async def say(reader: Any, writer: Any) -> bytes:
        writer.write(sent)
        return await _read_to_the_end(reader)

    assert _talk(say).count(b"HTTP/1.1") == sent.count(GET)


def test_a_body_may_take_longer_than_a_head(monkeypatch) -> None:
    monkeypatch.setattr(wire, "_HEAD_SECONDS", 0.05)

    async def say(reader: Any, writer: Any) -> bytes:
        writer.write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabc")
        await asyncio.sleep(0.2)
        writer.write(b"def")
        return await reader.readuntil(b"abcdef")

    assert _talk(say).startswith(b"HTTP/1.1 200")


def test_a_head_without_end_is_refused() -> None:
    async def say(reader: Any, writer: Any) -> bytes:
        for number in range(60):
            writer.write(
                b"X-%d: %s\r\n" % (number, b"a" * 4_000) if number else GET[:-2]
            )
        return await _read_to_the_end(reader)

    answer = _talk(say)
    assert answer == b"reset" or answer.startswith(b"HTTP/1.1 431"), answer


@pytest.mark.parametrize("field", [b"X: %s\r\n" % (b"a" * 4_000), b"a" * 4_000])
def test_fields_behind_a_body_without_end_are_refused(field: bytes) -> None:
    async def say(reader: Any, writer: Any) -> bytes:
        writer.write(
            b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"3\r\nabc\r\n0\r\n" + (b"" if field.endswith(b"\n") else b"X: ")
        )
        for _ in range(60):
            await asyncio.sleep(0)
            writer.write(field)
        return await _read_to_the_end(reader)

    answer = _talk(say)
    assert answer == b"reset" or answer.startswith(b"HTTP/1.1 431"), answer


def test_a_body_in_many_small_pieces_is_no_large_head() -> None:
    async def say(reader: Any, writer: Any) -> bytes:
        writer.write(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(100):
            writer.write(b"3e8\r\n" + b"b" * 1_000 + b"\r\n")
            await writer.drain()
        writer.write(b"0\r\nX: a\r\n\r\n")
        head = await reader.readuntil(b"\r\n\r\n")
        return head + await reader.readexactly(100_000)

    assert _talk(say).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    ("address", "host"),
    [
        (b"/a", b"own:1"),
        (b"http://own:1/a", b"own:1"),
        (b"http://evil.test/a", b"evil.test"),
        (b"HTTP://evil.test/?a=http://own:1", b"evil.test"),
        (b"http://own:1@evil.test/", b"own:1@evil.test"),
    ],
)
def test_a_host_in_the_address_is_the_one_that_is_judged(address, host) -> None:
    async def say(reader: Any, writer: Any) -> bytes:
        writer.write(b"GET %s HTTP/1.1\r\nA: b\r\nHost: own:1\r\n\r\n" % address)
        return await reader.readuntil(b"\r\n\r\n")

    assert b"\r\nx-asked: %s\r\n" % host in _talk(say)


def test_many_requests_on_one_connection_do_not_add_up() -> None:
    head = GET[:-2] + b"X-A: " + b"a" * 2_000 + b"\r\n\r\n"

    async def say(reader: Any, writer: Any) -> bytes:
        got = b""
        for _ in range(60):
            writer.write(head)
            got += await reader.readuntil(b"\r\n\r\n")
        return got

    assert _talk(say).count(b"HTTP/1.1 200") == 60


def test_a_large_body_is_no_large_head() -> None:
    body = b"b" * 300_000

    async def say(reader: Any, writer: Any) -> bytes:
        writer.write(
            b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )
        head = await reader.readuntil(b"\r\n\r\n")
        return head + await reader.readexactly(len(body))

    assert _talk(say).startswith(b"HTTP/1.1 200")


def test_what_is_no_request_is_told_as_a_problem() -> None:
    async def say(reader: Any, writer: Any) -> bytes:
        writer.write(b"this is no request\r\n\r\n")
        return await _read_to_the_end(reader)

    answer = _talk(say)
    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"content-type: application/problem+json" in answer
    assert b"content-security-policy: default-src 'self'" in answer
    assert answer.endswith(b'"This is not an HTTP request that can be read."}')
