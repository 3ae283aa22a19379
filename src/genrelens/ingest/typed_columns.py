"""Bring columns that have types already to the few types a raw table holds."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from genrelens.errors import FileFormatError, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["column_from_values", "plain_column"]

_EXACT = 2**53
_N_SHOWN = 3


def plain_column(
    column: pd.Series, header: str, *, file: str
) -> tuple[pd.Series, tuple[str, ...]]:
    """Give a column as text, numbers or yes/no, and tell what was changed.

    Parameters
    ----------
    column : pandas.Series, length n_rows
        Any column.
    header, file : str
        Where it stands, for messages.

    Returns
    -------
    column : pandas.Series of str, bool, or an integer or float type
        The same cells in order, index 0 … n_rows - 1; missing ones NaN.
    told : tuple of str
        One sentence where cells were written in another way.

    Raises
    ------
    FileFormatError
        If cells are tables themselves, or of a kind that is no value.

    Examples
    --------
    >>> column, told = plain_column(pd.Series([["A", "B"]]), "artists", file="m")
    >>> column[0], told
    ('A, B', ("Column 'artists': lists were written as texts joined by ', '.",))
    """
    fresh = column.reset_index(drop=True)
    kind = fresh.dtype
    shown = printable(header)
    if isinstance(kind, np.dtype) and kind.kind in "biuf":
        return fresh.rename(header), ()
    if isinstance(kind, pd.StringDtype):
        return fresh.astype("str").rename(header), ()
    if isinstance(kind, np.dtype) and kind.kind in "mM":
        texts = fresh.astype("str").where(fresh.notna())
        told = f"Column '{shown}': times were written as text."
        return texts.astype("str").rename(header), (told,)
    values: list[Any] = [
        None if is_missing else value
        for value, is_missing in zip(
            fresh.astype(object).tolist(), fresh.isna().tolist(), strict=True
        )
    ]
    return column_from_values(values, header, file=file)


def column_from_values(
    values: Sequence[Any], header: str, *, file: str
) -> tuple[pd.Series, tuple[str, ...]]:
    """Make a column of Python values: one type if they have one, else text.

    Parameters
    ----------
    values : sequence, length n_rows
        Numbers, texts, yes/no, lists of these, or None where missing.
    header, file : str
        Where they stand, for messages.

    Returns
    -------
    column : pandas.Series
        As by `plain_column`.
    told : tuple of str
        One sentence where cells were written in another way.

    Raises
    ------
    FileFormatError
        If a cell is a mapping, holds lists of lists, or is no plain value.
    """
    told: list[str] = []
    shown = printable(header)
    if any(isinstance(value, (list, tuple, np.ndarray, set)) for value in values):
        values = [_join_list(value, header, file) for value in values]
        told.append(f"Column '{shown}': lists were written as texts joined by ', '.")
    kinds = {type(value) for value in values if value is not None}
    n_missing = sum(value is None for value in values)
    if kinds <= {bool, np.bool_} and kinds:
        if not n_missing:
            return pd.Series(values, dtype=bool, name=header), tuple(told)
        told.append(
            f"Column '{shown}': yes/no values, {n_missing:,} of {len(values):,} "
            f"missing, were written as text."
        )
    elif _are_whole(kinds) and not n_missing and _fit_int64(values):
        return pd.Series(values, dtype=np.int64, name=header), tuple(told)
    elif _are_numbers(kinds) and _are_exact_as_floats(values):
        floats = [math.nan if value is None else float(value) for value in values]
        return pd.Series(floats, dtype=np.float64, name=header), tuple(told)
    elif kinds - {str}:
        told.append(f"Column '{shown}': {_name_kinds(kinds)} were written as text.")
    texts = [None if v is None else _write(v, header, file) for v in values]
    try:
        column = pd.Series(texts, dtype="str", name=header)
    except (UnicodeError, ValueError) as error:
        raise FileFormatError(
            file,
            found=f"column '{shown}' holds text that is not valid Unicode",
            remedy="Save the table again as UTF-8.",
        ) from error
    return column, tuple(told)


def _are_whole(kinds: set[type]) -> bool:
    return bool(kinds) and all(
        issubclass(kind, (int, np.integer)) and kind is not bool for kind in kinds
    )


def _are_numbers(kinds: set[type]) -> bool:
    numbers = (int, float, np.integer, np.floating, Decimal)
    return all(issubclass(kind, numbers) and kind is not bool for kind in kinds)


def _fit_int64(values: Sequence[Any]) -> bool:
    return all(-(2**63) <= int(value) < 2**63 for value in values)


def _are_exact_as_floats(values: Sequence[Any]) -> bool:
    whole = (value for value in values if isinstance(value, (int, np.integer)))
    return all(abs(int(value)) <= _EXACT for value in whole)


def _name_kinds(kinds: set[type]) -> str:
    names = sorted(kind.__name__ for kind in kinds)
    return "values of type " + ", ".join(names[:_N_SHOWN])


def _join_list(value: object, header: str, file: str) -> object:
    if not isinstance(value, (list, tuple, np.ndarray, set)):
        return value
    parts = sorted(value, key=str) if isinstance(value, set) else list(value)
    return ", ".join(_write(part, header, file) for part in parts if part is not None)


def _write(value: object, header: str, file: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError as error:
            raise _no_value(value, header, file) from error
    plain = (int, float, np.generic, Decimal, date, time, timedelta)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, plain):
        return str(value)
    raise _no_value(value, header, file)


def _no_value(value: object, header: str, file: str) -> FileFormatError:
    return FileFormatError(
        file,
        found=f"column '{printable(header)}' holds cells that are no plain values, "
        f"e.g. a {printable(type(value).__name__)}",
        remedy="Spread them over columns of their own, or leave the column out.",
    )
