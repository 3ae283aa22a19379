"""Take an APEv2 tag apart into items of raw bytes, and put it together again."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from genrelens.tagging.formats.unwritable import UnwritableFileError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.tagging.formats.byte_view import ByteView

__all__ = [
    "ApeItem",
    "Tail",
    "ape_genres",
    "find_tail",
    "is_ape_genre",
    "render_ape",
    "with_ape_genres",
]

_MARK = b"APETAGEX"
_FOOTER = struct.Struct("<8s4I8s")
_HAS_HEADER, _IS_HEADER = 1 << 31, 1 << 29
_VERSION = 2_000
_OLD_TAG = 128
_MAX_ITEMS = 65_536
_TEXT = 0


@dataclass(frozen=True, slots=True)
class ApeItem:
    """One item: its key, its flags, its value, and all of it as it stands."""

    key: str
    flags: int
    value: bytes
    raw: bytes


@dataclass(frozen=True, slots=True)
class Tail:
    """What stands behind the sound.

    Parameters
    ----------
    audio_end : int
        Where the sound ends.
    items : tuple of ApeItem or None
        Of the APEv2 tag; None where there is no such tag.
    after : bytes
        An ID3v1 tag, or nothing.
    """

    audio_end: int
    items: tuple[ApeItem, ...] | None
    after: bytes


def find_tail(view: ByteView) -> Tail:
    """Find the tags at a file's end.

    Raises
    ------
    UnwritableFileError
        If an APEv2 tag is damaged.
    """
    end = view.size
    after = view.at(end - _OLD_TAG, _OLD_TAG)
    if after[:3] == b"TAG":
        end -= _OLD_TAG
    else:
        after = b""
    footer = view.at(end - _FOOTER.size, _FOOTER.size)
    if len(footer) < _FOOTER.size or not footer.startswith(_MARK):
        return Tail(end, None, after)
    _, version, size, count, flags, _ = _FOOTER.unpack(footer)
    start = end - size
    if version not in {1_000, _VERSION} or size < _FOOTER.size or start < 0:
        raise UnwritableFileError("its APE tag is damaged")
    body = view.whole(start, size - _FOOTER.size, "APE tag")
    items = _find_items(body, count)
    if flags & _HAS_HEADER:
        start -= _FOOTER.size
        if view.at(start, len(_MARK)) != _MARK:
            raise UnwritableFileError("its APE tag has lost its header")
    return Tail(start, items, after)


def render_ape(items: Sequence[ApeItem]) -> bytes:
    """Put a tag together, with header and footer."""
    body = b"".join(item.raw for item in items)
    size = len(body) + _FOOTER.size
    ends = [
        _FOOTER.pack(_MARK, _VERSION, size, len(items), flags, bytes(8))
        for flags in (_HAS_HEADER | _IS_HEADER, _HAS_HEADER)
    ]
    return ends[0] + body + ends[1]


def ape_genres(items: Sequence[ApeItem], field: str) -> tuple[str, ...]:
    """Give the values of the genre, or of a field of its own."""
    found: list[str] = []
    for item in items:
        if is_ape_genre(item, field):
            if item.flags >> 1 & 3 != _TEXT:
                raise UnwritableFileError("the genre of its APE tag is not text")
            found += item.value.decode("utf-8", "replace").split("\0")
    return tuple(value for value in found if value)


def is_ape_genre(item: ApeItem, field: str) -> bool:
    """Tell whether an item holds the genre, or the field of that name."""
    return item.key.casefold() == field.casefold()


def with_ape_genres(
    items: Sequence[ApeItem], genres: Sequence[str], field: str
) -> tuple[ApeItem, ...]:
    """Give the items with these genres, at the place where the genres were."""
    value = "\0".join(genres).encode("utf-8")
    key = "Genre" if field == "genre" else field
    raw = struct.pack("<2I", len(value), 0) + key.encode("ascii") + b"\0" + value
    new = ApeItem(key, 0, value, raw)
    made: list[ApeItem] = []
    is_placed = not genres
    for item in items:
        if not is_ape_genre(item, field):
            made.append(item)
        elif not is_placed:
            made.append(new)
            is_placed = True
    return (*made, *(() if is_placed else (new,)))


def _find_items(body: bytes, count: int) -> tuple[ApeItem, ...]:
    if count > _MAX_ITEMS:
        raise UnwritableFileError(f"its APE tag claims {count:,} items")
    items: list[ApeItem] = []
    at = 0
    for _ in range(count):
        end_of_key = body.find(b"\0", at + 8)
        if end_of_key < 0:
            raise UnwritableFileError("its APE tag is damaged: an item has no name")
        size, flags = struct.unpack_from("<2I", body, at)
        end = end_of_key + 1 + size
        if end > len(body):
            raise UnwritableFileError("its APE tag is damaged: an item is cut short")
        key = body[at + 8 : end_of_key].decode("latin-1")
        items.append(ApeItem(key, flags, body[end_of_key + 1 : end], body[at:end]))
        at = end
    if at != len(body):
        raise UnwritableFileError("its APE tag holds more than its items")
    return tuple(items)
