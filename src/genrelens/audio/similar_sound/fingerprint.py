"""Give a stretch of music as short words that survive another encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.audio.sound import Sound

__all__ = ["FINGERPRINT_RATE", "fingerprint"]

FINGERPRINT_RATE = 11025
_FRAME = 4096
_HOP = 512
_LAG = 4
_N_BANDS = 33
_LOWEST_HZ, _HIGHEST_HZ = 300.0, 3000.0


def fingerprint(sound: Sound) -> NDArray[np.uint32]:
    """Describe a stretch by the signs of its energy's changes.

    Parameters
    ----------
    sound : Sound
        The decoded stretch.

    Returns
    -------
    ndarray of uint32, shape (n_words,)
        One word of 32 bits every 46 ms; empty where the stretch is silent or shorter
        than one frame.

    References
    ----------
    Haitsma and Kalker (2002), A highly robust audio fingerprinting system.
    """
    mono = sound.mono(FINGERPRINT_RATE)
    if len(mono) < _FRAME + _HOP * _LAG or not np.any(mono):
        return np.zeros(0, dtype=np.uint32)
    frames = np.lib.stride_tricks.sliding_window_view(mono, _FRAME)[::_HOP]
    import scipy.fft

    power = np.abs(scipy.fft.rfft(frames * np.hanning(_FRAME).astype(np.float32))) ** 2
    edges = np.geomspace(_LOWEST_HZ, _HIGHEST_HZ, _N_BANDS + 1)
    bins = np.round(edges * _FRAME / FINGERPRINT_RATE).astype(np.int64)
    energy = np.add.reduceat(power, bins, axis=1)[:, :_N_BANDS]
    between_bands = energy[:, :-1] - energy[:, 1:]
    rising = between_bands[_LAG:] > between_bands[:-_LAG]
    packed = np.packbits(rising, axis=1, bitorder="big")
    words: NDArray[np.uint32] = packed.view(">u4")[:, 0].astype(np.uint32)
    return words
