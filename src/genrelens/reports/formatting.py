"""Write numbers the way people read them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.evaluation.results import Estimate

__all__ = [
    "count",
    "decimal",
    "decimal_tick",
    "interval",
    "metric_formatter",
    "percent",
    "percent_tick",
    "points",
    "points_tick",
    "significant",
    "value_with_unit",
]

_SPACE = "\u00a0"
_MINUS = "\u2212"
_MOST_DIGITS = 4
_NO_DIFFERENCE = 1e-9


def percent(share: float, digits: int = 1) -> str:
    r"""Write a share as a percentage.

    Examples
    --------
    >>> percent(0.5468), percent(1.0, 0)
    ('54.7\xa0%', '100\xa0%')
    """
    return f"{decimal(share * 100, digits)}{_SPACE}%" if math.isfinite(share) else "n/a"


def percent_tick(share: float) -> str:
    r"""Write a share beside a tick, with as many digits as it has.

    Examples
    --------
    >>> percent_tick(0.45), percent_tick(0.475)
    ('45\xa0%', '47.5\xa0%')
    """
    return percent(share, _digits_of(share * 100, 0))


def decimal_tick(value: float) -> str:
    """Write a number beside a tick, with as many digits as it has, two at least.

    Examples
    --------
    >>> decimal_tick(0.8), decimal_tick(-0.825)
    ('0.80', '−0.825')
    """
    return decimal(value, _digits_of(value, 2))


def points_tick(share: float) -> str:
    """Write a difference of shares beside a tick, in percentage points.

    Examples
    --------
    >>> points_tick(0.05), points_tick(-0.025)
    ('+5', '−2.5')
    """
    return points(share, _digits_of(share * 100, 0))


def _digits_of(value: float, fewest: int) -> int:
    """Count the decimals that a tick needs, so that two never look alike."""
    for digits in range(fewest, _MOST_DIGITS):
        if abs(round(value, digits) - value) < _NO_DIFFERENCE:
            return digits
    return _MOST_DIGITS


def decimal(value: float, digits: int = 3) -> str:
    """Write a number with fixed decimals, and a real minus sign.

    Examples
    --------
    >>> decimal(-0.1234, 2), decimal(float("nan"))
    ('−0.12', 'n/a')
    """
    if not math.isfinite(value):
        return "n/a"
    text = f"{value:,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        text = text.removeprefix("-")
    return text.replace("-", _MINUS)


def points(share: float, digits: int = 1, *, signed: bool = True) -> str:
    """Write a difference of shares in percentage points, without the unit.

    Examples
    --------
    >>> points(0.0312), points(-0.004), points(0.0312, signed=False)
    ('+3.1', '−0.4', '3.1')
    """
    text = decimal(share * 100, digits)
    is_up = signed and math.isfinite(share) and share * 100 >= 0.5 * 10**-digits
    return f"+{text}" if is_up else text


def count(number: int) -> str:
    """Write a whole number with thousands set apart.

    Examples
    --------
    >>> count(28352)
    '28,352'
    """
    return f"{number:,}"


def significant(value: float, digits: int = 3) -> str:
    """Write a number of any size with about three digits that count.

    Examples
    --------
    >>> significant(138.25), significant(0.04123), significant(217000), significant(5)
    ('138', '0.0412', '217,000', '5')
    """
    if not math.isfinite(value):
        return "n/a"
    if value == 0:
        return "0"
    before = math.floor(math.log10(abs(value)))
    text = decimal(value, max(digits - 1 - before, 0))
    return text.rstrip("0").rstrip(".") if "." in text else text


def value_with_unit(value: float | str | None, unit: str) -> str:
    r"""Write a feature's value with its unit; a missing one in words.

    Examples
    --------
    >>> value_with_unit(138.0, "BPM"), value_with_unit(None, "dB")
    ('138\xa0BPM', 'unknown')
    """
    if value is None:
        return "unknown"
    if isinstance(value, str):
        return value
    if math.isnan(value):
        return "unknown"
    if unit == "ms":
        return f"{int(value // 60000)}:{int(value % 60000 // 1000):02d}{_SPACE}min"
    return significant(value) + (f"{_SPACE}{unit}" if unit else "")


def interval(estimate: Estimate, show: Callable[[float], str]) -> str:
    r"""Write the 95 % interval of an estimate.

    Examples
    --------
    >>> from genrelens.evaluation.results import Estimate
    >>> interval(Estimate(0.5, 0.4, 0.6), percent)
    '40.0 to 60.0\xa0%'
    """
    low, high = show(estimate.low), show(estimate.high)
    if low.endswith("%") and high.endswith("%"):
        low = low.removesuffix("%").rstrip()
    return f"{low} to {high}"


def metric_formatter(metric: str) -> Callable[[float], str]:
    r"""Give the way in which values of a score are written.

    Examples
    --------
    >>> metric_formatter("accuracy")(0.5), metric_formatter("macro_auc_ovr")(0.5)
    ('50.0\xa0%', '0.500')
    """
    if metric.startswith(("macro_auc", "log_loss", "macro_f1")):
        return decimal
    return percent
