"""Say what is unusual about one track, in the words that a whole table gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from genrelens.errors import printable
from genrelens.features.feature_input import EMPTY, NO_COLUMN, RELATIVE_SLACK
from genrelens.features.value_words import describe_value
from genrelens.features.wording.input_words import (
    absent_note,
    pooled_note,
    pooled_words,
    range_note,
    range_words,
    without_words,
)
from genrelens.schema.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.features.reference import FeatureReference
    from genrelens.schema.features import Feature
    from genrelens.workflow.scoring.plain_cells import Plain

__all__ = ["AttributeWords", "RowWords", "attribute_words", "say_unusual"]


@dataclass(frozen=True, slots=True)
class AttributeWords:
    """What one attribute is called, and from where on its values are unusual.

    Parameters
    ----------
    feature : Feature
    label : str
        For people, safe to print.
    low, high : float or None
        Smallest and largest value of training; None where there is none.
    least, most : float
        The same, with room for rounding.
    places : dict of str to int, optional
        Encoded column of each level of a category; None for numbers.
    n_columns : int
        Encoded columns.
    """

    feature: Feature
    label: str
    low: float | None
    high: float | None
    least: float
    most: float
    places: dict[str, int] | None
    n_columns: int


@dataclass(frozen=True, slots=True)
class RowWords:
    """What is unusual about one track, and what a table of it alone is told.

    Parameters
    ----------
    warnings : str
        Empty where nothing is.
    notices : tuple of str
        As sentences.
    """

    warnings: str
    notices: tuple[str, ...]


def attribute_words(trained: TrainedModel) -> tuple[AttributeWords, ...]:
    """Prepare the words for each attribute of a model, in its order."""
    seen = {each.name: each for each in trained.references}
    levels = trained.model.encoder_.levels
    found = []
    for feature in trained.features:
        bounds = _bounds(feature, seen.get(feature.name))
        own = levels.get(feature.name)
        places = None if own is None else {name: at for at, name in enumerate(own)}
        found.append(
            AttributeWords(
                feature,
                printable(feature.label),
                *bounds,
                places,
                1 if own is None else len(own),
            )
        )
    return tuple(found)


def _bounds(
    feature: Feature, seen: FeatureReference | None
) -> tuple[float | None, float | None, float, float]:
    is_open = seen is None or feature.kind is Kind.CATEGORY
    if is_open or seen is None or seen.low is None or seen.high is None:
        return None, None, float("-inf"), float("inf")
    slack = RELATIVE_SLACK * max(abs(seen.low), abs(seen.high))
    return seen.low, seen.high, seen.low - slack, seen.high + slack


def say_unusual(
    attributes: Sequence[AttributeWords],
    values: Sequence[Plain],
    is_given: Sequence[bool],
) -> RowWords:
    """Say of a track what `features_for` and `find_pooled_cells` say of a table.

    Parameters
    ----------
    attributes : sequence of AttributeWords
        Of the model.
    values : sequence of float, str or None
        The track's, in the same order; levels are such as training saw.
    is_given : sequence of bool
        Whether there is a column for it at all.

    Returns
    -------
    RowWords
    """
    texts: list[str] = []
    notes: list[str] = []
    pooled: list[str] = []
    pooled_notes: list[str] = []
    for attribute, value in zip(attributes, values, strict=True):
        if isinstance(value, float):
            if not attribute.least <= value <= attribute.most:
                text, note = _say_out_of_range(attribute, value)
                texts.append(text)
                notes.append(note)
        elif value is not None and value not in (attribute.places or {}):
            pooled.append(pooled_words(attribute.label, value))
            pooled_notes.append(pooled_note(attribute.label, 1, 1, value))
    lacking, absent = _say_lacking(attributes, values, is_given)
    told = [*filter(None, (lacking, *texts)), *pooled]
    return RowWords("; ".join(told), (*absent, *notes, *pooled_notes))


def _say_out_of_range(attribute: AttributeWords, value: float) -> tuple[str, str]:
    is_low = value < attribute.least
    side = "below" if is_low else "above"
    bound: Any = attribute.low if is_low else attribute.high
    limit = describe_value(attribute.feature, bound)
    text = describe_value(attribute.feature, value)
    if text == limit:  # rounded for people, the two would look the same
        limit, text = f"{bound:.9g}", f"{value:.9g}"
    label = attribute.label
    return (
        range_words(label, text, side, limit),
        range_note(label, 1, 1, side, limit, text),
    )


def _say_lacking(
    attributes: Sequence[AttributeWords],
    values: Sequence[Plain],
    is_given: Sequence[bool],
) -> tuple[str, list[str]]:
    if None not in values:
        return "", []
    absent: list[str] = []
    empty: list[str] = []
    order = []
    for attribute, value, given in zip(attributes, values, is_given, strict=True):
        if value is None:
            (empty if given else absent).append(attribute.label)
            order.append(EMPTY if given else NO_COLUMN)
    labels = {NO_COLUMN: absent, EMPTY: empty}
    notes = [absent_note(labels[why], why) for why in dict.fromkeys(order)]
    return without_words([*absent, *empty]), notes
