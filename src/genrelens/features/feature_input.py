"""Fit a new table to the features of a trained model, telling what does not fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from genrelens.errors import printable
from genrelens.features.value_words import describe_value
from genrelens.features.wording.input_words import (
    absent_note,
    new_level_note,
    new_level_words,
    range_note,
    range_words,
    ranges_note,
    without_words,
)
from genrelens.schema.columns import Kind
from genrelens.schema.known_columns import registered
from genrelens.schema.reading_recipe import ReadingRecipe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from genrelens.cleaning.track_table import Column, TrackTable
    from genrelens.features.reference import FeatureReference
    from genrelens.schema.features import Feature

__all__ = [
    "EMPTY",
    "NO_COLUMN",
    "RELATIVE_SLACK",
    "InputProblems",
    "MissingColumn",
    "RowWarnings",
    "features_for",
    "recipes_for",
]

EMPTY: Final = "no cell of the column has a value"
"""Why a feature is missing that has a column without a single value."""

NO_COLUMN: Final = "the table has no such column"
"""Why a feature is missing that has no column."""

_MOST_RANGES: Final = 8
RELATIVE_SLACK: Final = 1e-9  # a training value itself is never out of range


@dataclass(frozen=True, slots=True)
class MissingColumn:
    """A feature of the model that the new table does not provide.

    Parameters
    ----------
    name, label, origin : str
        The feature, its name for people, its header in the training table.
    why : str
        One clause: what was found instead.
    """

    name: str
    label: str
    origin: str
    why: str

    @property
    def is_absent(self) -> bool:
        """Whether there is no usable column at all, and not an empty one."""
        return self.why != EMPTY

    def to_dict(self) -> dict[str, str]:
        """Give the words by name."""
        return {
            "name": self.name,
            "label": self.label,
            "origin": self.origin,
            "why": self.why,
        }


@dataclass(frozen=True, slots=True)
class RowWarnings:
    """What is unusual about each row, in words.

    Parameters
    ----------
    texts : tuple of str, length n_rows
        Empty where nothing is.
    """

    texts: tuple[str, ...]

    @property
    def n_rows(self) -> int:
        """Number of rows with a warning."""
        return sum(1 for text in self.texts if text)


@dataclass(frozen=True, slots=True)
class InputProblems:
    """Everything that did not fit, per row and in total.

    Parameters
    ----------
    missing : tuple of MissingColumn
        Features without a usable column; all their values are missing.
    n_unseen : dict of str to int
        Cells of each category with a level that training never saw.
    n_below, n_above : dict of str to int
        Cells of each number below and above the range seen in training.
    notes : tuple of str
        One sentence for each of the above, with counts.
    rows : RowWarnings
    """

    missing: tuple[MissingColumn, ...]
    n_unseen: dict[str, int]
    n_below: dict[str, int]
    n_above: dict[str, int]
    notes: tuple[str, ...]
    rows: RowWarnings

    def to_dict(self) -> dict[str, Any]:
        """Give the totals as plain values, ready for JSON."""
        return {
            "missing_columns": [column.to_dict() for column in self.missing],
            "unseen_levels": dict(self.n_unseen),
            "below_training_range": dict(self.n_below),
            "above_training_range": dict(self.n_above),
            "n_rows_with_warnings": self.rows.n_rows,
            "notes": list(self.notes),
        }


def recipes_for(features: Sequence[Feature]) -> dict[str, ReadingRecipe]:
    """Give the recipes by which a model's columns are to be read from a new table.

    A feature that was never read from a file is read as it stands: numbers
    without any change of unit, yes and no as 1 and 0, categories as text.

    Parameters
    ----------
    features : sequence of Feature
        Of a trained model.

    Returns
    -------
    dict of str to ReadingRecipe
        By `Feature.name`, for `genrelens.cleaning.cleaning.clean_table`.
    """
    return {
        feature.name: feature.recipe or _plain_recipe(feature) for feature in features
    }


def _plain_recipe(feature: Feature) -> ReadingRecipe:
    is_known = registered(feature.name) is not None
    return ReadingRecipe(
        header=feature.origin,
        reader="category" if feature.kind is Kind.CATEGORY else "plain",
        attribute=feature.name if is_known else "",
    )


def features_for(
    model_features: Sequence[Feature],
    references: Sequence[FeatureReference],
    table: TrackTable,
) -> tuple[pd.DataFrame, InputProblems]:
    """Give a model its own columns, in its own order, from a new table.

    Columns are found by name, else by the header they had in training,
    whatever their role. A column that is absent, or holds text where the
    model learnt numbers, is all missing and reported. Values that training
    did not see are kept as they are and reported; an unseen level counts as
    none of the levels known. Each row names what it lacks, and what was odd
    about its cells when they were read (`TrackTable.remarks`).

    Parameters
    ----------
    model_features : sequence of Feature
        In the model's order.
    references : sequence of FeatureReference
        What training saw, one a feature, found by name.
    table : TrackTable
        A cleaned table, with or without a genre.

    Returns
    -------
    frame : pandas.DataFrame, n_rows x n_features
        Row for row with the table.
    problems : InputProblems
    """
    seen = {reference.name: reference for reference in references}
    n_rows = len(table.frame)
    collected = _Collected(texts=np.full(n_rows, "", dtype=object))
    columns: dict[str, pd.Series[Any]] = {}
    is_unread = _collect_remarks(model_features, table, collected)
    for feature in model_features:
        values, why = _values_of(feature, table)
        if why:
            collected.missing.append(
                MissingColumn(feature.name, feature.label, feature.origin, why)
            )
        elif feature.name in seen:
            _compare(feature, seen[feature.name], values, collected)
        columns[feature.name] = values
    frame = pd.DataFrame(columns, index=table.frame.index)
    is_lacking = frame.isna().to_numpy(dtype=bool) & ~is_unread
    absent = {column.name for column in collected.missing if column.is_absent}
    order = sorted(model_features, key=lambda feature: feature.name not in absent)
    places = [list(frame.columns).index(feature.name) for feature in order]
    labels = [printable(feature.label) for feature in order]
    collected.name_lacking(is_lacking[:, places], labels)
    return frame, collected.problems()


def _collect_remarks(
    features: Sequence[Feature], table: TrackTable, collected: _Collected
) -> NDArray[np.bool_]:
    """Take over what was odd about single cells; tell which were lost by it."""
    places = {feature.name: place for place, feature in enumerate(features)}
    touched = np.zeros((len(table.frame), len(features)), dtype=bool)
    for remark in table.remarks:
        lead = ""
        if remark.name and remark.name not in places:
            continue
        if remark.name:
            place = places[remark.name]
            lead = f"{printable(features[place].label)} "
            touched[remark.rows, place] = True
        is_hit = np.zeros(len(table.frame), dtype=bool)
        is_hit[remark.rows] = True
        collected.warn(is_hit, [lead + text for text in remark.texts])
    return touched


class _Collected:
    """Problems gathered feature by feature."""

    def __init__(self, texts: NDArray[np.object_]) -> None:
        self.texts = texts
        self.missing: list[MissingColumn] = []
        self.n_unseen: dict[str, int] = {}
        self.n_below: dict[str, int] = {}
        self.n_above: dict[str, int] = {}
        self.notes: list[str] = []
        self.ranges: list[str] = []

    def warn(self, is_hit: NDArray[np.bool_], texts: Sequence[str]) -> None:
        """Add one text to each row that is hit."""
        rows = np.flatnonzero(is_hit)
        parted = np.where(self.texts[rows] == "", "", "; ")
        self.texts[rows] = self.texts[rows] + parted.astype(object) + list(texts)

    def name_lacking(
        self, is_lacking: NDArray[np.bool_], labels: Sequence[str]
    ) -> None:
        """Begin the text of each row with the features that it has no value of."""
        rows = np.flatnonzero(is_lacking.any(axis=1))
        packed = np.packbits(is_lacking[rows], axis=1)
        leads: dict[bytes, str] = {}
        for row, pattern in zip(rows.tolist(), packed, strict=True):
            key = pattern.tobytes()
            if key not in leads:
                named = np.flatnonzero(is_lacking[row]).tolist()
                leads[key] = without_words([labels[place] for place in named])
            own = self.texts[row]
            self.texts[row] = f"{leads[key]}; {own}" if own else leads[key]

    def problems(self) -> InputProblems:
        """Close the collection."""
        by_reason: dict[str, list[str]] = {}
        for column in self.missing:
            by_reason.setdefault(column.why, []).append(printable(column.label))
        absent = tuple(absent_note(labels, why) for why, labels in by_reason.items())
        return InputProblems(
            missing=tuple(self.missing),
            n_unseen=self.n_unseen,
            n_below=self.n_below,
            n_above=self.n_above,
            notes=(*absent, *self.notes, *self._told_ranges()),
            rows=RowWarnings(tuple(str(text) for text in self.texts)),
        )

    def _told_ranges(self) -> tuple[str, ...]:
        """Give the notes of ranges one by one while they are few, else one for all."""
        if len(self.ranges) <= _MOST_RANGES:
            return tuple(self.ranges)
        n_out = len(self.n_below.keys() | self.n_above.keys())
        return (ranges_note(n_out, self.ranges[0]),)


def _find(feature: Feature, columns: Sequence[Column]) -> Column | None:
    by_name: Mapping[str, Column] = {column.name: column for column in columns}
    by_header: Mapping[str, Column] = {column.header: column for column in columns}
    return by_name.get(feature.name) or by_header.get(feature.origin)


def _values_of(feature: Feature, table: TrackTable) -> tuple[pd.Series[Any], str]:
    """Give the column of a feature, and why it is all missing where it is."""
    is_category = feature.kind is Kind.CATEGORY
    nothing = pd.Series(
        np.full(len(table.frame), np.nan), index=table.frame.index, dtype="float64"
    )
    if is_category:
        nothing = nothing.astype("str")
    column = _find(feature, table.columns)
    if column is None:
        return nothing, NO_COLUMN
    raw = table.frame[column.name]
    if raw.isna().all():
        return nothing, EMPTY if len(raw) else ""
    if feature.unit and column.unit and feature.unit != column.unit:
        found = f"the column is in {printable(column.unit)}"
        return nothing, f"{found}, the model learnt {printable(feature.unit)}"
    is_number = pd.api.types.is_numeric_dtype(raw.dtype)
    if is_category:
        return (_as_words(raw) if is_number else raw.astype("str")), ""
    if not is_number:
        return nothing, "the column holds text where the model learnt numbers"
    return raw.astype("float64"), ""


def _as_words(raw: pd.Series[Any]) -> pd.Series[Any]:
    """Write numbers as the levels of a category: 4.0 becomes "4"."""
    codes, values = pd.factorize(raw.astype("float64"))
    words = np.array([f"{value:.15g}" for value in values], dtype=object)
    texts = words[codes]
    texts[codes < 0] = None
    return pd.Series(texts, index=raw.index, dtype="str")


def _compare(
    feature: Feature,
    reference: FeatureReference,
    values: pd.Series[Any],
    collected: _Collected,
) -> None:
    """Count and name the cells that training never saw."""
    label = printable(feature.label)
    if feature.kind is Kind.CATEGORY:
        is_new = (values.notna() & ~values.isin(reference.levels)).to_numpy(dtype=bool)
        if is_new.any():
            levels = values.to_numpy(dtype=object)[is_new]
            collected.n_unseen[feature.name] = len(levels)
            texts = _describe_each(feature, levels)
            collected.warn(is_new, [new_level_words(label, text) for text in texts])
            collected.notes.append(
                new_level_note(label, len(levels), len(values), texts[0])
            )
        return
    if reference.low is None or reference.high is None:
        return
    numbers = values.to_numpy(dtype=np.float64)
    low, high = reference.low, reference.high
    slack = RELATIVE_SLACK * max(abs(low), abs(high))
    for is_out, totals, side, bound in (
        (numbers < low - slack, collected.n_below, "below", low),
        (numbers > high + slack, collected.n_above, "above", high),
    ):
        _tell_range(feature, numbers, is_out, side, bound, totals, collected)


def _tell_range(
    feature: Feature,
    numbers: NDArray[np.float64],
    is_out: NDArray[np.bool_],
    side: str,
    bound: float,
    totals: dict[str, int],
    collected: _Collected,
) -> None:
    n_out = int(is_out.sum())
    if n_out == 0:
        return
    label, limit = printable(feature.label), describe_value(feature, bound)
    texts = _describe_each(feature, numbers[is_out])
    if limit in texts:  # rounded for people, the two would look the same
        limit = f"{bound:.9g}"
        texts = [f"{number:.9g}" for number in numbers[is_out].tolist()]
    totals[feature.name] = n_out
    collected.warn(is_out, [range_words(label, text, side, limit) for text in texts])
    collected.ranges.append(
        range_note(label, n_out, len(numbers), side, limit, texts[0])
    )


def _describe_each(feature: Feature, values: NDArray[Any]) -> list[str]:
    codes, unique = pd.factorize(values)
    words = [describe_value(feature, value) for value in unique.tolist()]
    return [words[code] for code in codes]
