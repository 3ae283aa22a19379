"""Files of any size, and senders of any kind, cost the studio little memory."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self

import psutil
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

GIGABYTE = 2**30
MEGABYTE = 2**20
_LINE = b"t00001,Some Song,Some Artist,120.5,0.71,house\n"
_PIECE = _LINE * (MEGABYTE // len(_LINE))


@pytest.fixture(scope="module")
def studio(studio_process, tmp_path_factory) -> Iterator[Any]:
    data = tmp_path_factory.mktemp("uploads") / "data"
    with studio_process.running_studio(data) as running:
        _let_libraries_be_imported(running)
        yield running


def _head(studio: Any, length: int, *more: str) -> bytes:
    lines = (
        "POST /api/v1/models?name=big.genrelens HTTP/1.1",
        f"Host: {studio.host}",
        f"Authorization: Bearer {studio.token}",
        "Content-Type: application/octet-stream",
        f"Content-Length: {length}",
        *more,
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _left_behind(studio: Any) -> list[str]:
    return [path.name for path in (studio.data / "uploads").iterdir()]


def _wait_until(is_so: Any, seconds: float, what: str) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, what
        time.sleep(0.02)


class _Watch:
    """The most memory that a process, without its children, has while it is watched."""

    def __init__(self, number: int) -> None:
        self._process = psutil.Process(number)
        self.before = self.most = self._process.memory_info().rss
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def _look(self) -> None:
        while not self._over.wait(0.05):
            self.most = max(self.most, self._process.memory_info().rss)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


@pytest.mark.slow
def test_a_gigabyte_arrives_while_memory_stays_and_others_are_answered(
    studio, studio_process
) -> None:
    n_pieces = GIGABYTE // len(_PIECE)
    waits: list[float] = []
    with (
        _Watch(studio.process.pid) as watch,
        socket.create_connection(("127.0.0.1", studio.port), 60) as line,
    ):
        line.sendall(_head(studio, n_pieces * len(_PIECE)))
        for number in range(n_pieces):
            line.sendall(_PIECE)
            if number % 50 == 0:
                waits.append(_seconds_of_a_request(studio))
        answer = studio_process.receive(line)

    assert answer.startswith(b"HTTP/1.1 422"), answer[:300]
    assert b"not a genrelens model" in answer
    assert watch.most - watch.before <= 64 * MEGABYTE
    assert max(waits) < 2.0
    assert _left_behind(studio) == []


def _let_libraries_be_imported(studio: Any) -> None:
    """Ask what needs all of them, so that their size is not counted as the file's."""
    path = "/api/v1/models/mod-0123456789ab/tracks"
    answer = studio.send(
        f"GET {path} HTTP/1.1\r\nHost: {studio.host}\r\n"
        f"Authorization: Bearer {studio.token}\r\n\r\n".encode()
    )
    assert answer.startswith(b"HTTP/1.1 404")


def _seconds_of_a_request(studio: Any) -> float:
    begun = time.perf_counter()
    answer = studio.send(
        f"GET /api/v1/models HTTP/1.1\r\nHost: {studio.host}\r\n"
        f"Authorization: Bearer {studio.token}\r\n\r\n".encode()
    )
    assert answer.startswith(b"HTTP/1.1 200")
    return time.perf_counter() - begun


def test_a_file_above_the_limit_is_refused_before_it_is_sent(studio) -> None:
    answer = studio.send(_head(studio, 3 * GIGABYTE))

    assert answer.startswith(b"HTTP/1.1 413"), answer[:300]
    assert _left_behind(studio) == []


def test_an_upload_that_is_broken_off_leaves_nothing(studio) -> None:
    with socket.create_connection(("127.0.0.1", studio.port), 10) as line:
        line.sendall(_head(studio, GIGABYTE))
        for _ in range(8):
            line.sendall(_PIECE)
        _wait_until(lambda: _left_behind(studio), 10, "no upload has begun")

    _wait_until(lambda: not _left_behind(studio), 10, "the broken upload stays")


def test_more_than_was_announced_is_not_taken_for_the_file(
    studio, studio_process
) -> None:
    with socket.create_connection(("127.0.0.1", studio.port), 10) as line:
        line.sendall(_head(studio, 10) + b"0123456789" + b"and more than that\r\n\r\n")
        answer = studio_process.receive(line)

    assert answer[:12] in {b"HTTP/1.1 400", b"HTTP/1.1 422"}, answer[:300]
    _wait_until(lambda: not _left_behind(studio), 10, "the file stays")


def test_two_uploads_at_once_and_the_third_is_told_to_wait(
    studio_process, tmp_path
) -> None:
    """In a studio of its own, where no earlier file is still being brought to disk."""
    with (
        studio_process.running_studio(tmp_path / "data") as studio,
        ExitStack() as both,
    ):
        for _ in range(2):
            line = socket.create_connection(("127.0.0.1", studio.port), 10)
            both.enter_context(line).sendall(_head(studio, GIGABYTE) + _PIECE)
        _wait_until(lambda: len(_left_behind(studio)) == 2, 30, "two have not begun")
        third = studio.send(_head(studio, 10) + b"0123456789")
        assert third.startswith(b"HTTP/1.1 429"), third[:300]

        both.close()
        _wait_until(lambda: not _left_behind(studio), 10, "the broken uploads stay")


@pytest.mark.slow
def test_heads_that_trickle_are_hung_up_on_while_others_are_answered(studio) -> None:
    lines = [
        socket.create_connection(("127.0.0.1", studio.port), 30) for _ in range(60)
    ]
    for line in lines:
        line.sendall(b"GET / HTTP/1.1\r\nHost: ")
    with _Watch(studio.process.pid) as watch:
        assert _seconds_of_a_request(studio) < 2.0
        begun = time.monotonic()
        assert all(line.recv(10) == b"" for line in lines)
    for line in lines:
        line.close()

    assert time.monotonic() - begun < 15
    assert watch.most - watch.before <= 16 * MEGABYTE


@pytest.mark.slow
def test_a_document_that_trickles_is_given_up(studio) -> None:
    body = json.dumps({"name": "a"}).encode()
    head = _head(studio, len(body)).replace(b"octet-stream", b"json")
    with socket.create_connection(("127.0.0.1", studio.port), 40) as line:
        line.sendall(head + body[:-1])
        answer = line.recv(65536)

    assert answer.startswith(b"HTTP/1.1 408"), answer[:300]


def test_a_head_without_end_is_not_kept(studio) -> None:
    endless = b"".join(b"X-Header-%d: %s\r\n" % (n, b"a" * 4_000) for n in range(9_000))
    with (
        socket.create_connection(("127.0.0.1", studio.port), 10) as line,
        pytest.raises((BrokenPipeError, ConnectionResetError)),
    ):
        line.sendall(b"GET / HTTP/1.1\r\n" + endless)
