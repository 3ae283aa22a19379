"""Say what a sound file is made of, whatever its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from genrelens.tagging.formats.containers import (
    asf_objects,
    chunks,
    flac_blocks,
    mp4_atoms,
    mpeg,
    ogg_pages,
)
from genrelens.tagging.formats.recognising import recognise

if TYPE_CHECKING:
    from genrelens.tagging.formats.anatomy import Anatomy
    from genrelens.tagging.formats.byte_view import ByteView

__all__ = ["examine"]


class _Examiner(Protocol):
    def __call__(self, view: ByteView, kind: str, field: str) -> Anatomy: ...


_EXAMINERS: Final[dict[str, _Examiner]] = {
    "flac": flac_blocks.examine,
    "vorbis": ogg_pages.examine,
    "opus": ogg_pages.examine,
    "mp3": mpeg.examine,
    "wav": chunks.examine,
    "aiff": chunks.examine,
    "mp4": mp4_atoms.examine,
    "asf": asf_objects.examine,
    "wavpack": mpeg.examine,
    "monkeys": mpeg.examine,
    "musepack": mpeg.examine,
}


def examine(view: ByteView, field: str = "genre") -> Anatomy:
    """Give a file's genres, a hash of every other part, and one of its sound.

    Parameters
    ----------
    view : ByteView
        On the open file.
    field : str
        ``genre``, or the name of a field of its own.

    Raises
    ------
    UnwritableFileError
        If its kind is not known, or it is damaged where its tags are.
    """
    kind = recognise(view)
    return _EXAMINERS[kind](view, kind, field)
