"""Say what of one track a model has never seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from genrelens.errors import printable
from genrelens.features.value_words import describe_value
from genrelens.schema.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.features.encoding import FeatureEncoder
    from genrelens.features.reference import FeatureReference
    from genrelens.schema.features import Feature

__all__ = ["tell_oddities"]

_SLACK = 1e-9  # a training value itself is never outside


def tell_oddities(
    features: Sequence[Feature],
    references: Sequence[FeatureReference],
    encoder: FeatureEncoder,
    row: pd.Series,
) -> tuple[str, ...]:
    """Name every value that lies outside of what the collection holds.

    Parameters
    ----------
    features : sequence of Feature
    references : sequence of FeatureReference
        What training saw of them.
    encoder : FeatureEncoder
        Of the model; it tells which levels were too rare to be told apart.
    row : Series
        The track's values by name; a missing one is no oddity.

    Returns
    -------
    tuple of str
        One clause a value, in the order of the features.
    """
    seen = {reference.name: reference for reference in references}
    told = []
    for feature in features:
        value, reference = row[feature.name], seen.get(feature.name)
        if pd.isna(value) or reference is None:
            continue
        if feature.kind is Kind.CATEGORY:
            words = _of_level(feature, reference, encoder, str(value))
        else:
            words = _of_number(feature, reference, float(value))
        if words:
            told.append(words)
    return tuple(told)


def _of_level(
    feature: Feature, reference: FeatureReference, encoder: FeatureEncoder, level: str
) -> str:
    label, shown = printable(feature.label), printable(level, limit=40)
    if level not in reference.levels:
        return f"{label} '{shown}' is new"
    if level not in encoder.levels[feature.name]:
        return f"{label} '{shown}' was too rare to be told apart"
    return ""


def _of_number(feature: Feature, reference: FeatureReference, value: float) -> str:
    low, high = reference.low, reference.high
    if low is None or high is None:
        return ""
    slack = _SLACK * max(abs(low), abs(high))
    if low - slack <= value <= high + slack:
        return ""
    side, bound = ("below", low) if value < low else ("above", high)
    text, limit = describe_value(feature, value), describe_value(feature, bound)
    if text == limit:  # rounded for people, the two would look the same
        text, limit = f"{value:.9g}", f"{bound:.9g}"
    return f"{printable(feature.label)} {text} is {side} training's {limit}"
