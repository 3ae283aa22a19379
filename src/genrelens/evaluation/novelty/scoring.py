"""Tell which tracks of a table are unlike anything trained on, and in what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import printable
from genrelens.evaluation.novelty.distance import (
    nearest_distances,
    nearest_middle,
    to_steps,
)
from genrelens.evaluation.novelty.results import MISSING, NoveltyScores
from genrelens.features.value_words import describe_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.evaluation.novelty.results import NoveltyReference
    from genrelens.schema.features import Feature

__all__ = ["say_why_novel", "score_novelty"]

_MOST_NAMED = 2
_LEAST_PART = 0.15
"""Share of the squared distance that an attribute must make up to be named."""


def score_novelty(
    reference: NoveltyReference,
    X: pd.DataFrame,
    features: Sequence[Feature],
    *,
    most_reasons: int | None = None,
) -> NoveltyScores:
    """Score every track of a table, and say in words what is unlike.

    Parameters
    ----------
    reference : NoveltyReference
        Of the model.
    X : pandas.DataFrame, n_tracks x n_features
        The model's attributes by name; NaN where missing.
    features : sequence of Feature
        Of the model, for labels and units.
    most_reasons : int, optional
        For how many novel tracks, the most unlike first, reasons are given; for
        all where not given.

    Returns
    -------
    NoveltyScores
        A track with fewer than half of the numbers is not judged.
    """
    steps = to_steps(X, reference.features, reference.centres, reference.scales)
    scores = nearest_distances(steps, reference.values, reference.n_neighbours)
    is_novel = scores > reference.threshold  # False where NaN
    reasons = np.full(len(steps), "", dtype=object)
    rows = np.flatnonzero(is_novel)
    if most_reasons is not None:
        rows = rows[np.argsort(-scores[rows], kind="stable")][:most_reasons]
    if len(rows):
        raw = X[list(reference.features)].iloc[rows].to_numpy(dtype=np.float64)
        reasons[rows] = say_why_novel(reference, features, steps[rows], raw)
    return NoveltyScores(scores, is_novel, np.isnan(scores), tuple(map(str, reasons)))


def say_why_novel(
    reference: NoveltyReference,
    features: Sequence[Feature],
    steps: NDArray[np.int32],
    raw: NDArray[np.float64],
) -> list[str]:
    """Name the attributes that make novel tracks unlike those of training.

    Parameters
    ----------
    reference : NoveltyReference
        Of the model.
    features : sequence of Feature
        Of the model, for labels and units.
    steps : ndarray of int32, shape (n_tracks, n_reference_features)
        The tracks, from `to_steps`.
    raw : ndarray of float64, shape (n_tracks, n_reference_features)
        The same in the attributes' own units.

    Returns
    -------
    list of str, length n_tracks
    """
    by_name = {feature.name: feature for feature in features}
    own = [by_name[name] for name in reference.features]
    middle = nearest_middle(steps, reference.values, reference.n_neighbours)
    gaps = np.where(steps == MISSING, 0.0, (steps - middle) ** 2)
    gaps = np.nan_to_num(gaps, nan=0.0)
    parts = gaps / np.maximum(gaps.sum(axis=1, keepdims=True), 1.0)
    order = np.argsort(-parts, axis=1, kind="stable")[:, :_MOST_NAMED]
    texts = []
    for row in range(len(raw)):
        named = [
            column
            for rank, column in enumerate(order[row].tolist())
            if rank == 0 or parts[row, column] >= _LEAST_PART
        ]
        texts.append(_join(reference, own, raw[row], named))
    return texts


def _join(
    reference: NoveltyReference,
    features: Sequence[Feature],
    values: NDArray[np.float64],
    columns: list[int],
) -> str:
    extreme, plain = [], []
    for column in columns:
        feature, value = features[column], float(values[column])
        said = f"{printable(feature.label)} {describe_value(feature, value)}"
        low, high = reference.lows[column], reference.highs[column]
        if value > high:
            bound = describe_value(feature, high)
            extreme.append(f"{said}: 99 % of training tracks are at {bound} or below")
        elif value < low:
            bound = describe_value(feature, low)
            extreme.append(f"{said}: 99 % of training tracks are at {bound} or above")
        else:
            plain.append(said)
    if extreme:
        return "; ".join(extreme)
    return f"{' with '.join(plain)}: no training track is near this"
