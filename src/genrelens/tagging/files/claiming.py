"""Let one run at a time write into a music folder."""

from __future__ import annotations

import hashlib
import os
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from genrelens.errors import InputError, OutputError, printable
from genrelens.places import data_folder
from genrelens.tagging.journals.locking import lock_now

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["claiming"]

_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_FILE = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)


@contextmanager
def claiming(folder: Path) -> Iterator[None]:
    """Keep other runs of `apply` and `undo` out of a music folder meanwhile.

    The folder itself is locked, and those above it are locked so that nobody can claim
    one of them; so runs for two folders, one inside the other, exclude each other,
    and no file is made in the music. Where a system cannot lock a folder (Windows, some
    network disks), a file named by the folder's path is locked among this program's
    data; that keeps runs for this very folder apart, on one machine.

    Parameters
    ----------
    folder : Path
        With every link resolved.

    Raises
    ------
    InputError
        If another run works there.
    OutputError
        If neither can be locked.
    """
    with ExitStack() as held:
        try:
            if not _lock_folders(folder, held):
                _lock_file(folder, held)
        except BlockingIOError as error:
            raise InputError(
                "Another `genrelens tag apply` or `undo` is at work in the folder "
                f"'{printable(folder)}', or in one above or inside it. Nothing was "
                "changed; wait until that is done."
            ) from error
        yield


def _lock_folders(folder: Path, held: ExitStack) -> bool:
    """Lock a folder for oneself, those above it with others; False if it cannot be."""
    if os.name == "nt":
        return False
    try:
        lock_now(_opened(folder, _FOLDER, held))
    except BlockingIOError:
        raise
    except OSError:
        return False
    for above in folder.parents:
        _share(above, held)
    return True


def _share(folder: Path, held: ExitStack) -> None:
    try:
        lock_now(_opened(folder, _FOLDER, held), is_shared=True)
    except BlockingIOError:
        raise
    except OSError:
        return  # it may not be read or cannot be locked, so it is not claimed so either


def _lock_file(folder: Path, held: ExitStack) -> None:
    name = hashlib.sha256(os.fsencode(os.path.normcase(folder))).hexdigest()[:32]
    place = data_folder() / "locks" / f"{name}.lock"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle = _opened(place, _FILE, held)
    except OSError as error:
        raise OutputError(
            f"It cannot be made sure that no other program writes into '"
            f"{printable(folder)}': '{printable(place)}' cannot be made: "
            f"{error.strerror or error}. Give yourself the right to write there."
        ) from error
    try:
        lock_now(handle)
    except PermissionError as error:  # what Windows says of a lock that another holds
        raise BlockingIOError(error.errno, error.strerror) from error


def _opened(place: Path, flags: int, held: ExitStack) -> int:
    handle = os.open(place, flags, 0o600)
    held.callback(os.close, handle)
    return handle
