"""Describe each attribute of a model as a control that a person can move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from genrelens.errors import printable
from genrelens.explanation.flipping.steps import is_whole
from genrelens.features.value_words import describe_value
from genrelens.schema.columns import Kind
from genrelens.workflow.what_if.densities import (
    Density,
    density_of_spread,
    density_of_values,
)

if TYPE_CHECKING:
    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.explanation.flipping.axes import Axis
    from genrelens.features.reference import FeatureReference
    from genrelens.schema.features import Feature
    from genrelens.workflow.browsing.collection import Collection

__all__ = ["Setting", "Slider", "describe_sliders"]

_CODES: Final = {"key", "time_signature"}
_LOW_QUANTILE, _HIGH_QUANTILE = 0, -1
_LONG_TAIL: Final = 2.0
"""A slider goes beyond the middle 90 % by at most so many times their width."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One of the values that can be chosen.

    Parameters
    ----------
    value : float or str
        As `read_values` takes it.
    words : str
        For people.
    share : float or None
        Share of the collection's tracks that have it, of those with a value; None
        where the collection is not here.
    """

    value: float | str
    words: str
    share: float | None


@dataclass(frozen=True, slots=True)
class Slider:
    """How one attribute is moved.

    Parameters
    ----------
    name, label, unit : str
        The attribute, its name for people, and its unit; a yes/no attribute has none.
    kind : {"slider", "switch", "choice"}
        Numbers slide; yes and no switch; keys, beats and categories are chosen.
    low, high : float or None
        What the collection holds; None for what does not slide.
    from_, to : float or None
        Ends of the slider: `low` and `high`, but where a few tracks lie far out.
    step : float
        By which the arrow keys move it.
    is_clock : bool
        Whether it is told as minutes and seconds.
    settings : tuple of Setting
        Of a switch (no first) or a choice.
    typical : dict of str to float
        Middle value of each genre; the share of yes for a switch.
    share_missing : float
        Share of training's tracks that had no value.
    density : Density
        Where the tracks lie.
    """

    name: str
    label: str
    unit: str
    kind: Literal["slider", "switch", "choice"]
    low: float | None
    high: float | None
    from_: float | None
    to: float | None
    step: float
    is_clock: bool
    settings: tuple[Setting, ...]
    typical: dict[str, float]
    share_missing: float
    density: Density


def describe_sliders(
    trained: TrainedModel, axes: tuple[Axis, ...], collection: Collection | None
) -> tuple[Slider, ...]:
    """Describe every attribute that training saw a value of.

    Parameters
    ----------
    trained : TrainedModel
        The model.
    axes : tuple of Axis
        From `genrelens.workflow.what_if.flipping.axes_of`.
    collection : Collection, optional
        Its tracks; without them the shapes come from the model file.
    """
    seen = {reference.name: reference for reference in trained.references}
    return tuple(
        _describe(axis, seen[axis.feature.name], trained, collection) for axis in axes
    )


def _describe(
    axis: Axis,
    reference: FeatureReference,
    trained: TrainedModel,
    collection: Collection | None,
) -> Slider:
    feature = axis.feature
    kind = _kind_of(feature)
    is_sliding = kind == "slider"
    ends = _ends(reference) if is_sliding else (None, None)
    no_typical = feature.kind is Kind.CATEGORY or feature.name == "key"
    return Slider(
        name=feature.name,
        label=printable(feature.label, limit=60),
        unit="" if kind == "switch" else printable(feature.unit, limit=20),
        kind=kind,
        low=reference.low if is_sliding else None,
        high=reference.high if is_sliding else None,
        from_=ends[0],
        to=ends[1],
        step=axis.step,
        is_clock=feature.name.startswith("duration") and feature.unit == "ms",
        settings=() if is_sliding else _settings(axis, collection),
        typical={} if no_typical else dict(reference.median_by_genre or {}),
        share_missing=reference.n_missing / max(reference.n_tracks, 1),
        density=_density(axis, ends, trained, collection),
    )


def _kind_of(feature: Feature) -> Literal["slider", "switch", "choice"]:
    if feature.kind is Kind.FLAG:
        return "switch"
    if feature.kind is Kind.CATEGORY or (is_whole(feature) and feature.name in _CODES):
        return "choice"
    return "slider"


def _ends(reference: FeatureReference) -> tuple[float, float]:
    """Leave out what lies so far out that the others would have no room."""
    low, high = reference.low, reference.high
    if low is None or high is None:
        raise ValueError("a number without a range was to slide")
    first = reference.quantiles[_LOW_QUANTILE]
    last = reference.quantiles[_HIGH_QUANTILE]
    reach = _LONG_TAIL * (last - first)
    if reach <= 0:
        return low, high
    return max(low, first - reach), min(high, last + reach)


def _settings(axis: Axis, collection: Collection | None) -> tuple[Setting, ...]:
    feature = axis.feature
    shares: dict[object, float] = {}
    if collection is not None:
        counts = collection.inputs[feature.name].value_counts(normalize=True)
        shares = {value: float(share) for value, share in counts.items()}
    return tuple(
        Setting(
            value,
            describe_value(feature, value),
            None if collection is None else shares.get(value, 0.0),
        )
        for value in axis.settings
    )


def _density(
    axis: Axis,
    ends: tuple[float | None, float | None],
    trained: TrainedModel,
    collection: Collection | None,
) -> Density:
    low, high = ends
    if low is None or high is None:
        return Density("", {})
    if collection is None:
        return density_of_spread(axis.spread, low=low, high=high)
    values = collection.inputs[axis.feature.name].to_numpy(dtype=np.float64)
    codes = collection.columns["genre"]
    return density_of_values(values, codes, trained.genres, low=low, high=high)
