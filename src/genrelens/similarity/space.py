"""Put tracks into the space in which they are compared, attribute by attribute.

A number is counted in spreads from its middle: the spread is the standard deviation
after values beyond the outer hundredths were pulled in to these, so that a few odd
tracks do not set it, and no value counts as more than eight spreads away. Yes and no
are one spread apart, and so are any two levels of a category. Musical keys stand on
the circle of fifths: C and G are near, C and F sharp two spreads apart. Coordinates are
whole steps, so that sums of squares are exact in any order and on any machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from genrelens.errors import InputError
from genrelens.schema.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.schema.features import Feature

__all__ = ["STEPS", "Axis", "PlacedTracks", "TrackSpace", "find_space"]

STEPS: Final = 256
"""Whole steps into which one spread is divided."""

_MOST_SPREADS = 8
_TAIL = 0.01
_LEAST_SPREAD = 1e-9
_HALF_APART = round(STEPS / np.sqrt(2))  # two levels differ by this in two columns
_N_KEYS = 12
_FIFTH = 7  # semitones

AxisKind = Literal["number", "flag", "category", "key"]


@dataclass(frozen=True, slots=True)
class Axis:
    """How one attribute is compared.

    Parameters
    ----------
    feature : str
        Name of the attribute.
    kind : {"number", "flag", "category", "key"}
        How differences are counted.
    centre, spread : float
        Of a number; 0 and 1 otherwise.
    levels : tuple of str
        Of a category, in the order of their columns.
    """

    feature: str
    kind: AxisKind
    centre: float = 0.0
    spread: float = 1.0
    levels: tuple[str, ...] = ()

    @property
    def n_columns(self) -> int:
        """Coordinates that the attribute takes."""
        if self.kind == "category":
            return len(self.levels)
        return 2 if self.kind == "key" else 1


@dataclass(frozen=True, slots=True, eq=False)
class PlacedTracks:
    """Tracks as points, in whole steps of 1/256 of a spread.

    Parameters
    ----------
    steps : ndarray of float64, shape (n_tracks, n_columns)
        Whole numbers; 0 where a value is missing.
    is_there : ndarray of bool, shape (n_tracks, n_axes)
        Which attributes have a value.
    owner : ndarray of int64, shape (n_columns,)
        Attribute of each column.
    """

    steps: NDArray[np.float64]
    is_there: NDArray[np.bool_]
    owner: NDArray[np.int64]

    @property
    def n_axes(self) -> int:
        """Attributes in which tracks are compared."""
        return int(self.is_there.shape[1])

    def take(self, places: NDArray[np.int64]) -> PlacedTracks:
        """Give some of the tracks."""
        return PlacedTracks(self.steps[places], self.is_there[places], self.owner)


@dataclass(frozen=True, slots=True)
class TrackSpace:
    """The attributes in which tracks are compared, each with its measure.

    Parameters
    ----------
    axes : tuple of Axis
        In the order of the model's attributes.
    left_out : tuple of str
        Names of attributes that are the same everywhere, or never known.
    """

    axes: tuple[Axis, ...]
    left_out: tuple[str, ...] = ()

    def place(self, inputs: pd.DataFrame) -> PlacedTracks:
        """Turn tracks into points.

        Parameters
        ----------
        inputs : pandas.DataFrame, n_tracks rows
            Values of every attribute, by name.
        """
        made = [
            _AXIS_STEPS[axis.kind](axis, inputs[axis.feature]) for axis in self.axes
        ]
        widths = [axis.n_columns for axis in self.axes]
        return PlacedTracks(
            np.hstack([steps for steps, _ in made]),
            np.column_stack([is_there for _, is_there in made]),
            np.repeat(np.arange(len(widths)), widths),
        )


def find_space(features: Sequence[Feature], inputs: pd.DataFrame) -> TrackSpace:
    """Find out from a collection how each attribute is to be compared.

    Parameters
    ----------
    features : sequence of Feature
        The model's attributes.
    inputs : pandas.DataFrame, n_tracks x n_features
        Their values in the collection.

    Raises
    ------
    InputError
        If no attribute differs between tracks.
    """
    found = {each.name: _find_axis(each, inputs[each.name]) for each in features}
    axes = tuple(axis for axis in found.values() if axis is not None)
    if not axes:
        raise InputError(
            f"All {len(found)} attributes are the same in all {len(inputs):,} tracks, "
            "so none is nearer to another. Train with attributes that differ."
        )
    return TrackSpace(axes, tuple(n for n, axis in found.items() if axis is None))


def _find_axis(feature: Feature, values: pd.Series[Any]) -> Axis | None:
    known = values.dropna()
    if known.nunique() < 2:  # noqa: PLR2004 (nothing to tell apart)
        return None
    if feature.kind is Kind.CATEGORY:
        levels = sorted(str(level) for level in known.unique())
        return Axis(feature.name, "category", levels=tuple(levels))
    if feature.kind is Kind.FLAG:
        return Axis(feature.name, "flag")
    numbers = known.to_numpy(dtype=np.float64)
    if _are_keys(feature, numbers):
        return Axis(feature.name, "key")
    centre, spread = float(np.median(numbers)), _robust_spread(numbers)
    if spread <= _LEAST_SPREAD * max(1.0, abs(centre)):
        return None
    return Axis(feature.name, "number", centre, spread)


def _are_keys(feature: Feature, numbers: NDArray[np.float64]) -> bool:
    is_pitch = feature.name == "key" and not feature.is_scaled
    return is_pitch and bool(np.isin(numbers, np.arange(_N_KEYS)).all())


def _robust_spread(numbers: NDArray[np.float64]) -> float:
    """Give the standard deviation of the pulled-in values, or else of all."""
    low, high = np.quantile(numbers, [_TAIL, 1 - _TAIL])
    within = float(np.clip(numbers, low, high).std())
    return within if within > 0 else float(numbers.std())


_Steps = tuple["NDArray[np.float64]", "NDArray[np.bool_]"]


def _number_steps(axis: Axis, values: pd.Series[Any]) -> _Steps:
    raw = values.to_numpy(dtype=np.float64)
    is_there = ~np.isnan(raw)
    scaled = np.clip(
        np.where(is_there, (raw - axis.centre) / axis.spread, 0.0),
        -_MOST_SPREADS,
        _MOST_SPREADS,
    )
    return np.rint(scaled * STEPS)[:, None], is_there


def _key_steps(axis: Axis, values: pd.Series[Any]) -> _Steps:  # noqa: ARG001
    raw = values.to_numpy(dtype=np.float64)
    is_there = np.isin(raw, np.arange(_N_KEYS))
    turns = np.where(is_there, raw, 0) * _FIFTH % _N_KEYS / _N_KEYS
    around = 2 * np.pi * turns
    circle = np.column_stack([np.cos(around), np.sin(around)])
    return np.where(is_there[:, None], np.rint(circle * STEPS), 0.0), is_there


def _category_steps(axis: Axis, values: pd.Series[Any]) -> _Steps:
    is_there = values.notna().to_numpy()
    texts = values.astype("object").to_numpy()
    steps = np.column_stack([texts == level for level in axis.levels])
    return steps.astype(np.float64) * _HALF_APART, is_there


_AXIS_STEPS = {
    "number": _number_steps,
    "flag": _number_steps,
    "category": _category_steps,
    "key": _key_steps,
}
