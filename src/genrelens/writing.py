"""Write a file beside its target, and move it into place when complete."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from genrelens.errors import OutputError, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["replacing", "write_bytes", "write_text"]

_MARK = ".genrelens-partial-"


@contextmanager
def replacing(target: str | os.PathLike[str]) -> Iterator[Path]:
    """Offer a temporary path; on success it takes the target's place at once.

    Whatever stood at the target stays readable until then, and stays for good
    if the block raises or the process is killed. Left-overs of killed runs for
    the same target are swept when the next one begins.

    Parameters
    ----------
    target : path
        File to be written. Its folder is made where it does not exist.

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
        if path.is_dir():
            raise IsADirectoryError(21, "a folder of that name stands there")
        _sweep(path)
        handle, name = tempfile.mkstemp(
            prefix=f"{_MARK}{os.getpid()}-", suffix=f"-{path.name}", dir=path.parent
        )
        os.close(handle)
        partial = Path(name)
        yield partial
        _flush(partial)
        partial.chmod(0o666 & ~_umask())
        partial.replace(path)
        _flush(path.parent)
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


def _discard(partial: Path | None) -> None:
    if partial is not None:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    """Remove partial files of this target whose process is gone."""
    for stale in path.parent.glob(f"{_MARK}*-{path.name}"):
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


def _flush(path: Path) -> None:
    """Ask the system to put a file, or a folder's entries, on the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open folders; its rename is durable by itself
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current
