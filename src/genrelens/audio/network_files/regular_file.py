"""Read a stranger's file whole, if it is a regular one of a bounded size."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from genrelens.errors import InputError, printable

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_regular_file"]


def read_regular_file(file: Path, *, most_bytes: int, remedy: str) -> bytes:
    """Read a file without waiting for a pipe, and never more than is allowed.

    Parameters
    ----------
    file : pathlib.Path
        A regular file, or a link to one.
    most_bytes : int
        Size of the largest file that is read.
    remedy : str
        What to do if it is another one, as an instruction.

    Raises
    ------
    InputError
        If it cannot be opened, is a folder, pipe or device, or is too large.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(file, flags)
        try:
            seen = os.fstat(handle)
            content = _read(handle, most_bytes) if stat.S_ISREG(seen.st_mode) else None
        finally:
            os.close(handle)
    except OSError as error:
        found = f"it cannot be opened ({error.strerror})"
        raise _refused(file, found, remedy) from error
    if content is None:
        raise _refused(file, "it is not a regular file", remedy)
    if len(content) > most_bytes:
        found = f"it has {seen.st_size:,} bytes, and at most {most_bytes:,} are read"
        raise _refused(file, found, remedy)
    return content


def _read(handle: int, most_bytes: int) -> bytes:
    """Read up to one byte more than is allowed."""
    with os.fdopen(handle, "rb", closefd=False) as stream:
        return stream.read(most_bytes + 1)


def _refused(file: Path, found: str, remedy: str) -> InputError:
    return InputError(f"File '{printable(file, limit=200)}': {found}. {remedy}")
