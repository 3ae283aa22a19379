"""Give what was found in a table that has been read."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from genrelens.errors import InputError, printable
from genrelens.server.keeping.store import InUseError
from genrelens.server.warming.libraries import have_libraries
from genrelens.workflow.profiling.results import INSPECTION, PROFILE, TableProfile

if TYPE_CHECKING:
    from pathlib import Path

    from genrelens.server.studio import Studio

    have_libraries()
    from genrelens.workflow.profiling.affected_rows import ShownRow

__all__ = ["RowsShown", "inspection_of", "known_rows", "profile_of", "rows_of"]

_MOST_COLUMNS = 60
_LONGEST_CELL = 400
_KNOWN_BY = ("target", "artist", "track_name")


@dataclass(frozen=True, slots=True)
class RowsShown:
    """Some rows of a table, as they stand in its file.

    Parameters
    ----------
    headers : tuple of str
        The columns shown: the concerned one, genre, artist and title, the others.
    concerned : str
        Header of the column that a finding is about; empty where there is none.
    n_columns : int
        Columns of the table.
    rows : tuple of ShownRow
        Cells in the order of `headers`.
    total : int
        Rows to choose from.
    is_known : bool
        Whether the finding knows its rows; one about a column or the whole file does
        not.
    """

    headers: tuple[str, ...]
    concerned: str
    n_columns: int
    rows: tuple[ShownRow, ...]
    total: int
    is_known: bool


def inspection_of(studio: Studio, table_id: str) -> dict[str, Any]:
    """Give what `genrelens inspect --json` prints.

    Raises
    ------
    NotHere
        If the table is not here.
    InUseError
        If it is being read.
    InputError
        If it could not be read; the sentence is that of the reading.
    """
    text = (_ready(studio, table_id) / INSPECTION).read_text("utf-8")
    return cast("dict[str, Any]", json.loads(text))


def profile_of(studio: Studio, table_id: str) -> TableProfile:
    """Give what the table's attributes look like; raises as `inspection_of`."""
    text = (_ready(studio, table_id) / PROFILE).read_text("utf-8")
    return TableProfile.from_dict(json.loads(text))


def known_rows(studio: Studio, table_id: str) -> frozenset[int]:
    """Give the places of the findings whose rows are known; as `inspection_of`."""
    have_libraries()
    from genrelens.workflow.profiling.affected_rows import findings_with_rows

    return findings_with_rows(_ready(studio, table_id))


def rows_of(
    studio: Studio,
    table_id: str,
    *,
    finding: str = "",
    column: str = "",
    offset: int = 0,
    limit: int = 50,
) -> RowsShown:
    """Give some rows: all of the table, or those that findings concern.

    Parameters
    ----------
    studio : Studio
        Where the table is.
    table_id : str
        Which table.
    finding : str
        Code of findings; empty for all rows.
    column : str
        Header of the column that they are about, or that is to stand first.
    offset, limit : int
        Which of these rows.

    Raises
    ------
    InputError
        If there is no such finding or column, or the table could not be read.
    NotHere, InUseError
        As `inspection_of`.
    """
    have_libraries()
    from genrelens.workflow.profiling.affected_rows import read_rows, rows_of_findings

    folder = _ready(studio, table_id)
    told = inspection_of(studio, table_id)
    columns = told["columns"]
    headers = [one["header"] for one in columns]
    if column and column not in headers:
        raise InputError(f"The table has no column '{printable(column)}'.")
    shown = _chosen(columns, column)
    rows, is_known = None, True
    if finding:
        numbers = _numbers(told["findings"], finding, column)
        rows = rows_of_findings(folder, numbers)
        is_known = len(rows) > 0
    taken, total = read_rows(
        folder,
        [headers.index(header) for header in shown],
        rows=rows,
        offset=offset,
        limit=limit,
    )
    return RowsShown(
        tuple(shown), column, len(headers), tuple(map(_cut, taken)), total, is_known
    )


def _ready(studio: Studio, table_id: str) -> Path:
    """Give the folder of a table that has been read."""
    table = studio.store.tables.get(table_id)
    if table.state == "reading":
        raise InUseError("The table is being read. Ask again when that is done.")
    if table.state == "failed":
        raise InputError(table.error)
    return studio.store.tables.folder(table_id)


def _numbers(findings: list[dict[str, Any]], code: str, column: str) -> list[int]:
    found = [
        number
        for number, one in enumerate(findings)
        if one["code"] == code and (not column or one["column"] == column)
    ]
    if not found:
        where = f" about column '{printable(column)}'" if column else ""
        raise InputError(
            f"The table has no finding '{printable(code)}'{where}. Its inspection "
            f"lists what was found."
        )
    return found


def _chosen(columns: list[dict[str, Any]], first: str) -> list[str]:
    """Give headers: the one that is meant, what a track is known by, the others."""
    known_by = [
        one["header"] for role in _KNOWN_BY for one in columns if one["role"] == role
    ]
    others = [one["header"] for one in columns]
    wanted = [*([first] if first else []), *known_by, *others]
    return list(dict.fromkeys(wanted))[:_MOST_COLUMNS]


def _cut(row: ShownRow) -> ShownRow:
    """Shorten cells that would fill a page."""
    cells = tuple(
        cell if len(cell) <= _LONGEST_CELL else f"{cell[: _LONGEST_CELL - 1]}…"
        for cell in row.cells
    )
    return replace(row, cells=cells)
