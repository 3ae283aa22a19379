"""Find a scale and an offset a genre that make probabilities fit best."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

from genrelens.evaluation.calibration.calibrator import log_probabilities, softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["fit_vector"]

_SCALES, _OFFSETS = (0.05, 20.0), (-10.0, 10.0)
_MAX_STEPS = 80


def fit_vector(
    proba: NDArray[np.float64], codes: NDArray[np.int64]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Find the scales and offsets of least log-loss.

    Parameters
    ----------
    proba : ndarray of float64, shape (n_tracks, n_genres)
        Probabilities by a model that had not met the tracks.
    codes : ndarray of int64, shape (n_tracks,)
        True genres.

    Returns
    -------
    scales, offsets : tuple of float, length n_genres
        Scales from 0.05 to 20, offsets from -10 to 10 with a mean near 0.

    References
    ----------
    C. Guo et al. (2017), On calibration of modern neural networks, ICML.
    """
    logs = log_probabilities(proba)
    n_genres = logs.shape[1]
    n_tracks = len(codes)
    rows = np.arange(n_tracks)

    def loss_and_slope(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        fitted = softmax(logs * point[:n_genres] + point[n_genres:])
        loss = -float(np.log(fitted[rows, codes].clip(min=1e-300)).mean())
        fitted[rows, codes] -= 1
        fitted /= n_tracks
        by_scale = np.einsum("ij,ij->j", fitted, logs)
        return loss, np.concatenate([by_scale, fitted.sum(axis=0)])

    start = np.concatenate([np.ones(n_genres), np.zeros(n_genres)])
    bounds = [_SCALES] * n_genres + [_OFFSETS] * n_genres
    found = minimize(
        loss_and_slope,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": _MAX_STEPS},
    ).x
    offsets = found[n_genres:] - found[n_genres:].mean()
    return tuple(map(float, found[:n_genres])), tuple(map(float, offsets))
