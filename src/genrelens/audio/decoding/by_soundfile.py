"""Decode with libsndfile: WAV, FLAC, Ogg, Opus, MP3, AIFF and their kin."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, Final

import numpy as np

from genrelens.audio.decoding.gathering import Gathering
from genrelens.audio.decoding.limits import (
    HIGHEST_RATE,
    MAX_SECONDS,
    check_claims,
    is_cut,
    told,
)
from genrelens.audio.decoding.mp3_length import with_stated_length
from genrelens.audio.decoding.stated_length import has_mp3_length
from genrelens.audio.decoding.window import middle
from genrelens.audio.faults import SoundError
from genrelens.audio.sound import Sound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from soundfile import SoundFile

__all__ = ["decode_by_soundfile"]

_BLOCK: Final = 4_096  # of a block with a fault nothing is given
_TAIL_SECONDS: Final = 0.2
_RUN_UP_SECONDS: Final = 1.0
"""After a jump an MP3 plays wrong for up to a quarter of a second: a frame's bits may
lie in those before it. The library jumps after every block, too, so that an MP3 is
read as one block."""
_MPEG: Final = frozenset({"MP3", "MPEG"})


def decode_by_soundfile(
    file: BinaryIO, *, seconds: float, share: float = 1.0
) -> tuple[Sound, str] | None:
    """Decode the middle of a file.

    Parameters
    ----------
    file : BinaryIO
        The whole file.
    seconds : float
        Wished length of the stretch.
    share : float, default 1.0
        How much is there of the bytes that the header states; see `share_present`.

    Returns
    -------
    tuple of Sound and str, or None
        The stretch and the name of the format; None where libsndfile does not know
        the format.

    Raises
    ------
    SoundError
        If it knows the format, and the file is cut, damaged or beyond the limits.
    """
    import soundfile

    try:
        with _opened(file) as opened:
            name = _format(opened)
            n_frames, rate = opened.frames, opened.samplerate
            n_channels = opened.channels
    except soundfile.LibsndfileError:
        if share < 1.0:
            raise _cut(None, None) from None
        return None
    if name == "mp3" and not has_mp3_length(file):
        stating = with_stated_length(file)
        if stating is not None:
            return decode_by_soundfile(stating, seconds=seconds)
    if n_frames < 0:
        raise SoundError("not-sound", "Its header states fewer samples than none.")
    found = n_frames / rate if rate else 0.0
    check_claims(rate=rate, n_channels=n_channels, seconds=found)
    if not share:
        raise _cut(None, found)
    if is_cut(stated=found / share, found=found):
        raise _cut(found / share, found)
    if name in {"mp3", "mp2"} and not has_mp3_length(file):
        n_frames = _count(file)
        check_claims(rate=rate, n_channels=n_channels, seconds=n_frames / rate)
    else:
        _check_end(file, n_frames)
    if n_frames <= 0:
        raise SoundError("not-sound", "It holds no sound.")
    return _decode(file, n_frames, seconds=seconds), name


def _opened(file: BinaryIO) -> SoundFile:
    """Open from the beginning: one that failed once is not asked again."""
    import soundfile

    file.seek(0)
    return soundfile.SoundFile(file)


def _decode(file: BinaryIO, n_frames: int, *, seconds: float) -> Sound:
    with _opened(file) as opened:
        rate, n_channels = opened.samplerate, opened.channels
        is_mpeg = opened.format in _MPEG
    start, wanted = middle(n_frames, rate=rate, seconds=seconds)
    gathered = Gathering(rate=rate, n_channels=n_channels, n_frames=wanted)
    run_up = round(_RUN_UP_SECONDS * rate)
    for block in _blocks(file, start, wanted + run_up if is_mpeg else _BLOCK):
        gathered.take(block)
        if not gathered.n_missing:
            break
    found = (wanted - gathered.n_missing) / rate
    if is_cut(stated=wanted / rate, found=found):
        raise SoundError(
            "damaged",
            f"Of {told(wanted / rate)} from its middle only {told(found)} "
            "can be decoded.",
        )
    return Sound(gathered.samples(), gathered.rate, start / rate, n_frames / rate)


def _blocks(
    file: BinaryIO, start: int, n_most: int = _BLOCK
) -> Iterator[NDArray[np.float32]]:
    """Give blocks of shape (n_samples, n_channels) from a place to the end.

    Ends early where nothing more can be decoded. Sound files that were cut out of
    longer ones may play from their beginning, yet not be sought in; those are read
    from their beginning.
    """
    import soundfile

    with _opened(file) as opened:
        place = max(0, start - round(_RUN_UP_SECONDS * opened.samplerate))
        if _go_to(opened, place):
            with suppress(soundfile.LibsndfileError):
                yield from _from(opened, place, start, n_most)
            return
    with suppress(soundfile.LibsndfileError), _opened(file) as opened:
        yield from _from(opened, 0, start, n_most)


def _go_to(opened: SoundFile, place: int) -> bool:
    """Go to a sample; false where the file cannot be sought in."""
    import soundfile

    if not place:
        return True
    try:
        return bool(opened.seek(place) == place)
    except soundfile.LibsndfileError:
        return False


def _from(
    opened: SoundFile, place: int, start: int, n_most: int
) -> Iterator[NDArray[np.float32]]:
    """Read on from where the file stands; what lies before the start is left out."""
    while len(block := _next(opened, n_most)):
        if place + len(block) > start:
            yield block[max(0, start - place) :]
        place += len(block)


def _next(opened: SoundFile, n_most: int = _BLOCK) -> NDArray[np.float32]:
    n_frames = min(n_most, opened.frames - opened.tell())
    if n_frames <= 0:  # a damaged file may say that it stands behind its end
        return np.zeros((0, opened.channels), dtype=np.float32)
    block: NDArray[np.float32] = opened.read(n_frames, dtype="float32", always_2d=True)
    return block


def _count(file: BinaryIO) -> int:
    """Count the samples by decoding them all; stops behind the longest allowed."""
    n_frames = 0
    for block in _blocks(file, 0):
        n_frames += len(block)
        if n_frames > MAX_SECONDS * HIGHEST_RATE:
            break
    return n_frames


def _check_end(file: BinaryIO, n_frames: int) -> None:
    """See that the end that the header states can be decoded.

    Raises
    ------
    SoundError
        If it cannot; says how much of the track is there.
    """
    import soundfile

    with _opened(file) as opened:
        rate = opened.samplerate
        try:
            opened.seek(max(0, n_frames - round(_TAIL_SECONDS * rate)))
            if len(_next(opened)):
                return
        except soundfile.LibsndfileError:
            pass  # it may be that it only cannot be sought in: count
    found = _count(file)
    if is_cut(stated=n_frames / rate, found=found / rate):
        raise _cut(n_frames / rate, found / rate)


def _cut(stated: float | None, found: float | None) -> SoundError:
    if found is None:
        return SoundError("truncated", "It ends before what its header states.")
    if stated is None:
        return SoundError(
            "truncated", f"It breaks off in the middle of a page, after {told(found)}."
        )
    return SoundError(
        "truncated",
        f"It states a length of {told(stated)}; only {told(found)} can be decoded.",
    )


def _format(opened: SoundFile) -> str:
    if opened.format == "OGG":
        return str(opened.subtype).lower()
    if opened.format in _MPEG:
        return "mp3" if opened.subtype == "MPEG_LAYER_III" else "mp2"
    return {"WAVEX": "wav", "RF64": "wav", "W64": "wav"}.get(
        opened.format, str(opened.format).lower()
    )
