"""Weigh the bins of a spectrum: mel bands, cosine transform, bands of octaves."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["bin_frequencies", "cosine_transform", "mel_bands", "octave_bands"]

_LINEAR_HZ: Final = 200.0 / 3  # width of one mel below 1,000 Hz
_KNEE_HZ: Final = 1000.0
_KNEE_MEL: Final = _KNEE_HZ / _LINEAR_HZ
_LOG_STEP: Final = np.log(6.4) / 27  # one mel above 1,000 Hz


@lru_cache(maxsize=8)
def bin_frequencies(rate: int, frame: int) -> NDArray[np.float64]:
    """Give the frequencies of the bins of a real Fourier transform, in Hz.

    Returns
    -------
    ndarray of shape (frame // 2 + 1,)
    """
    return np.asarray(np.fft.rfftfreq(frame, 1 / rate), dtype=np.float64)


def _mel_to_hertz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    above = _KNEE_HZ * np.exp(_LOG_STEP * (mel - _KNEE_MEL))
    return np.where(mel < _KNEE_MEL, _LINEAR_HZ * mel, above)


@lru_cache(maxsize=8)
def mel_bands(rate: int, frame: int, n_bands: int = 128) -> NDArray[np.float32]:
    """Give triangles of equal area, evenly spaced on Slaney's mel scale.

    Returns
    -------
    ndarray of shape (frame // 2 + 1, n_bands), float32
        Multiply a power spectrum with it.

    References
    ----------
    Slaney, Auditory Toolbox, Interval Research Corporation 1998-010.
    """
    top = _KNEE_MEL + np.log(rate / 2 / _KNEE_HZ) / _LOG_STEP
    edges = _mel_to_hertz(np.linspace(0.0, top, n_bands + 2))
    bins = bin_frequencies(rate, frame)[:, None]
    rising = (bins - edges[:-2]) / np.diff(edges)[:-1]
    falling = (edges[2:] - bins) / np.diff(edges)[1:]
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    bands: NDArray[np.float32] = np.ascontiguousarray(
        triangles * (2.0 / (edges[2:] - edges[:-2])), dtype=np.float32
    )
    return bands


@lru_cache(maxsize=8)
def cosine_transform(n_bands: int, n_kept: int) -> NDArray[np.float32]:
    """Give the first rows of the orthonormal discrete cosine transform of type II.

    Returns
    -------
    ndarray of shape (n_bands, n_kept), float32
        Multiply log-spectra with it.
    """
    steps = (np.arange(n_bands) + 0.5)[:, None] * np.arange(n_kept)
    rows = np.sqrt(2.0 / n_bands) * np.cos(np.pi * steps / n_bands)
    rows[:, 0] /= np.sqrt(2.0)
    kept: NDArray[np.float32] = rows.astype(np.float32)
    return kept


@lru_cache(maxsize=8)
def octave_bands(
    rate: int, frame: int, lowest: float = 200.0, n_octaves: int = 6
) -> tuple[tuple[slice, int], ...]:
    """Divide the bins into what lies below ``lowest`` and octaves above it.

    Returns
    -------
    tuple of (slice, int)
        The bins of each band, from low to high, and how many of them are one fiftieth
        (at least one). The division is that of librosa's ``spectral_contrast``: a band
        starts one bin before its edge and, but for the last, gives its last bin away.
    """
    bins = bin_frequencies(rate, frame)
    edges = [0.0, *(lowest * 2.0**octave for octave in range(n_octaves + 1))]
    bands = []
    for band, (low, high) in enumerate(pairwise(edges)):
        inside = np.flatnonzero((bins >= low) & (bins <= high))
        start, stop = int(inside[0]), int(inside[-1]) + 1
        if band > 0:
            start -= 1
        if band == n_octaves:
            stop = len(bins)
        n_bins = stop - start
        if band < n_octaves:
            stop -= 1
        bands.append((slice(start, stop), max(1, int(np.rint(0.02 * n_bins)))))
    return tuple(bands)
