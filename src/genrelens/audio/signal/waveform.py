"""Measure frames of the wave itself: their level, and how often they cross zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["frame_levels", "zero_crossing_rates"]


def _sums_of_frames(
    values: NDArray[np.float64] | NDArray[np.int64], starts: NDArray[np.int64], n: int
) -> NDArray[np.float64]:
    """Add up ``n`` values from each start; starts may lie before the first value."""
    running = np.concatenate(([0], np.cumsum(values)))
    low = np.clip(starts, 0, len(values))
    high = np.clip(starts + n, 0, len(values))
    return np.asarray(running[high] - running[low], dtype=np.float64)


def _starts(n_samples: int, frame: int, hop: int) -> NDArray[np.int64]:
    return np.arange(0, n_samples + 1, hop, dtype=np.int64) - frame // 2


def frame_levels(
    samples: NDArray[np.float32], frame: int, hop: int
) -> NDArray[np.float64]:
    """Give the root mean square of each frame.

    Parameters
    ----------
    samples : ndarray of shape (n_samples,), float32
    frame, hop : int
        Frames are centred on every ``hop``-th sample; beyond the ends there is silence.

    Returns
    -------
    ndarray of shape (n_samples // hop + 1,)
    """
    squares = samples.astype(np.float64) ** 2
    sums = _sums_of_frames(squares, _starts(len(samples), frame, hop), frame)
    return np.sqrt(np.maximum(sums, 0.0) / frame)


def zero_crossing_rates(
    samples: NDArray[np.float32], frame: int, hop: int
) -> NDArray[np.float64]:
    """Give the share of neighbouring samples of each frame that differ in sign.

    Parameters
    ----------
    samples : ndarray of shape (n_samples,), float32
    frame, hop : int
        As in `frame_levels`.

    Returns
    -------
    ndarray of shape (n_samples // hop + 1,)
    """
    is_negative = np.signbit(samples) & (samples != 0)
    changes = (is_negative[1:] != is_negative[:-1]).astype(np.int64)
    starts = _starts(len(samples), frame, hop)
    return _sums_of_frames(changes, starts, frame - 1) / frame
