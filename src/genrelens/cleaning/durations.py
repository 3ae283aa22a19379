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
    from genrelens.schema.reading_recipe import ReadingRecipe

__all__ = [
    "CLOCK",
    "MILLISECONDS",
    "POSSIBLE_MS",
    "SURELY_SHORT_S",
    "guess_units",
    "parse_clock",
    "read_durations",
    "units_by_size",
    "usual_unit",
]

CLOCK: Final = "m:ss"
MILLISECONDS: Final = {"ms": 1.0, "s": 1_000.0, "min": 60_000.0, CLOCK: 1.0}
"""How many of them are in each unit."""

POSSIBLE_MS: Final = (1_000.0, 6 * 3_600_000.0)
"""Outside of these, a number is taken in the unit that its size suggests."""

SURELY_SHORT_S: Final = 20.0
"""Below it, a number with a fraction may be minutes among seconds."""

_FACTORS: Final = MILLISECONDS
_SHORTEST_MS, _LONGEST_MS = POSSIBLE_MS
_USUAL_MS: Final = (15_000.0, 3_600_000.0)
_LEAST_MS: Final = 10_000.0  # numbers from here on are milliseconds
_LEAST_S: Final = 30.0  # numbers from here on are seconds, lower ones minutes
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
    unit, has_short_minutes = usual_unit(values, named=named)
    return units_by_size(values, unit, has_short_minutes=has_short_minutes)


def usual_unit(values: NDArray[np.float64], *, named: str = "") -> tuple[str, bool]:
    """Decide in which unit a column stands, as `guess_units` does.

    Returns
    -------
    unit : str
        ``"ms"``, ``"s"`` or ``"min"``; ``"ms"`` where there is no value.
    has_short_minutes : bool
        Whether numbers below 20 with a fraction are minutes among seconds.
    """
    numbers = values[np.isfinite(values)]
    unit = _column_unit(numbers, _own_units(numbers), named)
    is_open = unit == "s" and named != "s" and bool(len(numbers))
    return unit, is_open and bool(_are_short(numbers).mean() >= _NOTICEABLE)


def units_by_size(
    values: NDArray[np.float64], unit: str, *, has_short_minutes: bool = False
) -> NDArray[np.str_]:
    """Give each number the column's unit, or its own where that is impossible.

    Each number is judged by itself, whatever else stands in the column.

    Parameters
    ----------
    values : ndarray of float64, shape (n_rows,)
        Playing times as they stand in the file.
    unit, has_short_minutes : str, bool
        As `usual_unit` gives them.

    Returns
    -------
    ndarray of str, shape (n_rows,)
        As `guess_units` gives them.
    """
    units = np.full(len(values), "", dtype="<U3")
    told = np.isfinite(values)
    numbers = values[told]
    each = _own_units(numbers)
    in_ms, own_ms = numbers * _FACTORS[unit], numbers * _factors(each)
    doubtful = ((in_ms < _SHORTEST_MS) | (in_ms > _LONGEST_MS)) & (numbers > 0)
    if has_short_minutes:
        doubtful |= _are_short(numbers)
    possible = (own_ms >= _SHORTEST_MS) & (own_ms <= _LONGEST_MS)
    units[told] = np.where(doubtful & possible, each, unit)
    return units


def _own_units(numbers: NDArray[np.float64]) -> NDArray[np.str_]:
    """Give the unit that each number suggests by its size alone."""
    return np.where(
        numbers >= _LEAST_MS, "ms", np.where(numbers >= _LEAST_S, "s", "min")
    )


def _are_short(numbers: NDArray[np.float64]) -> NDArray[np.bool_]:
    are_short: NDArray[np.bool_] = (numbers < SURELY_SHORT_S) & (numbers % 1 != 0)
    return are_short


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
    recipe: ReadingRecipe,
    named: str = "",
    is_given: bool = False,
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
    recipe : ReadingRecipe
        Unit of the column, as `usual_unit` gives it.
    named : str
        Unit named in the header.
    is_given : bool, default False
        Whether the recipe comes from a model, and not from these values.
    written : dict of str to ndarray of bool, optional
        Units written in the cells themselves.
    clock : ndarray of float64, shape (n_rows,), optional
        Milliseconds of the cells written as ``m:ss``.

    Returns
    -------
    Reading
        Milliseconds; `Reading.units` is filled where units are mixed.
    """
    units = units_by_size(
        values, recipe.unit, has_short_minutes=recipe.has_short_minutes
    ).astype("<U4")
    is_judged = np.isfinite(values)
    for unit, where in (written or {}).items():
        if unit in _FACTORS:
            units[where & np.isfinite(values)] = unit
            is_judged &= ~where
    if clock is not None:
        on_clock = np.isfinite(clock)
        values = np.where(on_clock, clock, values)
        units[on_clock] = CLOCK
        is_judged &= ~on_clock
    in_ms = values * _factors(units)
    found = [unit for unit in ("ms", "s", "min", CLOCK) if (units == unit).any()]
    changes = tuple(
        _change(column, in_ms, units, unit) for unit in found if unit != "ms"
    )
    rejudged = is_judged & (units != recipe.unit)
    if is_given:
        findings = _unlike_training(column, rejudged, recipe.unit)
    else:
        findings = _findings(column, units, found, named)
    return Reading(
        pd.Series(in_ms, dtype="float64"),
        changes,
        findings,
        units=units if len(found) > 1 else None,
        rejudged=rejudged,
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


def _unlike_training(
    column: RawColumn, rejudged: NDArray[np.bool_], unit: str
) -> tuple[Finding, ...]:
    """Tell the cells that cannot stand in the unit that the model learnt, if any."""
    if not rejudged.any():
        return ()
    return (
        Finding(
            code="unit-unlike-training",
            severity=Severity.WARNING,
            message=f"'{printable(column.header)}' is read in {unit}, as in training; "
            f"{count_of(int(rejudged.sum()), 'cell')} would be impossible in it, and "
            "were read in the unit that their size suggests.",
            remedy="Check the sample, and write the unit that training had.",
            column=column.header,
            n_rows=int(rejudged.sum()),
            lines=lines_where(rejudged, column.line_numbers),
            examples=distinct(rejudged, column.cell),
            rows=np.flatnonzero(rejudged),
        ),
    )


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
        rows=np.flatnonzero(rare),
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
        rows=np.flatnonzero(told),
    )
