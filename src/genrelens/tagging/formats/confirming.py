"""Read genres back from a written file with mutagen, a reader that is not ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from genrelens.tagging.formats.containers.mp4_values import MEANING
from genrelens.tagging.formats.requiring import mutagen_module
from genrelens.tagging.formats.unwritable import UnwritableFileError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["confirm"]

_CLASSES = {
    "flac": ("mutagen.flac", "FLAC"),
    "vorbis": ("mutagen.oggvorbis", "OggVorbis"),
    "opus": ("mutagen.oggopus", "OggOpus"),
    "mp4": ("mutagen.mp4", "MP4"),
    "asf": ("mutagen.asf", "ASF"),
    "wavpack": ("mutagen.apev2", "APEv2"),
    "monkeys": ("mutagen.apev2", "APEv2"),
    "musepack": ("mutagen.apev2", "APEv2"),
    "wav": ("mutagen.wave", "WAVE"),
    "aiff": ("mutagen.aiff", "AIFF"),
    "mp3": ("mutagen.id3", "ID3"),
}
_BY_ID3 = frozenset({"wav", "aiff", "mp3"})


def confirm(file: BinaryIO, kind: str, genres: Sequence[str], field: str) -> None:
    """Refuse a file in which mutagen does not find the genres.

    Parameters
    ----------
    file : binary file
        As written, open for reading.
    kind : str
        A key of ``kinds.KINDS``.
    genres : sequence of str
        What has to be there.
    field : str
        ``genre``, or the name of a field of its own.

    Raises
    ------
    UnwritableFileError
        If something else is there, or mutagen cannot read the file.
    """
    mutagen = mutagen_module("mutagen")
    file.seek(0)
    try:
        found = _read_mp3(file, field) if kind == "mp3" else _read(file, kind, field)
    except (mutagen.MutagenError, ValueError) as error:
        raise UnwritableFileError(f"mutagen cannot read it back: {error}") from error
    if [value for value in found if value] != list(genres):
        raise UnwritableFileError(
            f"mutagen reads back {found[:5]}, not the genres that were written"
        )


def _read(file: BinaryIO, kind: str, field: str) -> list[str]:
    module, name = _CLASSES[kind]
    opened = getattr(mutagen_module(module), name)(file)
    tags = opened.tags if hasattr(opened, "tags") else opened
    if tags is None:
        return []
    if kind in _BY_ID3:
        return _from_id3(tags, field)
    if kind == "mp4":
        key = "\xa9gen" if field == "genre" else f"----:{MEANING}:{field}"
        values = tags.get(key, [])
        return [v.decode("utf-8") if isinstance(v, bytes) else v for v in values]
    if kind == "asf":
        key = "WM/Genre" if field == "genre" else field
        return [str(value) for value in tags.get(key, [])]
    if kind in {"wavpack", "monkeys", "musepack"}:
        return list(tags[field]) if field in tags else []
    return list(tags.get(field, []))


def _read_mp3(file: BinaryIO, field: str) -> list[str]:
    """Read the frame from a tag that knows no other, so that no other is unpacked."""
    id3 = mutagen_module("mutagen.id3")
    known = {"TCON": id3.TCON, "TXXX": id3.TXXX, "TCO": id3.TCO, "TXX": id3.TXX}
    names = ("TCON", "TCO") if field == "genre" else ("TXXX", "TXX")
    wanted = {name: known[name] for name in names}
    try:
        tags = id3.ID3(file, known_frames=wanted, load_v1=False)
    except id3.ID3NoHeaderError:
        file.seek(0)
        ape = mutagen_module("mutagen.apev2").APEv2(file)
        return list(ape[field]) if field in ape else []
    return _from_id3(tags, field)


def _from_id3(tags: Any, field: str) -> list[str]:  # noqa: ANN401 (of mutagen)
    found = tags.getall("TCON" if field == "genre" else f"TXXX:{field}")
    return [text for frame in found for text in getattr(frame, "genres", frame.text)]
