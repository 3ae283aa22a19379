"""Read time signatures, also those that a spreadsheet turned into dates."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.cleaning.cells.coded_cells import read_by_level
from genrelens.cleaning.cells.evidence import distinct, lines_where
from genrelens.errors import printable
from genrelens.schema.findings import Finding, Severity

if TYPE_CHECKING:
    from genrelens.cleaning.cells.raw_column import RawColumn, Reading

__all__ = ["beats_per_bar", "read_time_signatures"]

_MONTHS: Final = {
    month: number
    for number, month in enumerate(
        [
            "jan",
            "feb",
            "mar",
            "apr",
            "may",
            "jun",
            "jul",
            "aug",
            "sep",
            "oct",
            "nov",
            "dec",
        ],
        start=1,
    )
}
_FRACTION: Final = re.compile(r"(\d{1,2})\s*[/|:]\s*(\d{1,2})")
_DAY_MONTH: Final = re.compile(r"(\d{1,2})[-. /]([a-z]{3})[a-z]*\.?")
_MONTH_DAY: Final = re.compile(r"([a-z]{3})[a-z]*\.?[-. /](\d{1,2})")
_ISO: Final = re.compile(r"\d{4}-(\d{1,2})-(\d{1,2})( 00:00:00)?")
_DENOMINATORS: Final = (4, 8, 2, 16)
_MOST_BEATS: Final = 32


def beats_per_bar(cell: str) -> float:
    """Read one time signature as its number of beats in a bar.

    Parameters
    ----------
    cell : str
        A number, a fraction, or the date that a spreadsheet made of a
        fraction. Day and month are put in the order that gives a fraction
        of quarters, else of eighths, halves or sixteenths.

    Returns
    -------
    float
        NaN where nothing can be read; 0.0 where the cell says 0.

    Examples
    --------
    >>> [beats_per_bar(cell) for cell in ("4", "4.0", "3/4", "0/4", "6/8")]
    [4.0, 4.0, 3.0, 0.0, 6.0]
    >>> [beats_per_bar(cell) for cell in ("4-Apr", "04-Apr", "4-Mar", "4-May", "4-Jan")]
    [4.0, 4.0, 3.0, 5.0, 1.0]
    >>> beats_per_bar("waltz")
    nan
    """
    text = cell.strip().lower()
    if re.fullmatch(r"\d{1,2}(\.0+)?", text):
        return float(text)
    if match := _FRACTION.fullmatch(text):
        return float(match[1]) if int(match[2]) in _DENOMINATORS else np.nan
    if match := _DAY_MONTH.fullmatch(text):
        return _fraction(int(match[1]), _MONTHS.get(match[2], 0))
    if match := _MONTH_DAY.fullmatch(text):
        return _fraction(int(match[2]), _MONTHS.get(match[1], 0))
    if match := _ISO.fullmatch(text):
        return _fraction(int(match[2]), int(match[1]))
    return np.nan


def _fraction(day: int, month: int) -> float:
    """Give the numerator of the fraction that became this day and month."""
    if month == 0:
        return np.nan
    for denominator in _DENOMINATORS:
        for upper, lower in ((month, day), (day, month)):
            if lower == denominator and upper <= _MOST_BEATS:
                return float(upper)
    return np.nan


def read_time_signatures(column: RawColumn) -> Reading:
    """Read a column of time signatures as beats per bar.

    Parameters
    ----------
    column : RawColumn
        The raw cells.

    Returns
    -------
    Reading
        Beats per bar, NaN where missing; 0 is left to be judged by the caller.
    """
    reading = read_by_level(
        column,
        beats_per_bar,
        step="time_signatures",
        what="time signatures were read as their number of beats in a bar",
        allowed="a time signature such as 4 or 3/4",
    )
    if not column.is_text:
        return reading
    dates = column.text.str.contains(r"[A-Za-z]{3}|^\d{4}-\d", na=False)
    is_date = dates.to_numpy(dtype=bool) & ~np.isnan(reading.series.to_numpy())
    if not is_date.any():
        return reading
    finding = Finding(
        code="excel-dates",
        severity=Severity.NOTE,
        message=f"{int(is_date.sum()):,} time signatures in "
        f"'{printable(column.header)}' had been turned into dates by a "
        "spreadsheet, and were turned back.",
        remedy="Format the column as text before a spreadsheet opens the file.",
        column=column.header,
        n_rows=int(is_date.sum()),
        lines=lines_where(is_date, column.line_numbers),
        examples=distinct(is_date, column.cell),
        rows=np.flatnonzero(is_date),
    )
    return replace(reading, findings=(*reading.findings, finding))
