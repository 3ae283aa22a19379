"""Clean a whole table: recognise its columns, read their cells, keep the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from genrelens.cleaning.assignment import Assignment, assign
from genrelens.cleaning.attributes import Surroundings, read_attribute, read_number
from genrelens.cleaning.cells.flags import read_flags
from genrelens.cleaning.cells.texts import read_categories, read_names
from genrelens.cleaning.genre_names import read_genres
from genrelens.cleaning.ledger import Ledger
from genrelens.cleaning.profiling import profile_columns
from genrelens.cleaning.scales import runs_to_100, scaling_of
from genrelens.cleaning.shifts import refuse_shifted
from genrelens.cleaning.track_table import Column, TrackTable
from genrelens.errors import printable
from genrelens.schema.columns import Kind, Role
from genrelens.schema.findings import Finding, Severity
from genrelens.schema.known_attributes import SHARES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from genrelens.cleaning.cells.raw_column import Reading
    from genrelens.ingest.raw_table import RawTable

__all__ = ["clean_table"]


def clean_table(
    raw: RawTable, *, roles: Mapping[str, Role] | None = None
) -> TrackTable:
    """Recognise the columns of a table and bring their cells to one spelling.

    Rows are neither removed nor moved. Every cell that is changed stands in
    the ledger; everything noticed is a finding. The genre may be absent.

    Parameters
    ----------
    raw : RawTable
        The table as read.
    roles : mapping of str to Role, optional
        Roles that the user gives, by header; they overrule recognition.

    Returns
    -------
    TrackTable
        Columns with role ``TARGET`` are candidates for the genre, of which
        there may be several; `TrackTable.drops` is empty.

    Raises
    ------
    ColumnError
        If a yes/no column holds many other words, or `roles` names a column
        that the table does not have.
    InputError
        If the values stand one column off from their headers.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from genrelens.ingest.raw_table import RawTable, Source
    >>> frame = pd.DataFrame({"Genre": ["pop"], "Explicit": ["TRUE"]})
    >>> table = clean_table(RawTable(frame, np.array([2]), Source("t", "", 0, "csv")))
    >>> table.frame
      genre  explicit
    0   pop       1.0
    """
    taken, findings = assign(profile_columns(raw), roles or {})
    around = _look_around(taken)
    refuse_shifted(
        [(_attribute_name(guess), guess.profile) for guess in taken], around.scaled
    )
    readings = [_read(guess, around) for guess in taken]
    frame = pd.DataFrame(
        {
            guess.name: reading.series
            for guess, reading in zip(taken, readings, strict=True)
        }
    )
    told = [finding for reading in readings for finding in reading.findings]
    is_blank_row = np.logical_and.reduce(
        [guess.profile.column.is_blank for guess in taken]
    )
    blanks = [
        _told_missing(guess, reading, is_blank_row)
        for guess, reading in zip(taken, readings, strict=True)
    ]
    return TrackTable(
        frame=frame,
        columns=tuple(_column(guess) for guess in taken),
        line_numbers=raw.line_numbers,
        source=raw.source,
        ledger=Ledger(tuple(change for r in readings for change in r.changes)),
        findings=(
            *raw.findings,
            *findings,
            *_told_scaled(taken, around),
            *told,
            *(blank for blank in blanks if blank is not None),
        ),
        units={
            guess.name: reading.units
            for guess, reading in zip(taken, readings, strict=True)
            if reading.units is not None
        },
    )


def _attribute_name(guess: Assignment) -> str:
    """Give the attribute's name, or nothing for a column that is none."""
    is_attribute = guess.known is not None and guess.known.role == Role.FEATURE
    return guess.known.name if is_attribute and guess.known else ""


def _look_around(taken: Sequence[Assignment]) -> Surroundings:
    """Find the columns that were scaled before, and how most shares are written."""
    scaled = []
    n_shares = n_to_100 = 0
    for guess in taken:
        name, profile = _attribute_name(guess), guess.profile
        if not name or guess.known is None or guess.kind != Kind.NUMBER:
            continue
        if not profile.is_numeric:
            continue
        values = profile.numerals.numbers
        is_in_minutes = name == "duration_ms" and profile.unit == "min"
        if not is_in_minutes and scaling_of(values, guess.known):
            scaled.append(profile.column.header)
        elif name in SHARES and len(profile.numbers):
            n_shares += 1
            n_to_100 += runs_to_100(values)
    return Surroundings(frozenset(scaled), n_to_100 * 2 > n_shares)


def _read(guess: Assignment, around: Surroundings) -> Reading:
    """Read one column by what it was taken for."""
    column = guess.profile.column
    if guess.role == Role.TARGET:
        return read_genres(column)
    if guess.kind == Kind.TEXT:
        return read_names(column)
    if guess.kind == Kind.CATEGORY:
        return read_categories(column)
    if guess.known is not None and _attribute_name(guess):
        return read_attribute(guess.profile, guess.known, around)
    if guess.kind == Kind.FLAG:
        return read_flags(column)
    return read_number(guess.profile)


def _column(guess: Assignment) -> Column:
    """Describe a column for whoever comes after."""
    profile, known = guess.profile, guess.known
    is_numeric = guess.kind == Kind.NUMBER
    return Column(
        name=guess.name,
        header=profile.column.header,
        role=guess.role,
        kind=guess.kind,
        unit=known.unit if known is not None else profile.unit if is_numeric else "",
        why=guess.why,
        known=known,
    )


def _told_scaled(
    taken: Sequence[Assignment], around: Surroundings
) -> tuple[Finding, ...]:
    """Tell the columns that were scaled before, in one finding for each way."""
    ways: dict[str, list[Assignment]] = {}
    for guess in taken:
        if guess.profile.column.header in around.scaled and guess.known is not None:
            way = scaling_of(guess.profile.numerals.numbers, guess.known)
            ways.setdefault(way, []).append(guess)
    findings = []
    for way, guesses in ways.items():
        listed = ", ".join(f"'{printable(g.profile.column.header)}'" for g in guesses)
        findings.append(
            Finding(
                code="scaled-columns",
                severity=Severity.WARNING,
                message=f"{listed}: these values were {way}, so that they carry no "
                "unit, and cannot be compared with other tables.",
                remedy="Use the table as it was before scaling; a model from this "
                "one serves only tables scaled in the very same way.",
                column=guesses[0].profile.column.header,
                n_rows=max(len(guess.profile.numbers) for guess in guesses),
                details={"columns": [g.profile.column.header for g in guesses]},
            )
        )
    return tuple(findings)


def _told_missing(
    guess: Assignment, reading: Reading, is_blank_row: NDArray[np.bool_]
) -> Finding | None:
    """Count the missing values of a column that the model or the label needs.

    Rows that are blank from end to end are told as such elsewhere.
    """
    if guess.role not in {Role.FEATURE, Role.TARGET}:
        return None
    missing = reading.series.isna().to_numpy(dtype=bool) & ~is_blank_row
    n_missing, n_rows = int(missing.sum()), int((~is_blank_row).sum())
    if not n_missing:
        return None
    column = guess.profile.column
    n_blank = int((column.is_blank & ~is_blank_row).sum())
    lines = tuple(int(x) for x in column.line_numbers[np.flatnonzero(missing)[:5]])
    return Finding(
        code="missing-values",
        severity=Severity.NOTE,
        message=f"'{printable(column.header)}' has no value in {n_missing:,} of "
        f"{n_rows:,} rows ({n_blank:,} blank, {n_missing - n_blank:,} that say so "
        "or cannot be read).",
        remedy="Nothing is to be done: missing values are kept as missing.",
        column=column.header,
        n_rows=n_missing,
        lines=lines,
        details={"n_blank": n_blank},
    )
