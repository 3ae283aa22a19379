"""Give the features as they would be with a leak, and without it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.checking.identity import track_keys
from genrelens.checking.labels import label_rows
from genrelens.checking.leaks.encoded_classes import filled_numbers
from genrelens.checking.rows import mark_left_out
from genrelens.schema.columns import Kind, Role

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.cleaning.track_table import Column, TrackTable
    from genrelens.schema.findings import Finding

__all__ = ["Change", "change_features"]

MAX_LEVELS = 30
"""A text column with more values is read by the genres of other tracks with each."""

_MS = {"ms": 1.0, "s": 1_000.0, "min": 60_000.0}


@dataclass(frozen=True, slots=True)
class Change:
    """Two sets of features for the same tracks.

    Parameters
    ----------
    with_, without : pandas.DataFrame or None
        With the leak, and without it; None for the features as they are.
    how : str
        What is compared with what, in one sentence.
    remembered : str
        Name of a column with so many values that a model should be shown the
        genres of its values instead (`value_memory.ValueMemory`); else empty.
    """

    with_: pd.DataFrame | None
    without: pd.DataFrame | None
    how: str
    remembered: str = ""


def change_features(
    finding: Finding,
    table: TrackTable,
    rows: NDArray[np.int64],
    X: pd.DataFrame,
    *,
    seed: int,
) -> Change | str:
    """Take a leak out of the features, or put it in where training left it out.

    Parameters
    ----------
    finding : Finding
        The leak.
    table : TrackTable
        The checked table.
    rows : ndarray of int64, shape (n_tracks,)
        Position in the table of each row of `X`.
    X : pandas.DataFrame, n_tracks x n_features
        The model's features, by `Column.name`.
    seed : int
        Of the values drawn to fill gaps.

    Returns
    -------
    Change or str
        Or the sentence that says why the leak cannot be taken out.

    Raises
    ------
    KeyError
        If the finding's code has no price (`known_leaks.LEAKS`).
    """
    column = _column_of(finding, table)
    return _CHANGES[finding.code](_Leak(finding, table, rows, X, column, seed))


@dataclass(frozen=True, slots=True)
class _Leak:
    finding: Finding
    table: TrackTable
    rows: NDArray[np.int64]
    X: pd.DataFrame
    column: Column | None
    seed: int

    @property
    def name(self) -> str:
        return "" if self.column is None else self.column.name

    @property
    def is_used(self) -> bool:
        return self.name in self.X.columns

    @property
    def header(self) -> str:
        return "" if self.column is None else self.column.header


def _column_of(finding: Finding, table: TrackTable) -> Column | None:
    for column in table.columns:
        if column.header == finding.column:
            return column
    return None


def _not_used(leak: _Leak) -> str:
    return f"The model does not use '{leak.header}', so its score owes it nothing."


def _add_column(leak: _Leak) -> Change | str:
    if leak.is_used:
        return _leave_out(leak)
    if leak.column is None:
        return "Its column cannot be found in the table."
    cells = leak.table.frame[leak.name].iloc[leak.rows].set_axis(leak.X.index)
    is_text = leak.column.kind in {Kind.CATEGORY, Kind.TEXT}
    is_long = is_text and cells.nunique() > MAX_LEVELS
    what = (
        "each value read as the genre that most training tracks with it have"
        if is_long
        else "as it stands"
    )
    return Change(
        leak.X.assign(**{leak.name: cells}),
        None,
        f"The model with '{leak.header}' among its attributes, {what}, against the "
        "model without it.",
        remembered=leak.name if is_long else "",
    )


def _leave_out(leak: _Leak) -> Change | str:
    if not leak.is_used:
        return _not_used(leak)
    if leak.X.shape[1] == 1:
        return f"'{leak.header}' is the only attribute, so nothing is left without it."
    return Change(
        None,
        leak.X.drop(columns=leak.name),
        f"The model as it is, against the model without '{leak.header}'.",
    )


def _write_raw(leak: _Leak) -> Change | str:
    if not leak.is_used:
        return _not_used(leak)
    if leak.name not in leak.table.units:
        return _leave_out(leak)
    units = leak.table.units[leak.name][leak.rows]
    raw = leak.X[leak.name].to_numpy(np.float64).copy()
    for unit, factor in _MS.items():
        raw[units == unit] /= factor
    raw[~np.isin(units, list(_MS))] = np.nan
    return Change(
        leak.X.assign(**{leak.name: raw}),
        None,
        f"'{leak.header}' as its numbers stand in the file, against all of them in "
        "milliseconds.",
    )


def _fill_gaps(leak: _Leak) -> Change | str:
    if not leak.is_used:
        return _not_used(leak)
    cells = leak.X[leak.name]
    is_gap = cells.isna().to_numpy()
    if is_gap.all() or not is_gap.any():
        return "Among the tracks trained on it has no gaps, or nothing but gaps."
    rng = np.random.default_rng(leak.seed)
    filled = cells.to_numpy(copy=True)
    filled[is_gap] = rng.choice(filled[~is_gap], size=int(is_gap.sum()))
    whole = leak.X.copy()
    whole[leak.name] = filled
    whole[leak.name] = whole[leak.name].astype(cells.dtype)
    return Change(
        None,
        whole,
        f"'{leak.header}' with its gaps, against the same column with each gap filled "
        "by the value of a track drawn at random, whatever its genre.",
    )


def _empty_filled(leak: _Leak) -> Change | str:
    if not leak.is_used:
        return _not_used(leak)
    (target,) = leak.table.with_role(Role.TARGET)
    labels = label_rows(
        leak.table.frame[target.name], is_left_out=mark_left_out(leak.table)
    )
    values = leak.table.frame[leak.name].to_numpy(np.float64)
    numbers, _ = filled_numbers(values, labels, track_keys(leak.table))
    kept = leak.X[leak.name]
    return Change(
        None,
        leak.X.assign(**{leak.name: kept.mask(kept.isin(numbers))}),
        f"'{leak.header}' with the recurring numbers, against the same column with "
        "these cells left empty.",
    )


def _add_row_numbers(leak: _Leak) -> Change | str:
    what = f"'{leak.header}'" if leak.header else "the row's place in the file"
    if leak.column is None:
        numbers = leak.table.line_numbers[leak.rows].astype(np.float64)
    else:
        numbers = leak.table.frame[leak.name].to_numpy(np.float64)[leak.rows]
    return Change(
        leak.X.assign(**{"row number": numbers}),
        None,
        f"The model with {what} among its attributes, against the model without it, "
        "both with rows split at random.",
    )


_CHANGES: dict[str, Callable[[_Leak], Change | str]] = {
    "proxy-column": _add_column,
    "suspicious-column": _leave_out,
    "forced-column": _leave_out,
    "unit-encodes-genre": _write_raw,
    "missingness-encodes-genre": _fill_gaps,
    "imputed-per-genre": _empty_filled,
    "rows-in-genre-order": _add_row_numbers,
    "index-in-genre-order": _add_row_numbers,
}
