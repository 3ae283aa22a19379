"""Say in which steps people move the value of an attribute."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.features.value_words import describe_number, describe_value
from genrelens.schema.columns import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.features.reference import FeatureReference
    from genrelens.schema.features import Feature

__all__ = ["exact_words", "is_whole", "round_into", "step_of"]

_WHOLE: Final = {"popularity", "artist_popularity", "year", "key", "time_signature"}
_UNIT_STEPS: Final = {"BPM": 1.0, "dB": 0.1, "LUFS": 0.1, "points of 100": 1.0}
_MS_A_SECOND: Final = 1000.0
_STEPS_A_RANGE: Final = 50
_MOST_DECIMALS: Final = 7


def is_whole(feature: Feature) -> bool:
    """Tell whether only whole numbers make sense."""
    return (
        feature.kind is Kind.NUMBER and feature.name in _WHOLE and not feature.is_scaled
    )


def step_of(feature: Feature, reference: FeatureReference | None) -> float:
    """Give the step by which a slider or a hand moves an attribute.

    1 BPM, 0.1 dB, one second, one year; else a power of ten that takes the range
    in fifty to five hundred steps.

    Examples
    --------
    >>> from genrelens.schema.features import Feature
    >>> tempo = Feature("tempo", "tempo", Kind.NUMBER, "BPM", "rhythm", "t", True)
    >>> step_of(tempo, None)
    1.0
    """
    if is_whole(feature) or feature.kind is not Kind.NUMBER:
        return 1.0
    if feature.name.startswith("duration") and feature.unit == "ms":
        return _MS_A_SECOND
    if feature.unit in _UNIT_STEPS:
        return _UNIT_STEPS[feature.unit]
    if reference is None or reference.low is None or reference.high is None:
        return 0.01
    width = reference.high - reference.low
    if not math.isfinite(width) or width <= 0:
        return 0.01
    return float(10.0 ** math.floor(math.log10(width / _STEPS_A_RANGE) + 1e-9))


def round_into(
    lows: NDArray[np.float64],
    highs: NDArray[np.float64],
    *,
    step: float,
    towards_low: bool,
) -> NDArray[np.float64]:
    """Give a round value in each cell ``(low, high]``, near one of its ends.

    Parameters
    ----------
    lows, highs : ndarray of float64
        Open and closed ends, as the trees compare: after rounding to 32 bits.
    step : float
        The roundest step to be tried; a tenth of it next, and so on.
    towards_low : bool
        Whether the value is to lie near the open end.

    Returns
    -------
    ndarray of float64
        NaN where no 32-bit number lies in the cell.
    """
    found = np.full(len(lows), np.nan)
    inward = 1 if towards_low else -1
    first = -math.floor(math.log10(step) + 1e-9)
    for decimals in range(first, first + _MOST_DECIMALS):
        unit = 10.0**-decimals
        place = np.floor(lows / unit) + 1 if towards_low else np.floor(highs / unit)
        for nth in (place, place + inward):  # the first may round to the open end
            values = np.round(nth * unit, max(decimals, 0))
            is_first = np.isnan(found) & _is_in(values, lows, highs)
            found = np.where(is_first, values, found)
    last = _nearest_narrow(lows, highs, towards_low=towards_low)
    return np.where(np.isnan(found), last, found)


def _nearest_narrow(
    lows: NDArray[np.float64], highs: NDArray[np.float64], *, towards_low: bool
) -> NDArray[np.float64]:
    """Give the 32-bit number next to an end of each cell, NaN where there is none."""
    ends = (lows if towards_low else highs).astype(np.float32)
    beside = np.nextafter(ends, np.float32(np.inf if towards_low else -np.inf))
    pair = [each.astype(np.float64) for each in (ends, beside)]
    chosen = np.where(_is_in(pair[0], lows, highs), pair[0], pair[1])
    return np.where(_is_in(chosen, lows, highs), chosen, np.nan)


def _is_in(
    values: NDArray[np.float64], lows: NDArray[np.float64], highs: NDArray[np.float64]
) -> NDArray[np.bool_]:
    narrow = values.astype(np.float32).astype(np.float64)
    return np.asarray((narrow > lows) & (narrow <= highs))


def exact_words(
    feature: Feature, value: float | str | None, *, with_unit: bool = True
) -> str:
    """Say a value in words from which it can be read back.

    As `describe_value` where that does not round; else with the digits it has.
    """
    words = describe_value(feature, value, with_unit=with_unit)
    if not isinstance(value, float | int) or feature.kind is not Kind.NUMBER:
        return words
    unit = f" {feature.unit}" if with_unit and feature.unit else ""
    if feature.name.startswith("duration") and feature.unit == "ms":
        if value % _MS_A_SECOND == 0:
            return words
        return f"{value / _MS_A_SECOND:.6g} s" if with_unit else f"{value:.9g}"
    if is_whole(feature) and float(value).is_integer():
        return words
    bare = describe_value(feature, value, with_unit=False)
    try:
        told = float(bare.replace("−", "-").replace(",", ""))
    except ValueError:
        told = math.nan
    if told == value or describe_number(value) == bare == f"{value:.9g}":
        return words
    return f"{value:.9g}".replace("-", "−", 1) + unit
