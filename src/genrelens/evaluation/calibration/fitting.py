"""Learn a calibration from predictions by a model that had not met the tracks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import InputError
from genrelens.evaluation.calibration.calibrator import METHODS, Calibrator
from genrelens.evaluation.calibration.isotonic import fit_isotonic
from genrelens.evaluation.calibration.temperature import fit_temperature
from genrelens.evaluation.calibration.vector import fit_vector

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from genrelens.evaluation.calibration.calibrator import Method

__all__ = ["fit_calibrator"]


def fit_calibrator(
    proba: ArrayLike,
    codes: ArrayLike,
    *,
    method: Method = "temperature",
) -> Calibrator:
    """Learn a calibration of one kind.

    Parameters
    ----------
    proba : array-like of float, shape (n_tracks, n_genres)
        Probabilities by a model that had not met the tracks' groups.
    codes : array-like of int, shape (n_tracks,)
        True genres, from 0.
    method : {"none", "temperature", "vector", "isotonic"}
        Which kind.

    Returns
    -------
    Calibrator

    Raises
    ------
    InputError
        If shapes or genres cannot be right, or the method is unknown.
    """
    given = np.asarray(proba, dtype=np.float64)
    true = np.asarray(codes, dtype=np.int64)
    _check(given, true)
    n_genres = given.shape[1]
    if method == "none":
        return Calibrator("none", n_genres)
    if method == "temperature":
        found = fit_temperature(given, true)
        return Calibrator(method, n_genres, temperature=found)
    if method == "vector":
        scales, offsets = fit_vector(given, true)
        return Calibrator(method, n_genres, scales=scales, offsets=offsets)
    if method == "isotonic":
        return Calibrator(method, n_genres, knots=fit_isotonic(given, true))
    raise InputError(
        f"There is no calibration '{method}'. Choose one of {', '.join(METHODS)}."
    )


def _check(given: NDArray[np.float64], true: NDArray[np.int64]) -> None:
    if (
        given.ndim != 2  # noqa: PLR2004
        or not given.size
        or len(given) != len(true)
        or true.min() < 0
        or true.max() >= given.shape[1]
    ):
        raise InputError(
            f"Probabilities of shape {given.shape} and genres of shape {true.shape} "
            "do not fit. Give one row of probabilities and one genre a track."
        )
