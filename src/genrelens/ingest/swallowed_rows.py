"""Notice cells that hold what looks like the rest of one row and part of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from genrelens.errors import printable
from genrelens.schema.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

__all__ = ["notice_swallowed_rows"]

_N_SHOWN = 5
_FEWEST_COLUMNS = 3


def notice_swallowed_rows(
    columns: Sequence[pa.ChunkedArray],
    header: Sequence[str],
    lines: Sequence[int],
    delimiter: str,
) -> tuple[Finding, ...]:
    r"""Find cells in which a stray pair of quotes seems to have swallowed rows.

    A quote that opens by mistake in one row and closes in the same column of a
    later one leaves records of the right length, and one cell in which every line
    break comes with as many separators as a whole row has.

    Parameters
    ----------
    columns : sequence of pyarrow.ChunkedArray of text, length n_columns
        The cells.
    header : sequence of str, length n_columns
        Their names.
    lines : sequence of int, length n_rows
        Line on which each row starts.
    delimiter : str
        The separator of the file.

    Returns
    -------
    tuple of Finding
        ``rows-inside-a-cell``, one for each column that has such cells.
    """
    n_separators = len(header) - 1
    if len(header) < _FEWEST_COLUMNS:
        return ()
    findings: list[Finding] = []
    for name, column in zip(header, columns, strict=True):
        n_breaks = pc.count_substring(column, "\n").to_numpy()
        suspects = np.flatnonzero(n_breaks)
        if not suspects.size:
            continue
        cells = column.take(suspects)
        n_inside = pc.count_substring(cells, delimiter).to_numpy()
        found = suspects[n_inside == n_breaks[suspects] * n_separators]
        if found.size:
            findings.append(_tell(name, column.take(found[:_N_SHOWN]), found, lines))
    return tuple(findings)


def _tell(
    name: str, cells: pa.ChunkedArray, found: np.ndarray, lines: Sequence[int]
) -> Finding:
    places = tuple(lines[row] for row in found[:_N_SHOWN])
    shown = tuple(printable(cell, limit=60) for cell in cells.to_pylist())
    return Finding(
        code="rows-inside-a-cell",
        severity=Severity.WARNING,
        message=f"Column '{printable(name)}': {found.size:,} cell(s) hold line breaks "
        f"with as many separators as whole rows have, first in the row that starts "
        f"on line {places[0]} ('{shown[0]}').",
        remedy="Look for a quote that opens there by mistake; rows may be hidden "
        "inside the cell.",
        column=name,
        n_rows=int(found.size),
        lines=places,
        examples=shown,
    )
