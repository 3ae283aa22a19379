"""Let one process at a time write into a data folder."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from genrelens.errors import GenrelensError, printable
from genrelens.server.keeping.database.times import utc_now

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["DataLock", "FolderTakenError"]

_LONGEST_NOTE = 200


class FolderTakenError(GenrelensError):
    """Another process has the data folder open."""


class DataLock:
    """The right to write into one data folder, until it is released.

    The system gives it back when the process ends, however it ends.

    Parameters
    ----------
    file : Path
        The lock file; it names the process that holds it.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._handle: int | None = None

    def take(self) -> None:
        """Take the lock.

        Raises
        ------
        FolderTakenError
            If another process, or another store of this one, holds it.
        """
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        handle = os.open(self.file, flags, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(handle, _LONGEST_NOTE, 0).decode("utf-8", "replace")
            os.close(handle)
            raise FolderTakenError(
                f"Folder '{printable(self.file.parent)}' is in use by "
                f"{printable(holder) or 'another process'}. One studio at a time "
                f"writes into a folder: use that one, stop it first, or give another "
                f"folder with --data."
            ) from error
        note = f"process {os.getpid()} since {utc_now()}".encode()
        os.ftruncate(handle, 0)
        os.pwrite(handle, note, 0)
        self._handle = handle

    def release(self) -> None:
        """Give the lock back; once more does nothing."""
        handle, self._handle = self._handle, None
        if handle is not None:
            with suppress(OSError):
                os.ftruncate(handle, 0)
            os.close(handle)
