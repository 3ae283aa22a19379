"""Let one process at a time add to a journal."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from genrelens.errors import InputError, printable

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["lock"]


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
        _lock(handle)
    except OSError as error:
        raise InputError(
            f"The journal '{printable(path.name)}' is in use: another `genrelens tag` "
            "is working with it. Wait until that is done."
        ) from error


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        place = os.lseek(handle, 0, os.SEEK_CUR)
        os.lseek(handle, 2**62, os.SEEK_SET)  # far behind whatever is written
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, place, os.SEEK_SET)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
