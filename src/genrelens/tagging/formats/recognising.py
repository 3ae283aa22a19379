"""Say by a file's first bytes, never by its name, how it keeps its tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.tagging.formats.containers.asf_objects import HEADER
from genrelens.tagging.formats.id3.frames import tag_length
from genrelens.tagging.formats.unwritable import UnwritableFileError

if TYPE_CHECKING:
    from genrelens.tagging.formats.byte_view import ByteView

__all__ = ["recognise"]

_STARTS = {
    b"fLaC": "flac",
    b"wvpk": "wavpack",
    b"MAC ": "monkeys",
    b"MPCK": "musepack",
    b"MP+": "musepack",
    HEADER: "asf",
}
_OTHERS = {
    b"RF64": "a WAV file of more than 4 GB (RF64)",
    b"BW64": "a WAV file of more than 4 GB (BW64)",
    b"TTA1": "True Audio",
    b"OFR ": "OptimFROG",
    b"DSD ": "DSD",
    b"FRM8": "DSD",
    b"MThd": "MIDI",
    b"\x1aE\xdf\xa3": "Matroska",
    b".snd": "Sun audio",
    b"caff": "Apple's CAF",
}
_OGG_STARTS = {b"\x01vorbis": "vorbis", b"OpusHead": "opus"}
_SEARCHED = 65_536


def recognise(view: ByteView) -> str:
    """Give the kind of a file, a key of `kinds.KINDS`.

    Raises
    ------
    UnwritableFileError
        If genres cannot be written into such a file, or it is not known at all.
    """
    start = tag_length(view.at(0, 10))
    head = view.at(start, 64)
    for mark, kind in _STARTS.items():
        if head.startswith(mark):
            return kind
    if head[:4] == b"OggS":
        return _recognise_ogg(head)
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"FORM" and head[8:12] in {b"AIFF", b"AIFC"}:
        return "aiff"
    if head[4:8] == b"ftyp" and not start:
        return "mp4"
    if _is_mpeg(view, start, head):
        return "mp3"
    for mark, name in _OTHERS.items():
        if head.startswith(mark):
            raise UnwritableFileError(f"it is {name}, into which no genre is written")
    raise UnwritableFileError("it is no sound file of a kind that is known here")


def _recognise_ogg(head: bytes) -> str:
    content = head[28:]  # the head of a page with one packet
    for mark, kind in _OGG_STARTS.items():
        if content.startswith(mark):
            return kind
    raise UnwritableFileError(
        "it is an Ogg file of another kind than Vorbis or Opus, into which no genre "
        "is written"
    )


def _is_mpeg(view: ByteView, start: int, head: bytes) -> bool:
    """Tell whether MPEG sound begins here, or a little behind an ID3 tag."""
    if _is_frame(head):
        return True
    if not start:
        return False
    searched = view.at(start, _SEARCHED).lstrip(b"\0")
    return _is_frame(searched)


def _is_frame(head: bytes) -> bool:
    """Tell whether a frame of MPEG layer 1, 2 or 3 begins here."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:  # noqa: PLR2004
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    rate, sampling = head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and layer != 0 and rate != 15 and sampling != 3  # noqa: PLR2004
