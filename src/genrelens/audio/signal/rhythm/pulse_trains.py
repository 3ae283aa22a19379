"""Judge how well trains of pulses meet the onsets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["score_pulses"]

_TRAINS: Final = ((1.0, 1.0), (2.0, 0.5), (1.5, 0.5))  # (times the lag, weight)
_N_PULSES: Final = 4


def _met(
    windows: NDArray[np.float64], lags: NDArray[np.int64], n_phases: int
) -> NDArray[np.float64]:
    """Add up the onset strength that the pulses meet, for each phase of each lag."""
    n_windows, n_points = windows.shape
    padded = np.concatenate((windows, np.zeros((n_windows, 1))), axis=1)
    flat = padded.ravel()
    first = (np.arange(n_windows) * (n_points + 1))[:, None, None]
    phases = np.arange(n_phases)
    met = np.zeros((*lags.shape, n_phases))
    for times, weight in _TRAINS:
        for pulse in range(_N_PULSES):
            shift = np.rint(lags * (times * pulse)).astype(np.int64)
            places = np.minimum(phases + shift[:, :, None], n_points)
            met += weight * flat[first + places]
    return met


def score_pulses(
    windows: NDArray[np.float64],
    lags: NDArray[np.int64],
    is_candidate: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Give the score of each candidate of each window.

    A train has four pulses at the lag, four at its double and four at one and a half
    of it. Its score is the highest strength met at any phase, and the variance over
    the phases, each as a share of that of all candidates.

    Parameters
    ----------
    windows : ndarray of shape (n_windows, n_points)
        Onset strength.
    lags : ndarray of shape (n_windows, n_candidates), int64
        Points from beat to beat.
    is_candidate : ndarray of shape (n_windows, n_candidates), bool
        Lags that are none score 0.

    Returns
    -------
    ndarray of shape (n_windows, n_candidates)
        Not negative; each row adds up to 2 at most.

    References
    ----------
    Percival & Tzanetakis, IEEE/ACM TASLP 22, 2014, section II-B.
    """
    n_phases = int(lags.max())
    met = _met(windows, lags, n_phases)
    counts = lags[:, :, None] > np.arange(n_phases)
    highest = np.where(counts, met, -np.inf).max(axis=2)
    met = np.where(counts, met, 0.0)
    mean = met.sum(axis=2) / lags
    variance = np.maximum((met**2).sum(axis=2) / lags - mean**2, 0.0)
    score = np.zeros(lags.shape)
    for part in (np.maximum(highest, 0.0), variance):
        kept = np.where(is_candidate, part, 0.0)
        total = kept.sum(axis=1, keepdims=True)
        score += np.divide(kept, total, out=np.zeros_like(kept), where=total > 0)
    return score
