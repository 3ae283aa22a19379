"""Count the frames of an MP3 that does not state its length, and state it for it.

Libraries guess such a length from the first frames: of a minute with a varying bit rate
they may play fifteen seconds, and take their middle for the track's.
"""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

from genrelens.audio.decoding.limits import MAX_SECONDS
from genrelens.audio.decoding.stated_length import after_id3

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["with_stated_length"]

_BLOCK: Final = 1 << 20
_MOST_JUNK: Final = 1 << 16  # bytes passed over between two frames
_HEADER: Final = 4
_KBPS_1: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBPS_2: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES: Final = (44_100, 48_000, 32_000)
_SHARED: Final = 0x1E0C00  # bits that all frames of a stream share
_FRAME_KBPS: Final = 64
_HAS_COUNT: Final = 1


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the four bytes before a frame say."""

    bits: int
    n_bytes: int
    rate: int
    is_first_version: bool

    @property
    def n_samples(self) -> int:
        return 1_152 if self.is_first_version else 576


def with_stated_length(file: BinaryIO) -> BinaryIO | None:
    """Give an MP3 with a frame before it that states how many frames follow.

    Parameters
    ----------
    file : BinaryIO
        The whole file, which states no length; its place is moved.

    Returns
    -------
    BinaryIO or None
        What plays the same and states its length; None where no frames of a stated
        size are found (free bit rates, layers I and II).
    """
    start = after_id3(file)
    counted = _count(file, start)
    if counted is None:
        return None
    first, place, n_frames = counted
    return _Preceded(_stating(first, n_frames), file, place)


def _count(file: BinaryIO, start: int) -> tuple[_Frame, int, int] | None:
    """Walk from frame to frame; give the first, where it lies, and how many."""
    bytes_ahead = _Ahead(file)
    first, place = _next_frame(bytes_ahead, start, None)
    if first is None:
        return None
    most = int((MAX_SECONDS + 1) * first.rate / first.n_samples)
    n_frames, at = 0, place
    frame: _Frame | None = first
    while frame is not None and n_frames <= most:
        n_frames += 1
        at += frame.n_bytes
        frame, at = _next_frame(bytes_ahead, at, first)
    return first, place, n_frames


def _next_frame(
    ahead: _Ahead, at: int, like: _Frame | None
) -> tuple[_Frame | None, int]:
    """Give the frame at a place, or the next one behind what is no frame."""
    frame = _read(ahead.take(at), like)
    if frame is not None and at + frame.n_bytes <= ahead.size:
        return frame, at
    end = min(at + _MOST_JUNK, ahead.size - _HEADER)
    while (at := ahead.find_sync(at + 1, end)) >= 0:
        frame = _read(ahead.take(at), like)
        if frame is None:
            continue
        behind = at + frame.n_bytes
        if behind == ahead.size or _read(ahead.take(behind), frame) is not None:
            return frame, at
    return None, at


def _read(header: bytes, like: _Frame | None) -> _Frame | None:
    """Read a header of layer III; None if it is none, or not of the same stream."""
    if len(header) < _HEADER or header[0] != 0xFF:  # noqa: PLR2004 (a frame's mark)
        return None
    bits = int.from_bytes(header, "big")
    version, layer = bits >> 19 & 3, bits >> 17 & 3
    rate_code, speed = bits >> 10 & 3, bits >> 12 & 15
    is_frame = bits >> 21 == 0x7FF and version != 1 and layer == 1  # noqa: PLR2004
    if not is_frame or rate_code == 3 or speed in (0, 15):  # noqa: PLR2004 (unused)
        return None
    if like is not None and (bits ^ like.bits) & _SHARED:
        return None
    is_first = version == 3  # noqa: PLR2004 (MPEG 1)
    rate = _RATES[rate_code] // (1 if is_first else 2 if version else 4)
    kbps = (_KBPS_1 if is_first else _KBPS_2)[speed]
    padding = bits >> 9 & 1
    n_bytes = (144 if is_first else 72) * 1_000 * kbps // rate + padding
    return _Frame(bits, n_bytes, rate, is_first)


def _stating(first: _Frame, n_frames: int) -> bytes:
    """Make a silent frame with an Info header, as encoders put it before the first."""
    table = _KBPS_1 if first.is_first_version else _KBPS_2
    bits = first.bits & ~(0xF << 12 | 1 << 9) | 1 << 16  # no padding, no check sum
    header = _read((bits | table.index(_FRAME_KBPS) << 12).to_bytes(4, "big"), None)
    assert header is not None  # noqa: S101 (a header of our own)
    is_mono = first.bits >> 6 & 3 == 3  # noqa: PLR2004 (one channel)
    n_side = (17 if is_mono else 32) if first.is_first_version else 9 if is_mono else 17
    told = b"Info" + _HAS_COUNT.to_bytes(4, "big") + n_frames.to_bytes(4, "big")
    frame = header.bits.to_bytes(4, "big") + bytes(n_side) + told
    return frame.ljust(header.n_bytes, b"\0")


class _Ahead:
    """A file of which a block is in memory."""

    def __init__(self, file: BinaryIO) -> None:
        self.size = file.seek(0, os.SEEK_END)
        self._file = file
        self._start = 0
        self._block = b""

    def take(self, at: int) -> bytes:
        """Give four bytes; fewer at the end."""
        self._hold(at, _HEADER)
        return self._block[at - self._start : at - self._start + _HEADER]

    def find_sync(self, at: int, end: int) -> int:
        """Give the next place of a byte that may begin a frame; -1 for none."""
        if at >= end:
            return -1
        self._hold(at, end - at)
        found = self._block.find(b"\xff", at - self._start, end - self._start)
        return found if found < 0 else found + self._start

    def _hold(self, at: int, n_bytes: int) -> None:
        end = min(at + n_bytes, self.size)
        if self._start <= at and end <= self._start + len(self._block):
            return
        self._file.seek(at)
        self._start, self._block = at, self._file.read(_BLOCK)


class _Preceded(io.RawIOBase, BinaryIO):
    """A file from a place on, with some bytes before it."""

    def __init__(self, before: bytes, file: BinaryIO, start: int) -> None:
        self._before, self._file, self._start = before, file, start
        self._size = len(before) + file.seek(0, os.SEEK_END) - start
        self._at = 0

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}
        self._at = max(0, base[whence] + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        wanted = memoryview(buffer).cast("B")
        given = self._before[self._at : self._at + len(wanted)]
        if len(given) < len(wanted):
            place = self._at + len(given) - len(self._before)
            self._file.seek(self._start + place)
            given += self._file.read(len(wanted) - len(given))
        wanted[: len(given)] = given
        self._at += len(given)
        return len(given)
