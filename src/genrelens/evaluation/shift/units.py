"""Recognise a column that stands in another unit than in training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.errors import printable
from genrelens.evaluation.shift.results import UnitError
from genrelens.features.value_words import describe_number, describe_value
from genrelens.schema.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.evaluation.shift.results import ColumnReference, ShiftReference
    from genrelens.schema.features import Feature

__all__ = ["find_unit_errors"]

_MOST_INSIDE = 0.5
_LEAST_INSIDE = 0.9
_FAR, _NEARER = 0.7, 0.4
_FEWEST = 8
_LIKE_STANDARDISED = (0.3, 0.4)
"""Largest distance of the middle from 0, and of the spread from 1."""


@dataclass(frozen=True, slots=True)
class _Change:
    """One way in which tables of tracks differ: what to multiply values with."""

    factor: float
    what: str
    remedy: str


_CHANGES: Final = (
    _Change(1_000.0, "thousandths of it", "multiply the column by 1,000"),
    _Change(60_000.0, "minutes instead of milliseconds", "multiply it by 60,000"),
    _Change(0.001, "a thousand times it", "divide the column by 1,000"),
    _Change(0.01, "a scale of 0 to 100 instead of 0 to 1", "divide it by 100"),
    _Change(100.0, "a scale of 0 to 1 instead of 0 to 100", "multiply it by 100"),
    _Change(-1.0, "the opposite sign", "change its sign"),
)
_IN_SECONDS = _Change(
    1_000.0, "seconds instead of milliseconds", "multiply the column by 1,000"
)


def find_unit_errors(
    reference: ShiftReference, X: pd.DataFrame, features: Sequence[Feature]
) -> tuple[UnitError, ...]:
    """Name the numbers that would fit training if they stood in another unit.

    A column is named if most of its values lie outside everything that training saw
    (or, from 8 values on, far from where most of training lies), and one change of
    unit brings nearly all of them back. A column with middle 0 and spread 1, which
    training's column had not, is named as standardised.

    Parameters
    ----------
    reference : ShiftReference
        Of the model.
    X : pandas.DataFrame, n_tracks x n_features
        The new table's attributes by name.
    features : sequence of Feature
        Of the model, in the order of the reference.

    Returns
    -------
    tuple of UnitError
        In the order of the features.
    """
    found = []
    for column, feature in zip(reference.columns, features, strict=True):
        if feature.kind is not Kind.NUMBER or not column.points:
            continue
        values = X[feature.name].dropna().to_numpy(dtype=np.float64)
        if len(values) == 0:
            continue
        error = _find(column, feature, values)
        if error is not None:
            found.append(error)
    return tuple(found)


def _find(
    column: ColumnReference, feature: Feature, values: NDArray[np.float64]
) -> UnitError | None:
    inside, distance = _fit(column, values)
    is_off = inside < _MOST_INSIDE or (len(values) >= _FEWEST and distance >= _FAR)
    if not is_off:
        return None
    best: tuple[float, _Change] | None = None
    for change in _CHANGES:
        inside_then, distance_then = _fit(column, values * change.factor)
        is_back = inside_then >= _LEAST_INSIDE and (
            len(values) < _FEWEST or distance_then <= _NEARER + 1 / np.sqrt(len(values))
        )
        if is_back and (best is None or distance_then < best[0]):
            best = distance_then, change
    typical = float(np.median(values))
    lead = (
        f"{printable(feature.label)}: the typical value is {describe_number(typical)}, "
        f"in training it was {_typical(column, feature)}"
    )
    if best is not None:
        change = best[1]
        if change.factor == _IN_SECONDS.factor and feature.unit == "ms":
            change = _IN_SECONDS
        return UnitError(
            feature.name,
            f"{lead}. The column seems to be in {change.what}.",
            f"In the new table {change.remedy}, or name its unit in the header.",
            len(values),
        )
    if _is_standardised(column, values):
        return UnitError(
            feature.name,
            f"{lead}. The column seems to be standardised (middle 0, spread 1).",
            "Give the values as they were before they were scaled.",
            len(values),
        )
    return None


def _fit(column: ColumnReference, values: NDArray[np.float64]) -> tuple[float, float]:
    """Give the share inside training's range, and the distance from training."""
    points, shares = np.array(column.points), np.array(column.shares)
    slack = 1e-6 * max(1e-12, float(np.abs(points).max()))
    is_inside = (values >= points[0] - slack) & (values <= points[-1] + slack)
    here = np.searchsorted(np.sort(values), points, side="right") / len(values)
    return float(is_inside.mean()), float(np.abs(here - shares).max())


def _is_standardised(column: ColumnReference, values: NDArray[np.float64]) -> bool:
    if len(values) < _FEWEST:
        return False
    points = np.array(column.points)
    middle, spread = _LIKE_STANDARDISED
    was = abs(float(np.median(points))) <= middle
    return (
        not was
        and abs(float(values.mean())) <= middle
        and abs(float(values.std()) - 1.0) <= spread
    )


def _typical(column: ColumnReference, feature: Feature) -> str:
    place = int(np.searchsorted(column.shares, 0.5))
    return describe_value(feature, float(column.points[place]))
