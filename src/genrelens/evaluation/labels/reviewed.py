"""Score a model apart from the rows whose labels a person reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import InputError
from genrelens.evaluation.intervals import stretch_of
from genrelens.evaluation.labels.group_ratios import estimate_ratio
from genrelens.evaluation.labels.results import ReviewedScores

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.scores import HeldOut

__all__ = ["score_unreviewed"]


def score_unreviewed(
    held_out: HeldOut,
    rows: NDArray[np.int64],
    *,
    changed: NDArray[np.int64],
    kept: NDArray[np.int64],
    scenario: str,
    seed: int,
) -> ReviewedScores:
    """Score all rows, and those nobody reviewed.

    A list of doubtful labels holds the rows on which the model was wrong. To
    correct them raises its score even where each correction is a toss of a coin;
    rows outside the list are free of that.

    Parameters
    ----------
    held_out : HeldOut
        Predictions by models trained on the corrected labels.
    rows : ndarray of int64, shape (n_tracks,)
        Position in the table of each held-out row.
    changed, kept : ndarray of int64
        Positions of the rows whose label a person changed, and confirmed.
    scenario : str
        Title of the scenario.
    seed : int
        Of the intervals.

    Raises
    ------
    InputError
        If rows and predictions do not fit.
    """
    if rows.shape != held_out.codes.shape:
        raise InputError(
            f"{len(rows)} rows and {len(held_out.codes)} predictions do not fit. Give "
            "the position in the table of each predicted row."
        )
    right = (held_out.proba.argmax(axis=1) == held_out.codes).astype(np.float64)
    is_changed = np.isin(rows, changed)
    is_free = ~(is_changed | np.isin(rows, kept))
    stretch = stretch_of(held_out)
    ones = np.ones(len(rows))
    unreviewed = None
    if is_free.any():
        unreviewed = estimate_ratio(
            right * is_free,
            is_free.astype(np.float64),
            held_out.units,
            seed=seed,
            stretch=stretch,
        )
    return ReviewedScores(
        scenario=scenario,
        n_tracks=len(rows),
        n_groups=len(np.unique(held_out.units)),
        n_reviewed=int((~is_free).sum()),
        n_changed=int(is_changed.sum()),
        everything=estimate_ratio(
            right, ones, held_out.units, seed=seed, stretch=stretch
        ),
        unreviewed=unreviewed,
    )
