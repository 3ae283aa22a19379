"""Find the genres that have gained by more artists, and would gain by still more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.comparing.several import LEVEL, holm
from genrelens.evaluation.comparing.together import normal_p_value
from genrelens.evaluation.intervals import interval_about
from genrelens.evaluation.sufficiency.results import GenreNeed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.results import Estimate
    from genrelens.evaluation.scenarios.trial import Trial
    from genrelens.evaluation.sufficiency.learning_curve import TracedCurve

__all__ = ["N_SIZES", "find_needs"]

N_SIZES = 3
"""Largest sizes of the curve that a genre's slope is taken from."""


def find_needs(trial: Trial, traced: TracedCurve) -> tuple[GenreNeed, ...]:
    """Measure each genre's gain for a doubling of its own training tracks.

    The gain is the slope of recall and of AUC over the logarithm (base 2) of the
    genre's training tracks at the last three sizes, under the drawings of groups.

    Parameters
    ----------
    trial : Trial
        The table and folds.
    traced : TracedCurve
        In groups, with at least `N_SIZES` sizes.

    Returns
    -------
    tuple of GenreNeed
        Those whose AUC grows first, the steepest first; then the others by name.
    """
    scored = traced.scored
    own = np.log2([one.by_genre.clip(min=1e-9) for one in traced.narrowed[-N_SIZES:]])
    rows = trial.division.rows
    counts = np.bincount(trial.codes[rows], minlength=len(trial.genres))
    pairs = np.unique(
        np.column_stack([trial.codes[rows], trial.groups.ids[rows]]), axis=0
    )
    n_groups = np.bincount(pairs[:, 0], minlength=len(trial.genres))
    slopes = {
        name: [
            _slope(
                own[:, genre],
                scored.genre_values[name][-N_SIZES:, genre],
                scored.genre_drawings[name][-N_SIZES:, genre],
                scored.stretch,
            )
            for genre in range(len(trial.genres))
        ]
        for name in ("recall", "auc")
    }
    adjusted = holm([p_value for _, p_value in slopes["auc"]])
    needs = [
        _need(
            str(name),
            (int(counts[genre]), int(n_groups[genre])),
            slopes["recall"][genre][0],
            slopes["auc"][genre][0],
            float(adjusted[genre]),
        )
        for genre, name in enumerate(trial.genres)
    ]
    return tuple(sorted(needs, key=_order))


def _slope(
    sizes: NDArray[np.float64],
    values: NDArray[np.float64],
    drawings: NDArray[np.float64],
    stretch: float,
) -> tuple[Estimate | None, float]:
    """Give the slope with its interval, and the p-value of none."""
    centred = sizes - sizes.mean()
    spread = float(centred @ centred)
    if not np.isfinite(values).all() or spread < 1e-6:  # noqa: PLR2004 (no growth)
        return None, float("nan")
    weights = centred / spread
    value, drawn = float(weights @ values), weights @ drawings
    found = interval_about(
        value, drawn, stretch=stretch, lowest=-np.inf, highest=np.inf
    )
    return found, normal_p_value(value, drawn, stretch)


def _need(
    genre: str,
    sizes: tuple[int, int],
    recall: Estimate | None,
    auc: Estimate | None,
    adjusted_p: float,
) -> GenreNeed:
    is_known = auc is not None
    return GenreNeed(
        genre=genre,
        n_tracks=sizes[0],
        n_groups=sizes[1],
        recall_slope=recall,
        auc_slope=auc,
        adjusted_p=adjusted_p if is_known else 1.0,
        is_growing=auc is not None and auc.low > 0 and adjusted_p <= LEVEL,
    )


def _order(need: GenreNeed) -> tuple[bool, float, str]:
    slope = 0.0 if need.auc_slope is None else need.auc_slope.value
    return (not need.is_growing, -slope if need.is_growing else 0.0, need.genre)
