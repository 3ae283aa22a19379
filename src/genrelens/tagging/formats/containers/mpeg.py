"""Read and rewrite the tags around MP3, WavPack, Monkey's Audio and Musepack sound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from genrelens.tagging.formats.anatomy import Anatomy, Part
from genrelens.tagging.formats.byte_view import ByteView, copy_range
from genrelens.tagging.formats.containers.ape_items import (
    ape_genres,
    find_tail,
    is_ape_genre,
    render_ape,
    with_ape_genres,
)
from genrelens.tagging.formats.id3.frames import (
    Id3Tag,
    empty_tag,
    parse_tag,
    render_tag,
    tag_length,
)
from genrelens.tagging.formats.id3.genre_text import (
    genres_of,
    is_genre_frame,
    with_genres,
)
from genrelens.tagging.formats.id3.old_tag import frames_from_old, old_genre

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.tagging.formats.containers.ape_items import ApeItem, Tail

__all__ = ["examine", "rewrite"]


@dataclass(frozen=True, slots=True)
class _Places:
    """Which tags are there, and which of them are to hold genres."""

    head: Id3Tag | None
    tail: Tail

    def writes_id3(self, kind: str) -> bool:
        return kind == "mp3" and (self.head is not None or self.tail.items is None)

    def writes_ape(self, kind: str, field: str) -> bool:
        items = self.tail.items
        if kind != "mp3" or (self.head is None and items is not None):
            return True
        return any(is_ape_genre(item, field) for item in items or ())


def examine(view: ByteView, kind: str, field: str) -> Anatomy:
    """Say what a file is made of.

    Raises
    ------
    UnwritableFileError
        If one of its tags is damaged.
    """
    places = _find_places(view)
    head, tail = places.head, places.tail
    start = head.length if head is not None else 0
    parts: list[Part] = []
    if head is not None:
        others = (f for f in head.frames if not is_genre_frame(f, head.version, field))
        parts += [Part.of(f"ID3 {frame.name}", frame.raw) for frame in others]
    elif places.writes_id3(kind):  # a new tag will say what the old one says
        carried = frames_from_old(tail.after)
        others = (f for f in carried if not is_genre_frame(f, 4, field))
        parts += [Part.of(f"ID3 {frame.name}", frame.raw) for frame in others]
    for item in tail.items or ():
        if not is_ape_genre(item, field):
            parts.append(Part.of(f"APE {item.key}", item.raw))
    parts += [Part.of("ID3v1", tail.after)] if tail.after else []
    return Anatomy(
        kind,
        _agreed_genres(places, kind, field),
        tuple(parts),
        view.sha256([(start, tail.audio_end)]),
        _words(places, kind, field),
        _old_genre_beside(places, kind, field),
    )


def rewrite(
    source: BinaryIO, target: BinaryIO, kind: str, genres: Sequence[str], field: str
) -> None:
    """Write a copy of the file that holds these genres."""
    view = ByteView(source)
    places = _find_places(view)
    head, tail = places.head, places.tail
    start = head.length if head is not None else 0
    if places.writes_id3(kind):
        tag = head or empty_tag().with_frames(frames_from_old(tail.after))
        target.write(render_tag(with_genres(tag, genres, field)))
    else:
        copy_range(source, target, 0, start)
    copy_range(source, target, start, tail.audio_end)
    if places.writes_ape(kind, field):
        items: tuple[ApeItem, ...] = with_ape_genres(tail.items or (), genres, field)
        target.write(render_ape(items))
        target.write(tail.after)
    else:
        copy_range(source, target, tail.audio_end, view.size)


def _find_places(view: ByteView) -> _Places:
    length = tag_length(view.at(0, 10))
    head = parse_tag(view.whole(0, length, "ID3 tag")) if length else None
    return _Places(head, find_tail(view))


def _agreed_genres(places: _Places, kind: str, field: str) -> tuple[str, ...]:
    """Give the genres of all tags that hold them, each value once."""
    found: list[str] = []
    if places.head is not None and kind == "mp3":
        found += genres_of(places.head, field)
    elif places.writes_id3(kind) and field == "genre":
        found += old_genre(places.tail.after)
    found += [
        genre
        for genre in ape_genres(places.tail.items or (), field)
        if genre not in found or kind != "mp3"
    ]
    return tuple(found)


def _old_genre_beside(places: _Places, kind: str, field: str) -> tuple[str, ...]:
    """Give the genre of an ID3v1 tag that is not taken over into a new tag."""
    is_taken_over = places.head is None and places.writes_id3(kind)
    if field != "genre" or is_taken_over:
        return ()
    return old_genre(places.tail.after)


def _words(places: _Places, kind: str, field: str) -> str:
    written = []
    if places.writes_id3(kind):
        version = places.head.version if places.head is not None else 4
        written.append(f"ID3v2.{version}")
    if places.writes_ape(kind, field):
        written.append("APEv2")
    return " and ".join(written)
