"""Turn playing times in minutes, seconds, m:ss or a mixture into milliseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from genrelens.cleaning.cells.evidence import (
    count_of,
    distinct,
    lines_where,
    number_text,
    pairs_where,
)
from genrelens.cleaning.cells.raw_column import Reading
from genrelens.cleaning.ledger import Change
from genrelens.errors import printable
from genrelens.schema.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.cleaning.cells.raw_column import RawColumn

__all__ = ["CLOCK", "guess_units", "parse_clock", "read_durations"]

CLOCK: Final = "m:ss"
_FACTORS: Final = {"ms": 1.0, "s": 1_000.0, "min": 60_000.0, CLOCK: 1.0}
_SHORTEST_MS: Final = 1_000.0
_LONGEST_MS: Final = 6 * 3_600_000.0
_USUAL_MS: Final = (15_000.0, 3_600_000.0)
_LEAST_MS: Final = 10_000.0  # numbers from here on are milliseconds
_LEAST_S: Final = 30.0  # numbers from here on are seconds, lower ones minutes
_SURELY_SHORT_S: Final = 20.0
_NOTICEABLE: Final = 0.01
_CLOCK_PATTERN: Final = (
    r"^(?:(?P<h>\d{1,2})(?::|\s*h(?:ours?)?\s*))?"
    r"(?P<m>\d{1,3})(?::|\s*(?:m|min|mins|minutes)\s*)"
    r"(?P<s>\d{1,2}(?:\.\d+)?)\s*(?:s|sec|secs|seconds)?$"
)


def guess_units(values: NDArray[np.float64], *, named: str = "") -> NDArray[np.str_]:
    """Guess in which unit of time each number of a column stands.

    The column's unit is the named one, if the median then lies between 15 s
    and an hour, else the one that most numbers suggest: milliseconds from
    10,000 on, seconds from 30 on, minutes below. A number that would be
    shorter than a second or longer than six hours in that unit is taken in
    the unit that it suggests itself, if that is possible.

    Parameters
    ----------
    values : ndarray of float64, shape (n_rows,)
        Playing times as they stand in the file.
    named : str
        Unit named in the header; anything but ``ms``, ``s`` and ``min`` is
        no hint.

    Returns
    -------
    ndarray of str, shape (n_rows,)
        ``"ms"``, ``"s"`` or ``"min"``; empty where the value is missing.

    Examples
    --------
    >>> import numpy as np
    >>> guess_units(np.array([234596.0, 3.5, np.nan, 201000.0])).tolist()
    ['ms', 'min', '', 'ms']
    >>> guess_units(np.array([201.0, 187.0])).tolist()
    ['s', 's']
    """
    units = np.full(len(values), "", dtype="<U3")
    told = np.isfinite(values)
    if not told.any():
        return units
    numbers = values[told]
    each = np.where(
        numbers >= _LEAST_MS, "ms", np.where(numbers >= _LEAST_S, "s", "min")
    )
    column_unit = _column_unit(numbers, each, named)
    in_ms = numbers * _FACTORS[column_unit]
    own_ms = numbers * _factors(each)
    doubtful = ((in_ms < _SHORTEST_MS) | (in_ms > _LONGEST_MS)) & (numbers > 0)
    if column_unit == "s" and named != "s":
        short = (numbers < _SURELY_SHORT_S) & (numbers % 1 != 0)
        if short.mean() >= _NOTICEABLE:
            doubtful |= short
    possible = (own_ms >= _SHORTEST_MS) & (own_ms <= _LONGEST_MS)
    units[told] = np.where(doubtful & possible, each, column_unit)
    return units


def _column_unit(
    numbers: NDArray[np.float64], each: NDArray[np.str_], named: str
) -> str:
    """Give the unit of most of a column's numbers."""
    positive = numbers > 0
    if named in {"ms", "s", "min"}:
        if not positive.any():
            return named
        median_ms = float(np.median(numbers[positive])) * _FACTORS[named]
        if _USUAL_MS[0] <= median_ms <= _USUAL_MS[1]:
            return named
    if not positive.any():
        return "ms"
    return max(("ms", "s", "min"), key=lambda u: int((each[positive] == u).sum()))


def _factors(units: NDArray[np.str_]) -> NDArray[np.float64]:
    """Give the milliseconds in each unit."""
    factors = np.ones(len(units))
    for unit, factor in _FACTORS.items():
        factors[units == unit] = factor
    return factors


def parse_clock(text: pd.Series) -> NDArray[np.float64]:
    """Read times written as ``m:ss``, ``h:mm:ss`` or ``3 min 12 s``.

    Parameters
    ----------
    text : pandas.Series of str, length n_rows

    Returns
    -------
    ndarray of float64, shape (n_rows,)
        Milliseconds, NaN where the cell is written otherwise.

    Examples
    --------
    >>> import pandas as pd
    >>> parse_clock(pd.Series(["3:45", "1:02:03", "3 min 12 s", "225"]))
    array([ 225000., 3723000.,  192000.,       nan])
    """
    parts = text.str.lower().str.extract(_CLOCK_PATTERN)
    hours, minutes, seconds = (
        pd.to_numeric(parts[name]).to_numpy(dtype=np.float64) for name in "hms"
    )
    whole = np.where(np.isnan(hours), 0.0, hours) * 3_600 + minutes * 60 + seconds
    values: NDArray[np.float64] = np.where(seconds < 60, whole * 1_000, np.nan)  # noqa: PLR2004
    return values


def read_durations(
    column: RawColumn,
    values: NDArray[np.float64],
    *,
    named: str = "",
    written: dict[str, NDArray[np.bool_]] | None = None,
    clock: NDArray[np.float64] | None = None,
) -> Reading:
    """Bring playing times into milliseconds, and tell what was decided and why.

    Parameters
    ----------
    column : RawColumn
        The raw cells.
    values : ndarray of float64, shape (n_rows,)
        The cells as numbers, sentinels already missing.
    named : str
        Unit named in the header.
    written : dict of str to ndarray of bool, optional
        Units written in the cells themselves.
    clock : ndarray of float64, shape (n_rows,), optional
        Milliseconds of the cells written as ``m:ss``.

    Returns
    -------
    Reading
        Milliseconds; `Reading.units` is filled where units are mixed.
    """
    units = guess_units(values, named=named).astype("<U4")
    for unit, where in (written or {}).items():
        if unit in _FACTORS:
            units[where & np.isfinite(values)] = unit
    if clock is not None:
        on_clock = np.isfinite(clock)
        values = np.where(on_clock, clock, values)
        units[on_clock] = CLOCK
    in_ms = values * _factors(units)
    found = [unit for unit in ("ms", "s", "min", CLOCK) if (units == unit).any()]
    changes = tuple(
        _change(column, in_ms, units, unit) for unit in found if unit != "ms"
    )
    findings = _findings(column, units, found, named)
    return Reading(
        pd.Series(in_ms, dtype="float64"),
        changes,
        findings,
        units=units if len(found) > 1 else None,
    )


def _change(
    column: RawColumn,
    in_ms: NDArray[np.float64],
    units: NDArray[np.str_],
    unit: str,
) -> Change:
    where = units == unit
    word = {"s": "seconds", "min": "minutes", CLOCK: "minutes and seconds (m:ss)"}
    return Change(
        step="durations",
        column=column.header,
        n_cells=int(where.sum()),
        what=f"{word[unit]} were turned into milliseconds",
        examples=pairs_where(where, column.cell, lambda row: number_text(in_ms[row])),
        lines=lines_where(where, column.line_numbers),
    )


def _findings(
    column: RawColumn, units: NDArray[np.str_], found: Sequence[str], named: str
) -> tuple[Finding, ...]:
    """Tell mixed, contradicted and guessed units, the gravest only."""
    if len(found) > 1:
        return (_told_mixed(column, units, found),)
    if not found or found[0] in {named, CLOCK}:
        return ()
    return (_told_unit(column, units != "", found[0], named),)


def _told_mixed(
    column: RawColumn, units: NDArray[np.str_], found: Sequence[str]
) -> Finding:
    counts = {unit: int((units == unit).sum()) for unit in found}
    rare = units == min(counts, key=lambda unit: counts[unit])
    listed = ", ".join(f"{n:,} in {unit}" for unit, n in counts.items())
    return Finding(
        code="mixed-units",
        severity=Severity.WARNING,
        message=f"'{printable(column.header)}' mixes units of time: {listed}. Each "
        "was judged by its size and turned into milliseconds.",
        remedy="Check the sample, and write one unit in the table if you can; "
        "whatever set the unit may also have set the genre.",
        column=column.header,
        n_rows=int(rare.sum()),
        lines=lines_where(rare, column.line_numbers),
        examples=distinct(rare, column.cell),
        details={"cells_by_unit": counts},
    )


def _told_unit(
    column: RawColumn, told: NDArray[np.bool_], unit: str, named: str
) -> Finding:
    is_contradicted = named in _FACTORS
    clause = f"says {named}" if is_contradicted else "names no unit"
    return Finding(
        code="unit-not-as-named" if is_contradicted else "unit-from-values",
        severity=Severity.WARNING if is_contradicted else Severity.NOTE,
        message=f"The header '{printable(column.header)}' {clause}; judged by size, "
        f"its {count_of(int(told.sum()), 'cell')} were read as {unit}.",
        remedy="Check the sample, and name the unit in the header, e.g. duration_ms.",
        column=column.header,
        n_rows=int(told.sum()),
        lines=lines_where(told, column.line_numbers),
        examples=distinct(told, column.cell),
        details={"unit": unit},
    )
