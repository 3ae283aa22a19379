"""Read the atoms of MP4 files."""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from genrelens.tagging.formats.anatomy import Anatomy, Part
from genrelens.tagging.formats.containers.mp4_values import (
    is_genre_atom,
    standard_genre,
    text_values,
)
from genrelens.tagging.formats.unwritable import UnwritableFileError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.tagging.formats.byte_view import ByteView

__all__ = ["MOVING", "Atom", "examine", "find_atoms"]

_PARENTS = frozenset(
    {"moov", "moov.trak", "moov.trak.mdia", "moov.trak.mdia.minf", "moov.udta"}
    | {"moov.trak.mdia.minf.stbl", "moov.udta.meta", "moov.udta.meta.ilst"}
)
_LIST = "moov.udta.meta.ilst"
_PADDING = ("free", "skip")
_EMPTY_HANDLER = bytes(8) + b"mdirappl" + bytes(9)
_MAX_ATOMS = 100_000

MOVING: Final = frozenset({"moof", "sidx", "mfra", "meta", "uuid"})
"""Atoms of the top level that may hold places in the file which nothing mends."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One atom: its path of names, where it begins, its content, where it ends."""

    path: str
    start: int
    content: int
    end: int
    name: bytes


def examine(view: ByteView, kind: str, field: str) -> Anatomy:
    """Say what a file is made of.

    Raises
    ------
    UnwritableFileError
        If its atoms are damaged.
    """
    atoms = find_atoms(view)
    sound = [(atom.content, atom.end) for atom in atoms if atom.path == "mdat"]
    if not sound or not any(atom.path == "moov" for atom in atoms):
        raise UnwritableFileError("it holds no sound, or no description of it")
    genres: list[str] = []
    parts: list[Part] = []
    tags: list[Part] = []
    for atom in atoms:
        if atom.path in _PARENTS or atom.path == "mdat":
            continue
        if atom.path.rpartition(".")[2] in _PADDING:
            continue
        if not atom.path.startswith(f"{_LIST}."):
            parts += _other_part(view, atom, sound)
            continue
        body = view.whole(atom.content, atom.end - atom.content, "tag")
        if not is_genre_atom(atom.name, body, field):
            tags.append(Part.of(atom.path, body))
        elif atom.name == b"gnre":
            genres += standard_genre(body)
        else:
            genres += text_values(body)
    # The library that writes them sorts tags; their order means nothing.
    tags.sort(key=lambda part: (part.name, part.digest))
    audio = view.sha256(sound)
    return Anatomy(kind, tuple(genres), (*parts, *tags), audio, "values ©gen")


def find_atoms(view: ByteView) -> list[Atom]:
    """Give every atom down to the tags, parents before their children.

    Raises
    ------
    UnwritableFileError
        If one claims more than its parent has, or there are too many.
    """
    found: list[Atom] = []
    _walk(view, "", 0, view.size, found)
    return found


def _walk(view: ByteView, path: str, at: int, end: int, found: list[Atom]) -> None:
    while at + 8 <= end:
        atom = _read_head(view, path, at, end)
        found.append(atom)
        if len(found) > _MAX_ATOMS:
            raise UnwritableFileError(f"it has more than {_MAX_ATOMS:,} atoms")
        if atom.path in _PARENTS:
            skipped = 4 if atom.path == "moov.udta.meta" else 0
            _walk(view, atom.path, atom.content + skipped, atom.end, found)
        at = atom.end
    if at != end and path != "moov.udta":  # QuickTime ends that one with a zero
        raise UnwritableFileError(f"its atoms end in a fragment at byte {at:,}")


def _read_head(view: ByteView, path: str, at: int, end: int) -> Atom:
    size, name = struct.unpack(">I4s", view.whole(at, 8, "atom"))
    content = at + 8
    if size == 1:
        (size,) = struct.unpack(">Q", view.whole(content, 8, "atom"))
        content += 8
    elif size == 0 and not path:
        size = end - at
    if size < content - at or at + size > end:
        raise UnwritableFileError(
            f"its atom {name.decode('latin-1')!r} at byte {at:,} claims {size:,} bytes"
        )
    shown = name.decode("latin-1")
    return Atom(f"{path}.{shown}" if path else shown, at, content, at + size, name)


def _other_part(
    view: ByteView, atom: Atom, sound: Sequence[tuple[int, int]]
) -> list[Part]:
    if atom.name in {b"stco", b"co64"}:
        body = view.whole(atom.content, atom.end - atom.content, "table of places")
        return [Part.of(atom.path, _places_in_sound(body, atom.name, sound))]
    if atom.path == "moov.udta.meta.hdlr":
        body = view.whole(atom.content, atom.end - atom.content, "handler")
        if body == _EMPTY_HANDLER:  # comes with the first tag
            return []
    return [Part(atom.path, view.sha256([(atom.content, atom.end)]))]


def _places_in_sound(
    body: bytes, name: bytes, sound: Sequence[tuple[int, int]]
) -> bytes:
    """Give places in the file as places in the sound, which tags do not move."""
    code, width = ("I", 4) if name == b"stco" else ("Q", 8)
    n_places = (len(body) - 8) // width
    places = struct.unpack_from(f">{n_places}{code}", body, 8) if n_places > 0 else ()
    starts = [start for start, _ in sound]
    told = bytearray(body[:8])
    for place in places:
        which = max(0, bisect_right(starts, place) - 1)
        told += struct.pack(">iq", which, place - starts[which])
    return bytes(told)
