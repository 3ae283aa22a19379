"""Write down on a track table what was noticed about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.errors import printable
from genrelens.schema.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from genrelens.cleaning.track_table import Column, TrackTable
    from genrelens.schema.columns import Role

__all__ = [
    "assign_roles",
    "count_of",
    "notice",
    "percent",
    "quote_some",
    "with_findings",
]

MAX_SAMPLES = 5
MAX_SENTENCE = 2000


def notice(
    table: TrackTable,
    code: str,
    *,
    message: str,
    remedy: str,
    severity: Severity = Severity.WARNING,
    column: Column | None = None,
    rows: NDArray[np.int64] | None = None,
    examples: Iterable[object] = (),
    details: Mapping[str, Any] | None = None,
) -> Finding:
    """Draw up a finding, with the lines and cells of the first rows concerned.

    Control characters in the sentences, which may quote strangers' names, are
    escaped.

    Parameters
    ----------
    rows : ndarray of int64, optional
        Positions of all rows concerned, counted from 0.
    examples : iterable
        Cells to show; the first five are kept, with control characters escaped.
    """
    concerned = np.empty(0, dtype=np.int64) if rows is None else rows
    return Finding(
        code=code,
        severity=severity,
        message=printable(message, limit=MAX_SENTENCE),
        remedy=printable(remedy, limit=MAX_SENTENCE),
        column=None if column is None else column.header,
        n_rows=len(concerned),
        lines=tuple(table.line_numbers[concerned[:MAX_SAMPLES]].tolist()),
        examples=tuple(printable(cell) for cell in list(examples)[:MAX_SAMPLES]),
        details=dict(details or {}),
        rows=rows,
    )


def with_findings(table: TrackTable, findings: Iterable[Finding]) -> TrackTable:
    """Give the table with these findings added."""
    return replace(table, findings=(*table.findings, *findings))


def assign_roles(
    table: TrackTable, roles: Mapping[str, tuple[Role, str]]
) -> TrackTable:
    """Give the table with new roles for some columns.

    Parameters
    ----------
    roles : mapping of str to (Role, str)
        By `Column.name`: the new role, and one clause that says why.
    """
    columns = tuple(
        replace(column, role=roles[column.name][0], why=roles[column.name][1])
        if column.name in roles
        else column
        for column in table.columns
    )
    return replace(table, columns=columns)


def quote_some(names: Iterable[object], *, limit: int = MAX_SAMPLES) -> str:
    """List some names for a sentence.

    Examples
    --------
    >>> quote_some(["pop", "rock", "rap"], limit=2)
    "'pop', 'rock' and 1 more"
    """
    every = list(names)
    shown = ", ".join(f"'{printable(name, limit=40)}'" for name in every[:limit])
    hidden = len(every) - limit
    return f"{shown} and {hidden:,} more" if hidden > 0 else shown


def count_of(number: int, thing: str, things: str = "") -> str:
    """Write a count with its noun.

    Examples
    --------
    >>> count_of(1, "row"), count_of(1200, "row"), count_of(2, "entry", "entries")
    ('1 row', '1,200 rows', '2 entries')
    """
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def percent(share: float) -> str:
    """Write a share as a percentage that never rounds up to all.

    Examples
    --------
    >>> percent(0.0588), percent(0.9998), percent(1.0)
    ('5.9 %', '99.9 %', '100 %')
    """
    if share >= 1:
        return "100 %"
    return f"{min(100 * share, 99.9):.1f} %"
