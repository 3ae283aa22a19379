"""Write differences between scores in words that need no statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from genrelens.evaluation.comparing.paired import Difference
    from genrelens.evaluation.results import Estimate

__all__ = [
    "NAMES",
    "say_change",
    "say_difference",
    "say_gain",
    "say_groups",
    "say_range",
]

NAMES = {"accuracy": "accuracy", "macro_auc_ovr": "macro AUC"}
"""Scores that are compared, by their names for people."""

_MINUS = "\N{MINUS SIGN}"


def say_change(metric: str, value: float) -> str:
    """Write a change of a score: points for accuracy, else three decimals.

    Examples
    --------
    >>> say_change("accuracy", 0.0123), say_change("macro_auc_ovr", 0.0)
    ('+1.2 points', '0.000')
    """
    is_share = metric == "accuracy"
    return _signed(metric, value) + (" points" if is_share else "")


def say_difference(difference: Difference) -> str:
    """Write a difference with its interval.

    The tracks and groups behind it are for the caller to name.
    """
    low, high = (
        _signed(difference.metric, end) for end in (difference.low, difference.high)
    )
    told = say_change(difference.metric, difference.value)
    return f"{told} (95 % interval {low} to {high})"


def say_gain(metric: str, found: Estimate) -> str:
    """Write the interval of a gain as a range.

    Examples
    --------
    >>> from genrelens.evaluation.results import Estimate
    >>> say_gain("accuracy", Estimate(0.01, 0.002, 0.013))
    '+0.2 to +1.3 points'
    """
    unit = " points" if metric == "accuracy" else ""
    return f"{_signed(metric, found.low)} to {_signed(metric, found.high)}{unit}"


def say_groups(kind: str) -> str:
    """Write what groups are, as a plural for people.

    Examples
    --------
    >>> say_groups("artists"), say_groups("album")
    ('groups of artists', "values of 'album'")
    """
    words = {"artists": "groups of artists", "tracks": "distinct tracks"}
    return words.get(kind, f"values of '{kind}'")


def say_range(metric: str, found: Estimate) -> str:
    """Write the interval of a score as a range.

    Examples
    --------
    >>> from genrelens.evaluation.results import Estimate
    >>> say_range("accuracy", Estimate(0.5, 0.49, 0.51))
    '49.0 to 51.0 %'
    """
    if metric == "accuracy":
        return f"{100 * found.low:.1f} to {100 * found.high:.1f} %"
    return f"{found.low:.3f} to {found.high:.3f}"


def _signed(metric: str, value: float) -> str:
    digits, factor = (1, 100) if metric == "accuracy" else (3, 1)
    text = f"{factor * value:+.{digits}f}"
    if float(text) == 0:
        return text[1:]
    return text.replace("-", _MINUS)
