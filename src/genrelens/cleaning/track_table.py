"""What cleaning gives: typed columns with roles, row for row with the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.cleaning.ledger import Ledger
    from genrelens.ingest.raw_table import Source
    from genrelens.schema.columns import Kind, KnownColumn, Role
    from genrelens.schema.findings import Finding
    from genrelens.schema.reading_recipe import ReadingRecipe

__all__ = ["CellRemark", "Column", "RowDrop", "TrackTable"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the user's table, and what it was taken for.

    Parameters
    ----------
    name : str
        Name in `TrackTable.frame`: the known column's name, else the header.
    header : str
        The header as it stands in the file.
    role, kind : Role, Kind
        What the column is used for, and how its cells were read.
    unit : str
        Unit of the cleaned values.
    why : str
        One clause telling how it was recognised, for people.
    known : KnownColumn or None
        The registered attribute, where it is one.
    recipe : ReadingRecipe or None
        How its cells were read; None where they were only carried as text.
    """

    name: str
    header: str
    role: Role
    kind: Kind
    unit: str
    why: str
    known: KnownColumn | None = None
    recipe: ReadingRecipe | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the column as plain values."""
        return {
            "name": self.name,
            "header": self.header,
            "role": str(self.role),
            "kind": str(self.kind),
            "unit": self.unit,
            "why": self.why,
        }


@dataclass(frozen=True, slots=True)
class RowDrop:
    """Rows that training leaves out, for one reason.

    Parameters
    ----------
    code : str
        Kebab-case reason, e.g. ``"blank-row"``, ``"repeated-row"``,
        ``"no-genre"``, ``"genre-too-rare"``, ``"conflicting-genre"``.
    rows : ndarray of int64
        Positions in the table, counted from 0, ascending.
    what : str
        One sentence for people.
    """

    code: str
    rows: NDArray[np.int64]
    what: str


@dataclass(frozen=True, slots=True)
class CellRemark:
    """What is odd about single cells that were read by a model's recipe.

    Parameters
    ----------
    name : str
        `Column.name`; empty where it concerns the row as a whole.
    rows : ndarray of int64, shape (n_cells,)
        Positions in the table, counted from 0, ascending.
    texts : tuple of str, length n_cells
        One clause a cell, for people.
    """

    name: str
    rows: NDArray[np.int64]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrackTable:
    """A cleaned table: one row for every row of the file, in the same order.

    Parameters
    ----------
    frame : pandas.DataFrame, n_rows x n_columns
        Columns by `Column.name`. Numbers and flags are float64 (NaN where
        missing), categories and texts are ``str`` (NaN where missing).
    columns : tuple of Column
        In file order.
    line_numbers : ndarray of int64, shape (n_rows,)
        Where each row stands in the file.
    source : Source
        The file.
    ledger : Ledger
        Every change made.
    findings : tuple of Finding
        Everything noticed, from reading on.
    drops : tuple of RowDrop
        Rows that training leaves out (blank, repeated, ...). They are still
        in `frame`; a row is listed under one reason only.
    units : mapping of str to ndarray of str, shape (n_rows,)
        By `Column.name`, for columns whose cells stood in several units: the
        unit (``ms``, ``s``, ``min``, ``m:ss``) in which each cell stood, empty
        where it was missing.
    remarks : tuple of CellRemark
        Cells that contradict the recipes of a model; empty where the columns
        were read by what this table itself shows.
    """

    frame: pd.DataFrame
    columns: tuple[Column, ...]
    line_numbers: NDArray[np.int64]
    source: Source
    ledger: Ledger
    findings: tuple[Finding, ...] = ()
    drops: tuple[RowDrop, ...] = field(default=())
    units: Mapping[str, NDArray[np.str_]] = field(default_factory=dict)
    remarks: tuple[CellRemark, ...] = ()

    def named(self, name: str) -> Column:
        """Give the column of that name (`Column.name`).

        Raises
        ------
        KeyError
            If there is none.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def with_role(self, role: Role) -> tuple[Column, ...]:
        """Give the columns that have this role, in file order."""
        return tuple(column for column in self.columns if column.role == role)
