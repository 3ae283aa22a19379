"""Write a copy of a sound file in which nothing but the genres is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from genrelens.tagging.formats.byte_view import ByteView, copy_range
from genrelens.tagging.formats.confirming import confirm
from genrelens.tagging.formats.containers import chunks, mpeg
from genrelens.tagging.formats.examining import examine
from genrelens.tagging.formats.lending import write_by_mutagen
from genrelens.tagging.formats.unwritable import UnwritableFileError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.tagging.formats.anatomy import Anatomy

__all__ = ["rewrite"]

_SPLICED = {"wav": chunks, "aiff": chunks}
_AROUND = frozenset({"mp3", "wavpack", "monkeys", "musepack"})


def rewrite(
    source: BinaryIO,
    target: BinaryIO,
    before: Anatomy,
    genres: Sequence[str],
    field: str = "genre",
) -> Anatomy:
    """Write the copy, read it back, and compare everything.

    Parameters
    ----------
    source : binary file
        As it is, open for reading.
    target : binary file
        Empty, open for reading and writing.
    before : Anatomy
        Of the source.
    genres : sequence of str
        Values to stand in the field; none removes it.
    field : str
        ``genre``, or the name of a field of its own.

    Returns
    -------
    Anatomy
        Of the copy: the genres are those asked for, every other part and the sound
        have the same hashes as before.

    Raises
    ------
    UnwritableFileError
        If the copy is not exactly that; it must then be thrown away.
    """
    if before.kind in _SPLICED:
        chunks.rewrite(source, target, before.kind, genres, field)
    elif before.kind in _AROUND:
        mpeg.rewrite(source, target, before.kind, genres, field)
    else:
        copy_range(source, target, 0, ByteView(source).size)
        target.flush()
        write_by_mutagen(target, before.kind, genres, field)
    target.flush()
    after = examine(ByteView(target), field)
    _compare(before, after, genres)
    confirm(target, after.kind, genres, field)
    return after


def _compare(before: Anatomy, after: Anatomy, genres: Sequence[str]) -> None:
    """Refuse a copy in which anything but the genres differs."""
    if after.audio_sha256 != before.audio_sha256:
        raise UnwritableFileError("writing would change its sound")
    if after.parts != before.parts:
        old = {part.name for part in before.parts if part not in after.parts}
        new = {part.name for part in after.parts if part not in before.parts}
        named = ", ".join(sorted(old | new)[:5]) or "the order of its tags"
        raise UnwritableFileError(f"writing would change more than the genre: {named}")
    if after.genres != tuple(genres):
        raise UnwritableFileError(
            f"the genres read back are {list(after.genres)[:5]}, not those written"
        )
