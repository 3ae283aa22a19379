"""What training saw of each feature: range, typical values, per genre."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from genrelens.schema.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.schema.features import Feature

__all__ = ["QUANTILES", "FeatureReference", "describe_features"]

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Shares at which the quantiles of a number are taken."""


@dataclass(frozen=True, slots=True)
class FeatureReference:
    """Statistics of one feature over the training tracks.

    Parameters
    ----------
    name : str
        Name of the feature.
    n_tracks, n_missing : int
        Training tracks, and those among them without a value.
    low, high : float or None
        Smallest and largest value (None for a category or an empty column).
    quantiles : tuple of float
        At 5, 25, 50, 75 and 95 %; empty for a category.
    median_by_genre : dict of str to float
        Typical value of each genre (share of yes for a flag); empty for a
        category. Genres without any value are left out.
    levels : tuple of str
        Levels of a category seen in training, most frequent first.
    """

    name: str
    n_tracks: int
    n_missing: int
    low: float | None = None
    high: float | None = None
    quantiles: tuple[float, ...] = ()
    median_by_genre: dict[str, float] | None = None
    levels: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the statistics as plain values, ready for JSON."""
        return {
            "name": self.name,
            "n_tracks": self.n_tracks,
            "n_missing": self.n_missing,
            "low": self.low,
            "high": self.high,
            "quantiles": list(self.quantiles),
            "median_by_genre": self.median_by_genre,
            "levels": list(self.levels),
        }


def describe_features(
    features: Sequence[Feature], frame: pd.DataFrame, y: NDArray[Any]
) -> tuple[FeatureReference, ...]:
    """Take the statistics of every feature over the training tracks.

    Parameters
    ----------
    features : sequence of Feature
    frame : pandas.DataFrame, n_tracks x n_features
        Their values, by name.
    y : ndarray of str, shape (n_tracks,)
        The genre of each track.

    Returns
    -------
    tuple of FeatureReference
        One a feature, in the order given.
    """
    genres = pd.Series(np.asarray(y), index=frame.index).astype("str")
    return tuple(
        _describe_levels(feature.name, frame[feature.name])
        if feature.kind is Kind.CATEGORY
        else _describe_numbers(feature, frame[feature.name], genres)
        for feature in features
    )


def _describe_levels(name: str, values: pd.Series[Any]) -> FeatureReference:
    counts = values.dropna().astype("str").value_counts()
    # Most frequent first; ties by name, so that no order of rows shows through.
    levels = sorted(counts.index, key=lambda level: (-int(counts[level]), level))
    return FeatureReference(
        name=name,
        n_tracks=len(values),
        n_missing=int(values.isna().sum()),
        median_by_genre={},
        levels=tuple(str(level) for level in levels),
    )


def _describe_numbers(
    feature: Feature, values: pd.Series[Any], genres: pd.Series[Any]
) -> FeatureReference:
    numbers = values.astype("float64")
    present = numbers.dropna()
    if present.empty:
        return FeatureReference(
            name=feature.name,
            n_tracks=len(values),
            n_missing=len(values),
            median_by_genre={},
        )
    grouped = present.groupby(genres.loc[present.index].to_numpy())
    typical = grouped.mean() if feature.kind is Kind.FLAG else grouped.median()
    quantiles = np.quantile(present.to_numpy(), QUANTILES)
    return FeatureReference(
        name=feature.name,
        n_tracks=len(values),
        n_missing=len(values) - len(present),
        low=float(present.min()),
        high=float(present.max()),
        quantiles=tuple(float(value) for value in quantiles),
        median_by_genre={str(k): float(v) for k, v in typical.items()},
    )
