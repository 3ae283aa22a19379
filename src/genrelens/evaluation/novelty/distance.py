"""Measure how far tracks are from their nearest reference tracks, exactly.

Values are whole steps, so that every sum below is of whole numbers smaller than
2 to the 53rd, and comes out the same in any order and on any number of threads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from genrelens.evaluation.novelty.results import MISSING, MOST_STEPS, STEPS

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

__all__ = [
    "MIN_SHARE_PRESENT",
    "nearest_distances",
    "nearest_middle",
    "steps_of",
    "to_steps",
]

MIN_SHARE_PRESENT: Final = 0.5
"""Share of the numbers that two tracks must both have to be compared."""

_BLOCK_CELLS = 4_000_000


def to_steps(
    frame: pd.DataFrame,
    features: tuple[str, ...],
    centres: tuple[float, ...],
    scales: tuple[float, ...],
) -> NDArray[np.int32]:
    """Write numbers as whole steps of 1/64 of a spread from the middle.

    Parameters
    ----------
    frame : pandas.DataFrame, n_tracks rows
        Holds every feature by name.
    features, centres, scales
        As in `NoveltyReference`.

    Returns
    -------
    ndarray of int32, shape (n_tracks, n_features)
        At most 128 spreads from the middle; `MISSING` where there is no value.
    """
    return steps_of(frame[list(features)].to_numpy(dtype=np.float64), centres, scales)


def steps_of(
    raw: NDArray[np.float64], centres: tuple[float, ...], scales: tuple[float, ...]
) -> NDArray[np.int32]:
    """Write an array of numbers, n_tracks x n_features, as `to_steps` does."""
    scaled = (raw - np.array(centres)) / np.array(scales) * STEPS
    is_missing = np.isnan(scaled)
    steps = np.clip(np.where(is_missing, 0.0, scaled), -MOST_STEPS, MOST_STEPS)
    return np.where(is_missing, MISSING, np.rint(steps)).astype(np.int32)


def nearest_distances(
    tracks: NDArray[np.int32], reference: NDArray[np.int32], n_neighbours: int
) -> NDArray[np.float64]:
    """Give each track's distance to its n-th nearest reference track.

    The distance is Euclidean over the numbers that both tracks have, scaled up as if
    all were there; tracks that share fewer than half of them are not compared.

    Parameters
    ----------
    tracks, reference : ndarray of int32, shape (n_tracks or n_reference, n_features)
        From `to_steps`.
    n_neighbours : int
        Which neighbour counts, from 1 on.

    Returns
    -------
    ndarray of float64, shape (n_tracks,)
        In spreads; NaN where too few reference tracks can be compared.

    References
    ----------
    S. Ramaswamy, R. Rastogi and K. Shim (2000), Efficient algorithms for mining
    outliers from large data sets, SIGMOD.
    """
    found = np.full(len(tracks), np.nan)
    for rows, squares in _square_blocks(tracks, reference):
        found[rows] = np.partition(squares, n_neighbours - 1, axis=1)[
            :, n_neighbours - 1
        ]
    found[~np.isfinite(found)] = np.nan
    distances: NDArray[np.float64] = np.sqrt(found) / STEPS
    return distances


def nearest_middle(
    tracks: NDArray[np.int32], reference: NDArray[np.int32], n_neighbours: int
) -> NDArray[np.float64]:
    """Give the mean of each track's nearest reference tracks, number by number.

    Parameters
    ----------
    tracks, reference, n_neighbours
        As for `nearest_distances`.

    Returns
    -------
    ndarray of float64, shape (n_tracks, n_features)
        In steps; NaN where no neighbour has a value.
    """
    middle = np.full(tracks.shape, np.nan)
    for rows, squares in _square_blocks(tracks, reference):
        nearest = np.argpartition(squares, n_neighbours - 1, axis=1)[:, :n_neighbours]
        values = reference[nearest].astype(np.float64)
        is_there = values != MISSING
        total = np.where(is_there, values, 0.0).sum(axis=1)
        count = is_there.sum(axis=1)
        np.divide(total, count, out=middle[rows], where=count > 0)
    return middle


def _square_blocks(tracks: NDArray[np.int32], reference: NDArray[np.int32]) -> Any:  # noqa: ANN401
    """Yield slices of the tracks with their squared distances to the reference."""
    there, known = _split(reference)
    least = MIN_SHARE_PRESENT * tracks.shape[1]
    height = max(1, _BLOCK_CELLS // max(1, len(reference)))
    for start in range(0, len(tracks), height):
        rows = slice(start, start + height)
        values, is_there = _split(tracks[rows])
        shared = is_there @ known.T
        squares = (values**2) @ known.T
        squares += is_there @ (there**2).T
        squares -= 2.0 * (values @ there.T)
        squares *= tracks.shape[1]
        with np.errstate(divide="ignore", invalid="ignore"):
            squares /= shared
        squares[shared < least] = np.inf
        yield rows, squares


def _split(steps: NDArray[np.int32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    is_there = steps != MISSING
    return np.where(is_there, steps, 0).astype(np.float64), is_there.astype(np.float64)
