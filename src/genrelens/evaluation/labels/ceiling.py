"""Say what labels that contradict each other leave for any model to reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import InputError
from genrelens.evaluation.intervals import stretch_of
from genrelens.evaluation.labels.group_ratios import estimate_ratio
from genrelens.evaluation.labels.results import LabelCeiling

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.scores import HeldOut

__all__ = ["best_answers", "find_label_ceiling"]


def best_answers(
    tracks: NDArray[np.int64], codes: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Give each row the share of its track's rows that the best one answer gets right.

    Parameters
    ----------
    tracks : ndarray of int64, shape (n_rows,)
        Rows of one track carry one number.
    codes : ndarray of int64, shape (n_rows,)
        Genre of each row.

    Returns
    -------
    ndarray of float64, shape (n_rows,)
        The mean over rows is the best accuracy that anyone can reach who has to
        give all rows of a track the same answer.

    Examples
    --------
    >>> best_answers(np.array([0, 0, 1]), np.array([2, 1, 1]))
    array([0.5, 0.5, 1. ])
    """
    _, place, sizes = np.unique(tracks, return_inverse=True, return_counts=True)
    n_genres = int(codes.max()) + 1
    cells, counts = np.unique(place * n_genres + codes, return_counts=True)
    most = np.zeros(len(sizes), dtype=np.int64)
    np.maximum.at(most, cells // n_genres, counts)
    return np.asarray((most / sizes)[place], dtype=np.float64)


def find_label_ceiling(
    held_out: HeldOut, tracks: NDArray[np.int64], *, scenario: str, seed: int
) -> LabelCeiling:
    """Find the ceiling, and the model's accuracy as a share of it.

    Labels of single rows are taken as they are: the ceiling counts only that
    rows of one track contradict each other. What a model can reach by these
    columns may lie far below.

    Parameters
    ----------
    held_out : HeldOut
        Held-out predictions, in rows.
    tracks : ndarray of int64, shape (n_tracks,)
        `genrelens.checking.identity.track_keys` of the same rows.
    scenario : str
        Title of the scenario.
    seed : int
        Of the intervals.

    Raises
    ------
    InputError
        If there is not one track number a row.
    """
    if tracks.shape != held_out.codes.shape:
        raise InputError(
            f"{len(tracks)} track numbers and {len(held_out.codes)} predictions do not "
            "fit. Give the track number of each predicted row."
        )
    best = best_answers(tracks, held_out.codes)
    right = (held_out.proba.argmax(axis=1) == held_out.codes).astype(np.float64)
    ones = np.ones(len(best))
    units, stretch = held_out.units, stretch_of(held_out)
    is_torn = best < 1
    return LabelCeiling(
        scenario=scenario,
        n_tracks=len(best),
        n_groups=len(np.unique(units)),
        n_distinct=len(np.unique(tracks)),
        n_conflicting=len(np.unique(tracks[is_torn])),
        ceiling=estimate_ratio(best, ones, units, seed=seed),
        accuracy=estimate_ratio(right, ones, units, seed=seed, stretch=stretch),
        share=estimate_ratio(
            right, best, units, seed=seed, stretch=stretch, most=np.inf
        ),
    )
