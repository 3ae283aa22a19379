"""Read the comments of FLAC and Ogg files as raw bytes."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from genrelens.tagging.formats.anatomy import Part
from genrelens.tagging.formats.unwritable import UnwritableFileError

__all__ = ["Comments", "comment_key", "parse_comments"]

_MAX_COMMENTS = 1_000_000


@dataclass(frozen=True, slots=True)
class Comments:
    """The vendor's name, and every comment as ``KEY=value``, as raw bytes.

    Parameters
    ----------
    vendor : bytes
        Program that made the sound.
    lines : tuple of bytes
        In their order.
    after : bytes
        What stands behind the comments: Opus files may keep something there.
    """

    vendor: bytes
    lines: tuple[bytes, ...]
    after: bytes

    def values(self, key: str) -> tuple[str, ...]:
        """Give the values of one key; the case of keys does not matter."""
        found = (
            line.partition(b"=")[2].decode("utf-8", "replace")
            for line in self.lines
            if comment_key(line) == key.upper()
        )
        return tuple(value for value in found if value)

    def parts(self, key: str) -> list[Part]:
        """Give everything but the comments of one key."""
        others = (line for line in self.lines if comment_key(line) != key.upper())
        named = [Part.of(f"comment {comment_key(line)}", line) for line in others]
        after = self.after.rstrip(b"\0")
        return [
            *([Part.of("vendor", self.vendor)] if self.vendor else []),
            *named,
            *([Part.of("behind comments", after)] if after else []),
        ]


def comment_key(line: bytes) -> str:
    """Give the key of a comment in capitals.

    Examples
    --------
    >>> comment_key(b"genre=Rock")
    'GENRE'
    """
    return line.partition(b"=")[0].decode("latin-1").upper()


def parse_comments(content: bytes) -> Comments:
    """Take a block of comments apart.

    Parameters
    ----------
    content : bytes
        From the length of the vendor's name on.

    Raises
    ------
    UnwritableFileError
        If it is damaged.
    """
    try:
        vendor, at = _take(content, 0)
        (count,) = struct.unpack_from("<I", content, at)
        if count > _MAX_COMMENTS:
            raise UnwritableFileError(f"it claims {count:,} comments")
        at += 4
        lines = []
        for _ in range(count):
            line, at = _take(content, at)
            lines.append(line)
    except struct.error as error:
        raise UnwritableFileError("its comments are cut short") from error
    return Comments(vendor, tuple(lines), content[at:])


def _take(content: bytes, at: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from("<I", content, at)
    end = at + 4 + length
    if end > len(content):
        raise UnwritableFileError("its comments are cut short")
    return content[at + 4 : end], end
