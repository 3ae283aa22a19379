"""Keep a journal: lines that are only ever added, each on the disk before it counts."""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from genrelens.errors import FileFormatError, InputError, OutputError, printable
from genrelens.regular_files import NotRegularError, open_regular
from genrelens.tagging.journals.locking import lock
from genrelens.tagging.journals.records import Change, Start, read_line, write_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = [
    "Journal",
    "JournalWriter",
    "holding_journal",
    "open_journal",
    "tells_of_changes",
]

_REMEDY = "Give the journal that `genrelens tag apply` wrote."
_MAX_BYTES = 4 * 2**30
_LONGEST_START = 65_536
_TORN_START = re.compile(rb"[0-9a-f]{0,16}( (\{.*)?)?")
_FLAGS = (
    getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


@dataclass(frozen=True, slots=True)
class Journal:
    """What a journal tells.

    Parameters
    ----------
    folder : str
        The music folder.
    changes : tuple of Change
        In the order in which they were made.
    n_torn : int
        Lines that a kill left unfinished; no file was changed by them.
    """

    folder: str
    changes: tuple[Change, ...]
    n_torn: int


class JournalWriter:
    """Adds lines to a journal that is open, and locked.

    Parameters
    ----------
    handle : int
        Descriptor, open for appending.
    path : Path
        For messages.
    """

    def __init__(self, handle: int, path: Path) -> None:
        self._handle = handle
        self._path = path

    def add(self, record: Start | Change) -> None:
        """Write one line and wait until it is on the disk.

        Raises
        ------
        OutputError
            If it cannot be written; what was begun of the line is taken back.
        """
        before = os.fstat(self._handle).st_size
        try:
            _write_all(self._handle, write_line(record))
            os.fsync(self._handle)
        except OSError as error:
            self._take_back(before)
            raise OutputError(
                f"The journal '{printable(self._path.name)}' could not be written: "
                f"{error.strerror or error}. The file it was for is as it was. Free "
                "some space, and apply the plan again: what is done stays done."
            ) from error

    def _take_back(self, size: int) -> None:
        try:
            os.ftruncate(self._handle, size)
        except OSError:
            return  # a torn line is passed over by whoever reads the journal


@contextmanager
def open_journal(path: Path, start: Start) -> Iterator[JournalWriter]:
    """Open a journal for adding, and keep others away meanwhile.

    Parameters
    ----------
    path : Path
        Made where it does not exist. One that exists must be of the same folder.
    start : Start
        The first line of this run.

    Raises
    ------
    InputError
        If a file stands there that is no journal of this folder, or another program
        is adding to it.
    OutputError
        If it cannot be opened or written.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _FLAGS, 0o600)
    except OSError as error:
        raise OutputError(
            f"The journal '{printable(path.name)}' cannot be written: "
            f"{error.strerror or error}. Put the plan into a folder that you may write."
        ) from error
    try:
        lock(handle, path)
        _check_same_folder(handle, path, start)
        _end_torn_line(handle)
        writer = JournalWriter(handle, path)
        writer.add(start)
        _flush_folder(path)
        yield writer
    finally:
        os.close(handle)


@contextmanager
def holding_journal(path: Path) -> Iterator[Journal]:
    """Read a journal, however it was left, and keep others away meanwhile.

    Raises
    ------
    FileFormatError
        If the file cannot be read or is no journal.
    InputError
        If another program is working with it.
    """
    try:
        handle = open_regular(path)
    except NotRegularError as error:
        raise FileFormatError(
            path.name, found="it is no journal", remedy=_REMEDY
        ) from error
    except OSError as error:
        raise FileFormatError(
            path.name,
            found=f"it cannot be opened: {error.strerror or error}",
            remedy=_REMEDY,
        ) from error
    try:
        lock(handle, path)
        yield _read(handle, path)
    finally:
        os.close(handle)


def tells_of_changes(path: Path) -> bool:
    """Tell whether a journal stands there that tells of at least one changed file.

    Nothing but a journal is one: what stands there otherwise tells of none.

    Raises
    ------
    InputError
        If another program is working with it.
    """
    try:
        handle = open_regular(path)
    except OSError:
        return False
    with os.fdopen(handle, "rb") as file:
        lock(file.fileno(), path)
        return any(isinstance(read_line(line), Change) for line in file)


def _read(handle: int, path: Path) -> Journal:
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode) or found.st_size > _MAX_BYTES:
        raise FileFormatError(path.name, found="it is no journal", remedy=_REMEDY)
    folder: str | None = None
    changes: list[Change] = []
    n_torn = 0
    with os.fdopen(os.dup(handle), "rb") as file:
        file.seek(0)
        for line in file:
            record = read_line(line)
            if isinstance(record, Start):
                folder = folder or record.folder
                if record.folder != folder:
                    raise FileFormatError(
                        path.name, found="it tells of two folders", remedy=_REMEDY
                    )
            elif record is None:
                n_torn += bool(line.strip())
            else:
                changes.append(record)
    if folder is None and not _is_torn_start(handle, found.st_size):
        raise FileFormatError(path.name, found="it is no journal", remedy=_REMEDY)
    return Journal(folder or "", tuple(changes), n_torn)


def _is_torn_start(handle: int, size: int) -> bool:
    """Tell whether a kill struck while a new journal's first line was written."""
    if size > _LONGEST_START:
        return False
    with os.fdopen(os.dup(handle), "rb") as file:
        file.seek(0)
        return all(_TORN_START.fullmatch(line) for line in file.read().split(b"\n"))


def _check_same_folder(handle: int, path: Path, start: Start) -> None:
    there = _read(handle, path)
    if there.folder and there.folder != start.folder:
        raise InputError(
            f"The journal '{printable(path.name)}' is of another folder: "
            f"'{printable(there.folder)}'. Give the plan another name."
        )


def _end_torn_line(handle: int) -> None:
    """Begin on a line of its own, whatever a kill left at the end."""
    size = os.fstat(handle).st_size
    if size:
        os.lseek(handle, size - 1, os.SEEK_SET)
        if os.read(handle, 1) != b"\n":
            _write_all(handle, b"\n")


def _write_all(handle: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        n_written = os.write(handle, view)
        if n_written == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        view = view[n_written:]


def _flush_folder(path: Path) -> None:
    with suppress(OSError):  # some systems cannot, and keep the entry by themselves
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
