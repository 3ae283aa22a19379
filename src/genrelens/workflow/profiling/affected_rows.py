"""Keep a table's cells, with the rows each finding concerns, where pages find them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from genrelens.writing import replacing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.ingest.raw_table import RawTable
    from genrelens.schema.findings import Finding

__all__ = [
    "ShownRow",
    "findings_with_rows",
    "read_rows",
    "rows_of_findings",
    "write_rows",
]

_CELLS, _FINDINGS = "rows.parquet", "finding_rows.parquet"
_GROUP: Final = 4096
_LINE = "line"


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row of the file.

    Parameters
    ----------
    row : int
        Its position, counted from 0.
    line : int
        Line of the file on which it starts; its number from 1 where a file has none.
    cells : tuple of str
        As they stand in the file, in the order that was asked for.
    """

    row: int
    line: int
    cells: tuple[str, ...]


def write_rows(raw: RawTable, findings: Sequence[Finding], folder: Path) -> None:
    """Write all cells, as they stand in the file, and the rows of each finding.

    Parameters
    ----------
    raw : RawTable
        The table as read.
    findings : sequence of Finding
        In the order in which they will be asked for.
    folder : Path
        Where the two files go.
    """
    columns = {
        str(place): _texts(raw.frame.iloc[:, place])
        for place in range(raw.frame.shape[1])
    }
    cells = pa.table({_LINE: pa.array(raw.line_numbers), **columns})
    with replacing(folder / _CELLS) as partial:
        pq.write_table(cells, partial, compression="zstd", row_group_size=_GROUP)
    known = [
        (number, np.sort(finding.rows))
        for number, finding in enumerate(findings)
        if finding.rows is not None and len(finding.rows)
    ]
    numbers = [np.full(len(rows), number, np.int32) for number, rows in known]
    places = [rows.astype(np.int64) for _, rows in known]
    listed = pa.table(
        {
            "finding": np.concatenate([*numbers, np.empty(0, np.int32)]),
            "row": np.concatenate([*places, np.empty(0, np.int64)]),
        }
    )
    with replacing(folder / _FINDINGS) as partial:
        pq.write_table(listed, partial, compression="zstd")


def findings_with_rows(folder: Path) -> frozenset[int]:
    """Give the places, in their list, of the findings that know their rows."""
    listed = pq.read_table(folder / _FINDINGS, columns=["finding"])["finding"]
    return frozenset(listed.unique().to_pylist())


def rows_of_findings(folder: Path, numbers: Sequence[int]) -> NDArray[np.int64]:
    """Give the positions of all rows that any of these findings concerns, ascending."""
    if not numbers:
        return np.empty(0, dtype=np.int64)
    chosen = [("finding", "in", list(numbers))]
    listed = pq.read_table(folder / _FINDINGS, columns=["row"], filters=chosen)
    return np.unique(listed["row"].to_numpy())


def read_rows(
    folder: Path,
    columns: Sequence[int],
    *,
    rows: NDArray[np.int64] | None = None,
    offset: int = 0,
    limit: int = 50,
) -> tuple[list[ShownRow], int]:
    """Give some rows of a table, and how many there are to choose from.

    Parameters
    ----------
    folder : Path
        Where `write_rows` wrote.
    columns : sequence of int
        Places of the columns to give, counted from 0, in the order of the file.
    rows : ndarray of int64, optional
        Positions to choose from, ascending; all rows where they are not given.
    offset, limit : int
        Which of these to give.
    """
    with pq.ParquetFile(folder / _CELLS) as file:
        n_rows = file.metadata.num_rows
        total = n_rows if rows is None else len(rows)
        stop = min(offset + limit, total)
        wanted = (
            np.arange(min(offset, total), stop) if rows is None else rows[offset:stop]
        )
        names = [_LINE, *map(str, columns)]
        shown: list[ShownRow] = []
        for group in dict.fromkeys((wanted // _GROUP).tolist()):
            inside = wanted[wanted // _GROUP == group]
            piece = file.read_row_group(group, columns=names).select(names)
            taken = piece.take(pa.array(inside - group * _GROUP))
            lists = [column.to_pylist() for column in taken.columns]
            shown += [
                ShownRow(int(row), values[0], tuple(values[1:]))
                for row, values in zip(inside, zip(*lists, strict=True), strict=True)
            ]
    return shown, total


def _texts(column: pd.Series) -> pa.Array:
    """Give cells as text; missing ones, and those of files without text, as empty."""
    texts = column.map(str, na_action="ignore").astype("str").fillna("")
    return pa.array(texts, type=pa.large_string(), from_pandas=True)
