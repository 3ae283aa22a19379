"""A file arrives whole, or nothing of it is kept."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import shutil
import tempfile
import tracemalloc
from collections import namedtuple
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.requests import Request

from genrelens.server.keeping.folders import Folders
from genrelens.server.keeping.uploading import Received, UploadRefusedError, Uploads

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from pathlib import Path

MEGABYTE = 2**20


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "data")


def request_of(
    pieces: Iterable[bytes], *, length: int | str | None = None, ends: bool = True
) -> Request:
    """Give a request whose body comes in these pieces; it may be broken off."""
    given = iter(pieces)

    async def receive() -> dict[str, Any]:
        for piece in given:
            return {"type": "http.request", "body": piece, "more_body": True}
        if ends:
            return {"type": "http.request", "body": b"", "more_body": False}
        return {"type": "http.disconnect"}

    headers = [] if length is None else [(b"content-length", str(length).encode())]
    scope = {"type": "http", "method": "POST", "headers": headers}
    return Request(scope, receive)


def take(
    uploads: Uploads, request: Request, *, max_bytes: int = MEGABYTE
) -> tuple[Received, bytes]:
    """Take a file, and give what is said of it with its content."""

    async def run() -> tuple[Received, bytes]:
        async with uploads.receiving(request, max_bytes=max_bytes) as received:
            return received, received.path.read_bytes()

    return asyncio.run(run())


def refusal(uploads: Uploads, request: Request, **more: Any) -> UploadRefusedError:
    with pytest.raises(UploadRefusedError) as refused:
        take(uploads, request, **more)
    return refused.value


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.binary(max_size=3000), min_size=1, max_size=9).filter(any))
def test_what_arrives_is_what_was_sent(folders: Folders, pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    received, content = take(Uploads(folders), request_of(pieces, length=len(whole)))
    assert content == whole
    assert received.n_bytes == len(whole)
    assert received.sha256 == hashlib.sha256(whole).hexdigest()
    assert list(folders.uploads.iterdir()) == []


def test_a_file_that_is_moved_away_stays(folders: Folders, tmp_path: Path) -> None:
    async def run() -> None:
        uploads = Uploads(folders)
        async with uploads.receiving(request_of([b"abc"]), max_bytes=9) as received:
            assert received.path.stat().st_mode & 0o777 == 0o600
            received.path.replace(tmp_path / "kept")

    asyncio.run(run())
    assert (tmp_path / "kept").read_bytes() == b"abc"


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (request_of([], length=11), 413),
        (request_of([b"123456", b"78901"]), 413),
        (request_of([b"123456", b"78901"], length=5), 413),
        (request_of([b"12345"], length=9), 400),
        (request_of([b"12345"], length=4), 400),
        (request_of([b"12345"], length=9, ends=False), 400),
        (request_of([b"12345"], ends=False), 400),
        (request_of([b""], length=0), 400),
        (request_of([]), 400),
        (request_of([b"x"], length="-1"), 400),
        (request_of([b"x"], length="1_0"), 400),
    ],
    ids=lambda value: str(value) if isinstance(value, int) else "request",
)
def test_what_is_not_right_leaves_nothing(
    folders: Folders, request_: Request, status: int
) -> None:
    error = refusal(Uploads(folders), request_, max_bytes=10)
    assert error.status == status
    assert str(error).endswith(".")
    assert list(folders.uploads.iterdir()) == []


def test_a_sender_who_falls_silent_is_not_waited_for(folders: Folders) -> None:
    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError

    silent = Request({"type": "http", "method": "POST", "headers": []}, receive)
    error = refusal(Uploads(folders, idle_seconds=0.05), silent)
    assert error.status == 408
    assert list(folders.uploads.iterdir()) == []


@pytest.mark.parametrize("length", [40, None])
def test_a_disk_that_would_run_full_is_spared(
    folders: Folders, monkeypatch: pytest.MonkeyPatch, length: int | None
) -> None:
    usage = namedtuple("usage", "total used free")  # noqa: PYI024
    short = 512 * MEGABYTE + 79 if length else 512 * MEGABYTE - 1
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(0, 0, short))
    error = refusal(Uploads(folders), request_of([b"x" * 40], length=length))
    assert error.status == 507
    assert "512 MB" in str(error)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(0, 0, short + 1))
    assert (
        take(Uploads(folders), request_of([b"x" * 40], length=length))[1] == b"x" * 40
    )


def test_two_files_at_once_are_taken_and_a_third_is_told_to_wait(
    folders: Folders,
) -> None:
    async def run() -> None:
        uploads, go, arrived = Uploads(folders), asyncio.Event(), asyncio.Event()
        n_begun = 0

        def waiting() -> Request:
            async def pieces() -> AsyncIterator[dict[str, Any]]:
                nonlocal n_begun
                n_begun += 1
                if n_begun == 2:
                    arrived.set()
                yield {"type": "http.request", "body": b"abc", "more_body": True}
                await go.wait()
                yield {"type": "http.request", "body": b"", "more_body": False}

            source = pieces()
            scope = {"type": "http", "method": "POST", "headers": []}
            return Request(scope, lambda: anext(source))

        async def one() -> bytes:
            async with uploads.receiving(waiting(), max_bytes=9) as received:
                return received.path.read_bytes()

        running = [asyncio.create_task(one()) for _ in range(2)]
        await asyncio.wait_for(arrived.wait(), 10)
        with pytest.raises(UploadRefusedError) as refused:
            await one()
        assert refused.value.status == 429
        go.set()
        assert await asyncio.gather(*running) == [b"abc", b"abc"]
        assert await one() == b"abc"

    asyncio.run(run())


def test_a_folder_that_takes_no_file_costs_no_place(folders: Folders) -> None:
    uploads = Uploads(folders)
    folders.uploads.rename(folders.uploads.with_name("away"))
    for _ in range(3):
        with pytest.raises(FileNotFoundError):
            take(uploads, request_of([b"abc"]))
    folders.uploads.with_name("away").rename(folders.uploads)
    assert take(uploads, request_of([b"abc"]))[1] == b"abc"


@pytest.mark.parametrize("where", ["mkstemp", "fsync"])
def test_a_disk_that_is_full_after_all_is_told(
    folders: Folders, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    uploads = Uploads(folders)
    with monkeypatch.context() as patch:
        patch.setattr(tempfile if where == "mkstemp" else os, where, full)
        for _ in range(3):
            error = refusal(uploads, request_of([b"abc"]))
            assert error.status == 507
            assert "Free some space" in str(error)
    assert list(folders.uploads.iterdir()) == []
    assert take(uploads, request_of([b"abc"]))[1] == b"abc"


def test_a_file_is_on_its_way_until_it_has_been_read(folders: Folders) -> None:
    async def run() -> None:
        uploads = Uploads(folders)

        def one() -> Any:
            return uploads.receiving(request_of([b"abc"]), max_bytes=9)

        async with one(), one():
            with pytest.raises(UploadRefusedError) as refused:
                await one().__aenter__()
            assert refused.value.status == 429
        async with one():
            pass

    asyncio.run(run())


def test_a_cancelled_request_gives_its_place_back(folders: Folders) -> None:
    async def run() -> None:
        uploads = Uploads(folders)
        for _ in range(5):
            begun = asyncio.Event()

            async def receive(begun: asyncio.Event = begun) -> dict[str, Any]:
                begun.set()
                await asyncio.Event().wait()
                raise AssertionError

            scope = {"type": "http", "method": "POST", "headers": []}

            async def one(source: Any = receive, scope: Any = scope) -> None:
                async with uploads.receiving(Request(scope, source), max_bytes=9):
                    raise AssertionError

            task = asyncio.create_task(one())
            await asyncio.wait_for(begun.wait(), 10)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        assert list(folders.uploads.iterdir()) == []

    asyncio.run(run())


def test_memory_does_not_grow_with_the_file(folders: Folders) -> None:
    """100 MB in pieces of 64 kB take a few megabytes at most."""
    piece = b"x" * 65_536
    request = request_of((piece for _ in range(1600)), length=1600 * len(piece))

    async def run() -> int:
        uploads = Uploads(folders)
        async with uploads.receiving(request, max_bytes=2**30) as received:
            return received.n_bytes

    tracemalloc.start()
    n_bytes = asyncio.run(run())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert n_bytes == 1600 * 65_536
    assert peak < 12 * MEGABYTE
