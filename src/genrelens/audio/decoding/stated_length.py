"""Compare what a file's own header says of its length with the bytes that are there.

Libraries shorten a cut file in silence: they read the header's length, see that the
file ends earlier, and say no more about it.
"""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["after_id3", "has_mp3_length", "share_present"]

_UNKNOWN_FROM: Final = 0x7FFF0000  # what programs write that cannot know the length
_MOST_CHUNKS: Final = 1_000
_HEAD: Final = 64
_OGG_TAIL: Final = 65_536 + 512  # longer than any page
_OGG_HEADER: Final = 27
_W64_HEADER: Final = 24
_ASF_HEAD: Final = 65_536
_ASF_MAGIC: Final = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_ASF_PROPERTIES: Final = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
_MP3_HEAD: Final = 4_096


def share_present(file: BinaryIO) -> float:
    """Say how much is there of the sound bytes that the header states.

    Knows WAV, RF64, Wave64, AIFF, AU, CAF, MP4, WMA and Ogg; other containers are
    judged by decoding their end.

    Parameters
    ----------
    file : BinaryIO
        The whole file; its place is moved.

    Returns
    -------
    float
        1.0 where nothing is missing or nothing is stated; for a cut Ogg file,
        which states no length, 0.0.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(_HEAD)
    for magic, at, find in _CONTAINERS:
        if head[at : at + len(magic)] == magic:
            if magic == b"OggS":
                return 0.0 if _is_ogg_cut(file, size) else 1.0
            return _share(find(file, head), size)
    return 1.0


def has_mp3_length(file: BinaryIO) -> bool:
    """Say whether an MPEG file states its length (Xing, Info or VBRI header).

    Without one, the length that libraries tell is a guess from the first frames, and
    wrong where the bit rate varies.

    Parameters
    ----------
    file : BinaryIO
        Its place is moved.
    """
    first = _read_at(file, after_id3(file), _MP3_HEAD)
    for mark in (b"Xing", b"Info"):
        at = first.find(mark)
        if at >= 0:  # the flags that follow say whether it counts the frames
            return bool(first[at + 7 : at + 8] and first[at + 7] & 1)
    return b"VBRI" in first


def after_id3(file: BinaryIO) -> int:
    """Give the place behind the ID3v2 tag that a file may begin with."""
    file.seek(0)
    head = file.read(10)
    if head[:3] != b"ID3" or len(head) < 10:  # noqa: PLR2004 (a tag's header)
        return 0
    size = 0
    for part in head[6:10]:
        size = size << 7 | part & 0x7F
    return 10 + size


def _read_at(file: BinaryIO, place: int, n_bytes: int) -> bytes:
    """Read from a place that a header names; nothing where there is no such place."""
    if not 0 <= place < file.seek(0, os.SEEK_END):
        return b""
    file.seek(place)
    return file.read(n_bytes)


def _share(found: tuple[int, int] | None, size: int) -> float:
    if found is None:
        return 1.0
    start, stated = found
    if stated <= 0 or (stated >= _UNKNOWN_FROM and size < _UNKNOWN_FROM):
        return 1.0
    return min(1.0, max(0, size - start) / stated)


def _chunks(
    file: BinaryIO, wanted: bytes, *, start: int, layout: str, is_padded: bool
) -> tuple[int, int] | None:
    """Walk over chunks of a name and a size; give where the wanted one lies."""
    length = struct.calcsize(layout)
    for _ in range(_MOST_CHUNKS):
        header = _read_at(file, start, length)
        if len(header) < length:
            return None
        name, size = struct.unpack(layout, header)
        if name == wanted:
            return start + length, size
        start += length + max(0, size) + (size % 2 if is_padded else 0)
    return None


def _riff(file: BinaryIO, head: bytes) -> tuple[int, int] | None:
    order = ">" if head[:4] == b"RIFX" else "<"
    return _chunks(file, b"data", start=12, layout=f"{order}4sI", is_padded=True)


def _rf64(file: BinaryIO, head: bytes) -> tuple[int, int] | None:
    found = _riff(file, head)
    sizes = _chunks(file, b"ds64", start=12, layout="<4sI", is_padded=True)
    if found is None or sizes is None:
        return None
    stated = _read_at(file, sizes[0] + 8, 8)
    if len(stated) < 8:  # noqa: PLR2004 (bytes of a 64-bit number)
        return None
    return found[0], int.from_bytes(stated, "little")


def _aiff(file: BinaryIO, head: bytes) -> tuple[int, int] | None:
    del head
    return _chunks(file, b"SSND", start=12, layout=">4sI", is_padded=True)


def _caf(file: BinaryIO, head: bytes) -> tuple[int, int] | None:
    del head
    return _chunks(file, b"data", start=8, layout=">4sq", is_padded=False)


def _au(file: BinaryIO, head: bytes) -> tuple[int, int] | None:
    del file
    start, stated = struct.unpack(">II", head[4:12].ljust(8, b"\0"))
    return start, stated


def _w64(file: BinaryIO, head: bytes) -> tuple[int, int] | None:
    del head
    start = 40
    for _ in range(_MOST_CHUNKS):
        header = _read_at(file, start, _W64_HEADER)
        if len(header) < _W64_HEADER:
            return None
        size = int.from_bytes(header[16:], "little")
        if header[:4] == b"data":
            return start + _W64_HEADER, size - _W64_HEADER
        start += max(_W64_HEADER, (size + 7) // 8 * 8)
    return None


def _mp4(file: BinaryIO, head: bytes) -> tuple[int, int] | None:
    """Give the place and size of the sound bytes (the box `mdat`)."""
    del head
    start = 0
    for _ in range(_MOST_CHUNKS):
        header = _read_at(file, start, 16)
        if len(header) < 8:  # noqa: PLR2004 (a size and a name)
            return None
        size, name = struct.unpack(">I4s", header[:8])
        length = 8
        if size == 1:  # the true size follows
            size, length = int.from_bytes(header[8:], "big"), 16
        if name == b"mdat":
            return start + length, size - length
        if size < length:
            return None
        start += size
    return None


def _asf(file: BinaryIO, head: bytes) -> tuple[int, int] | None:
    """Give the size of the whole file, which WMA files state."""
    del head
    first = _read_at(file, 0, _ASF_HEAD)
    at = first.find(_ASF_PROPERTIES)
    if at < 0:
        return None
    return 0, int.from_bytes(first[at + 40 : at + 48], "little")


def _none(file: BinaryIO, head: bytes) -> tuple[int, int] | None:
    del file, head
    return None


def _is_ogg_cut(file: BinaryIO, size: int) -> bool:
    """Say whether the last page ends behind the end of the file."""
    file.seek(max(0, size - _OGG_TAIL))
    tail = file.read(_OGG_TAIL)
    at = tail.rfind(b"OggS")
    if at < 0:
        return False
    page = tail[at:]
    if len(page) < _OGG_HEADER:
        return True
    sizes = page[_OGG_HEADER : _OGG_HEADER + page[26]]
    return len(page) < _OGG_HEADER + page[26] + sum(sizes)


_CONTAINERS: Final[
    tuple[tuple[bytes, int, Callable[..., tuple[int, int] | None]], ...]
] = (
    (b"RIFF", 0, _riff),
    (b"RIFX", 0, _riff),
    (b"RF64", 0, _rf64),
    (b"riff\x2e\x91\xcf\x11", 0, _w64),
    (b"FORM", 0, _aiff),
    (b".snd", 0, _au),
    (b"caff", 0, _caf),
    (b"ftyp", 4, _mp4),
    (_ASF_MAGIC, 0, _asf),
    (b"OggS", 0, _none),
)
