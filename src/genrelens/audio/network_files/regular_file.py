"""Read a stranger's file whole, if it is a regular one of a bounded size."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from genrelens.errors import InputError, printable
from genrelens.regular_files import NotRegularError, open_regular

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
    try:
        handle = open_regular(file)
        with os.fdopen(handle, "rb") as stream:
            n_bytes = os.fstat(handle).st_size
            content = stream.read(most_bytes + 1)
    except NotRegularError as error:
        raise _refused(file, "it is not a regular file", remedy) from error
    except OSError as error:
        found = f"it cannot be opened ({error.strerror})"
        raise _refused(file, found, remedy) from error
    if len(content) > most_bytes:
        found = f"it has {n_bytes:,} bytes, and at most {most_bytes:,} are read"
        raise _refused(file, found, remedy)
    return content


def _refused(file: Path, found: str, remedy: str) -> InputError:
    return InputError(f"File '{printable(file, limit=200)}': {found}. {remedy}")
