"""Put a rewritten file in the place of the old one, whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING, BinaryIO

from genrelens.errors import OutputError
from genrelens.tagging.formats.unwritable import UnwritableFileError, WritingFailedError
from genrelens.writing import replacing, sweep_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from genrelens.tagging.files.reaching import Reached

__all__ = ["check_replaceable", "put", "sweep_once"]

_KEPT_BY_SYSTEM = ("security.", "trusted.")
_HAS_NO_ATTRIBUTES = {errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}


def check_replaceable(reached: Reached, *, break_links: bool) -> None:
    """Refuse a file that must not be replaced.

    Parameters
    ----------
    reached : Reached
        The open file.
    break_links : bool
        Whether a file with several names may be replaced under this one.

    Raises
    ------
    UnwritableFileError
        If it is write-protected, or has several names.
    """
    status = reached.status
    if not status.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise UnwritableFileError("it is write-protected")
    if status.st_nlink > 1 and not break_links:
        raise UnwritableFileError(
            f"it has {status.st_nlink} names (hard links); writing would leave the old "
            "file under the others. Allow that with --break-links"
        )


def put(
    reached: Reached,
    make: Callable[[BinaryIO], None],
    *,
    mtime_ns: int | None,
) -> None:
    """Write a new file beside the old one, and give it the old one's name.

    Owner, permissions and extended attributes are those of the old file. Whatever
    ends this early leaves the old file as it is. When the new file is on the disk, and
    only its name is still to be given, the old one is looked at for the last time:
    what another program has written into it until then stays.

    Left-overs of killed runs are not looked for; call `sweep_once` before.

    Parameters
    ----------
    reached : Reached
        The open file.
    make : callable
        Writes the new content into an empty file; what it raises ends the attempt.
    mtime_ns : int, optional
        Time of the last change to set; now, where it is not given.

    Raises
    ------
    WritingFailedError
        If it could not be done; the message says why.
    """
    try:
        with replacing(
            reached.place, last_check=lambda: _check_unchanged(reached), sweeps=False
        ) as partial:
            with partial.open("r+b") as target:
                make(target)
                target.flush()
                _carry_over(reached, partial)
                os.fsync(target.fileno())
            if mtime_ns is not None:
                os.utime(partial, ns=(reached.status.st_atime_ns, mtime_ns))
    except OutputError as error:
        cause = error.__cause__
        told = getattr(cause, "strerror", None) or str(cause or error)
        raise WritingFailedError(f"it could not be written: {told}") from error


def sweep_once(folder: Path, swept: set[Path]) -> None:
    """Remove left-overs of killed runs from a folder, unless that was done before.

    Parameters
    ----------
    folder : Path
        The files in it are about to be replaced.
    swept : set of Path
        Folders that were looked through in this run; this one is added.
    """
    if folder not in swept:
        swept.add(folder)
        sweep_folder(folder)


def _check_unchanged(reached: Reached) -> None:
    if not reached.is_still_there():
        raise WritingFailedError("another program changed it meanwhile")


def _carry_over(reached: Reached, partial: Path) -> None:
    """Give the new file the owner and the extended attributes of the old one."""
    try:
        _copy_owner_and_attributes(reached, partial)
    except OSError as error:
        raise WritingFailedError(
            "its owner or its extended attributes cannot be kept: "
            f"{error.strerror or error}"
        ) from error


def _copy_owner_and_attributes(reached: Reached, partial: Path) -> None:
    made = partial.stat()
    wanted = (reached.status.st_uid, reached.status.st_gid)
    if hasattr(os, "chown") and (made.st_uid, made.st_gid) != wanted:
        os.chown(partial, *wanted)
    if not hasattr(os, "listxattr"):
        return
    source = reached.file.fileno()
    for name in _attributes(source):
        if not name.startswith(_KEPT_BY_SYSTEM):
            os.setxattr(partial, name, os.getxattr(source, name))


def _attributes(source: int) -> list[str]:
    """Name the extended attributes; none where the system keeps none."""
    try:
        return os.listxattr(source)
    except OSError as error:
        if error.errno in _HAS_NO_ATTRIBUTES:
            return []
        raise
