"""Read a file of answers page by page, without taking all of it into memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from genrelens.workflow.documents.table_file import csv_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["AnswerPage", "read_answer_page", "stream_answer_csv"]

_ROWS_A_PIECE = 16_384


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """Some rows of a file of answers.

    Parameters
    ----------
    rows : list of dict
        Column to plain value, None where there is none.
    total : int
        Rows that the filter lets through.
    """

    rows: list[dict[str, Any]]
    total: int


def read_answer_page(
    path: Path,
    *,
    offset: int = 0,
    limit: int = 50,
    genre: str = "",
    decision: str = "",
    only_warned: bool = False,
) -> AnswerPage:
    """Read some rows of a file that `answer_file` wrote.

    Parameters
    ----------
    path : Path
        The Parquet file.
    offset, limit : int
        Which of the rows that the filter lets through.
    genre, decision : str
        Only rows with this genre or decision; all where they are empty.
    only_warned : bool
        Only rows with a warning.

    Returns
    -------
    AnswerPage
    """
    with pq.ParquetFile(path) as file:
        names = set(file.schema_arrow.names)
        wanted = {"genre": genre, "decision": decision}
        asked = {k: v for k, v in wanted.items() if v and k in names}
        if any(value for key, value in wanted.items() if key not in names):
            return AnswerPage([], 0)
        if not asked and not only_warned:
            n_rows = file.metadata.num_rows
            rows = np.arange(min(offset, n_rows), min(offset + limit, n_rows))
            return AnswerPage(_take(file, rows), n_rows)
        found = _matching(file, asked, only_warned=only_warned)
        return AnswerPage(_take(file, found[offset : offset + limit]), len(found))


def _matching(
    file: pq.ParquetFile, asked: dict[str, str], *, only_warned: bool
) -> NDArray[np.int64]:
    columns = [*asked, *(["warnings"] if only_warned else [])]
    table = file.read(columns=columns)
    mask = pa.chunked_array([pa.array(np.ones(table.num_rows, dtype=bool))])
    for name, value in asked.items():
        is_it = pc.fill_null(pc.equal(table[name], value), fill_value=False)
        mask = pc.and_(mask, is_it)
    if only_warned:
        is_warned = pc.not_equal(pc.fill_null(table["warnings"], ""), "")
        mask = pc.and_(mask, is_warned)
    return np.flatnonzero(mask.to_numpy())


def _take(file: pq.ParquetFile, rows: NDArray[np.int64]) -> list[dict[str, Any]]:
    """Read rows in rising order, from the row groups that hold them."""
    taken: list[dict[str, Any]] = []
    start = 0
    for group in range(file.num_row_groups):
        n_rows = file.metadata.row_group(group).num_rows
        here = rows[(rows >= start) & (rows < start + n_rows)] - start
        if len(here):
            taken += file.read_row_group(group).take(pa.array(here)).to_pylist()
        start += n_rows
    return taken


def stream_answer_csv(path: Path, *, raw: bool = False) -> Iterator[bytes]:
    """Yield a file of answers as CSV, as ``genrelens predict`` would write it.

    Parameters
    ----------
    path : Path
        The Parquet file.
    raw : bool
        Whether text is written without guarding against formulas.
    """
    with pq.ParquetFile(path) as file:
        has_header = True
        for batch in file.iter_batches(batch_size=_ROWS_A_PIECE):
            frame = pa.Table.from_batches([batch]).to_pandas()
            yield csv_text(frame, raw=raw, has_header=has_header).encode()
            has_header = False
