"""Write a file beside its target, and move it into place when complete."""

from __future__ import annotations

import errno
import glob
import os
import stat
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from genrelens.errors import OutputError, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = [
    "is_partial",
    "replacing",
    "sweep",
    "sweep_folder",
    "write_bytes",
    "write_text",
]

_MARK = ".genrelens-partial-"
_MAX_SUFFIX = 40  # characters, of up to four bytes; names may have 255 bytes


@contextmanager
def replacing(
    target: str | os.PathLike[str],
    *,
    last_check: Callable[[], None] | None = None,
    sweeps: bool = True,
) -> Iterator[Path]:
    """Offer a temporary path; on success it takes the target's place at once.

    Whatever stood at the target stays readable until then, and stays for good
    if the block raises or the process is killed. Left-overs of killed runs for
    the same target are swept when the next one begins.

    Parameters
    ----------
    target : path
        File to be written. Its folder is made where it does not exist.
    last_check : callable, optional
        Called when the new file is complete and on the disk, directly before it takes
        the target's place; what it raises leaves what stood there.
    sweeps : bool, default True
        Whether left-overs of killed runs are looked for first. Whoever replaces many
        files of a folder calls `sweep_folder` once instead.

    Yields
    ------
    pathlib.Path
        An empty file in the same folder, readable by its owner only.

    Raises
    ------
    OutputError
        If the folder or file cannot be written; the message says why.
    """
    path = Path(target)
    partial: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _refuse_folder(path)
        if sweeps:
            sweep(path)
        handle, name = tempfile.mkstemp(
            prefix=f"{_MARK}{os.getpid()}-", suffix=_suffix(path), dir=path.parent
        )
        os.close(handle)
        partial = Path(name)
        yield partial
        _flush(partial)
        partial.chmod(_mode(path))
        if last_check is not None:
            last_check()
        partial.replace(path)
    except OSError as error:
        _discard(partial)
        if isinstance(error, OutputError):
            raise
        raise OutputError(
            f"File '{printable(path.name)}' could not be written: "
            f"{error.strerror or error}. Nothing that stood there was changed; "
            f"free some space or choose another --output."
        ) from error
    except BaseException:
        _discard(partial)
        raise
    _flush_folder(path.parent)


def write_bytes(target: str | os.PathLike[str], content: bytes) -> None:
    """Write a whole file at once, or leave what stood there.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    with replacing(target) as partial:
        partial.write_bytes(content)


def write_text(target: str | os.PathLike[str], content: str) -> None:
    """Write text as UTF-8 with line feeds, or leave what stood there.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    write_bytes(target, content.encode("utf-8"))


def _refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "a folder of that name stands there")


def _discard(partial: Path | None) -> None:
    if partial is not None:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def sweep(path: Path) -> None:
    """Remove what killed processes left behind while they wrote this target."""
    _sweep(path.parent, f"{_MARK}*{glob.escape(_suffix(path))}")


def sweep_folder(folder: Path) -> None:
    """Remove what killed processes left behind in a folder, whatever it was for."""
    _sweep(folder, f"{_MARK}*")


def is_partial(name: str) -> bool:
    """Tell whether a file of this name is one that is being written, or a left-over.

    Examples
    --------
    >>> is_partial(".genrelens-partial-71-abc-song.flac"), is_partial("song.flac")
    (True, False)
    """
    return name.startswith(_MARK)


def _sweep(folder: Path, pattern: str) -> None:
    for stale in folder.glob(pattern):
        owner = stale.name.removeprefix(_MARK).split("-")[0]
        if owner.isdigit() and not _is_running(int(owner)):
            _discard(stale)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _suffix(path: Path) -> str:
    """End a partial file's name so that it is known, yet never too long."""
    return f"-{path.name[-_MAX_SUFFIX:]}"


def _flush(path: Path) -> None:
    """Ask the system to put a file on the disk."""
    handle = os.open(path, os.O_RDWR)  # Windows cannot flush what it only reads
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _flush_folder(path: Path) -> None:
    """Ask the system to put a folder's entries on the disk, where it can.

    By now the new file stands in its place. A system that cannot open or flush a
    folder (Windows, some network disks) keeps the rename by its own means, so this
    is no reason to call the file unwritten.
    """
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _mode(path: Path) -> int:
    """Keep the permissions of the file that is replaced, else the usual ones."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        current = os.umask(0o022)
        os.umask(current)
        return 0o666 & ~current
