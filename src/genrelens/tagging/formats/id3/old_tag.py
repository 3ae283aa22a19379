"""Carry what an ID3v1 tag says over into frames of a new ID3v2.4 tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.tagging.formats.id3.frames import Frame, make_frame
from genrelens.tagging.formats.requiring import mutagen_module

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["frames_from_old", "old_genre"]

_LENGTH = 128


def frames_from_old(old: bytes) -> tuple[Frame, ...]:
    """Give title, artist, album, year, comment, track and genre as frames.

    Most players read either the new tag or the old one. A new tag with nothing but
    a genre would hide the old one's title from them.

    Parameters
    ----------
    old : bytes
        The 128 bytes of the tag, or nothing.

    Returns
    -------
    tuple of Frame
        Of version 2.4.
    """
    if len(old) != _LENGTH or old[:3] != b"TAG":
        return ()
    return tuple(_frames(old))


def old_genre(old: bytes) -> tuple[str, ...]:
    """Give the genre of an ID3v1 tag as a word, if it has one."""
    if len(old) != _LENGTH or old[:3] != b"TAG":
        return ()
    words: list[str] = mutagen_module("mutagen.id3").TCON.GENRES
    return (words[old[127]],) if old[127] < len(words) else ()


def _frames(old: bytes) -> Iterator[Frame]:
    places = {"TIT2": (3, 33), "TPE1": (33, 63), "TALB": (63, 93), "TDRC": (93, 97)}
    for name, (start, end) in places.items():
        if text := _text(old[start:end]):
            yield make_frame(name, b"\3" + text + b"\0", 4)
    comment = old[97:127]
    if comment[28] == 0 and comment[29]:  # ID3v1.1 keeps the track number here
        yield make_frame("TRCK", b"\3" + str(comment[29]).encode() + b"\0", 4)
        comment = comment[:28]
    if text := _text(comment):
        yield make_frame("COMM", b"\3XXX\0" + text + b"\0", 4)
    for genre in old_genre(old):
        yield make_frame("TCON", b"\3" + genre.encode() + b"\0", 4)


def _text(field: bytes) -> bytes:
    return field.split(b"\0")[0].decode("latin-1").strip().encode("utf-8")
