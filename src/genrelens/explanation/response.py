"""Draw how each genre's probability answers when one feature is moved alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from genrelens.explanation.results import ResponseCurve
from genrelens.features.alignment import aligned_proba
from genrelens.features.value_words import describe_value
from genrelens.schema.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.features.alignment import ProbabilityModel
    from genrelens.schema.features import Feature

__all__ = ["response_curves"]

_OUTER_SHARE = 0.01  # the outermost 1 % at either end are not drawn
_N_PITCHES = 12


@dataclass(frozen=True, slots=True)
class _Grid:
    """Values to be set, what they are called, and the share of tracks near each."""

    positions: NDArray[np.float64]
    settings: Sequence[object]
    levels: tuple[str, ...]
    density: NDArray[np.float64]


def response_curves(
    model: ProbabilityModel,
    X: pd.DataFrame,
    features: Sequence[Feature],
    genres: Sequence[str],
    *,
    n_points: int = 24,
    n_tracks: int = 400,
    random_state: int = 0,
) -> tuple[ResponseCurve, ...]:
    """Average the model's answer over tracks, with one feature set to a grid.

    The grid of a number follows the quantiles of the data from 1 % to 99 %
    (all its values, where they are few); flags and categories are set to each
    of their levels, of which the most frequent `n_points` are taken. Curves are
    centred: the mean of each, weighted by `density`, is 0. A curve says what the
    model does, not what causes a genre; where features go together it crosses
    combinations that no track has.

    Parameters
    ----------
    model : trained classifier
    X : pandas.DataFrame, n_rows x n_features
    features : sequence of Feature
        Those to be drawn.
    genres : sequence of str
        Order of the effects' second axis.
    n_points : int, default 24
        Most points of a grid.
    n_tracks : int, default 400
        Tracks averaged over, drawn at random.
    random_state : int, default 0

    Returns
    -------
    tuple of ResponseCurve
        One a feature; a feature without any value has none.

    References
    ----------
    Friedman (2001), Greedy function approximation: a gradient boosting
    machine. Annals of Statistics 29, section 8.2.
    """
    rng = np.random.default_rng(random_state)
    rows = np.arange(len(X))
    if len(rows) > n_tracks:
        rows = np.sort(rng.choice(rows, size=n_tracks, replace=False))
    sample = X.iloc[rows]
    curves = []
    for feature in features:
        grid = _grid_of(feature, X[feature.name], n_points)
        if grid is not None:
            curves.append(_curve(model, sample, feature, grid, genres))
    return tuple(curves)


def _curve(
    model: ProbabilityModel,
    sample: pd.DataFrame,
    feature: Feature,
    grid: _Grid,
    genres: Sequence[str],
) -> ResponseCurve:
    n_points, n_tracks = len(grid.positions), len(sample)
    stacked = pd.concat([sample] * n_points, ignore_index=True)
    values = np.repeat(np.array(grid.settings, dtype=object), n_tracks)
    stacked[feature.name] = pd.Series(values).astype(sample[feature.name].dtype)
    proba = aligned_proba(model, stacked, genres)
    means = proba.reshape(n_points, n_tracks, len(genres)).mean(axis=1)
    return ResponseCurve(
        feature=feature.name,
        label=feature.label,
        unit=feature.unit,
        grid=grid.positions,
        levels=grid.levels,
        effect=means - grid.density @ means,
        density=grid.density,
        n_tracks=n_tracks,
    )


def _grid_of(feature: Feature, values: pd.Series[Any], n_points: int) -> _Grid | None:
    present = values.dropna()
    if present.empty:
        return None
    if feature.kind is Kind.CATEGORY:
        return _levels_grid(present.astype("str"), n_points)
    numbers = present.to_numpy(dtype=np.float64)
    if feature.kind is Kind.FLAG:
        return _value_grid(numbers, np.array([0.0, 1.0]), feature)
    if feature.name == "key" and np.isin(numbers, np.arange(_N_PITCHES)).all():
        return _value_grid(numbers, np.arange(_N_PITCHES, dtype=np.float64), feature)
    distinct = np.unique(numbers)
    if len(distinct) > n_points:
        shares = np.linspace(_OUTER_SHARE, 1 - _OUTER_SHARE, n_points)
        # A value of the data, never one between two of them.
        distinct = np.unique(np.quantile(numbers, shares, method="nearest"))
    return _value_grid(numbers, distinct, None)


def _levels_grid(present: pd.Series[Any], n_points: int) -> _Grid:
    counts = present.value_counts()
    names = sorted(counts.index, key=lambda level: (-int(counts[level]), level))
    names = names[:n_points]
    sizes = np.array([counts[name] for name in names], dtype=np.float64)
    return _Grid(
        positions=np.arange(len(names), dtype=np.float64),
        settings=names,
        levels=tuple(str(name) for name in names),
        density=sizes / sizes.sum(),
    )


def _value_grid(
    numbers: NDArray[np.float64], points: NDArray[np.float64], named: Feature | None
) -> _Grid:
    """Count each value to its nearest point; name the points of codes."""
    borders = (points[1:] + points[:-1]) / 2
    counts = np.bincount(np.searchsorted(borders, numbers), minlength=len(points))
    return _Grid(
        positions=points,
        settings=points.tolist(),
        levels=()
        if named is None
        else tuple(describe_value(named, point) for point in points.tolist()),
        density=counts / counts.sum(),
    )
