"""Open a file for reading only if it is a plain file."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from genrelens.audio.faults import SoundError
from genrelens.regular_files import NotRegularError, open_regular

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["open_plain_file"]


@contextmanager
def open_plain_file(path: Path) -> Iterator[BinaryIO]:
    """Offer a file's bytes; nothing that could block or do harm is opened.

    A named pipe would make every reader wait for ever, and a device may act when it
    is opened. So the file is opened without waiting, and its kind is asked of what
    was opened, not of the name.

    Parameters
    ----------
    path : Path
        Links are not followed in its last part.

    Yields
    ------
    BinaryIO

    Raises
    ------
    SoundError
        If it is something else, empty, or cannot be opened; also at the end, where
        the file was written to meanwhile.
    """
    if not stat.S_ISREG(_ask(path).st_mode):
        raise SoundError("not-a-file", "It is no plain file.")
    try:
        handle = open_regular(path, follows_link=False)
    except NotRegularError as error:
        raise SoundError("not-a-file", "It is no plain file.") from error
    except OSError as error:
        raise _as_sound_error(error) from error
    with os.fdopen(handle, "rb") as file:
        before = os.fstat(handle)
        if before.st_size == 0:
            raise SoundError("empty", "It holds no bytes.")
        yield file
        after = os.fstat(handle)
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise SoundError("changed", "It was changed while it was read.")


def _ask(path: Path) -> os.stat_result:
    try:
        return os.lstat(path)
    except OSError as error:
        raise _as_sound_error(error) from error


def _as_sound_error(error: OSError) -> SoundError:
    if isinstance(error, PermissionError):
        return SoundError("not-permitted", "It may not be read.")
    return SoundError("not-readable", f"It cannot be opened: {error.strerror}.")
