from __future__ import annotations

import asyncio
from typing import IO, TYPE_CHECKING, Any

import pytest

from genrelens.server.music.streaming import sound_response

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> IO[bytes]:
    (tmp_path / "sound").write_bytes(bytes(range(256)) * 4_000)
    return (tmp_path / "sound").open("rb", buffering=0)


def _send(answer: Any, *, breaks_after: int = 10**9) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: dict[str, Any]) -> None:
        if len(sent) >= breaks_after:
            raise OSError("nobody listens")
        sent.append(message)

    scope = {"type": "http", "method": "GET", "asgi": {"spec_version": "2.4"}}
    asyncio.run(answer(scope, receive, send))
    return sent


def test_a_large_file_comes_in_pieces(file: IO[bytes]) -> None:
    answer = sound_response(file, 1_024_000, content_type="audio/wav", tag='"t"')
    sent = _send(answer)
    bodies = [message["body"] for message in sent if "body" in message]
    assert b"".join(bodies) == bytes(range(256)) * 4_000
    assert max(map(len, bodies)) <= 262_144
    assert file.closed


def test_the_file_is_closed_when_nobody_listens_any_more(file: IO[bytes]) -> None:
    from starlette.requests import ClientDisconnect

    answer = sound_response(file, 1_024_000, content_type="audio/wav", tag='"t"')
    with pytest.raises(ClientDisconnect):
        _send(answer, breaks_after=2)
    assert file.closed


@pytest.mark.parametrize("options", [{"is_head": True}, {"wanted": "bytes=9999999-"}])
def test_the_file_is_closed_where_no_body_is_sent(
    file: IO[bytes], options: dict[str, Any]
) -> None:
    sound_response(file, 1_024_000, content_type="audio/wav", tag='"t"', **options)
    assert file.closed
