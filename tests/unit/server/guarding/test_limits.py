"""Heads and bodies are taken as far as they may go, and no further."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.server.guarding import limits
from genrelens.server.guarding.limits import BodyLimits, check_shape
from genrelens.server.guarding.problems import Refused
from genrelens.server.settings import Settings

LIMITS = BodyLimits(
    Settings(data=Path("nowhere"), max_json_bytes=1_000, max_upload_bytes=5_000)
)
JSON = {b"content-type": b"application/json; charset=utf-8"}
FILE = {b"content-type": b"application/octet-stream"}


def _scope(
    headers: list[tuple[bytes, bytes]], path: bytes = b"/", query: bytes = b""
) -> dict[str, Any]:
    return {"headers": headers, "raw_path": path, "query_string": query}


def _take(headers: dict[bytes, bytes], pieces: list[bytes]) -> bytes:
    """Take a body as a route would; give all of it."""

    async def take() -> bytes:
        waiting = list(pieces)

        async def receive() -> Any:
            if not waiting:
                return {"type": "http.disconnect"}
            body = waiting.pop(0)
            return {"type": "http.request", "body": body, "more_body": bool(waiting)}

        limited = await LIMITS.limited(headers, receive)
        got = b""
        while True:
            message = await limited()
            got += message.get("body", b"")
            if not message.get("more_body", False):
                return got

    return asyncio.run(take())


def _refused(headers: dict[bytes, bytes], pieces: list[bytes]) -> Refused:
    with pytest.raises(Refused) as raised:
        _take(headers, pieces)
    return raised.value


def test_too_many_headers_are_refused() -> None:
    pairs = [(b"x-%d" % number, b"") for number in range(101)]

    check_shape(_scope(pairs[:100]), dict(pairs[:100]))
    with pytest.raises(Refused, match="101 headers"):
        check_shape(_scope(pairs), dict(pairs))


def test_a_long_address_is_refused() -> None:
    check_shape(_scope([], b"/" + b"a" * 8_000, b"b" * 100), {})
    with pytest.raises(Refused, match="The address has"):
        check_shape(_scope([], b"/" + b"a" * 8_000, b"b" * 200), {})


@pytest.mark.parametrize("name", [b"host", b"origin", b"content-length", b"cookie"])
def test_a_header_that_decides_may_stand_once(name: bytes) -> None:
    pairs = [(name, b"a"), (b"accept", b"b"), (name, b"a")]

    with pytest.raises(Refused, match="twice"):
        check_shape(_scope(pairs), dict(pairs))


def test_a_header_that_decides_nothing_may_stand_twice() -> None:
    pairs = [(b"accept", b"a"), (b"accept", b"b")]

    check_shape(_scope(pairs), dict(pairs))


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=3))
def test_a_json_document_arrives_as_one_piece_as_it_was_sent(
    pieces: list[bytes],
) -> None:
    assert _take(JSON, pieces) == b"".join(pieces)


@given(st.lists(st.binary(max_size=1_000), min_size=1, max_size=5))
def test_a_file_arrives_as_it_was_sent(pieces: list[bytes]) -> None:
    assert _take(FILE, pieces) == b"".join(pieces)


def test_the_largest_json_document_is_taken_and_the_next_is_not() -> None:
    assert len(_take(JSON, [b" " * 999, b"1"])) == 1_000
    assert _refused(JSON, [b" " * 999, b"12"]).status == 413
    assert _refused({**JSON, b"content-length": b"1001"}, [b"{}"]).status == 413


def test_the_largest_file_is_taken_and_the_next_is_not() -> None:
    assert len(_take(FILE, [b" " * 4_999, b"1"])) == 5_000
    assert _refused(FILE, [b" " * 4_999, b"12"]).status == 413
    assert _refused({**FILE, b"content-length": b"5001"}, [b""]).status == 413
    assert _refused({**FILE, b"content-length": b"9" * 30}, [b""]).status == 413


@pytest.mark.parametrize(
    "kind",
    [
        *(b"text/plain", b"application/x-www-form-urlencoded", b"multipart/form-data"),
        *(b"", b"text/html", b"application/jsonx", b"json", b"application/json,a/b"),
    ],
)
def test_other_types_of_body_are_refused(kind: bytes) -> None:
    assert _refused({b"content-type": kind}, [b"{}"]).status == 415
    assert _refused({b"content-type": kind}, []).status == 415


def test_a_body_without_type_is_refused_and_no_body_needs_none() -> None:
    assert _refused({b"content-length": b"2"}, [b"{}"]).status == 415
    assert _refused({b"transfer-encoding": b"chunked"}, [b"{}"]).status == 415
    assert _take({}, [b""]) == b""
    assert _take({b"content-length": b"0"}, [b""]) == b""


@pytest.mark.parametrize("length", [b"-1", b"1.5", b"a", b"", b"1_0", "１".encode()])
def test_a_length_that_is_no_number_is_refused(length: bytes) -> None:
    assert _refused({**JSON, b"content-length": length}, [b"{}"]).status == 400


@pytest.mark.parametrize(
    "body",
    [
        *(b'{"a": NaN}', b'{"a": -Infinity}', b"[Infinity]"),
        *(rb'{"a": "\ud800"}', rb'{"\uDFFF": 1}', rb'"\ud83d\ud83d"'),
    ],
)
def test_what_is_not_json_to_the_letter_is_refused(body: bytes) -> None:
    assert _refused(JSON, [body]).status == 400


@pytest.mark.parametrize(
    "body",
    [
        *(b'{"NaN": "Infinity"}', rb'"\ud83d\ude00"', b'"\\\\ud800"', b"{broken NaN"),
        b"[" * 990 + b'"NaN"',
    ],
)
def test_what_only_looks_like_it_is_left_to_the_route(body: bytes) -> None:
    assert _take(JSON, [body]) == body


@pytest.mark.parametrize("headers", [JSON, FILE])
def test_a_body_that_does_not_come_is_given_up(
    monkeypatch: pytest.MonkeyPatch, headers: dict[bytes, bytes]
) -> None:
    monkeypatch.setattr(limits, "_JSON_SECONDS", 0.02)
    monkeypatch.setattr(limits, "_IDLE_SECONDS", 0.02)

    async def never() -> Any:
        await asyncio.Event().wait()

    async def take() -> None:
        limited = await LIMITS.limited(headers, never)
        await limited()

    with pytest.raises(Refused, match="seconds") as raised:
        asyncio.run(take())
    assert raised.value.status == 408


def test_a_sender_who_is_gone_is_told_to_the_route() -> None:
    async def gone() -> Any:
        return {"type": "http.disconnect"}

    async def take() -> Any:
        return await (await LIMITS.limited(JSON, gone))()

    assert asyncio.run(take()) == {"type": "http.disconnect"}
