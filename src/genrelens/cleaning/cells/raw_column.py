"""A column of raw cells, and the lines of the file on which they stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pandas.api import types

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.cleaning.ledger import Change
    from genrelens.schema.findings import Finding

__all__ = ["RawColumn", "Reading", "raw_column"]


@dataclass(frozen=True, eq=False)
class RawColumn:
    """One column as it was read.

    Parameters
    ----------
    header : str
        The header as it stands in the file.
    cells : pandas.Series, length n_rows
        Of dtype ``str``, float64 or bool; NaN where missing.
    line_numbers : ndarray of int64, shape (n_rows,)
        Where each row stands in the file.
    """

    header: str
    cells: pd.Series
    line_numbers: NDArray[np.int64]

    @property
    def is_text(self) -> bool:
        """Whether the cells are text, and not numbers already."""
        return isinstance(self.cells.dtype, pd.StringDtype)

    @cached_property
    def text(self) -> pd.Series:
        """The cells as text without surrounding spaces, NaN where missing."""
        if self.is_text:
            return self.cells.str.strip()
        return self.cells.map(_show, na_action="ignore").astype("str")

    @cached_property
    def is_blank(self) -> NDArray[np.bool_]:
        """Whether each cell is missing or holds nothing but spaces."""
        if not self.is_text:
            return self.cells.isna().to_numpy(dtype=bool)
        return (self.text.isna() | (self.text == "")).to_numpy(dtype=bool)

    @property
    def n_present(self) -> int:
        """Number of cells that are not blank."""
        return int((~self.is_blank).sum())

    @cached_property
    def levels(self) -> tuple[NDArray[np.int64], pd.Series]:
        """The number of each row's level (-1 where missing), and the levels' texts."""
        if self.is_text:
            codes, levels = pd.factorize(self.text)
            return codes.astype(np.int64), pd.Series(levels, dtype="str")
        codes, levels = pd.factorize(self.cells)
        return codes.astype(np.int64), pd.Series(map(_show, levels), dtype="str")

    def cell(self, row: int) -> str:
        """Show the cell of a row (counted from 0) as it stands."""
        value = self.cells.iloc[row]
        if isinstance(value, str):
            return value
        return "" if pd.isna(value) else _show(value)

    def sample(self, n_cells: int) -> pd.Series:
        """Give up to so many cells that are not blank, evenly spaced, as text."""
        rows = np.flatnonzero(~self.is_blank)
        if len(rows) > n_cells:
            rows = rows[np.linspace(0, len(rows) - 1, n_cells).astype(np.int64)]
        part = self.cells.iloc[rows]
        if self.is_text:
            return part.str.strip()
        return part.map(_show).astype("str")


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A cleaned column, with what was changed and noticed on the way.

    Parameters
    ----------
    series : pandas.Series, length n_rows
        float64 or ``str``, NaN where missing.
    changes : tuple of Change
        Entries for the ledger.
    findings : tuple of Finding
        What was noticed.
    units : ndarray of str, shape (n_rows,), optional
        Unit in which each cell stood, where a column mixes several.
    unread : ndarray of bool, shape (n_rows,), optional
        Cells with content that could not be read, and count as missing.
    rejudged : ndarray of bool, shape (n_rows,), optional
        Cells that are impossible in the unit of the column, and were read in
        another.
    """

    series: pd.Series
    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    units: NDArray[np.str_] | None = None
    unread: NDArray[np.bool_] | None = None
    rejudged: NDArray[np.bool_] | None = None


def raw_column(
    header: str, cells: pd.Series, line_numbers: NDArray[np.int64]
) -> RawColumn:
    """Bring the cells of any column type into text, float64 or bool.

    Parameters
    ----------
    header : str
        The header as it stands in the file.
    cells : pandas.Series, length n_rows
        Of any dtype.
    line_numbers : ndarray of int64, shape (n_rows,)
        Where each row stands in the file.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> column = raw_column("explicit", pd.Series([True, None]), np.array([2, 3]))
    >>> column.is_text, column.cell(0), column.n_present
    (True, 'True', 1)
    """
    cells = cells.reset_index(drop=True)
    dtype = cells.dtype
    if isinstance(dtype, pd.StringDtype):
        plain = cells
    elif types.is_bool_dtype(dtype) and not cells.isna().any():
        plain = cells.astype(bool)
    elif types.is_bool_dtype(dtype) or (
        types.is_numeric_dtype(dtype) and not types.is_complex_dtype(dtype)
    ):
        numbers = cells.to_numpy(dtype=np.float64, na_value=np.nan)
        plain = pd.Series(numbers, name=cells.name)
    else:
        plain = cells.map(_show, na_action="ignore").astype("str")
    return RawColumn(header=header, cells=plain, line_numbers=line_numbers)


def _show(value: object) -> str:
    """Write a value as a file would hold it; whole numbers without a point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, pd.Timestamp) else str(value)
