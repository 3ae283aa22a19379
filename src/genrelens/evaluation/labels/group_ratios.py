"""Give sums over sums with 95 % intervals that resample whole groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.intervals import interval_about

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.results import Estimate

__all__ = ["draw_sums", "estimate_ratio"]

N_REPLICATES = 500


def draw_sums(
    sums: NDArray[np.float64], *, seed: int, n_replicates: int = N_REPLICATES
) -> NDArray[np.float64]:
    """Draw groups with replacement, and add up what belongs to them.

    Parameters
    ----------
    sums : ndarray of float64, shape (n_quantities, n_units)
        Sums over the tracks of each group.
    seed : int
        Of the drawings.
    n_replicates : int, default 500
        Drawings.

    Returns
    -------
    ndarray of float64, shape (n_quantities, n_replicates)
    """
    rng = np.random.default_rng(seed)
    n_units = sums.shape[1]
    drawn = np.empty((len(sums), n_replicates))
    for replicate in range(n_replicates):
        chosen = rng.integers(0, n_units, n_units)
        for quantity, values in enumerate(sums):
            drawn[quantity, replicate] = values[chosen].sum()
    return drawn


def estimate_ratio(
    above: NDArray[np.float64],
    below: NDArray[np.float64],
    units: NDArray[np.int64],
    *,
    seed: int,
    stretch: float = 1.0,
    most: float = 1.0,
) -> Estimate:
    """Give the sum of one number over the sum of another, over all tracks.

    Parameters
    ----------
    above, below : ndarray of float64, shape (n_tracks,)
        What is summed; at least one of `below` is positive.
    units : ndarray of int64, shape (n_tracks,)
        Group of each track, from 0 on.
    seed : int
        Of the drawings.
    stretch, most : float
        Factor about the value (`genrelens.evaluation.intervals.stretch_of`), and
        upper bound of the ratio; the lower one is 0.

    References
    ----------
    B. Efron and R. Tibshirani (1993), An Introduction to the Bootstrap.
    """
    n_units = int(units.max()) + 1
    sums = np.empty((2, n_units))
    for number, part in enumerate((above, below)):
        sums[number] = np.bincount(units, weights=part, minlength=n_units)
    drawn = draw_sums(sums, seed=seed)
    with np.errstate(invalid="ignore", divide="ignore"):
        drawings = drawn[0] / drawn[1]
    value = float(above.sum() / below.sum())
    return interval_about(value, drawings, stretch=stretch, highest=most)
