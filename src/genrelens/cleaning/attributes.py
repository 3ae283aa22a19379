"""Read the cells of an attribute in the attribute's own unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from genrelens.cleaning.cells.coded_cells import unread_finding
from genrelens.cleaning.cells.dates import read_years
from genrelens.cleaning.cells.evidence import (
    count_of,
    distinct,
    lines_where,
    number_text,
    pairs_where,
)
from genrelens.cleaning.cells.flags import read_flags
from genrelens.cleaning.cells.missing import is_missing_number, missing_changes
from genrelens.cleaning.cells.musical_keys import read_keys
from genrelens.cleaning.cells.raw_column import Reading
from genrelens.cleaning.cells.time_signatures import read_time_signatures
from genrelens.cleaning.durations import read_durations
from genrelens.cleaning.ledger import Change
from genrelens.cleaning.scales import read_loudness, read_shares, runs_to_100
from genrelens.errors import printable
from genrelens.schema.columns import Kind
from genrelens.schema.findings import Finding, Severity
from genrelens.schema.known_attributes import SHARES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.cleaning.cells.raw_column import RawColumn
    from genrelens.cleaning.profiling import Profile
    from genrelens.schema.columns import KnownColumn

__all__ = ["Surroundings", "read_attribute", "read_number"]

_LEVEL_READERS: Final = {
    "key": read_keys,
    "time_signature": read_time_signatures,
    "year": read_years,
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the rest of the table says about the scale of one column.

    Parameters
    ----------
    scaled : frozenset of str
        Headers of columns that were scaled before.
    shares_run_to_100 : bool
        Whether most shares of the table are written from 0 to 100.
    """

    scaled: frozenset[str] = frozenset()
    shares_run_to_100: bool = False


def read_number(profile: Profile) -> Reading:
    """Read a column as numbers, and tell what had to be left out.

    Parameters
    ----------
    profile : Profile
        The column.

    Returns
    -------
    Reading
        float64, NaN where missing, infinite or unreadable.
    """
    column, numerals = profile.column, profile.numerals
    values = numerals.numbers
    changes = []
    if numerals.respelt.any():
        changes.append(
            _change(
                column,
                numerals.respelt,
                values,
                "numerals",
                f"numbers with commas (taken as {_comma(profile.comma)}), spaces or "
                "units were read",
            )
        )
    if numerals.said_missing.any():
        changes += missing_changes(column, numerals.said_missing)
    findings = [*unread_finding(column, numerals.unread, "a number")]
    if numerals.infinite.any():
        findings.append(_told_infinite(column, numerals.infinite))
    series = pd.Series(values, dtype="float64")
    return Reading(series, tuple(changes), tuple(findings))


def read_attribute(
    profile: Profile, known: KnownColumn, around: Surroundings
) -> Reading:
    """Read a known attribute in its own unit, and tell each value out of range.

    Parameters
    ----------
    profile : Profile
        The column.
    known : KnownColumn
        What it holds.
    around : Surroundings
        What the rest of the table says.

    Returns
    -------
    Reading
        float64 in the unit of `known`, NaN where missing.
    """
    column = profile.column
    if known.kind == Kind.FLAG:
        return read_flags(column, name=known.name)
    if column.header in around.scaled:
        return read_number(profile)
    if known.name in _LEVEL_READERS and (
        column.is_text or known.name != "key" or not profile.is_numeric
    ):
        reading = _LEVEL_READERS[known.name](column)
    else:
        reading = read_number(profile)
    reading = _without_sentinels(column, reading, known)
    reading = _in_own_unit(profile, known, reading, around)
    return _with_range_told(column, reading, known)


def _comma(meaning: str) -> str:
    return "decimal signs" if meaning == "decimal" else "signs of thousands"


def _change(
    column: RawColumn,
    where: NDArray[np.bool_],
    values: NDArray[np.float64],
    step: str,
    what: str,
) -> Change:
    return Change(
        step=step,
        column=column.header,
        n_cells=int(where.sum()),
        what=what,
        examples=pairs_where(where, column.cell, lambda row: number_text(values[row])),
        lines=lines_where(where, column.line_numbers),
    )


def _told_infinite(column: RawColumn, where: NDArray[np.bool_]) -> Finding:
    return Finding(
        code="infinite-values",
        severity=Severity.WARNING,
        message=f"'{printable(column.header)}' is infinite in "
        f"{count_of(int(where.sum()), 'cell')}, which count as missing.",
        remedy="Find out what divided by zero, or leave these cells empty.",
        column=column.header,
        n_rows=int(where.sum()),
        lines=lines_where(where, column.line_numbers),
        examples=distinct(where, column.cell),
    )


def _without_sentinels(
    column: RawColumn, reading: Reading, known: KnownColumn
) -> Reading:
    """Take out the numbers that stand for a missing value."""
    values = reading.series.to_numpy()
    where = is_missing_number(values, known)
    if not where.any():
        return reading
    what = f"numbers that no {known.label} can be were read as missing"
    series = pd.Series(np.where(where, np.nan, values), dtype="float64")
    changes = reading.changes + missing_changes(column, where, what)
    return replace(reading, series=series, changes=changes)


def _in_own_unit(
    profile: Profile, known: KnownColumn, reading: Reading, around: Surroundings
) -> Reading:
    """Bring durations, shares and loudness to the unit of the known column."""
    column, values = profile.column, reading.series.to_numpy()
    if known.name == "duration_ms":
        own = read_durations(
            column,
            values,
            named=profile.unit,
            written=profile.numerals.units,
            clock=profile.clock,
        )
        on_clock = np.isfinite(profile.clock)
        if on_clock.any():  # they are no numbers, but they have been read after all
            told = unread_finding(column, profile.numerals.unread & ~on_clock, "a time")
            others = (f for f in reading.findings if f.code != "unreadable-cells")
            reading = replace(reading, findings=(*told, *others))
    elif known.name in SHARES and (why := _why_to_100(profile, values, around)):
        own = read_shares(column, values, why=why)
    elif known.name == "loudness":
        own = read_loudness(column, values)
    else:
        return reading
    return replace(
        own,
        changes=reading.changes + own.changes,
        findings=reading.findings + own.findings,
    )


def _why_to_100(
    profile: Profile, values: NDArray[np.float64], around: Surroundings
) -> str:
    """Say what shows that shares are written from 0 to 100, if anything does."""
    if profile.unit == "%":
        return "its header says so"
    percent = profile.numerals.units.get("%")
    if percent is not None and percent.sum() > np.isfinite(values).sum() / 2:
        return "its cells carry a percent sign"
    if runs_to_100(values):
        return "by its values"
    told = values[np.isfinite(values)]
    is_whole = bool(len(told)) and bool((told % 1 == 0).all())
    if around.shares_run_to_100 and is_whole:
        return "as the other shares of the table"
    return ""


def _with_range_told(
    column: RawColumn, reading: Reading, known: KnownColumn
) -> Reading:
    """Tell the values that the attribute cannot take; they stay as they are."""
    values = reading.series.to_numpy()
    where = (values < known.low) | (values > known.high)
    if not where.any():
        return reading
    unit = f" ({known.unit})" if known.unit else ""
    finding = Finding(
        code="out-of-range",
        severity=Severity.WARNING,
        message=f"'{printable(column.header)}' lies outside {known.low:,.10g} to "
        f"{known.high:,.10g}{unit}, the possible range of {known.label}, in "
        f"{count_of(int(where.sum()), 'cell')}.",
        remedy="Correct them, or leave the cells empty; they are used as they are.",
        column=column.header,
        n_rows=int(where.sum()),
        lines=lines_where(where, column.line_numbers),
        examples=distinct(where, column.cell),
    )
    return replace(reading, findings=(*reading.findings, finding))
