"""Reach a file of a music folder by a path that a stranger may have written."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from genrelens.regular_files import NotRegularError, open_regular
from genrelens.tagging.formats.unwritable import UnwritableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Reached", "place_inside", "reach"]


@dataclass(frozen=True, slots=True)
class Reached:
    """An open file: where it is, how it was when it was opened, and its bytes."""

    place: Path
    status: os.stat_result
    file: BinaryIO

    def is_still_there(self) -> bool:
        """Tell whether the name still stands for the same, unchanged file."""
        try:
            now = self.place.lstat()
        except OSError:
            return False
        return _identity(now) == _identity(self.status)


def place_inside(folder: Path, path: str) -> Path:
    """Give the place of a relative path, if it is inside the folder.

    Parameters
    ----------
    folder : Path
        With every link resolved.
    path : str
        With ``/`` between, as a plan or a journal has it.

    Raises
    ------
    UnwritableFileError
        If the path is absolute, climbs out, leads out through a link, or can be
        no name here.
    """
    try:
        os.fsencode(path)
    except UnicodeEncodeError as error:
        raise UnwritableFileError("no file can have such a name") from error
    parts = PurePosixPath(path).parts
    if not parts or "\0" in path or path.startswith("/") or ".." in parts:
        raise UnwritableFileError("its path leads out of the folder, or nowhere")
    if os.name == "nt" and any(c in path for c in ":\\"):
        raise UnwritableFileError("its path leads out of the folder, or nowhere")
    place = folder.joinpath(*parts)
    try:
        parent = place.parent.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise UnwritableFileError("its folder is not there") from error
    if parent != folder and folder not in parent.parents:
        raise UnwritableFileError("a link on its path leads out of the folder")
    return place


@contextmanager
def reach(folder: Path, path: str) -> Iterator[Reached]:
    """Open a regular file inside the folder, without waiting on pipes or devices.

    Raises
    ------
    UnwritableFileError
        If it is outside, not there, a link, or no regular file.
    """
    place = place_inside(folder, path)
    try:
        handle = open_regular(place, follows_link=False)
    except NotRegularError as error:
        raise UnwritableFileError("it is no regular file") from error
    except OSError as error:
        if place.is_symlink():
            raise UnwritableFileError(
                "it is a link; the file it leads to is written by its own path"
            ) from error
        raise UnwritableFileError(
            f"it cannot be opened: {error.strerror or error}"
        ) from error
    with os.fdopen(handle, "rb") as file:
        yield Reached(place, os.fstat(handle), file)


def _identity(status: os.stat_result) -> tuple[int, ...]:
    return (
        status.st_dev,
        status.st_ino,
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,  # whoever sets the time back cannot set this one
        stat.S_IFMT(status.st_mode),
    )
