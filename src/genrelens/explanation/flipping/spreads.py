"""Say which share of a collection lies between two values of an attribute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.features.reference import QUANTILES
from genrelens.schema.columns import Kind

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from genrelens.features.reference import FeatureReference
    from genrelens.schema.features import Feature

__all__ = ["UNORDERED", "Spread", "spread_of_reference", "spread_of_values"]

UNORDERED = 0.5
"""Cost of a change between values without an order, and from a missing one.

It is what a yes/no attribute costs by the rule for numbers, whatever its shares.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """How the values of one attribute lie in a collection.

    Parameters
    ----------
    points : ndarray of float64, shape (n_points,)
        Rising values; empty where the attribute has no order.
    shares : ndarray of float64, shape (n_points,)
        Share of the tracks below each, those at the value itself counted half.
    """

    points: NDArray[np.float64]
    shares: NDArray[np.float64]

    def between(self, before: object, after: ArrayLike) -> NDArray[np.float64]:
        """Give the share of tracks between one value and each of others."""
        targets = np.asarray(after)
        if len(self.points) == 0:
            is_same = np.array([each == before for each in targets.tolist()], bool)
            return np.where(is_same, 0.0, UNORDERED)
        numbers = targets.astype(np.float64)
        if before is None:
            return np.full(len(numbers), UNORDERED)
        start = float(np.interp(float(before), self.points, self.shares))  # type: ignore[arg-type]
        return np.asarray(np.abs(np.interp(numbers, self.points, self.shares) - start))


def spread_of_reference(feature: Feature, reference: FeatureReference) -> Spread:
    """Take the spread from the quantiles that a model file carries.

    Between two quantiles the tracks count as spread evenly.
    """
    low, high = reference.low, reference.high
    if _is_unordered(feature) or low is None or high is None:
        return _NO_ORDER
    points = np.array([low, *reference.quantiles, high], dtype=np.float64)
    shares = np.array([0.0, *QUANTILES, 1.0])
    distinct, places = np.unique(points, return_inverse=True)
    means = np.bincount(places, weights=shares) / np.bincount(places)
    return Spread(distinct, np.maximum.accumulate(means))


def spread_of_values(feature: Feature, values: NDArray[Any]) -> Spread:
    """Take the spread from the tracks of a collection themselves.

    Parameters
    ----------
    feature : Feature
    values : ndarray
        Of every track; missing ones play no part.
    """
    if _is_unordered(feature):
        return _NO_ORDER
    numbers = np.asarray(values, dtype=np.float64)
    numbers = numbers[~np.isnan(numbers)]
    if len(numbers) == 0:
        return _NO_ORDER
    distinct, counts = np.unique(numbers, return_counts=True)
    below = np.cumsum(counts) - counts / 2
    return Spread(distinct, below / len(numbers))


def _is_unordered(feature: Feature) -> bool:
    """Tell attributes without an order: a key is a circle, not a scale."""
    is_key = feature.name == "key" and not feature.is_scaled
    return feature.kind is not Kind.NUMBER or is_key


_NO_ORDER = Spread(np.empty(0), np.empty(0))
