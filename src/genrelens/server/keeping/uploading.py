"""Let a file arrive on disk, piece by piece, within what is allowed."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import shutil
import tempfile
import threading
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from genrelens.errors import GenrelensError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from starlette.requests import Request

    from genrelens.server.keeping.folders import Folders

__all__ = ["Received", "UploadRefusedError", "Uploads"]

_PIECE = 2**20  # bytes gathered before they are written
_SPARE = 512 * 2**20  # bytes of the disk that uploads never fill
_LOOK_AGAIN = 64 * 2**20  # bytes between two looks at the free space
_IDLE_SECONDS = 30.0
_AT_ONCE = 2
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class UploadRefusedError(GenrelensError):
    """A file was not taken.

    Parameters
    ----------
    status : int
        Status of the answer.
    sentence : str
        What was found and what to do.
    """

    def __init__(self, status: int, sentence: str) -> None:
        self.status = status
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Received:
    """A file that has arrived and is on the disk.

    Parameters
    ----------
    path : Path
        Where it lies until it is moved to its place.
    sha256, n_bytes : str, int
        Hash and size.
    """

    path: Path
    sha256: str
    n_bytes: int


class Uploads:
    """The files that arrive, at most two at once.

    Parameters
    ----------
    folders : Folders
        Where they lie meanwhile.
    idle_seconds : float
        How long a sender may send nothing.
    """

    def __init__(
        self, folders: Folders, *, idle_seconds: float = _IDLE_SECONDS
    ) -> None:
        self._folders = folders
        self._idle_seconds = idle_seconds
        self._slots = threading.BoundedSemaphore(_AT_ONCE)

    @asynccontextmanager
    async def receiving(
        self, request: Request, *, max_bytes: int
    ) -> AsyncIterator[Received]:
        """Take a request's raw body; what is not moved away in the block is deleted.

        It counts as on its way until the block ends, so that no more files are read
        into memory at once than may arrive at once.

        Parameters
        ----------
        request : Request
            Its body is the file, as it is.
        max_bytes : int
            Largest file that is taken.

        Raises
        ------
        UploadRefusedError
            If it is too large, empty, cut short or too slow, if the disk has no room,
            or two others are on their way.
        """
        expected = _expected(request, max_bytes)
        if not self._slots.acquire(blocking=False):
            raise UploadRefusedError(
                429,
                f"{_AT_ONCE} files are on their way already. Send this one when one of "
                f"them has arrived.",
            )
        try:
            with _full_disk_told(), _place(self._folders.uploads) as path:
                with path.open("wb") as file:
                    arrival = _Arrival(file, max_bytes, path.parent)
                    arrival.refuse_without_room(expected or 0)
                    await self._take_all(request, arrival)
                    received = await run_in_threadpool(arrival.finish, path, expected)
                yield received
        finally:
            self._slots.release()

    async def _take_all(self, request: Request, arrival: _Arrival) -> None:
        pieces = request.stream().__aiter__()
        try:
            while True:
                async with asyncio.timeout(self._idle_seconds):
                    piece = await anext(pieces)
                arrival.add(piece)
                if len(arrival.waiting) >= _PIECE:
                    await run_in_threadpool(arrival.write)
        except StopAsyncIteration:
            return
        except TimeoutError as error:
            raise UploadRefusedError(
                408,
                f"Nothing arrived for {self._idle_seconds:g} seconds. Send the file "
                f"again; nothing of it was kept.",
            ) from error
        except ClientDisconnect as error:
            raise UploadRefusedError(
                400, "The sending was broken off. Nothing of the file was kept."
            ) from error


class _Arrival:
    """One file on its way: counted, hashed and written."""

    def __init__(self, file: IO[bytes], max_bytes: int, folder: Path) -> None:
        self._file = file
        self._max_bytes = max_bytes
        self._folder = folder
        self._hash = hashlib.sha256()
        self._n_bytes = 0
        self._looked_at = 0
        self.waiting = bytearray()

    def add(self, piece: bytes) -> None:
        """Take a piece, and refuse the file once it is too large."""
        self._n_bytes += len(piece)
        if self._n_bytes > self._max_bytes:
            raise _too_large(self._max_bytes)
        self.waiting += piece

    def write(self) -> None:
        """Write what waits."""
        if self._n_bytes - self._looked_at >= _LOOK_AGAIN:
            self._looked_at = self._n_bytes
            self.refuse_without_room(0)
        self._file.write(self.waiting)
        self._hash.update(self.waiting)
        self.waiting.clear()

    def refuse_without_room(self, n_expected: int) -> None:
        """Refuse a file that would not leave room to work on it."""
        free = shutil.disk_usage(self._folder).free
        needed = 2 * n_expected + _SPARE
        if free < needed:
            raise UploadRefusedError(
                507,
                f"The disk of the data folder has {free / 2**20:,.0f} MB left, and "
                f"{needed / 2**20:,.0f} MB are needed: twice the file, and 512 MB to "
                f"spare. Free some space, or give another folder with --data.",
            )

    def finish(self, path: Path, expected: int | None) -> Received:
        """Bring all of it onto the disk, and say what arrived."""
        if expected is not None and expected != self._n_bytes:
            raise UploadRefusedError(
                400,
                f"{expected:,} bytes were announced, and {self._n_bytes:,} arrived. "
                f"Send the file again; nothing of it was kept.",
            )
        if not self._n_bytes:
            raise UploadRefusedError(
                400, "The file is empty. Send a table with a header and tracks."
            )
        self.write()
        self._file.flush()
        os.fsync(self._file.fileno())
        return Received(path, self._hash.hexdigest(), self._n_bytes)


def _expected(request: Request, max_bytes: int) -> int | None:
    """Give the announced size, where there is one, and refuse too large a file."""
    announced = request.headers.get("content-length")
    if announced is None:
        return None
    if not announced.isascii() or not announced.isdigit():
        raise UploadRefusedError(400, "The announced size is not a number of bytes.")
    if int(announced) > max_bytes:
        raise _too_large(max_bytes)
    return int(announced)


@contextmanager
def _place(folder: Path) -> Iterator[Path]:
    """Make an empty file, and delete it unless it was moved to its place."""
    handle, name = tempfile.mkstemp(suffix=".part", dir=folder)
    os.close(handle)
    path = Path(name)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _full_disk_told() -> Iterator[None]:
    """Tell that the disk is full in words."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise UploadRefusedError(
            507,
            "The disk of the data folder is full, so nothing of the file was kept. "
            "Free some space, or give another folder with --data.",
        ) from error


def _too_large(max_bytes: int) -> UploadRefusedError:
    return UploadRefusedError(
        413,
        f"The file is larger than {max_bytes / 2**20:,.0f} MB, the most that is taken. "
        f"Send fewer columns or rows, or a compressed table.",
    )
