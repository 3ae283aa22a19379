"""Read and write the text of ID3 frames that hold genres, in every version."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from genrelens.tagging.formats.id3.frames import Frame, Id3Tag, make_frame
from genrelens.tagging.formats.requiring import mutagen_module
from genrelens.tagging.formats.unwritable import UnwritableFileError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["genres_of", "is_genre_frame", "with_genres"]

_ENCODINGS = {0: "latin-1", 1: "utf-16", 2: "utf-16-be", 3: "utf-8"}
_NUMBERED = re.compile(r"\((\d+|RX|CR)\)")
_WORDS = {"RX": "Remix", "CR": "Cover"}
_GENRE_NAMES = {2: "TCO", 3: "TCON", 4: "TCON"}
_OWN_NAMES = {2: "TXX", 3: "TXXX", 4: "TXXX"}
_N_DIGITS = 3


def genres_of(tag: Id3Tag, field: str) -> tuple[str, ...]:
    """Give the genres of a tag, or the values of a field of its own.

    Numbers of the old list of genres are given as its words.

    Raises
    ------
    UnwritableFileError
        If the frame is compressed, encrypted or not text.
    """
    found: list[str] = []
    for frame in tag.frames:
        if is_genre_frame(frame, tag.version, field):
            values = _texts(frame, tag)
            values = values[1:] if field != "genre" else _unnumbered(values)
            found += values
    return tuple(value for value in found if value)


def with_genres(tag: Id3Tag, genres: Sequence[str], field: str) -> Id3Tag:
    """Give the tag with these genres, at the place where its genres were."""
    names = _GENRE_NAMES if field == "genre" else _OWN_NAMES
    values = list(genres) if field == "genre" else [field, *genres]
    new = make_frame(names[tag.version], _encode(values, tag.version), tag.version)
    frames: list[Frame] = []
    is_placed = not genres
    for frame in tag.frames:
        if not is_genre_frame(frame, tag.version, field):
            frames.append(frame)
        elif not is_placed:
            frames.append(new)
            is_placed = True
    return tag.with_frames((*frames, *(() if is_placed else (new,))))


def is_genre_frame(frame: Frame, version: int, field: str) -> bool:
    """Tell whether a frame holds the genre, or the field of that name."""
    if field == "genre":
        return frame.name == _GENRE_NAMES[version]
    if frame.name != _OWN_NAMES[version] or _is_packed(frame):
        return False
    return _decode(frame.body)[:1] == [field]


def _is_packed(frame: Frame) -> bool:
    return bool(frame.flags) and frame.flags[1] != 0


def _texts(frame: Frame, tag: Id3Tag) -> list[str]:
    if not _is_packed(frame):
        return _decode(frame.body)
    if tag.version == 4 and frame.flags[1] in {0x01, 0x02, 0x03}:  # noqa: PLR2004
        body = frame.body[4:] if frame.flags[1] & 0x01 else frame.body
        if frame.flags[1] & 0x02:
            body = body.replace(b"\xff\x00", b"\xff")
        return _decode(body)
    raise UnwritableFileError(
        "its genre frame is compressed, encrypted or grouped; that is not read here"
    )


def _decode(body: bytes) -> list[str]:
    """Give the values of a text frame; whatever cannot be read is marked by U+FFFD."""
    if not body:
        return []
    encoding = _ENCODINGS.get(body[0])
    if encoding is None:
        raise UnwritableFileError("a text frame of its ID3 tag has no known encoding")
    content = body[1:]
    if encoding == "utf-16" and content[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        encoding = "utf-16-le"
    text = content.decode(encoding, "replace").replace("\ufeff", "")
    values = text.split("\0")
    while values and not values[-1]:
        values.pop()
    return values


def _encode(values: Sequence[str], version: int) -> bytes:
    """Write values with a NUL between, in the plainest encoding that has them all."""
    text = "\0".join(values)
    if version == 4:  # noqa: PLR2004
        return (b"\0" if text.isascii() else b"\3") + text.encode("utf-8") + b"\0"
    try:
        return b"\0" + text.encode("latin-1") + b"\0"
    except UnicodeEncodeError:
        return b"\1\xff\xfe" + text.encode("utf-16-le") + b"\0\0"


def _unnumbered(values: Sequence[str]) -> list[str]:
    """Turn ``(17)`` and ``17`` into words, as ID3v2 means them."""
    found: list[str] = []
    for value in values:
        rest = value
        while match := _NUMBERED.match(rest):
            found.append(_WORDS.get(match[1]) or _word(match[1]))
            rest = rest[match.end() :]
        rest = rest.removeprefix("(") if rest.startswith("((") else rest
        if rest.isdecimal() and rest.isascii():
            found.append(_word(rest))
        elif rest and (not found or rest != found[-1]):
            found.append(rest)
    return found


def _word(number: str) -> str:
    """Give the word of a number; a number without one stays what it is."""
    words: list[str] = mutagen_module("mutagen.id3").TCON.GENRES
    is_listed = len(number) <= _N_DIGITS and int(number) < len(words)
    return words[int(number)] if is_listed else number
