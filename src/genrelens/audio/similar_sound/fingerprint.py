"""Give a stretch of music as words of 32 bits that survive another encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.audio.sound import Sound

__all__ = [
    "FINGERPRINT_RATE",
    "WORDS_A_SECOND",
    "fingerprint",
    "fingerprint_from_bytes",
    "fingerprint_to_bytes",
]

FINGERPRINT_RATE = 11025
_FRAME = 8192
_HOP = 512
_LAG = _FRAME // _HOP  # the frames that are compared share no sample
_N_BANDS = 33
_LOWEST_HZ, _HIGHEST_HZ = 300.0, 3000.0
_QUIET = 1e-6  # of the loudest frame's energy: 60 dB below it
_FRAMES_AT_ONCE = 128

WORDS_A_SECOND = FINGERPRINT_RATE / _HOP


def fingerprint(sound: Sound) -> NDArray[np.uint32]:
    """Describe a stretch by where its energy moves between bands and moments.

    The energy of 33 bands from 300 to 3,000 Hz is taken in frames of 0.74 s, one every
    46 ms. Bit m of word n tells whether the step from band m to band m + 1 is larger
    than it was one frame length before. Loudness, the encoding and a resampling above
    6 kHz hardly touch these signs.

    Parameters
    ----------
    sound : Sound
        The decoded stretch.

    Returns
    -------
    ndarray of uint32, shape (n_words,)
        About 615 words for 30 s. A word is 0 where the music is 60 dB below the
        stretch's loudest moment. Empty where the stretch is silent, or shorter than
        1.5 s.

    References
    ----------
    Haitsma, J. and Kalker, T. (2002), A highly robust audio fingerprinting system,
    ISMIR; with a longer hop and a longer lag than theirs, chosen by measurement.

    Examples
    --------
    >>> from genrelens.audio.sound import Sound
    >>> silence = np.zeros((44100, 1), dtype=np.float32)
    >>> fingerprint(Sound(silence, rate=11025, start=0.0, track_seconds=4.0))
    array([], dtype=uint32)
    """
    mono = sound.mono(FINGERPRINT_RATE)
    if len(mono) < _FRAME + _HOP * _LAG or not np.any(mono):
        return np.zeros(0, dtype=np.uint32)
    energy = _band_energy(mono)
    between_bands = energy[:, :-1] - energy[:, 1:]
    rising = between_bands[_LAG:] > between_bands[:-_LAG]
    words: NDArray[np.uint32] = np.packbits(rising, axis=1).view(">u4")[:, 0]
    loudness = energy.sum(axis=1)
    is_heard = loudness[_LAG:] > _QUIET * loudness.max()
    return np.where(is_heard, words, 0).astype(np.uint32)


def fingerprint_to_bytes(words: NDArray[np.uint32]) -> bytes:
    """Give a fingerprint as it is stored: four bytes a word, the lowest first."""
    return words.astype("<u4").tobytes()


def fingerprint_from_bytes(stored: bytes) -> NDArray[np.uint32]:
    """Read a stored fingerprint.

    Examples
    --------
    >>> fingerprint_from_bytes(fingerprint_to_bytes(np.array([7], dtype=np.uint32)))
    array([7], dtype=uint32)
    """
    return np.frombuffer(stored, dtype="<u4").astype(np.uint32)


def _band_energy(mono: NDArray[np.float32]) -> NDArray[np.float32]:
    """Energy, shape (n_frames, 33); a block of frames at a time."""
    import scipy.fft

    frames = np.lib.stride_tricks.sliding_window_view(mono, _FRAME)[::_HOP]
    window = np.hanning(_FRAME).astype(np.float32)
    edges = np.geomspace(_LOWEST_HZ, _HIGHEST_HZ, _N_BANDS + 1)
    bins = np.round(edges * _FRAME / FINGERPRINT_RATE).astype(np.int64)
    energy = np.empty((len(frames), _N_BANDS), dtype=np.float32)
    for first in range(0, len(frames), _FRAMES_AT_ONCE):
        block = frames[first : first + _FRAMES_AT_ONCE] * window
        spectrum = scipy.fft.rfft(block, axis=1)[:, : bins[-1] + 1]
        power = spectrum.real**2 + spectrum.imag**2
        summed = np.add.reduceat(power, bins, axis=1)[:, :_N_BANDS]
        energy[first : first + len(block)] = summed
    return energy
