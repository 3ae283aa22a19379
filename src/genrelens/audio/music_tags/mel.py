"""Turn samples into the log-mel picture that the network of tags was taught on."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["HOP", "N_MELS", "RATE", "log_mel", "mel_filters"]

RATE: Final = 16_000
"""Samples a second."""

HOP: Final = 256
"""Samples from one frame to the next."""

N_MELS: Final = 96
"""Bands of the mel scale."""

_SIZE: Final = 512  # samples under the window of one frame
_FRAMES_AT_ONCE: Final = 512  # a megabyte of windowed samples
_LOUDER: Final = np.float32(10_000.0)

_LINEAR_HZ: Final = 200 / 3  # hertz a mel below the break
_BREAK_HZ: Final = 1000.0
_LOG_STEP: Final = float(np.log(6.4)) / 27


@cache
def mel_filters() -> NDArray[np.float32]:
    """Give the triangles of the mel bands, each of the same area.

    The scale is linear below 1 kHz and logarithmic above it.

    Returns
    -------
    ndarray of float32, shape (257, 96)
        Weight of each frequency of the spectrum in each band; not to be changed.

    References
    ----------
    M. Slaney (1998), Auditory Toolbox, Interval Research technical report 10.
    """
    frequencies = np.linspace(0, RATE / 2, _SIZE // 2 + 1)
    corners = _to_hertz(np.linspace(0, _to_mel(RATE / 2), N_MELS + 2))
    widths = np.diff(corners)
    distance = corners[:, np.newaxis] - frequencies
    rising = -distance[:-2] / widths[:-1, np.newaxis]
    falling = distance[2:] / widths[1:, np.newaxis]
    triangles = np.maximum(0, np.minimum(rising, falling))
    even = triangles * (2 / (corners[2:] - corners[:-2]))[:, np.newaxis]
    filters = np.ascontiguousarray(even.T, dtype=np.float32)
    filters.flags.writeable = False
    return filters


def log_mel(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give the logarithm of the power in each mel band over time.

    Frames of 512 samples under a Hann window, every 256 samples, the first around
    the first sample with silence before it; power p becomes log10(1 + 10000 p).
    The published code does the last step in half precision, which overflows on loud
    music; here it is single precision throughout.

    Parameters
    ----------
    samples : ndarray of float32, shape (n_samples,)
        One channel at 16 kHz; at least one sample.

    Returns
    -------
    ndarray of float32, shape (1 + n_samples // 256, 96)
        Never negative.
    """
    from scipy.fft import rfft

    padded = np.pad(samples, _SIZE // 2)
    frames = sliding_window_view(padded, _SIZE)[::HOP]
    phase = np.arange(_SIZE) * (2 * np.pi / _SIZE)
    window = (0.5 - 0.5 * np.cos(phase)).astype(np.float32)
    bands = np.empty((len(frames), N_MELS), dtype=np.float32)
    for start in range(0, len(frames), _FRAMES_AT_ONCE):
        part = slice(start, start + _FRAMES_AT_ONCE)
        spectrum = rfft(frames[part] * window, axis=1)
        power = np.square(spectrum.real) + np.square(spectrum.imag)
        np.matmul(power, mel_filters(), out=bands[part])
    bands *= _LOUDER
    bands += np.float32(1)
    return np.log10(bands, out=bands)


def _to_mel(hertz: float) -> float:
    """Give the mel of a frequency above the break of the scale."""
    return _BREAK_HZ / _LINEAR_HZ + float(np.log(hertz / _BREAK_HZ)) / _LOG_STEP


def _to_hertz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    above = mel - _BREAK_HZ / _LINEAR_HZ
    return np.where(above < 0, mel * _LINEAR_HZ, _BREAK_HZ * np.exp(_LOG_STEP * above))
