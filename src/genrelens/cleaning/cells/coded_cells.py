"""Read columns of few different cells by a function from each cell to a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from genrelens.cleaning.cells.evidence import (
    count_of,
    distinct,
    lines_where,
    number_text,
    pairs_where,
)
from genrelens.cleaning.cells.missing import is_missing_word, missing_changes
from genrelens.cleaning.cells.raw_column import Reading
from genrelens.cleaning.ledger import Change
from genrelens.errors import printable
from genrelens.schema.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from genrelens.cleaning.cells.raw_column import RawColumn

__all__ = ["read_by_level", "share_readable", "unread_finding"]


def share_readable(column: RawColumn, parse: Callable[[str], float]) -> float:
    """Give the share of a sample of the cells with content that `parse` can read."""
    cells = column.sample(1_000)
    cells = cells[~is_missing_word(cells)]
    if cells.empty:
        return 1.0
    counts = cells.value_counts()
    readable = [not np.isnan(parse(level)) for level in counts.index]
    return float(counts.to_numpy()[readable].sum() / counts.sum())


def read_by_level(
    column: RawColumn,
    parse: Callable[[str], float],
    *,
    step: str,
    what: str,
    allowed: str,
) -> Reading:
    """Read each different cell once, and tell what was respelt and what unread.

    Parameters
    ----------
    column : RawColumn
        The raw cells.
    parse : callable
        From a stripped cell to its number, NaN where it has none.
    step, what : str
        For the ledger: the module, and a sentence.
    allowed : str
        What the cells may be, for people, e.g. ``"a key such as 7 or F#"``.
    """
    codes, words = column.levels
    numbers = np.array([parse(level) for level in words], dtype=np.float64)
    values = np.append(numbers, np.nan)[codes]
    is_plain = pd.to_numeric(words, errors="coerce").to_numpy() == numbers
    unread_level = np.isnan(numbers) & ~is_missing_word(words)
    respelt = np.append(~np.isnan(numbers) & ~is_plain, [False])[codes].astype(bool)
    unread = np.append(unread_level, [False])[codes].astype(bool)
    missing = np.append(is_missing_word(words), [True])[codes].astype(bool)
    changes = missing_changes(column, missing)
    if respelt.any():
        changes += (
            Change(
                step=step,
                column=column.header,
                n_cells=int(respelt.sum()),
                what=what,
                examples=pairs_where(
                    respelt, column.cell, lambda row: number_text(values[row])
                ),
                lines=lines_where(respelt, column.line_numbers),
            ),
        )
    series = pd.Series(values, dtype="float64")
    told = unread_finding(column, unread, allowed)
    return Reading(series, changes, told, unread=unread)


def unread_finding(
    column: RawColumn, unread: NDArray[np.bool_], allowed: str
) -> tuple[Finding, ...]:
    """Tell the cells that could not be read and count as missing, if any."""
    n_unread = int(unread.sum())
    if not n_unread:
        return ()
    cells = distinct(unread, column.cell)
    sample = ", ".join(f"'{cell}'" for cell in cells[:3])
    return (
        Finding(
            code="unreadable-cells",
            severity=Severity.WARNING,
            message=f"{n_unread:,} of {count_of(column.n_present, 'cell')} in "
            f"'{printable(column.header)}' are not {allowed}, e.g. {sample}; they "
            "count as missing.",
            remedy="Correct these cells, or leave them empty.",
            column=column.header,
            n_rows=n_unread,
            lines=lines_where(unread, column.line_numbers),
            examples=cells,
            rows=np.flatnonzero(unread),
        ),
    )
