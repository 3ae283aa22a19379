"""Remark on single cells that do not fit the recipe of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from genrelens.cleaning.cells.evidence import count_of, lines_where
from genrelens.cleaning.track_table import CellRemark
from genrelens.errors import printable
from genrelens.schema.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.cleaning.cells.raw_column import RawColumn, Reading
    from genrelens.schema.reading_recipe import ReadingRecipe

__all__ = ["doubt_shares", "remark_cells"]

_WORDS: Final = {"ms": "milliseconds", "s": "seconds", "min": "minutes"}
_FEWEST: Final = 2
_ONE_OF_100: Final = 0.01
_HUNDRED: Final = 100.0


def remark_cells(
    name: str, column: RawColumn, recipe: ReadingRecipe, reading: Reading
) -> tuple[CellRemark, ...]:
    """Remark on cells that could not be read, or were read in another unit.

    Parameters
    ----------
    name : str
        Name of the cleaned column.
    column : RawColumn
        The raw cells.
    recipe : ReadingRecipe
        How they were read.
    reading : Reading
        What reading gave.
    """
    remarks = []
    if reading.unread is not None and reading.unread.any():
        rows = np.flatnonzero(reading.unread)
        remarks.append(
            CellRemark(
                name, rows, tuple(f"'{_cell(column, r)}' cannot be read" for r in rows)
            )
        )
    if reading.rejudged is not None and reading.rejudged.any():
        rows = np.flatnonzero(reading.rejudged)
        in_ms = reading.series.to_numpy()
        texts = tuple(
            f"{_cell(column, row)} is impossible in {_WORDS[recipe.unit]}, and was "
            f"read as {in_ms[row] / 1_000:,.6g} seconds"
            for row in rows
        )
        remarks.append(CellRemark(name, rows, texts))
    return tuple(remarks)


def _cell(column: RawColumn, row: np.integer[Any]) -> str:
    return printable(column.cell(int(row)).strip(), limit=40)


def doubt_shares(
    shares: Sequence[tuple[RawColumn, ReadingRecipe, Reading]],
) -> tuple[tuple[CellRemark, ...], tuple[Finding, ...]]:
    """Remark on rows whose shares seem to run to 1 where the model's ran to 100.

    These have two shares above 0 or more, all of them at most 1, and one at
    least is no whole number.

    Parameters
    ----------
    shares : sequence of (RawColumn, ReadingRecipe, Reading)
        The columns that were read as shares of 100.
    """
    if len(shares) < _FEWEST:
        return (), ()
    values = np.column_stack([reading.series.to_numpy() for *_, reading in shares])
    above_0 = np.where(values > 0, values, np.nan)
    is_small = np.isnan(above_0) | (above_0 <= _ONE_OF_100)
    is_broken = np.round(above_0 * _HUNDRED, 9) % 1 != 0
    doubtful: NDArray[np.bool_] = (
        ((~np.isnan(above_0)).sum(axis=1) >= _FEWEST)
        & is_small.all(axis=1)
        & (is_broken & ~np.isnan(above_0)).any(axis=1)
    )
    if not doubtful.any():
        return (), ()
    rows = np.flatnonzero(doubtful)
    column = shares[0][0]
    text = "its shares are all below 1, and were read as shares of 100 as in training"
    finding = Finding(
        code="scale-unlike-training",
        severity=Severity.WARNING,
        message=f"{count_of(len(rows), 'row')} of {len(doubtful):,} "
        f"{'has' if len(rows) == 1 else 'have'} only shares below 1 "
        f"('{printable(column.header)}' and others), where training's ran to 100; "
        "they were divided by 100 all the same.",
        remedy="If they are shares of 1, multiply them by 100.",
        column=column.header,
        n_rows=len(rows),
        lines=lines_where(doubtful, column.line_numbers),
        rows=rows,
    )
    return (CellRemark("", rows, (text,) * len(rows)),), (finding,)
