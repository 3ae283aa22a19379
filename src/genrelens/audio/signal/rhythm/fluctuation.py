"""Measure how steadily the loudness pulses, by detrended fluctuation analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["fluctuation_exponent"]

_BLOCK: Final = 0.01  # s
_SHORTEST: Final = 0.31  # s
_LONGEST: Final = 8.8  # s
_GROWTH: Final = 1.1
_N_STEPS: Final = 50  # of a window, from one place to the next
_BIAS: Final = 3.0  # correction for short windows


def fluctuation_exponent(samples: NDArray[np.float32], rate: int) -> float | None:
    """Give the mean exponent with which the loudness fluctuates over time.

    The standard deviations of blocks of 10 ms are added up to a walk; its mean squared
    distance from straight lines, fitted in windows of 0.31 to 8.8 seconds, grows with
    a power of the length. A steady strong beat holds the walk together, so that the
    exponent is small.

    Parameters
    ----------
    samples : ndarray of shape (n_samples,), float32
    rate : int
        Samples a second.

    Returns
    -------
    float or None
        None where fewer than four lengths of window fit in.

    References
    ----------
    Streich & Herrera, "Detrended fluctuation analysis of music signals: danceability
    estimation and further semantic characterization", AES 118, 2005.
    """
    length = int(rate * _BLOCK)
    n_blocks = len(samples) // length
    blocks = samples[: n_blocks * length].reshape(n_blocks, length)
    spread = blocks.std(axis=1).astype(np.float64)
    scale = float(spread.mean()) if n_blocks else 0.0
    if scale <= 0.0:
        return None
    walk = np.cumsum(spread / scale - 1.0)
    n_scales = int(np.log(_LONGEST / _SHORTEST) / np.log(_GROWTH)) + 1
    sizes = (_SHORTEST / _BLOCK * _GROWTH ** np.arange(n_scales)).astype(np.int64)
    sizes = np.array([size for size in sizes if size < n_blocks], dtype=np.int64)
    distances = np.array([_distance(walk, int(size)) for size in sizes])
    sizes, distances = sizes[distances > 0], distances[distances > 0]
    if len(sizes) < 4:  # noqa: PLR2004 - three exponents to take the mean of
        return None
    exponents = np.diff(np.log(distances)) / np.diff(np.log(sizes + _BIAS))
    return float(exponents.mean())


def _distance(walk: NDArray[np.float64], size: int) -> float:
    """Give the root mean squared distance from the lines fitted in all windows."""
    step = max(1, size // _N_STEPS)
    windows = np.lib.stride_tricks.sliding_window_view(walk, size)[::step]
    centred = windows - windows.mean(axis=1, keepdims=True)
    time = np.arange(size) - (size - 1) / 2
    slopes = centred @ time
    squares = np.einsum("ij,ij->i", centred, centred) - slopes**2 / (time @ time)
    return float(np.sqrt(np.maximum(squares, 0.0).mean() / size))
