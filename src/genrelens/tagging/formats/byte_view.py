"""Look at ranges of a file's bytes, hash them and copy them."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, BinaryIO

from genrelens.tagging.formats.unwritable import UnwritableFileError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ByteView", "copy_range"]

_PIECE = 2**20
_MAX_TAG = 64 * 2**20


class ByteView:
    """A file's bytes, read where they are asked for.

    Parameters
    ----------
    file : binary file
        Open for reading; its position is moved.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.size = os.fstat(file.fileno()).st_size

    def at(self, start: int, length: int) -> bytes:
        """Give up to `length` bytes from `start`; fewer at the file's end."""
        if length <= 0 or start < 0 or start >= self.size:
            return b""
        self.file.seek(start)
        return self.file.read(length)

    def whole(self, start: int, length: int, what: str) -> bytes:
        """Give exactly `length` bytes of a tag, which may be 64 MiB at most.

        Raises
        ------
        UnwritableFileError
            If they are not all there, or too many.
        """
        if length > _MAX_TAG:
            raise UnwritableFileError(
                f"its {what} claims {length:,} bytes; at most {_MAX_TAG:,} are read"
            )
        found = self.at(start, length)
        if length < 0 or len(found) != length:
            raise UnwritableFileError(
                f"its {what} claims {length:,} bytes at byte {start:,}, and "
                f"{len(found):,} are there"
            )
        return found

    def sha256(self, ranges: Iterable[tuple[int, int]] | None = None) -> str:
        """Hash the whole file, or the ranges ``(start, end)`` one after another."""
        told = hashlib.sha256()
        for start, end in [(0, self.size)] if ranges is None else ranges:
            for piece in range(start, end, _PIECE):
                told.update(self.at(piece, min(_PIECE, end - piece)))
        return told.hexdigest()


def copy_range(source: BinaryIO, target: BinaryIO, start: int, end: int) -> None:
    """Append the bytes from `start` to `end` of one file to another."""
    source.seek(start)
    left = end - start
    while left > 0:
        piece = source.read(min(_PIECE, left))
        if not piece:
            raise UnwritableFileError("it grew shorter while it was read")
        target.write(piece)
        left -= len(piece)
