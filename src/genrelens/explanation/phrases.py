"""Word one feature's value, against what is typical of a genre."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from genrelens.errors import printable
from genrelens.explanation.speaking import TAGS
from genrelens.features.value_words import describe_value
from genrelens.schema.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.features.reference import FeatureReference
    from genrelens.schema.features import Feature

__all__ = [
    "contrast_words",
    "extreme_words",
    "name_value",
    "plain_value",
    "typical_clause",
]

_PLAIN: Final = TAGS | {"key", "time_signature"}  # neither low nor high
_LOWER_QUARTER, _UPPER_QUARTER = 1, 3  # places in `FeatureReference.quantiles`


def plain_value(value: object) -> float | str | None:
    """Give a cell as a plain number or text, None where it is missing."""
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 (NaN)
        return None
    return value if isinstance(value, str) else float(value)  # type: ignore[arg-type]


def name_value(feature: Feature, value: float | str | None) -> str:
    """Name a feature with its value: "tempo 138 BPM", "explicit: yes"."""
    label = printable(feature.label, limit=40)
    words = describe_value(feature, value)
    is_word = value is not None and (
        feature.kind in (Kind.FLAG, Kind.CATEGORY) and feature.name != "mode"
    )
    return f"{label}: {words}" if is_word else f"{label} {words}"


def _typical(feature: Feature, reference: FeatureReference | None, genre: str) -> str:
    """Say what is typical of a genre; empty where it is not known."""
    if reference is None or not reference.median_by_genre:
        return ""
    typical = reference.median_by_genre.get(genre)
    if typical is None:
        return ""
    if feature.kind is Kind.FLAG:
        return f"{typical:.0%}".replace("%", " %")
    return describe_value(feature, typical, with_unit=False)


def typical_clause(
    feature: Feature, reference: FeatureReference | None, genres: Sequence[str]
) -> str:
    """Give " (typical techno 135, house 124)", or nothing where it is not known."""
    # The median of a code (key, mode) is no typical value.
    if feature.name == "key":
        return ""
    told = [
        f"{printable(genre, limit=40)} {words}"
        for genre in genres
        if (words := _typical(feature, reference, genre))
    ]
    if not told:
        return ""
    lead = "typical"
    if feature.kind is Kind.FLAG:
        lead = "major in" if feature.name == "mode" else "yes in"
    return f" ({lead} {', '.join(told)})"


def extreme_words(
    feature: Feature, reference: FeatureReference | None, value: float | str | None
) -> str:
    """Give "speechiness low (0.04)" for a value in an outer quarter, else nothing."""
    is_scale = feature.kind is Kind.NUMBER and feature.name not in _PLAIN
    if not is_scale or reference is None or not reference.quantiles:
        return ""
    if value is None or isinstance(value, str):
        return ""
    low = reference.quantiles[_LOWER_QUARTER]
    high = reference.quantiles[_UPPER_QUARTER]
    if low == high or low <= value <= high:
        return ""
    side = "low" if value < low else "high"
    label = printable(feature.label, limit=40)
    return f"{label} {side} ({describe_value(feature, value)})"


def contrast_words(
    feature: Feature,
    reference: FeatureReference | None,
    value: float | str | None,
    genre: str,
    rival: str,
) -> str:
    """Word one contrast: by typical values where they tell the two apart."""
    named = name_value(feature, value)
    if value is None:
        return named
    medians = (reference.median_by_genre or {}) if reference is not None else {}
    if genre in medians and rival in medians and not isinstance(value, str):
        is_nearer = abs(value - medians[genre]) < abs(value - medians[rival])
        words = [_typical(feature, reference, name) for name in (genre, rival)]
        if is_nearer and words[0] != words[1]:
            return named + typical_clause(feature, reference, [rival, genre])
    return extreme_words(feature, reference, value) or named
