"""Say which values each attribute may be moved to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.explanation.flipping.spreads import Spread, spread_of_reference
from genrelens.explanation.flipping.steps import is_whole, step_of
from genrelens.schema.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from genrelens.features.encoding import FeatureEncoder
    from genrelens.features.reference import FeatureReference
    from genrelens.schema.features import Feature

__all__ = ["Axis", "lay_out_axes"]

_MOST_SETTINGS = 600
_MOST_ROUND = 3_000


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """One attribute, and where it may go.

    Parameters
    ----------
    feature : Feature
    spread : Spread
        How its values lie in the collection.
    columns : slice
        Its columns in the model's matrix.
    low, high : float
        What the collection holds; NaN for a category.
    step : float
        By which people move it.
    settings : tuple of float or str
        All values it may have, where these can be listed; else empty, and every
        number from `low` to `high` may be taken.
    codes : ndarray of float32, shape (n_settings, n_columns)
        What each setting is in the matrix.
    rounded : ndarray of float64
        The multiples of `step` in the range; empty where settings are listed.
    """

    feature: Feature
    spread: Spread
    columns: slice
    low: float
    high: float
    step: float
    settings: tuple[float | str, ...]
    codes: NDArray[np.float32]
    rounded: NDArray[np.float64]

    @property
    def width(self) -> float:
        """Width of the range, never 0."""
        width = self.high - self.low
        return width if width > 0 else 1.0


def lay_out_axes(
    features: Sequence[Feature],
    references: Sequence[FeatureReference],
    encoder: FeatureEncoder,
    *,
    spreads: Mapping[str, Spread] | None = None,
) -> tuple[Axis, ...]:
    """Lay out every attribute of which training saw a value.

    Parameters
    ----------
    features : sequence of Feature
        In the model's order.
    references : sequence of FeatureReference
        What training saw of them; an attribute without any is not moved.
    encoder : FeatureEncoder
        Of the model.
    spreads : mapping of str to Spread, optional
        By `Feature.name`; from the references where not given.
    """
    seen = {reference.name: reference for reference in references}
    given = spreads or {}
    axes = []
    for place, feature in enumerate(features):
        reference = seen.get(feature.name)
        columns = np.flatnonzero(encoder.origin == place)
        is_known = reference is not None and (reference.levels or reference.quantiles)
        if reference is None or not is_known or len(columns) == 0:
            continue
        spread = given.get(feature.name) or spread_of_reference(feature, reference)
        where = slice(int(columns[0]), int(columns[-1]) + 1)
        axes.append(_axis(feature, reference, spread, where, encoder))
    return tuple(axes)


def _axis(
    feature: Feature,
    reference: FeatureReference,
    spread: Spread,
    columns: slice,
    encoder: FeatureEncoder,
) -> Axis:
    low = np.nan if reference.low is None else reference.low
    high = np.nan if reference.high is None else reference.high
    settings = _settings_of(feature, reference)
    step = step_of(feature, reference)
    nothing = np.empty(0)
    return Axis(
        feature,
        spread,
        columns,
        low,
        high,
        step,
        settings,
        _code(feature, settings, encoder),
        nothing if settings else _multiples(low, high, step),
    )


def _settings_of(
    feature: Feature, reference: FeatureReference
) -> tuple[float | str, ...]:
    """List the levels of a category, both answers of a flag, or whole numbers."""
    if feature.kind is Kind.CATEGORY:
        return reference.levels
    if feature.kind is Kind.FLAG:
        return (0.0, 1.0)
    low, high = reference.low, reference.high
    if not is_whole(feature) or low is None or high is None:
        return ()
    first, last = int(np.ceil(low)), int(np.floor(high))
    if last - first >= _MOST_SETTINGS:
        return ()
    return tuple(float(value) for value in range(first, last + 1))


def _code(
    feature: Feature, settings: tuple[float | str, ...], encoder: FeatureEncoder
) -> NDArray[np.float32]:
    if feature.kind is not Kind.CATEGORY:
        return np.array(settings, dtype=np.float32).reshape(-1, 1)
    kept = encoder.levels[feature.name]
    return np.array(
        [[float(setting == level) for level in kept] for setting in settings],
        dtype=np.float32,
    ).reshape(len(settings), len(kept))


def _multiples(low: float, high: float, step: float) -> NDArray[np.float64]:
    """Give the multiples of a step in a range, or none where they are too many."""
    first, last = np.ceil(low / step), np.floor(high / step)
    if not last - first < _MOST_ROUND:
        return np.empty(0)
    decimals = max(0, -int(np.floor(np.log10(step) + 1e-9)))
    return np.asarray(np.round(np.arange(first, last + 1) * step, decimals))
