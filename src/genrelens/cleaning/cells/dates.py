"""Read release dates, in any usual form, as their year."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.cleaning.cells.coded_cells import read_by_level

if TYPE_CHECKING:
    from genrelens.cleaning.cells.raw_column import RawColumn, Reading

__all__ = ["EARLIEST", "LATEST", "read_years", "year_of"]

EARLIEST: Final = 1900
LATEST: Final = 2100
_FOUR_DIGITS: Final = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_RUN_TOGETHER: Final = re.compile(r"(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_SENTINEL: Final = re.compile(r"-1(\.0+)?|0+(\.0+)?")
_CLOCK: Final = re.compile(r"[T ]\d{1,2}:\d{2}.*")


def year_of(cell: str) -> float:
    """Read the year of one date.

    Parameters
    ----------
    cell : str
        A date or year with four digits for the year.

    Returns
    -------
    float
        A year from 1900 to 2100; NaN where the cell holds none, or more than
        one. Years of two digits are not guessed. The numbers 0 and -1 are
        given as they stand, to be judged by the caller.

    Examples
    --------
    >>> cells = ("2019-06-14", "22-02-1922", "1999", "2004.0", "June 14, 2019")
    >>> [year_of(cell) for cell in cells]
    [2019.0, 1922.0, 1999.0, 2004.0, 2019.0]
    >>> [year_of(cell) for cell in ("20190614", "2019-06-14T00:00:00Z")]
    [2019.0, 2019.0]
    >>> [year_of(cell) for cell in ("4-Apr", "6/14/19", "1756", "0000", "-1")]
    [nan, nan, nan, 0.0, -1.0]
    """
    text = cell.strip()
    if _SENTINEL.fullmatch(text):
        return float(text)
    if match := _RUN_TOGETHER.fullmatch(text):
        years = {int(match[1])}
    else:
        years = {int(digits) for digits in _FOUR_DIGITS.findall(_CLOCK.sub("", text))}
    plausible = [year for year in years if EARLIEST <= year <= LATEST]
    return float(plausible[0]) if len(plausible) == 1 else np.nan


def read_years(column: RawColumn) -> Reading:
    """Read a column of dates or years as years.

    Parameters
    ----------
    column : RawColumn
        The raw cells.

    Returns
    -------
    Reading
        Years from 1900 to 2100, NaN where missing; 0 and -1 as they stand.
    """
    return read_by_level(
        column,
        year_of,
        step="dates",
        what="dates were read as their year",
        allowed=f"a date with a year from {EARLIEST} to {LATEST}",
    )
