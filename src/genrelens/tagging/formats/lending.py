"""Let mutagen write the genres of FLAC, Ogg, MP4 and WMA files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from genrelens.tagging.formats.byte_view import ByteView
from genrelens.tagging.formats.containers.mp4_atoms import MOVING, find_atoms
from genrelens.tagging.formats.containers.mp4_values import MEANING
from genrelens.tagging.formats.requiring import mutagen_module
from genrelens.tagging.formats.unwritable import UnwritableFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["write_by_mutagen"]


def write_by_mutagen(
    file: BinaryIO, kind: str, genres: Sequence[str], field: str
) -> None:
    """Put genres into an open file, in place.

    Parameters
    ----------
    file : binary file
        A copy that may be spoilt, open for reading and writing.
    kind : str
        ``flac``, ``vorbis``, ``opus``, ``mp4`` or ``asf``.
    genres : sequence of str
        Values to stand in the field.
    field : str
        ``genre``, or the name of a field of its own.

    Raises
    ------
    UnwritableFileError
        If mutagen cannot read or write it.
    """
    mutagen = mutagen_module("mutagen")
    file.seek(0)
    try:
        _WRITERS[kind](file, list(genres), field)
    except (mutagen.MutagenError, ValueError) as error:
        raise UnwritableFileError(f"mutagen cannot write it: {error}") from error


def _write_flac(file: BinaryIO, genres: list[str], field: str) -> None:
    opened = mutagen_module("mutagen.flac").FLAC(file)
    has_tags = opened.tags is not None
    if not has_tags:
        opened.add_tags()
        opened.tags.vendor = ""
    _put_comments(opened, file, genres, field)


def _write_vorbis(file: BinaryIO, genres: list[str], field: str) -> None:
    _put_comments(
        mutagen_module("mutagen.oggvorbis").OggVorbis(file), file, genres, field
    )


def _write_opus(file: BinaryIO, genres: list[str], field: str) -> None:
    _put_comments(mutagen_module("mutagen.oggopus").OggOpus(file), file, genres, field)


def _put_comments(
    opened: Any,  # noqa: ANN401 (a type of mutagen)
    file: BinaryIO,
    genres: list[str],
    field: str,
) -> None:
    """Put comments where the first of that key stood, so that the order stays."""
    key = field.upper()
    lines = list(opened.tags)
    first = next((i for i, (k, _) in enumerate(lines) if k.upper() == key), len(lines))
    kept = [line for line in lines if line[0].upper() != key]
    new = [(key, genre) for genre in genres]
    opened.tags[:] = [*kept[:first], *new, *kept[first:]]
    file.seek(0)
    opened.save(file)


def _write_mp4(file: BinaryIO, genres: list[str], field: str) -> None:
    before = find_atoms(ByteView(file))
    file.seek(0)
    mp4 = mutagen_module("mutagen.mp4")
    opened = mp4.MP4(file)
    if opened.tags is None:
        opened.add_tags()
    if field == "genre":
        opened.tags["\xa9gen"] = genres
    else:
        values = [mp4.MP4FreeForm(genre.encode("utf-8")) for genre in genres]
        opened.tags[f"----:{MEANING}:{field}"] = values
    file.seek(0)
    opened.save(file)
    file.flush()
    after = find_atoms(ByteView(file))
    is_moved = [a.start for a in before if a.path == "mdat"] != [
        a.start for a in after if a.path == "mdat"
    ]
    if is_moved and (found := {atom.path for atom in before} & MOVING):
        raise UnwritableFileError(
            "its sound would move, and its atoms "
            f"{', '.join(sorted(found))} may say where it was"
        )


def _write_asf(file: BinaryIO, genres: list[str], field: str) -> None:
    opened = mutagen_module("mutagen.asf").ASF(file)
    opened.tags["WM/Genre" if field == "genre" else field] = genres
    file.seek(0)
    opened.save(file)


_WRITERS: dict[str, Callable[[BinaryIO, list[str], str], None]] = {
    "flac": _write_flac,
    "vorbis": _write_vorbis,
    "opus": _write_opus,
    "mp4": _write_mp4,
    "asf": _write_asf,
}
