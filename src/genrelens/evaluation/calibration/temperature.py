"""Find the temperature at which a model is as sure as it is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.calibration.calibrator import (
    LARGEST_TEMPERATURE,
    SMALLEST_TEMPERATURE,
    log_probabilities,
    softmax,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["fit_temperature"]

_MAX_STEPS = 60
_CLOSE = 1e-7


def fit_temperature(proba: NDArray[np.float64], codes: NDArray[np.int64]) -> float:
    """Find the temperature of least log-loss.

    The log-loss is convex in one over the temperature; its slope is followed to
    zero by Newton's steps, and by halving where a step would leave the bracket.

    Parameters
    ----------
    proba : ndarray of float64, shape (n_tracks, n_genres)
        Probabilities by a model that had not met the tracks.
    codes : ndarray of int64, shape (n_tracks,)
        True genres.

    Returns
    -------
    float
        Between 0.05 and 20.

    References
    ----------
    C. Guo et al. (2017), On calibration of modern neural networks, ICML.
    """
    logs = log_probabilities(proba)
    own = float(logs[np.arange(len(codes)), codes].sum())
    low, high = 1 / LARGEST_TEMPERATURE, 1 / SMALLEST_TEMPERATURE
    power = 1.0
    for _ in range(_MAX_STEPS):
        slope, bend = _slope_and_bend(logs, power, own)
        low, high = (power, high) if slope < 0 else (low, power)
        step = power - slope / bend if bend > 0 else np.nan
        following = step if low < step < high else float(np.sqrt(low * high))
        if abs(following - power) <= _CLOSE * power:
            break
        power = following
    return float(np.clip(1 / power, SMALLEST_TEMPERATURE, LARGEST_TEMPERATURE))


def _slope_and_bend(
    logs: NDArray[np.float64],
    power: float,
    own: float,
) -> tuple[float, float]:
    """Give the first and second derivative of the log-loss by the power."""
    proba = softmax(logs * power)
    mean = np.einsum("ij,ij->i", proba, logs)
    square = np.einsum("ij,ij,ij->i", proba, logs, logs)
    return float(mean.sum()) - own, float((square - mean**2).sum())
