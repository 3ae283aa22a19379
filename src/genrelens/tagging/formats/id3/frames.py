"""Take an ID3v2 tag apart into frames of raw bytes, and put it together again."""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from genrelens.tagging.formats.unwritable import UnwritableFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = [
    "Frame",
    "Id3Tag",
    "empty_tag",
    "make_frame",
    "parse_tag",
    "render_tag",
    "tag_length",
]

_HEADER = 10
_UNSYNCHRONISED, _EXTENDED, _FOOTER = 0x80, 0x40, 0x10
_PADDING = 1_024
_ID_LETTERS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ")
_MAX_FRAMES = 100_000


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: its name, its own header's flags, and its body, as they stand."""

    name: str
    flags: bytes
    body: bytes
    raw: bytes


@dataclass(frozen=True, slots=True)
class Id3Tag:
    """A tag of version 2.2, 2.3 or 2.4.

    Parameters
    ----------
    version : int
        2, 3 or 4.
    flags : int
        Of the tag's header.
    frames : tuple of Frame
        In their order.
    length : int
        Bytes that the tag takes in the file, header and padding included; 0 for a
        tag that is not there yet.
    """

    version: int
    flags: int
    frames: tuple[Frame, ...]
    length: int

    @property
    def is_unsynchronised(self) -> bool:
        """Tell whether bytes were stuffed so that none look like sound."""
        return bool(self.flags & _UNSYNCHRONISED)

    def with_frames(self, frames: tuple[Frame, ...]) -> Id3Tag:
        """Give the same tag with other frames."""
        return replace(self, frames=frames)


def empty_tag(version: int = 4) -> Id3Tag:
    """Give a tag for a file that has none."""
    return Id3Tag(version, 0, (), 0)


def tag_length(header: bytes) -> int:
    """Give how many bytes a tag takes, by its first ten; 0 where none begins.

    Examples
    --------
    >>> tag_length(b"ID3" + bytes([4, 0, 0, 0, 0, 1, 1]))
    139
    >>> tag_length(b"fLaC......")
    0
    """
    if len(header) < _HEADER or header[:3] != b"ID3" or header[3] not in {2, 3, 4}:
        return 0
    if any(byte & 0x80 for byte in header[6:10]):
        return 0
    footer = _HEADER if header[3] == 4 and header[5] & _FOOTER else 0  # noqa: PLR2004
    return _HEADER + _syncsafe(header[6:10]) + footer


def parse_tag(content: bytes) -> Id3Tag:
    """Take a whole tag apart.

    Parameters
    ----------
    content : bytes
        From ``ID3`` to the end of its padding.

    Raises
    ------
    UnwritableFileError
        If it is damaged, or built in a way that is not changed here: with an
        extended header or a footer.
    """
    version, flags = content[3], content[5]
    if flags & _EXTENDED:
        raise UnwritableFileError(
            "its ID3 tag has an extended header (a checksum or restrictions), or is "
            "compressed as a whole; that is not changed here"
        )
    if version == 4 and flags & _FOOTER:  # noqa: PLR2004
        raise UnwritableFileError("its ID3 tag has a footer; that is not changed here")
    body = content[_HEADER:]
    tag = Id3Tag(version, flags, (), len(content))
    if tag.is_unsynchronised and version < 4:  # noqa: PLR2004
        plain = _resynchronise(body)
        if _unsynchronise(plain) != body:
            raise UnwritableFileError(
                "its ID3 tag is not unsynchronised the way its header says"
            )
        body = plain
    return tag.with_frames(_find_frames(body, version))


def make_frame(name: str, body: bytes, version: int) -> Frame:
    """Give a frame with a header of its version and no flags."""
    if version == 2:  # noqa: PLR2004
        raw = name.encode("ascii") + len(body).to_bytes(3) + body
        return Frame(name, b"", body, raw)
    size = _as_syncsafe(len(body)) if version == 4 else struct.pack(">I", len(body))  # noqa: PLR2004
    return Frame(name, b"\0\0", body, name.encode("ascii") + size + b"\0\0" + body)


def render_tag(tag: Id3Tag) -> bytes:
    """Put a tag together, in the room it had where that is enough.

    Raises
    ------
    UnwritableFileError
        If it would be larger than a tag can be (256 MiB).
    """
    body = b"".join(frame.raw for frame in tag.frames)
    if tag.is_unsynchronised and tag.version < 4:  # noqa: PLR2004
        body = _unsynchronise(body)
    room = tag.length - _HEADER
    size = room if len(body) <= room else len(body) + _PADDING
    if size >= 1 << 28:
        raise UnwritableFileError("its ID3 tag would grow larger than 256 MiB")
    header = b"ID3" + bytes((tag.version, 0, tag.flags)) + _as_syncsafe(size)
    return header + body.ljust(size, b"\0")


def _find_frames(body: bytes, version: int) -> tuple[Frame, ...]:
    """Walk through the frames; version 2.4 is tried in both spellings of sizes."""
    if version == 2:  # noqa: PLR2004
        return _walk(body, 6, lambda head: int.from_bytes(head[3:6]))
    if version == 3:  # noqa: PLR2004
        return _walk(body, 10, lambda head: int.from_bytes(head[4:8]))
    try:
        return _walk(body, 10, _strict_syncsafe)
    except UnwritableFileError:  # early iTunes wrote plain sizes into 2.4
        return _walk(body, 10, lambda head: int.from_bytes(head[4:8]))


def _walk(
    body: bytes, n_head: int, size_of: Callable[[bytes], int]
) -> tuple[Frame, ...]:
    n_name = 3 if n_head == 6 else 4  # noqa: PLR2004
    frames: list[Frame] = []
    for start, size in _places(body, n_head, n_name, size_of):
        raw = body[start : start + n_head + size]
        name = raw[:n_name].decode("latin-1")
        frames.append(Frame(name, raw[8:n_head], raw[n_head:], raw))
        if len(frames) > _MAX_FRAMES:
            raise UnwritableFileError(
                f"its ID3 tag has more than {_MAX_FRAMES:,} frames"
            )
    return tuple(frames)


def _places(
    body: bytes, n_head: int, n_name: int, size_of: Callable[[bytes], int]
) -> Iterator[tuple[int, int]]:
    at = 0
    while at + n_head <= len(body) and body[at]:
        head = body[at : at + n_head]
        size = size_of(head)
        if not _ID_LETTERS.issuperset(head[:n_name]) or at + n_head + size > len(body):
            raise UnwritableFileError(f"its ID3 tag is damaged at byte {at + 10:,}")
        yield at, size
        at += n_head + size
    if any(body[at:]):
        raise UnwritableFileError(
            f"its ID3 tag holds something other than frames and padding at byte "
            f"{at + 10:,}"
        )


def _strict_syncsafe(head: bytes) -> int:
    if any(byte & 0x80 for byte in head[4:8]):
        raise UnwritableFileError("its ID3 tag writes sizes in a way that is not 2.4's")
    return _syncsafe(head[4:8])


def _syncsafe(four: bytes) -> int:
    size = 0
    for byte in four:
        size = size << 7 | byte & 0x7F
    return size


def _as_syncsafe(size: int) -> bytes:
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def _resynchronise(body: bytes) -> bytes:
    return body.replace(b"\xff\x00", b"\xff")


def _unsynchronise(body: bytes) -> bytes:
    made = bytearray()
    for at, byte in enumerate(body):
        made.append(byte)
        if byte == 0xFF:  # noqa: PLR2004
            follows = body[at + 1] if at + 1 < len(body) else 0xFF
            if follows == 0 or follows >= 0xE0:  # noqa: PLR2004
                made.append(0)
    return bytes(made)
