"""Tell novel tracks from the others fast, by looking no further than needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from genrelens.evaluation.novelty.distance import MIN_SHARE_PRESENT, to_steps
from genrelens.evaluation.novelty.results import MISSING, STEPS
from genrelens.evaluation.novelty.scoring import say_why_novel
from genrelens.forest.compiling import compiled

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.evaluation.novelty.results import NoveltyReference
    from genrelens.schema.features import Feature

__all__ = ["Novelty", "mark_novel", "tell_novelty"]

_MISSING: Final = np.int32(MISSING)
_STEPS: Final = float(STEPS)


@dataclass(frozen=True, slots=True, eq=False)
class Novelty:
    """Which tracks are unlike anything trained on, and in what.

    Parameters
    ----------
    is_novel : ndarray of bool, shape (n_tracks,)
        Whether the distance is above the threshold.
    reasons : sequence of str, length n_tracks
        What makes a novel track unlike, in words; else empty.
    """

    is_novel: NDArray[np.bool_]
    reasons: Sequence[str]


def tell_novelty(
    reference: NoveltyReference, X: pd.DataFrame, features: Sequence[Feature]
) -> Novelty:
    """Tell the novel tracks of a table, as `score_novelty` would, without scores.

    Parameters
    ----------
    reference : NoveltyReference
        Of the model.
    X : pandas.DataFrame, n_tracks x n_features
        The model's attributes by name; NaN where missing.
    features : sequence of Feature
        Of the model, for labels and units.

    Returns
    -------
    Novelty
    """
    steps = to_steps(X, reference.features, reference.centres, reference.scales)
    is_novel = mark_novel(reference, steps)
    reasons = np.full(len(steps), "", dtype=object)
    rows = np.flatnonzero(is_novel)
    if len(rows):
        raw: NDArray[np.float64] = (
            X[list(reference.features)].iloc[rows].to_numpy(dtype=np.float64)
        )
        reasons[rows] = say_why_novel(reference, features, steps[rows], raw)
    return Novelty(is_novel, reasons.tolist())


def mark_novel(
    reference: NoveltyReference, steps: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """Mark the tracks further from the reference than its threshold.

    A track with enough neighbours within the threshold is like them, wherever its
    other neighbours stand: most tracks are done after a few.

    Parameters
    ----------
    reference : NoveltyReference
        Of the model.
    steps : ndarray of int32, shape (n_tracks, n_features)
        From `to_steps`.

    Returns
    -------
    ndarray of bool, shape (n_tracks,)
        False as well where too few reference tracks can be compared.
    """
    found = np.empty(len(steps), dtype=np.bool_)
    least = MIN_SHARE_PRESENT * steps.shape[1]
    _mark(
        np.ascontiguousarray(steps),
        reference.values,
        reference.n_neighbours,
        float(reference.threshold),
        least,
        found,
    )
    return found


@compiled
def _mark(
    tracks: NDArray[np.int32],
    reference: NDArray[np.int32],
    n_neighbours: int,
    threshold: float,
    least: float,
    found: NDArray[Any],
) -> None:
    n_features = tracks.shape[1]
    for row in range(tracks.shape[0]):
        n_near = 0
        n_compared = 0
        for other in range(reference.shape[0]):
            n_shared = 0
            square = np.int64(0)
            for column in range(n_features):
                here, there = tracks[row, column], reference[other, column]
                is_known = here != _MISSING
                if is_known and there != _MISSING:
                    gap = np.int64(here) - np.int64(there)
                    square += gap * gap
                    n_shared += 1
            if n_shared < least:
                continue
            n_compared += 1
            scaled = np.float64(square) * n_features / n_shared
            if np.sqrt(scaled) / _STEPS <= threshold:
                n_near += 1
                if n_near == n_neighbours:
                    break
        found[row] = n_near < n_neighbours and n_compared >= n_neighbours
