"""Open one file below a music folder, and none that a link leads to."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Final

from genrelens.errors import GenrelensError, printable
from genrelens.regular_files import NotRegularError, open_regular

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FileState", "TrackFileError", "open_below", "state_of"]

_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_LED_AWAY: Final = frozenset({errno.ELOOP, errno.ENOTDIR, errno.EMLINK})


class TrackFileError(GenrelensError):
    """A track's file is not what it was when its folder was read."""

    status = 409


@dataclass(frozen=True, slots=True)
class FileState:
    """What tells one content of a file from another, without reading it.

    Parameters
    ----------
    n_bytes : int
        Its size.
    mtime_ns : int
        When it was last written, in nanoseconds.
    """

    n_bytes: int
    mtime_ns: int


def open_below(root: Path, relative: str) -> tuple[IO[bytes], FileState]:
    """Open a plain file by its path within a folder, following no link on the way.

    Every folder on the way is opened in the one before it, so that nothing which is
    moved or linked meanwhile leads elsewhere.

    Parameters
    ----------
    root : Path
        A folder that was given at the start, links followed.
    relative : str
        As it stands in the table of tracks, with ``/`` between its parts.

    Returns
    -------
    file : binary file without buffer
        To be closed by the caller.
    state : FileState
        Of the very file that is open.

    Raises
    ------
    TrackFileError
        If it is not there (any more), lies behind a link, or is no plain file.
    """
    folders, name = _parts(relative)
    at = os.open(root, _FOLDER)
    try:
        for part in folders:
            deeper = _open_folder(part, at, relative)
            os.close(at)
            at = deeper
        handle = _open_file(name, at, relative)
    finally:
        os.close(at)
    return os.fdopen(handle, "rb", buffering=0), _state(os.fstat(handle))


def state_of(root: Path, relative: str) -> FileState | None:
    """Give the state of a file within a folder; None where it cannot be opened."""
    try:
        file, state = open_below(root, relative)
    except TrackFileError:
        return None
    file.close()
    return state


def _parts(relative: str) -> tuple[tuple[str, ...], str]:
    """Part a path; one that could lead out of its folder is refused."""
    parts = PurePosixPath(relative).parts
    is_plain = parts and "\0" not in relative and parts[0] != "/" and ".." not in parts
    if not is_plain:
        raise TrackFileError(f"'{_shown(relative)}' is not a path within its folder.")
    return parts[:-1], parts[-1]


def _open_folder(part: str, at: int, relative: str) -> int:
    try:
        return os.open(part, _FOLDER, dir_fd=at)
    except OSError as error:
        raise _unreachable(relative, error) from error


def _open_file(name: str, at: int, relative: str) -> int:
    try:
        return open_regular(name, follows_link=False, folder=at)
    except NotRegularError as error:
        raise TrackFileError(
            f"'{_shown(relative)}' is not a plain file any more."
        ) from error
    except OSError as error:
        raise _unreachable(relative, error) from error


def _unreachable(relative: str, error: OSError) -> TrackFileError:
    if error.errno in _LED_AWAY:
        why = "lies behind a link, which the studio does not follow"
    elif error.errno == errno.ENOENT:
        why = "is not there any more"
    else:
        why = f"cannot be opened ({error.strerror})"
    return TrackFileError(
        f"'{_shown(relative)}' {why}. Read the folder again to see what is there."
    )


def _state(found: os.stat_result) -> FileState:
    return FileState(found.st_size, found.st_mtime_ns)


def _shown(relative: str) -> str:
    return printable(relative, limit=200)
