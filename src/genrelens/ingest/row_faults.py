"""Tell what is wrong with the rows of a delimited text, and where."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from genrelens.errors import FileFormatError, printable
from genrelens.ingest.dialects import name_delimiter
from genrelens.schema.findings import Finding, Severity

if TYPE_CHECKING:
    import csv
    from collections.abc import Sequence

    import pyarrow as pa

    from genrelens.ingest.dialects import Dialect

__all__ = [
    "MAX_FIELD",
    "Records",
    "explain_quote",
    "judge_lengths",
    "no_rows",
    "notice_swallowed_rows",
    "refuse_no_rows",
    "tell_blank_lines",
]

MAX_FIELD = 1_000_000
_N_SHOWN = 5
_FEWEST_COLUMNS = 3


@dataclass(slots=True)
class Records:
    """Columns as they grow, and every irregularity with its line.

    Parameters
    ----------
    header : list of str, length n_columns
        Cells of the header.
    header_line : int
        Line on which it starts.
    pieces : list of list of pyarrow.Array
        Batches of rows, each one array a column.
    lines, blank_lines : list of int
        Lines on which rows start, and lines without any cell.
    lengths : Counter
        How many records of each other length there are.
    first_ragged : tuple, optional
        Line and cells of the first record of another length.
    last_line : int
        Line on which the last record starts, regular or not.
    """

    header: list[str]
    header_line: int
    pieces: list[list[pa.Array]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    blank_lines: list[int] = field(default_factory=list)
    lengths: Counter[int] = field(default_factory=Counter)
    first_ragged: tuple[int, list[str]] | None = None
    last_line: int = 0


def explain_quote(
    error: csv.Error, name: str, line: int, dialect: Dialect
) -> FileFormatError:
    """Make a refusal of what the csv module found wrong with a record's quotes.

    Parameters
    ----------
    error : csv.Error
        What the strict reader raised.
    name : str
        The file's name.
    line : int
        Line on which the record starts.
    dialect : Dialect
        How the file was read.
    """
    reason = str(error)
    if "field larger" in reason:
        return FileFormatError(
            name,
            found=f"the record that starts on line {line} has a cell longer than "
            f"{MAX_FIELD:,} characters",
            remedy="Look for a quote that opens there and never closes.",
            line=line,
        )
    quote = dialect.quote or '"'
    if "unexpected end" in reason:
        return FileFormatError(
            name,
            found=f"a quote ({quote}) opens in the record that starts on line {line} "
            f"and never closes",
            remedy="Close it, or double it if it belongs to the text; if the file "
            "was cut off, fetch it again.",
            line=line,
        )
    return FileFormatError(
        name,
        found=f"the record that starts on line {line} has a quote ({quote}) inside "
        f"a quoted cell ({printable(reason)})",
        remedy=f"Double quotes that belong to the text ({quote}{quote}), as "
        f"spreadsheets do on saving.",
        line=line,
    )


def judge_lengths(records: Records, dialect: Dialect, name: str) -> tuple[Finding, ...]:
    """Refuse ragged records; keep out one last record that is cut short.

    Parameters
    ----------
    records : Records
        Everything that was read.
    dialect : Dialect
        How it was read.
    name : str
        The file's name.

    Returns
    -------
    tuple of Finding
        ``truncated-last-line``, where all records but a short last one are regular.

    Raises
    ------
    FileFormatError
        If any other record has a length that is not the header's.
    """
    if records.first_ragged is None:
        return ()
    line, record = records.first_ragged
    n_ragged = records.lengths.total()
    n_columns = len(records.header)
    is_last = n_ragged == 1 and line == records.last_line and bool(records.lines)
    if is_last and len(record) < n_columns:
        shown = printable(dialect.delimiter.join(record), limit=60)
        return (
            Finding(
                code="truncated-last-line",
                severity=Severity.WARNING,
                message=f"The last record, on line {line}, has {len(record)} of "
                f"{n_columns} fields ('{shown}') and was left out.",
                remedy="Check that the file is complete, or delete that line.",
                n_rows=1,
                lines=(line,),
                examples=(shown,),
            ),
        )
    raise _ragged(records, dialect, name)


def _ragged(records: Records, dialect: Dialect, name: str) -> FileFormatError:
    line, record = records.first_ragged or (0, [])
    n_columns = len(records.header)
    n_all = records.lengths.total() + len(records.lines)
    shares = ", ".join(
        f"{count:,} have {length}" for length, count in sorted(records.lengths.items())
    )
    separator = name_delimiter(dialect.delimiter)
    return FileFormatError(
        name,
        found=f"the header on line {records.header_line} has {n_columns} fields, "
        f"separated by {separator}, but line {line} has {len(record)}; of {n_all:,} "
        f"records {shares} and {len(records.lines):,} have {n_columns}",
        remedy=_advise(records, record, dialect),
        line=line,
    )


def _advise(records: Records, record: list[str], dialect: Dialect) -> str:
    n_columns = len(records.header)
    all_alike = not records.lines and len(records.lengths) == 1
    if all_alike and len(record) == n_columns + 1:
        if not record[-1].strip():
            return (
                "Every record ends in one separator too many: add one to the header, "
                "or take them off the records; the cells were not shifted."
            )
        return (
            "Every record has one cell more than the header: if the first column "
            "holds row names, give it a name in the header."
        )
    if all_alike and len(record) < n_columns:
        return (
            "Every record lacks cells, so one column name too many stands in the "
            "header or a column was lost: find out which, and mend the header."
        )
    if len(record) == 1 and dialect.delimiter in record[0]:
        return "Whole records stand in quotes: take the outer quotes off."
    return (
        f"Put cells that contain {name_delimiter(dialect.delimiter)} in quotes, or "
        f"mend the records; nothing was shifted or padded."
    )


def refuse_no_rows(records: Records, name: str) -> None:
    """Raise `no_rows` where no record stands below the header."""
    if not records.lines:
        raise no_rows(name, records.header_line)


def no_rows(name: str, line: int) -> FileFormatError:
    """Make a refusal of a table that is nothing but a header."""
    return FileFormatError(
        name,
        found=f"it has a header on line {line} and no rows below it",
        remedy="Give a table with at least one track.",
        line=line,
    )


def tell_blank_lines(records: Records) -> tuple[Finding, ...]:
    """Give the finding ``blank-line``, where there are any."""
    n_blank = len(records.blank_lines)
    if not n_blank:
        return ()
    return (
        Finding(
            code="blank-line",
            severity=Severity.NOTE,
            message=f"{n_blank:,} blank line(s) were passed over.",
            remedy="Nothing is lost; delete them to be rid of this note.",
            n_rows=n_blank,
            lines=tuple(records.blank_lines[:_N_SHOWN]),
        ),
    )


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
        rows=found,
    )
