"""Read the objects in the header of WMA files."""

from __future__ import annotations

import struct
import uuid
from typing import TYPE_CHECKING, Final

from genrelens.tagging.formats.anatomy import Anatomy, Part
from genrelens.tagging.formats.unwritable import UnwritableFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from genrelens.tagging.formats.byte_view import ByteView

__all__ = ["HEADER", "examine"]

HEADER: Final = uuid.UUID("75B22630-668E-11CF-A6D9-00AA0062CE6C").bytes_le
_EXTENSION = uuid.UUID("5FBF03B5-A92E-11CF-8EE3-00C00C205365").bytes_le
_PADDING = uuid.UUID("1806D474-CADF-4509-A4BA-9AABCB96AAE8").bytes_le
_DESCRIPTION = uuid.UUID("75B22633-668E-11CF-A6D9-00AA0062CE6C").bytes_le
_EXTENDED = uuid.UUID("D2D0A440-E307-11D2-97F0-00A0C95EA850").bytes_le
_METADATA = uuid.UUID("C5F8CBEA-5BAF-4877-8467-AA8C44FA4CCA").bytes_le
_LIBRARY = uuid.UUID("44231C94-9498-49D1-A141-1D134E457054").bytes_le
_PROPERTIES = uuid.UUID("8CABDCA1-A947-11CF-8EE4-00C00C205365").bytes_le
_DESCRIBED = ("Title", "Author", "Copyright", "Description", "Rating")
_TEXT = 0
_HEAD = 24

_Attribute = tuple[str, int, int, int, bytes]  # name, language, stream, type, value


def examine(view: ByteView, kind: str, field: str) -> Anatomy:
    """Say what a file is made of.

    Attributes may stand in any of four objects, and the library that writes them moves
    them; what counts is the attribute.

    Raises
    ------
    UnwritableFileError
        If its header is damaged.
    """
    key = "WM/Genre" if field == "genre" else field
    _, size, count, _ = struct.unpack("<16sQI2s", view.whole(0, 30, "header"))
    header = view.whole(0, size, "header")
    found: dict[bytes, list[_Attribute]] = {name: [] for name in _READERS}
    parts: list[Part] = []
    try:
        for name, body in _objects(header, 30, size, count):
            _sort_object(name, body, found, parts)
    except struct.error as error:
        raise UnwritableFileError("its header is damaged") from error
    # Values of one name follow the order of the objects, not that of the file.
    attributes = [each for group in found.values() for each in group]
    genres = [_text(value) for name, _, _, code, value in attributes
              if name == key and code == _TEXT]  # fmt: skip
    others = [Part.of(f"attribute {each[0]}", repr(each).encode())
              for each in attributes if each[0] != key]  # fmt: skip
    others.sort(key=lambda part: (part.name, part.digest))
    audio = view.sha256([(size, view.size)])
    words = "attributes WM/Genre"
    named = tuple(genre for genre in genres if genre)
    return Anatomy(kind, named, (*parts, *others), audio, words)


def _sort_object(
    name: bytes, body: bytes, found: dict[bytes, list[_Attribute]], parts: list[Part]
) -> None:
    if name == _EXTENSION:
        if len(body) < 22:  # noqa: PLR2004
            raise UnwritableFileError("its header is damaged")
        for inner, content in _objects(body, 22, len(body), None):
            _sort_object(inner, content, found, parts)
    elif name in _READERS:
        found[name] += _READERS[name](body)
    elif name == _PROPERTIES:  # bytes 16 to 24 hold the size of the whole file
        parts.append(Part.of("properties", body[:16] + body[24:]))
    elif name != _PADDING:
        parts.append(Part.of(str(uuid.UUID(bytes_le=name)), body))


def _objects(
    content: bytes, at: int, end: int, count: int | None
) -> Iterator[tuple[bytes, bytes]]:
    n_seen = 0
    while at < end and (count is None or n_seen < count):
        name, size = struct.unpack_from("<16sQ", content, at)
        if size < _HEAD or at + size > end:
            raise UnwritableFileError(f"an object of its header claims {size:,} bytes")
        yield name, content[at + _HEAD : at + size]
        at += size
        n_seen += 1
    if at != end:
        raise UnwritableFileError("its header holds more than its objects")


def _described(body: bytes) -> Iterator[_Attribute]:
    lengths = struct.unpack_from("<5H", body)
    at = 10
    for name, length in zip(_DESCRIBED, lengths, strict=True):
        value = body[at : at + length]
        at += length
        if _text(value):
            yield name, 0, 0, _TEXT, _trimmed(value)


def _extended(body: bytes) -> Iterator[_Attribute]:
    (count,) = struct.unpack_from("<H", body)
    at = 2
    for _ in range(count):
        (length,) = struct.unpack_from("<H", body, at)
        name = body[at + 2 : at + 2 + length]
        at += 2 + length
        code, length = struct.unpack_from("<HH", body, at)
        value = _exactly(body, at + 4, length)
        at += 4 + length
        yield _text(name), 0, 0, *_plain(code, value)


def _library(body: bytes) -> Iterator[_Attribute]:
    (count,) = struct.unpack_from("<H", body)
    at = 2
    for _ in range(count):
        head = struct.unpack_from("<4HI", body, at)
        language, stream, n_name, code, length = head
        at += 12
        name = _exactly(body, at, n_name)
        value = _exactly(body, at + n_name, length)
        at += n_name + length
        yield _text(name), language, stream, *_plain(code, value)


_READERS: Final[dict[bytes, Callable[[bytes], Iterator[_Attribute]]]] = {
    _DESCRIPTION: _described,
    _EXTENDED: _extended,
    _METADATA: _library,
    _LIBRARY: _library,
}


def _plain(code: int, value: bytes) -> tuple[int, bytes]:
    """Give a value without what differs by object: text's last zero, a flag's width."""
    if code == _TEXT:
        return code, _trimmed(value)
    if code == 2:  # noqa: PLR2004 (yes or no, in two or in four bytes)
        return code, bytes([any(value)])
    return code, value


def _exactly(body: bytes, at: int, length: int) -> bytes:
    if at + length > len(body):
        raise UnwritableFileError("an attribute of its header is cut short")
    return body[at : at + length]


def _text(value: bytes) -> str:
    return value.decode("utf-16-le", "replace").rstrip("\0")


def _trimmed(value: bytes) -> bytes:
    while value.endswith(b"\0\0") and len(value) % 2 == 0:
        value = value[:-2]
    return value
