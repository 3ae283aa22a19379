"""Say a feature's value the way a musician would, with its unit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from genrelens.errors import printable
from genrelens.schema.columns import Kind
from genrelens.schema.known_attributes import SHARES

if TYPE_CHECKING:
    from genrelens.schema.features import Feature

__all__ = ["UNKNOWN", "describe_number", "describe_value"]

UNKNOWN = "unknown"
"""What a missing value is called."""

_PITCHES = (
    "C", "C♯/D♭", "D", "D♯/E♭", "E", "F", "F♯/G♭", "G", "G♯/A♭", "A", "A♯/B♭", "B",
)  # fmt: skip
_UNITLESS = {"", "share", "pitch class", "beats per bar", "points of 100", "year"}
_WHOLE = {"popularity", "artist_popularity", "year"}
_TENTH_UNITS = {"dB", "LUFS"}
_LEAST_SHARE = 0.0005  # a 0–1 judgement below this rounds to nothing
_MS_A_SECOND = 1000
_SECONDS_A_MINUTE = 60


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def describe_number(value: float) -> str:
    """Write a number with about three significant digits.

    Parameters
    ----------
    value : float
        Any number; a real minus sign is used.

    Returns
    -------
    str

    Examples
    --------
    >>> [describe_number(x) for x in (0.8312, 0.0042, 0.0, -7.41, 1412.0, 12.345)]
    ['0.83', '0.0042', '0', '−7.41', '1,412', '12.3']
    >>> describe_number(3.2e12)
    '3.2e+12'
    """
    size = abs(value)
    if value == 0:
        text = "0"
    elif size >= 1e9 or size < 1e-4:  # noqa: PLR2004 (beyond these, digits mislead)
        text = f"{value:.3g}"
    elif size >= 99.95:  # noqa: PLR2004 (three digits before the point)
        text = f"{value:,.0f}"
    elif size >= 9.995:  # noqa: PLR2004
        text = f"{value:.1f}".removesuffix(".0")
    elif size >= 0.0095:  # noqa: PLR2004
        text = f"{value:.2f}".removesuffix(".00")
    else:
        text = f"{value:.2g}"
    return text.replace("-", "−", 1) if text.startswith("-") else text


def _describe_minutes(value_ms: float) -> str:
    if abs(value_ms) < _MS_A_SECOND or math.isinf(value_ms):
        return f"{describe_number(value_ms)} ms"
    seconds = round(abs(value_ms) / _MS_A_SECOND)
    minutes, rest = divmod(seconds, _SECONDS_A_MINUTE)
    sign = "−" if value_ms < 0 else ""
    return f"{sign}{minutes}:{rest:02d} min"


def _describe_by_name(name: str, value: float) -> str | None:
    """Give the words of the attributes whose numbers are codes, else None."""
    is_whole = float(value).is_integer()
    if name == "key" and is_whole and 0 <= value < len(_PITCHES):
        return _PITCHES[int(value)]
    if name == "mode" and value in (0, 1):
        return "major" if value == 1 else "minor"
    if name == "time_signature" and is_whole and value > 0:
        return f"{int(value)}/4"
    if name in _WHOLE:
        return f"{value:.0f}".replace("-", "−", 1)
    return None


def describe_value(feature: Feature, value: object, *, with_unit: bool = True) -> str:
    """Say one value of a feature in words.

    Parameters
    ----------
    feature : Feature
    value : float, str or None
        In the feature's unit; None and NaN are "unknown".
    with_unit : bool, default True
        Whether the unit is written behind the number.

    Returns
    -------
    str
        Never "nan", never control characters.

    Examples
    --------
    >>> from genrelens.schema.features import Feature
    >>> tempo = Feature("tempo", "tempo", Kind.NUMBER, "BPM", "rhythm", "t", True)
    >>> describe_value(tempo, 138.02), describe_value(tempo, float("nan"))
    ('138 BPM', 'unknown')
    """
    if _is_missing(value):
        return UNKNOWN
    if feature.kind is Kind.CATEGORY or not isinstance(value, int | float):
        return printable(value, limit=40)
    number = float(value)
    named = None if feature.is_scaled else _describe_by_name(feature.name, number)
    if named is not None:
        return named
    if feature.kind is Kind.FLAG and number in (0.0, 1.0):
        return "yes" if number == 1.0 else "no"
    if feature.name.startswith("duration") and feature.unit == "ms":
        text = _describe_minutes(number)
        return text if with_unit else text.rpartition(" ")[0]
    return _with_unit(feature, number, with_unit=with_unit)


def _with_unit(feature: Feature, number: float, *, with_unit: bool) -> str:
    if not math.isfinite(number):
        text = "infinite"
    elif feature.unit == "BPM":
        text = f"{number:.0f}".replace("-", "−", 1)
    elif feature.unit in _TENTH_UNITS:
        text = f"{number:.1f}".replace("-", "−", 1).replace("−0.0", "0.0")
    elif (
        feature.name in SHARES and not feature.is_scaled and 0 <= number < _LEAST_SHARE
    ):
        text = "0" if number == 0 else "under 0.001"
    else:
        text = describe_number(number)
    if not with_unit or feature.unit in _UNITLESS:
        return text
    return f"{text} {printable(feature.unit, limit=20)}"
