"""Find where notes and strokes begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["find_onsets", "onset_strength"]

_NEAR_SECONDS: Final = 0.03
_AROUND_SECONDS: Final = 0.1
_ABOVE: Final = 0.07  # of the strongest


def onset_strength(decibels: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give how much the bands of each frame gain over the frame before.

    Parameters
    ----------
    decibels : ndarray of shape (n_frames, n_bands), float32
        Log-spectrogram in mel bands.

    Returns
    -------
    ndarray of shape (n_frames,), float32
        Decibels, on average over the bands, losses counted as 0; the first is 0.

    References
    ----------
    Böck & Widmer, "Maximum filter vibrato suppression for onset detection", DAFx 2013;
    as librosa's ``onset_strength`` with a lag of 1 and no filter.
    """
    strength = np.zeros(len(decibels), dtype=np.float32)
    if len(decibels) > 1:
        gains = np.maximum(np.diff(decibels, axis=0), np.float32(0))
        strength[1:] = gains.mean(axis=1)
    return strength


def find_onsets(strength: NDArray[np.float32], frame_rate: float) -> NDArray[np.int64]:
    """Find the peaks of the onset strength.

    A peak is the highest value of the 30 ms before it, and stands out from the mean
    of the 100 ms on both sides by 7 % of the range of the whole stretch.

    Parameters
    ----------
    strength : ndarray of shape (n_frames,), float32
    frame_rate : float
        Frames a second.

    Returns
    -------
    ndarray of shape (n_onsets,), int64
        Numbers of the frames, at least 30 ms apart.

    References
    ----------
    Böck, Krebs & Schedl, "Evaluating the online capabilities of onset detection
    methods", ISMIR 2012; the settings are those of librosa's ``onset_detect``.
    """
    spread = float(np.ptp(strength)) if len(strength) else 0.0
    if spread <= 0.0:
        return np.empty(0, dtype=np.int64)
    scaled = (strength.astype(np.float64) - strength.min()) / spread
    near = int(_NEAR_SECONDS * frame_rate)
    around = int(_AROUND_SECONDS * frame_rate)
    is_peak = scaled > 0
    for step in range(1, near + 1):
        is_peak[step:] &= scaled[step:] >= scaled[:-step]
    running = np.concatenate(([0.0], np.cumsum(scaled)))
    places = np.arange(len(scaled))
    low = np.maximum(places - around, 0)
    high = np.minimum(places + around + 1, len(scaled))
    mean = (running[high] - running[low]) / (high - low)
    is_peak &= scaled >= mean + _ABOVE
    return _apart(np.flatnonzero(is_peak), near)


def _apart(places: NDArray[np.int64], least: int) -> NDArray[np.int64]:
    """Keep each place that lies more than ``least`` behind the last one kept."""
    kept: list[int] = []
    for place in places.tolist():
        if not kept or place > kept[-1] + least:
            kept.append(place)
    return np.array(kept, dtype=np.int64)
