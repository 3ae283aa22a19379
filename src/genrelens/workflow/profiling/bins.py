"""Choose bins with round edges, in the unit in which people think."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["round_edges"]

_FEWEST, _MOST = 8, 40
_TAIL = 0.005
_FAR = 1.5  # times the range of all but the tails, from which extremes stand apart
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_WHOLE_STEPS: Final = (1.0, 2.0, 5.0, 10.0)
_SECONDS: Final = (1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600)
_THOUSAND = 1000.0


def round_edges(values: NDArray[np.float64], *, unit: str = "") -> tuple[float, ...]:
    """Choose the edges of bins for a histogram.

    Their width follows the rule of Freedman and Diaconis (twice the middle half of
    the values over the cube root of their number), between 8 and 40 bins, rounded up
    to 1, 2, 2.5 or 5 times a power of ten; times are rounded to whole seconds or
    minutes. Whole numbers get bins around them. Where a few extreme values lie far
    outside, the bins hold all but these.

    Parameters
    ----------
    values : ndarray of float64
        Finite; at least one.
    unit : str
        ``"ms"`` for times.

    Returns
    -------
    tuple of float
        Ascending, two at least.

    References
    ----------
    D. Freedman, P. Diaconis (1981), On the histogram as a density estimator.

    Examples
    --------
    >>> import numpy as np
    >>> round_edges(np.array([3.0, 4.0, 4.0, 5.0]))
    (2.5, 3.5, 4.5, 5.5)
    >>> round_edges(np.linspace(0, 1, 1000))[:3]
    (0.0, 0.1, 0.2)
    """
    low, high = _range(values)
    is_whole = unit != "ms" and bool((values == np.round(values)).all())
    if is_whole and high - low < 2**52:
        return _whole_edges(low, high, _width(values, low, high))
    if high - low <= max(abs(low), abs(high)) * 1e-12:
        room = max(abs(high) * 0.01, 0.5)
        return (low - room, high + room)
    step = _round_up(_width(values, low, high), unit)
    first = math.floor(low / step + 1e-9)
    first -= _clean(first * step, step) > low
    last = max(math.ceil(high / step - 1e-9), first + 1)
    last += _clean(last * step, step) < high
    return tuple(_clean(place * step, step) for place in range(first, last + 1))


def _range(values: NDArray[np.float64]) -> tuple[float, float]:
    """Give the ends of all values, or of all but far tails."""
    low, high = float(values.min()), float(values.max())
    inner = np.quantile(values, [_TAIL, 1 - _TAIL])
    span = float(inner[1] - inner[0])
    if span > 0 and high - low > _FAR * span:
        return float(inner[0]), float(inner[1])
    return low, high


def _width(values: NDArray[np.float64], low: float, high: float) -> float:
    quarter, three_quarters = map(float, np.quantile(values, [0.25, 0.75]))
    width = 2 * (three_quarters - quarter) / math.cbrt(len(values))
    span = high - low
    return min(max(width, span / _MOST), span / _FEWEST)


def _whole_edges(low: float, high: float, width: float) -> tuple[float, ...]:
    low, high = math.floor(low), math.ceil(high)
    step = 1.0
    if high - low >= _MOST:
        power = math.pow(10.0, math.floor(math.log10(max(width, 1.0))))
        step = next(f * power for f in _WHOLE_STEPS if f * power >= width * (1 - 1e-9))
    if step == 1.0:
        return tuple(place - 0.5 for place in range(low, high + 2))
    first, last = math.floor(low / step), math.floor(high / step) + 1
    return tuple(place * step for place in range(first, last + 1))


def _round_up(width: float, unit: str) -> float:
    if unit == "ms" and width > _THOUSAND / 2:
        for seconds in _SECONDS:
            if seconds * _THOUSAND >= width * (1 - 1e-9):
                return seconds * _THOUSAND
    power = math.pow(10.0, math.floor(math.log10(width)))
    return next(f * power for f in _STEPS if f * power >= width * (1 - 1e-9))


def _clean(value: float, step: float) -> float:
    """Take off what multiplying left behind the digits that count."""
    digits = max(0, 3 - math.floor(math.log10(step)))
    return round(value, min(digits, 300))
