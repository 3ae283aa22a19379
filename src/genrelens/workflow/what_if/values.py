"""Read the values that a person sets for one track, in the model's own units."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from genrelens.errors import ColumnError, InputError, printable
from genrelens.explanation.phrases import plain_value
from genrelens.features.value_words import describe_value
from genrelens.schema.columns import Kind
from genrelens.workflow.what_if.cleaned_alike import refuse_changed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from genrelens.schema.features import Feature

__all__ = ["Value", "plain_values", "read_values"]

Value = float | int | bool | str | None
"""What an attribute may be set to; None where it is not known."""

_MOST_SHOWN = 12
_LARGEST = 3.4e38


def read_values(
    features: Sequence[Feature], given: Mapping[str, Value]
) -> pd.DataFrame:
    """Give one track as a model takes it.

    Parameters
    ----------
    features : sequence of Feature
        Of the model.
    given : mapping of str to value
        By `Feature.name`, in the feature's own unit (as the model file and
        ``explain`` tell them): a number, true or false, or the level of a category.
        What is None or absent is missing.

    Returns
    -------
    pandas.DataFrame, 1 x n_features

    Raises
    ------
    InputError
        If a name is none of the model's, or nothing has a value.
    ColumnError
        If a value is of the wrong kind, infinite, or beyond 32 bits; or if a table's
        cell with this value would be read as missing, or as another value.
    """
    names = {feature.name for feature in features}
    unknown = [name for name in given if name not in names]
    if unknown:
        shown = ", ".join(f"'{printable(name, limit=40)}'" for name in unknown[:5])
        raise InputError(
            f"{shown}: the model has no attribute of this name. It has "
            f"{_named(features)}."
        )
    columns = {
        feature.name: _column(feature, given.get(feature.name)) for feature in features
    }
    frame = pd.DataFrame(columns)
    if bool(frame.isna().all(axis=None)):
        raise InputError(
            "No attribute of this track has a value, so there is nothing to answer. "
            f"Set some of: {_named(features)}."
        )
    return frame


def plain_values(
    features: Sequence[Feature], row: pd.Series
) -> dict[str, float | str | None]:
    """Give a track's values by name, ready for JSON and for `read_values`."""
    return {feature.name: plain_value(row[feature.name]) for feature in features}


def _named(features: Sequence[Feature]) -> str:
    names = [printable(feature.name, limit=40) for feature in features]
    more = " …" if len(names) > _MOST_SHOWN else ""
    return ", ".join(names[:_MOST_SHOWN]) + more


def _column(feature: Feature, value: Value) -> pd.Series:
    if feature.kind is Kind.CATEGORY:
        if value is not None and not isinstance(value, str):
            raise _wrong(feature, value, "Give text, or null where it is not known.")
        if value is not None:
            refuse_changed(feature, value)
        return pd.Series([value], dtype="str")
    if value is None:
        return pd.Series([math.nan])
    is_yes_or_no = isinstance(value, bool) and feature.kind is not Kind.FLAG
    if isinstance(value, str) or is_yes_or_no:
        raise _wrong(feature, value, "Give a number, or null where it is not known.")
    number = float(value) if abs(value) <= _LARGEST else math.inf
    if not math.isfinite(number):
        raise _wrong(feature, value, "Give a number that 32 bits can hold.")
    if feature.kind is Kind.FLAG and number not in (0.0, 1.0):
        raise _wrong(feature, value, "Give true or false, 1 or 0, or null.")
    if feature.kind is not Kind.FLAG:
        refuse_changed(feature, number)
    return pd.Series([number])


def _wrong(feature: Feature, value: Value, remedy: str) -> ColumnError:
    shown = printable(value, limit=40) if isinstance(value, str) else value
    kind = {Kind.CATEGORY: "a category", Kind.FLAG: "yes or no"}.get(
        feature.kind, "a number"
    )
    if isinstance(value, bool) and feature.kind is not Kind.FLAG:
        shown = "true" if value else "false"
    elif isinstance(value, float | int):
        is_usual = abs(value) < _LARGEST
        shown = describe_value(feature, float(value)) if is_usual else "too large"
    return ColumnError(
        feature.name, found=f"'{shown}' was given, and it is {kind}", remedy=remedy
    )
