"""Read and rewrite the ID3 chunk of WAV and AIFF files."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from genrelens.tagging.formats.anatomy import Anatomy, Part
from genrelens.tagging.formats.byte_view import ByteView, copy_range
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
from genrelens.tagging.formats.unwritable import UnwritableFileError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["examine", "rewrite"]

_ORDER = {"wav": "<", "aiff": ">"}
_SOUND = {"wav": b"data", "aiff": b"SSND"}
_NEW_NAME = {"wav": b"id3 ", "aiff": b"ID3 "}
_HEAD = 8
_MAX_CHUNKS = 10_000
_LONGEST = 1_000  # bytes of a genre that are looked at


@dataclass(frozen=True, slots=True)
class _Chunk:
    name: bytes
    start: int  # of its head
    size: int  # of its content

    @property
    def end(self) -> int:
        return self.start + _HEAD + self.size + self.size % 2


def examine(view: ByteView, kind: str, field: str) -> Anatomy:
    """Say what a file is made of.

    Raises
    ------
    UnwritableFileError
        If its chunks do not fill it, or the tag is damaged.
    """
    chunks = _find_chunks(view, kind)
    tag = _read_tag(view, chunks)
    sound = [chunk for chunk in chunks if chunk.name == _SOUND[kind]]
    parts = [Part.of("form", view.at(8, 4))]
    for chunk in chunks:
        if chunk not in sound and not _is_tag(chunk):
            name = chunk.name.decode("latin-1").strip()
            content = (chunk.start + _HEAD, chunk.start + _HEAD + chunk.size)
            parts.append(Part(name, view.sha256([content])))
    parts += [
        Part.of(f"ID3 {frame.name}", frame.raw)
        for frame in tag.frames
        if not is_genre_frame(frame, tag.version, field)
    ]
    return Anatomy(
        kind,
        genres_of(tag, field),
        tuple(parts),
        view.sha256([(c.start + _HEAD, c.start + _HEAD + c.size) for c in sound]),
        f"ID3v2.{tag.version} chunk",
        _listed_genres(view, chunks) if kind == "wav" and field == "genre" else (),
    )


def rewrite(
    source: BinaryIO, target: BinaryIO, kind: str, genres: Sequence[str], field: str
) -> None:
    """Write a copy of the file that holds these genres."""
    view = ByteView(source)
    chunks = _find_chunks(view, kind)
    tag = render_tag(with_genres(_read_tag(view, chunks), genres, field))
    old = next((chunk for chunk in chunks if _is_tag(chunk)), None)
    end = chunks[-1].end if chunks else 12
    start, behind = (old.start, old.end) if old is not None else (end, end)
    name = old.name if old is not None else _NEW_NAME[kind]
    size = struct.pack(f"{_ORDER[kind]}I", len(tag))
    chunk = name + size + tag + bytes(len(tag) % 2)
    # The last chunk may lack its padding byte.
    pad = bytes(max(0, start - view.size))
    whole = max(end, view.size) + len(chunk) - (behind - start)
    if whole - _HEAD > 0xFFFF_FFFF:  # noqa: PLR2004
        raise UnwritableFileError("it would grow larger than such a file can be (4 GB)")
    target.write(view.at(0, 4) + struct.pack(f"{_ORDER[kind]}I", whole - _HEAD))
    copy_range(source, target, _HEAD, min(start, view.size))
    target.write(pad + chunk)
    copy_range(source, target, min(behind, view.size), view.size)


def _read_tag(view: ByteView, chunks: Sequence[_Chunk]) -> Id3Tag:
    found = [chunk for chunk in chunks if _is_tag(chunk)]
    if not found:
        return empty_tag()
    if len(found) > 1:
        raise UnwritableFileError("it holds several ID3 tags, so none can be trusted")
    content = view.whole(found[0].start + _HEAD, found[0].size, "ID3 chunk")
    length = tag_length(content[:10])
    if not length or length > len(content):
        raise UnwritableFileError("its ID3 chunk holds no whole ID3 tag")
    return parse_tag(content[:length])


def _listed_genres(view: ByteView, chunks: Sequence[_Chunk]) -> tuple[str, ...]:
    """Give the genres of the ``LIST INFO`` chunks of a WAV file."""
    found: list[str] = []
    for chunk in chunks:
        start = chunk.start + _HEAD
        if chunk.name != b"LIST" or view.at(start, 4) != b"INFO":
            continue
        at, end = start + 4, start + chunk.size
        for _ in range(_MAX_CHUNKS):
            if at + _HEAD > end:
                break
            name, size = struct.unpack("<4sI", view.at(at, _HEAD))
            if name == b"IGNR":
                found.append(_text(view.at(at + _HEAD, min(size, _LONGEST, end - at))))
            at += _HEAD + size + size % 2
    return tuple(genre for genre in found if genre)


def _text(content: bytes) -> str:
    """Read text of which nothing says how it is encoded."""
    content = content.split(b"\0")[0].strip()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _is_tag(chunk: _Chunk) -> bool:
    return chunk.name.upper() == b"ID3 "


def _find_chunks(view: ByteView, kind: str) -> list[_Chunk]:
    told = struct.unpack(f"{_ORDER[kind]}I", view.whole(4, 4, "head"))[0]
    end = told + _HEAD
    if end > view.size + 1 or end + 1 < view.size:
        raise UnwritableFileError(
            f"its head says {end:,} bytes, but it has {view.size:,}; it is cut short, "
            "or something stands behind it"
        )
    chunks: list[_Chunk] = []
    at = 12
    while at + _HEAD <= view.size:
        name, size = struct.unpack(f"{_ORDER[kind]}4sI", view.at(at, _HEAD))
        chunk = _Chunk(name, at, size)
        if at + _HEAD + size > view.size or len(chunks) >= _MAX_CHUNKS:
            shown = name.decode("latin-1")
            raise UnwritableFileError(f"its chunk {shown!r} claims {size:,} bytes")
        chunks.append(chunk)
        at = chunk.end
    if not any(chunk.name == _SOUND[kind] for chunk in chunks):
        raise UnwritableFileError("it holds no sound")
    return chunks
