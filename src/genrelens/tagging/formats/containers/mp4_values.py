"""Read the genre values in the tags of MP4 files."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from genrelens.tagging.formats.requiring import mutagen_module

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MEANING", "is_genre_atom", "standard_genre", "text_values"]

MEANING = "com.apple.iTunes"
"""Names of fields of one's own are said to be of this origin, as players expect."""


def is_genre_atom(name: bytes, body: bytes, field: str) -> bool:
    """Tell whether a tag holds the genre, or the field of that name."""
    if field == "genre":
        return name in {b"\xa9gen", b"gnre"}
    if name != b"----":
        return False
    told = {atom: content[4:] for atom, content in _children(body)}
    return (told.get(b"mean"), told.get(b"name")) == (MEANING.encode(), field.encode())


def text_values(body: bytes) -> tuple[str, ...]:
    """Give the texts of a tag."""
    found = (
        content[8:].decode("utf-8", "replace")
        for atom, content in _children(body)
        if atom == b"data"
    )
    return tuple(value for value in found if value)


def standard_genre(body: bytes) -> tuple[str, ...]:
    """Give the word of a genre that is kept as a number."""
    words: list[str] = mutagen_module("mutagen.id3").TCON.GENRES
    for atom, content in _children(body):
        number = int.from_bytes(content[8:])
        if atom == b"data" and 0 < number <= len(words):
            return (words[number - 1],)
    return ()


def _children(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(body):
        size, name = struct.unpack_from(">I4s", body, at)
        if size < 8 or at + size > len(body):  # noqa: PLR2004
            return
        yield name, body[at + 8 : at + size]
        at += size
