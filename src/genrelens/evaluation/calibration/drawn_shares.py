"""Give means and shares with intervals by drawing whole groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.intervals import draw_weights, interval_about

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.results import Estimate

__all__ = ["draw_ratios", "estimate_ratios", "sum_by_group"]

_LEVEL = 0.95


def sum_by_group(
    values: NDArray[np.float64], units: NDArray[np.int64], n_groups: int
) -> NDArray[np.float64]:
    """Sum values of tracks over their groups.

    Parameters
    ----------
    values : ndarray, shape (n_tracks,) or (n_tracks, n_values)
        Any numbers.
    units : ndarray of int64, shape (n_tracks,)
        Group of each track.
    n_groups : int
        How many groups.

    Returns
    -------
    ndarray of float64, shape (n_groups, n_values)
    """
    columns = values.reshape(len(units), -1)
    return np.column_stack(
        [
            np.bincount(units, weights=columns[:, place], minlength=n_groups)
            for place in range(columns.shape[1])
        ]
    )


def draw_ratios(
    above: NDArray[np.float64],
    below: NDArray[np.float64],
    *,
    seed: int,
    n_replicates: int,
) -> NDArray[np.float64]:
    """Draw groups with replacement, and divide the sums of each drawing.

    Parameters
    ----------
    above, below : ndarray of float64, shape (n_groups, n_values)
        Sums of each group; `below` is not negative.
    seed, n_replicates : int
        Of the drawings, and how many.

    Returns
    -------
    ndarray of float64, shape (n_replicates, n_values)
        NaN where nothing stands below the line.
    """
    pieces = []
    for weights in draw_weights(len(above), n_replicates, seed):
        total = weights.T @ below
        ratio: NDArray[np.float64] = np.full(total.shape, np.nan)
        pieces.append(np.divide(weights.T @ above, total, out=ratio, where=total > 0))
    return np.concatenate(pieces)


def estimate_ratios(
    above: NDArray[np.float64],
    below: NDArray[np.float64],
    *,
    stretch: float,
    seed: int,
    n_replicates: int,
    highest: float = 1.0,
) -> tuple[Estimate | None, ...]:
    """Divide sums over groups, with 95 % intervals that respect the groups.

    Parameters
    ----------
    above, below : ndarray of float64, shape (n_groups, n_values)
        Sums of each group.
    stretch : float
        Factor about the value (`genrelens.evaluation.intervals.stretch_of`).
    seed, n_replicates : int
        Of the drawings, and how many.
    highest : float, default 1.0
        What a value cannot exceed; the lowest is 0.

    Returns
    -------
    tuple of (Estimate or None), length n_values
        None where nothing stands below the line.
    """
    drawings = draw_ratios(above, below, seed=seed, n_replicates=n_replicates)
    over, under = above.sum(axis=0), below.sum(axis=0)
    return tuple(
        interval_about(
            float(top / bottom), drawings[:, place], stretch=stretch, highest=highest
        )
        if bottom > 0
        else None
        for place, (top, bottom) in enumerate(zip(over, under, strict=True))
    )
