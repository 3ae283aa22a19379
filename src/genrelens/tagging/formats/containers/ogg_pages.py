"""Read the pages of Ogg Vorbis and Ogg Opus files."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from genrelens.tagging.formats.anatomy import Anatomy, Part
from genrelens.tagging.formats.containers.xiph_comments import parse_comments
from genrelens.tagging.formats.unwritable import UnwritableFileError

if TYPE_CHECKING:
    from genrelens.tagging.formats.byte_view import ByteView

__all__ = ["examine"]

_PAGE = struct.Struct("<4sBBqIIIB")
_COMMENT_MARKS = {"vorbis": b"\x03vorbis", "opus": b"OpusTags"}
_N_HEADERS = {"vorbis": 3, "opus": 2}
_MAX_HEADER = 64 * 2**20
_PART_OF_PACKET = 255


@dataclass(frozen=True, slots=True)
class _Page:
    flags: int
    granule: int
    serial: int
    lacing: bytes
    body: bytes
    end: int


def examine(view: ByteView, kind: str, field: str) -> Anatomy:
    """Say what a file is made of.

    Pages carry a running number, which moves when the comments need another page.
    What counts as sound is therefore every page's content, place in time and
    division into packets, without that number.

    Raises
    ------
    UnwritableFileError
        If it is damaged, or carries several streams.
    """
    page = _read_page(view, 0)
    serial = page.serial
    headers, at = _read_headers(view, kind)
    told = hashlib.sha256()
    while at < view.size:
        page = _read_page(view, at)
        if page.serial != serial:
            raise UnwritableFileError(
                "it carries several streams, one of them not music"
            )
        told.update(struct.pack("<Bq", page.flags, page.granule) + page.lacing)
        told.update(page.body)
        at = page.end
    mark = _COMMENT_MARKS[kind]
    if not headers[1].startswith(mark):
        raise UnwritableFileError("its second packet does not hold the comments")
    comments = parse_comments(headers[1][len(mark) :])
    if kind == "vorbis":  # a framing bit ends them
        comments = type(comments)(comments.vendor, comments.lines, b"")
    others = [Part.of("head", headers[0]), *comments.parts(field)]
    others += [Part.of("setup", packet) for packet in headers[2:]]
    return Anatomy(
        kind, comments.values(field), tuple(others), told.hexdigest(), "comments GENRE"
    )


def _read_headers(view: ByteView, kind: str) -> tuple[list[bytes], int]:
    """Give the packets before the sound, and where its first page begins."""
    packets = [bytearray()]
    at = n_read = 0
    serial = _read_page(view, 0).serial
    while len(packets) <= _N_HEADERS[kind]:
        page = _read_page(view, at)
        if page.serial != serial:
            raise UnwritableFileError(
                "it carries several streams, one of them not music"
            )
        n_read += len(page.body)
        if n_read > _MAX_HEADER:
            raise UnwritableFileError(
                f"its headers are larger than {_MAX_HEADER:,} bytes"
            )
        start = 0
        for length in page.lacing:
            packets[-1] += page.body[start : start + length]
            start += length
            if length < _PART_OF_PACKET:
                packets.append(bytearray())
        at = page.end
    if len(packets) != _N_HEADERS[kind] + 1 or packets[-1]:
        raise UnwritableFileError("its sound begins on the page of its headers")
    return [bytes(packet) for packet in packets[:-1]], at


def _read_page(view: ByteView, at: int) -> _Page:
    head = view.whole(at, _PAGE.size, "Ogg page")
    mark, version, flags, granule, serial, _, _, count = _PAGE.unpack(head)
    if mark != b"OggS" or version != 0:
        raise UnwritableFileError(
            f"no Ogg page begins at byte {at:,}, where one should"
        )
    lacing = view.whole(at + _PAGE.size, count, "Ogg page")
    start = at + _PAGE.size + count
    body = view.whole(start, sum(lacing), "Ogg page")
    return _Page(flags, granule, serial, lacing, body, start + len(body))
