"""Let one process at a time write what others must not write meanwhile."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from genrelens.errors import InputError, printable

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["lock", "lock_now"]


def lock(handle: int, path: Path) -> None:
    """Take the right to write, until the file is closed or the process ends.

    Parameters
    ----------
    handle : int
        Descriptor of the open journal.
    path : Path
        For the message.

    Raises
    ------
    InputError
        If another process holds it.
    """
    try:
        lock_now(handle)
    except OSError as error:
        raise InputError(
            f"The journal '{printable(path.name)}' is in use: another `genrelens tag` "
            "is working with it. Wait until that is done."
        ) from error


if sys.platform == "win32":
    import msvcrt

    def lock_now(handle: int, *, is_shared: bool = False) -> None:
        """Lock an open file without waiting; Windows knows no shared locks."""
        del is_shared
        place = os.lseek(handle, 0, os.SEEK_CUR)
        os.lseek(handle, 2**62, os.SEEK_SET)  # far behind whatever is written
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, place, os.SEEK_SET)

else:
    import fcntl

    def lock_now(handle: int, *, is_shared: bool = False) -> None:
        """Lock an open file or folder without waiting.

        Parameters
        ----------
        handle : int
            Descriptor; the lock ends with it.
        is_shared : bool
            Whether others may hold it too, so long as they share it.

        Raises
        ------
        OSError
            `BlockingIOError` if another holds it, others if it cannot be locked.
        """
        kind = fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
