"""Describe a training table so that a new one can be compared with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import stats

from genrelens.errors import InputError
from genrelens.evaluation.shift.results import ColumnReference, ShiftReference
from genrelens.schema.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.evaluation.scores import HeldOut
    from genrelens.schema.features import Feature

__all__ = [
    "MOST_GENRES",
    "clustered_errors",
    "describe_training",
    "effective_size",
    "mean_group_size",
]

MOST_GENRES: Final = 200
"""Of more genres no confusion is kept, and no proportion is re-estimated."""

_N_POINTS = 101
_MOST_LEVELS = 40
_DIGITS = 6


def describe_training(
    X: pd.DataFrame, features: Sequence[Feature], held_out: HeldOut, *, scenario: str
) -> ShiftReference:
    """Take what comparing needs from the training tracks and their held-out answers.

    Parameters
    ----------
    X : pandas.DataFrame, n_tracks x n_features
        The training tracks, row for row with `held_out`.
    features : sequence of Feature
        Of the model, in its order.
    held_out : HeldOut
        Genres, groups and calibrated held-out probabilities of these tracks.
    scenario : str
        Who held them out, e.g. ``"unseen artists"``.

    Returns
    -------
    ShiftReference

    Raises
    ------
    InputError
        If tracks and predictions do not fit, or there are more than 200 genres.
    """
    n_tracks, n_genres = held_out.proba.shape
    if len(X) != n_tracks:
        raise InputError(
            f"{len(X)} tracks and {n_tracks} held-out predictions do not fit. Give "
            "the tracks that were held out, in their order."
        )
    if n_genres > MOST_GENRES:
        raise InputError(
            f"{n_genres} genres are too many to keep what was taken for what; "
            f"{MOST_GENRES} are allowed. Join some, or do without this description."
        )
    _, units = np.unique(held_out.units, return_inverse=True)
    confusion = np.zeros((n_genres, n_genres), dtype=np.int64)
    np.add.at(confusion, (held_out.codes, held_out.proba.argmax(axis=1)), 1)
    counts = np.bincount(held_out.codes, minlength=n_genres)
    is_right = (held_out.proba.argmax(axis=1) == held_out.codes).astype(np.float64)
    expected, errors = _mean_answers(held_out.codes, held_out.proba, units)
    return ShiftReference(
        columns=tuple(
            _describe(feature, X[feature.name], units) for feature in features
        ),
        counts=tuple(map(int, counts)),
        confusion=confusion,
        expected=expected.round(_DIGITS),
        errors=errors.round(_DIGITS),
        mean_errors=tuple(map(float, clustered_errors(held_out.proba, units))),
        answer_likeness=_likeness(is_right, units),
        scenario=scenario,
        n_tracks=n_tracks,
        n_groups=int(units.max()) + 1,
        group_size=mean_group_size(units),
    )


def mean_group_size(units: NDArray[np.int64]) -> float:
    """Give the mean size of the group that a track is in, over tracks.

    Parameters
    ----------
    units : ndarray of int64, shape (n_tracks,)
        Group of each track, at least one track.

    Examples
    --------
    >>> mean_group_size(np.array([0, 0, 0, 1]))
    2.5
    """
    sizes = np.bincount(np.unique(units, return_inverse=True)[1])
    return float((sizes.astype(np.float64) ** 2).sum() / sizes.sum())


def clustered_errors(
    proba: NDArray[np.float64], units: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Give the standard errors of mean probabilities of tracks in groups.

    Parameters
    ----------
    proba : ndarray of float64, shape (n_tracks, n_genres)
        Probabilities.
    units : ndarray of int64, shape (n_tracks,)
        Group of each track; those of one group may depend on each other.

    Returns
    -------
    ndarray of float64, shape (n_genres,)
        Of a single group: as large as those of one track can be.

    References
    ----------
    K.-Y. Liang and S. Zeger (1986), Longitudinal data analysis using generalized
    linear models, Biometrika 73 (the sandwich estimator over groups).
    """
    mean = proba.mean(axis=0)
    _, group = np.unique(units, return_inverse=True)
    n_groups = int(group.max()) + 1
    errors: NDArray[np.float64]
    if n_groups < 2:  # noqa: PLR2004 (one group tells nothing of others)
        errors = np.sqrt(mean * (1 - mean))
        return errors
    sums = np.zeros((n_groups, proba.shape[1]))
    np.add.at(sums, group, proba - mean)
    errors = np.sqrt(n_groups / (n_groups - 1) * (sums**2).sum(axis=0)) / len(proba)
    return errors


def effective_size(n_tracks: int, group_size: float, likeness: float) -> float:
    """Give how many independent tracks would tell as much as these.

    Parameters
    ----------
    n_tracks : int
        Tracks, in groups.
    group_size : float
        From `mean_group_size`.
    likeness : float
        Intraclass correlation of the groups, from 0 to 1.

    Returns
    -------
    float
        ``n_tracks / (1 + (group_size - 1) * likeness)``.

    References
    ----------
    L. Kish (1965), Survey Sampling, section 5.4 (the design effect).

    Examples
    --------
    >>> effective_size(100, 11.0, 0.1)
    50.0
    """
    return n_tracks / (1 + (group_size - 1) * likeness)


def _describe(
    feature: Feature, values: pd.Series[Any], units: NDArray[np.int64]
) -> ColumnReference:
    is_there = values.notna().to_numpy(dtype=bool)
    present, own = values[is_there], units[is_there]
    empty = ColumnReference(
        name=feature.name,
        n_tracks=len(values),
        n_missing=int((~is_there).sum()),
        likeness=0.0,
    )
    if present.empty:
        return empty
    if feature.kind is Kind.CATEGORY:
        return _describe_levels(empty, present.astype("str"), own)
    return _describe_numbers(empty, present.to_numpy(dtype=np.float64), own)


def _describe_levels(
    empty: ColumnReference, texts: pd.Series[Any], units: NDArray[np.int64]
) -> ColumnReference:
    found = texts.value_counts()
    levels = sorted(found.index, key=lambda level: (-int(found[level]), level))
    kept = levels[:_MOST_LEVELS]
    is_first = (texts == levels[0]).to_numpy(dtype=np.float64)
    return replace(
        empty,
        likeness=_likeness(is_first, units),
        levels=tuple(map(str, kept)),
        level_shares=tuple(
            round(float(found[level]) / len(texts), _DIGITS) for level in kept
        ),
    )


def _describe_numbers(
    empty: ColumnReference, numbers: NDArray[np.float64], units: NDArray[np.int64]
) -> ColumnReference:
    points = np.unique(np.quantile(numbers, np.linspace(0, 1, _N_POINTS)))
    below = np.searchsorted(np.sort(numbers), points, side="right") / len(numbers)
    ranks = stats.rankdata(numbers).astype(np.float64)
    return replace(
        empty,
        likeness=_likeness(ranks, units),
        points=tuple(map(float, points)),
        shares=tuple(np.minimum(below, 1.0).round(_DIGITS).tolist()),
    )


def _mean_answers(
    codes: NDArray[np.int64], proba: NDArray[np.float64], units: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give each genre's mean probabilities, with standard errors over groups."""
    n_genres = proba.shape[1]
    means, errors = np.zeros((2, n_genres, n_genres))
    for genre in np.unique(codes):
        is_own = codes == genre
        own = proba[is_own]
        means[genre] = own.mean(axis=0)
        errors[genre] = clustered_errors(own, units[is_own])
    return means, errors


def _likeness(values: NDArray[np.float64], units: NDArray[np.int64]) -> float:
    """Estimate the intraclass correlation by analysis of variance."""
    _, group = np.unique(units, return_inverse=True)
    sizes = np.bincount(group).astype(np.float64)
    n_groups, n_values = len(sizes), float(len(values))
    if n_groups < 2 or n_values <= n_groups:  # noqa: PLR2004
        return 0.0
    means = np.bincount(group, values) / sizes
    between = (sizes * (means - values.mean()) ** 2).sum() / (n_groups - 1)
    within = ((values - means[group]) ** 2).sum() / (n_values - n_groups)
    usual = (n_values - (sizes**2).sum() / n_values) / (n_groups - 1)
    whole = between + (usual - 1) * within
    if whole <= 0:
        return 0.0
    return round(float(np.clip((between - within) / whole, 0.0, 1.0)), _DIGITS)
