"""Decode with FFmpeg, by PyAV: m4a, wma and whatever else libsndfile cannot."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, BinaryIO, Final

import numpy as np

from genrelens.audio.decoding.gathering import Gathering
from genrelens.audio.decoding.limits import MAX_SECONDS, check_claims, is_cut, told
from genrelens.audio.decoding.window import middle
from genrelens.audio.faults import SoundError
from genrelens.audio.sound import Sound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av import AudioFrame, Packet
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from numpy.typing import NDArray

__all__ = ["decode_by_pyav"]

_FORMATS: Final = (
    "aac,ac3,aiff,amr,ape,asf,au,caf,dsf,dts,eac3,flac,matroska,webm,mov,mp4,m4a,3gp,"
    "3g2,mj2,mp3,mpc,mpc8,ogg,oma,rm,tak,tta,w64,wav,wv"
)
"""Containers of sound. Never playlists, which would open further files."""
_OPTIONS: Final = {"format_whitelist": _FORMATS, "protocol_whitelist": "none"}
_GUESSED: Final = frozenset({"aac", "ac3", "eac3", "dts", "mp3", "amr"})
"""Streams without a header for the whole: their length is a guess of FFmpeg's."""

_LEAST_SHARE: Final = 1e-3


def decode_by_pyav(
    file: BinaryIO, *, seconds: float, share: float = 1.0
) -> tuple[Sound, str]:
    """Decode the middle of a file.

    FFmpeg sees the open file only, so that nothing in it can make it open another
    file or an address.

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
    tuple of Sound and str
        The stretch, and the name of the format.

    Raises
    ------
    SoundError
        If there is no sound in it, or it is cut, damaged or beyond the limits.
    """
    import av
    from av.container import InputContainer

    file.seek(0)
    try:
        with av.open(file, options=_OPTIONS, metadata_errors="replace") as container:
            if not container.streams.audio:
                raise SoundError("not-sound", "It holds no stream of sound.")
            stream = container.streams.audio[0]
            assert isinstance(container, InputContainer)  # noqa: S101 (opened to read)
            sound = _decode(container, stream, seconds=seconds, share=share)
            return sound, _format(stream)
    except (av.FFmpegError, OSError) as error:
        if error.errno == errno.EIO and not isinstance(error, av.FFmpegError):
            raise SoundError(
                "not-readable", "The disk does not give it out."
            ) from error
        if share < 1.0:
            raise SoundError(
                "truncated", "It ends before what its header states."
            ) from error
        raise SoundError(
            "not-sound", f"No decoder reads it: {error.strerror}."
        ) from error


def _decode(
    container: InputContainer, stream: AudioStream, *, seconds: float, share: float
) -> Sound:
    if stream.codec_context is None:
        raise SoundError("not-sound", "FFmpeg has no decoder for it.")
    rate, n_channels = stream.rate or 0, stream.channels or 0
    stated = _stated_seconds(container, stream)
    check_claims(rate=rate, n_channels=n_channels, seconds=stated)
    first, found = _found_seconds(container, stream)
    check_claims(rate=rate, n_channels=n_channels, seconds=found)
    if container.format.name in _GUESSED:
        stated = found
    stated = max(stated, found / max(share, _LEAST_SHARE))
    if is_cut(stated=stated, found=found):
        raise SoundError(
            "truncated",
            f"It states a length of {told(stated)}; only {told(found)} are there.",
        )
    n_frames = round(found * rate)
    if n_frames <= 0:
        raise SoundError("not-sound", "It holds no sound.")
    start, wanted = middle(n_frames, rate=rate, seconds=seconds)
    gathered = Gathering(rate=rate, n_channels=n_channels, n_frames=wanted)
    _read_into(gathered, container, stream, at=first + start / rate)
    if is_cut(stated=wanted / rate, found=(wanted - gathered.n_missing) / rate):
        raise SoundError(
            "damaged",
            f"Of {told(wanted / rate)} from its middle only "
            f"{told((wanted - gathered.n_missing) / rate)} can be decoded.",
        )
    kept_rate = gathered.rate
    return Sound(gathered.samples(), kept_rate, start / rate, found)


def _stated_seconds(container: InputContainer, stream: AudioStream) -> float:
    if stream.duration is not None and stream.time_base is not None:
        return max(0.0, float(stream.duration * stream.time_base))
    return max(0.0, (container.duration or 0) / 1_000_000)


def _found_seconds(
    container: InputContainer, stream: AudioStream
) -> tuple[float, float]:
    """Go through the packets without decoding them; give first time and length."""
    first: float | None = None
    end = counted = 0.0
    for packet in _packets(container, stream):
        base = float(packet.time_base or 0)
        length = (packet.duration or 0) * base
        counted += length
        if packet.pts is not None:
            at = packet.pts * base
            first = at if first is None else min(first, at)
            end = max(end, at + length)
        if counted > MAX_SECONDS:
            break
    if first is None:
        return 0.0, counted
    return first, max(0.0, end - max(0.0, first))


def _packets(
    container: InputContainer, stream: AudioStream
) -> Iterator[Packet[AudioStream]]:
    """Give the packets that hold something, up to the first that cannot be read."""
    import av

    try:
        for packet in container.demux(stream):
            if packet.size and not packet.is_corrupt:
                yield packet
    except (av.FFmpegError, OSError):
        return


def _read_into(
    gathered: Gathering, container: InputContainer, stream: AudioStream, *, at: float
) -> None:
    """Seek to shortly before a time, and take what is decoded from there on.

    Some containers cannot be sought in; they are read from their beginning.
    """
    import av

    try:
        container.seek(
            max(0, round((at - 0.5) / float(stream.time_base or 1))), stream=stream
        )
    except (av.FFmpegError, OSError):
        container.seek(0)
    try:
        for frame in container.decode(stream):
            if frame.sample_rate != stream.rate:
                raise SoundError("damaged", "It changes its sampling rate midway.")
            for block in _from(frame, at):
                gathered.take(block)
            if not gathered.n_missing:
                return
    except (av.FFmpegError, OSError) as error:
        if not gathered.n_missing:
            return
        raise SoundError(
            "damaged", f"It cannot be decoded: {error.strerror}."
        ) from error


def _from(frame: AudioFrame, at: float) -> Iterator[NDArray[np.float32]]:
    """Give the samples of a frame that lie at or after a time."""
    begins = float(frame.time) if frame.time is not None else at
    skipped = max(0, round((at - begins) * frame.sample_rate))
    if skipped < frame.samples:
        yield _floats(frame)[skipped:]


def _floats(frame: AudioFrame) -> NDArray[np.float32]:
    """Give a frame as samples of shape (n_samples, n_channels), full scale 1."""
    values = frame.to_ndarray()
    if not frame.format.is_planar:
        values = values.reshape(1, -1)
        values = values.reshape(-1, len(frame.layout.channels)).T
    floats: NDArray[np.float32] = values.T.astype(np.float32)
    if values.dtype == np.uint8:
        return (floats - np.float32(128.0)) / np.float32(128.0)
    if values.dtype.kind == "i":  # 16, 32 or 64 bits
        return floats / np.float32(2.0 ** (8 * values.dtype.itemsize - 1))
    return floats


def _format(stream: AudioStream) -> str:
    name = str(stream.codec_context.name)
    for family in ("wma", "pcm", "dsd", "mp3"):
        if name.startswith(family):
            return family
    return name
