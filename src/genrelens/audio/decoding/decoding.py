"""Decode a file with whatever can read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from genrelens.audio.decoding.by_pyav import decode_by_pyav
from genrelens.audio.decoding.by_soundfile import decode_by_soundfile
from genrelens.audio.decoding.stated_length import share_present
from genrelens.audio.faults import SoundError
from genrelens.audio.needing import has

if TYPE_CHECKING:
    from genrelens.audio.sound import Sound

__all__ = ["decode"]


def decode(file: BinaryIO, *, seconds: float = 30.0) -> tuple[Sound, str]:
    """Decode a stretch from the middle of a track.

    libsndfile is asked first; what it does not know goes to FFmpeg, where the extra
    `formats` is installed. Hostile files can break both: call this in a child, as
    `audio.isolation` does.

    Parameters
    ----------
    file : BinaryIO
        From `open_plain_file`.
    seconds : float, default 30
        Length of the stretch; the whole track where it is shorter.

    Returns
    -------
    tuple of Sound and str
        The stretch, with finite samples, and the name of the format, e.g. ``"mp3"``.

    Raises
    ------
    SoundError
        If the file is no sound, cut, damaged, or beyond the limits.
    """
    share = share_present(file)
    found = decode_by_soundfile(file, seconds=seconds, share=share)
    if found is not None:
        return found
    if not has("av"):
        raise SoundError("needs-formats", "Its format is not among those read.")
    return decode_by_pyav(file, seconds=seconds, share=share)
