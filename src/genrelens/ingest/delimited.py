"""Read a delimited text into columns of cells, every record of one length."""

from __future__ import annotations

import csv
import threading
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from genrelens.errors import FileFormatError
from genrelens.ingest.dialects import iterate_lines, sniff_dialect
from genrelens.ingest.headers import MAX_COLUMNS, name_columns
from genrelens.ingest.row_faults import (
    MAX_FIELD,
    Records,
    explain_quote,
    judge_lengths,
    no_rows,
    notice_swallowed_rows,
    refuse_no_rows,
    tell_blank_lines,
)
from genrelens.ingest.signatures import find_conflict_marker

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.ingest.dialects import Dialect
    from genrelens.schema.findings import Finding

__all__ = ["MAX_FIELD", "DelimitedTable", "read_delimited"]

_MAX_LINE = 50_000_000
_CHUNK = 4_000  # larger ones only make the garbage collector work
_FIELD_LIMIT_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class DelimitedTable:
    """The cells of a delimited text.

    Parameters
    ----------
    frame : pandas.DataFrame, n_rows x n_columns
        Every cell as text, an empty cell as the empty string.
    line_numbers : ndarray of int64, shape (n_rows,)
        Physical line, from 1, on which each row starts.
    delimiter : str
        As found.
    decisions : tuple of str
        What was decided, where it was not self-evident.
    findings : tuple of Finding
        What was noticed.
    """

    frame: pd.DataFrame
    line_numbers: NDArray[np.int64]
    delimiter: str
    decisions: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_delimited(
    content: bytes, *, name: str, delimiter: str | None = None
) -> DelimitedTable:
    r"""Read a delimited text strictly: nothing is shifted, padded or skipped untold.

    Parameters
    ----------
    content : bytes
        The whole text in UTF-8, no byte-order mark, no NUL.
    name : str
        The file's name, for messages.
    delimiter : str, optional
        The separator, where the caller knows it.

    Returns
    -------
    DelimitedTable
        The cells. Blank lines are passed over (finding ``blank-line``), and so is
        a last record that is cut short (``truncated-last-line``).

    Raises
    ------
    FileFormatError
        If there are conflict markers, no header, no rows, records of unequal
        length, a quote that never closes, or a cell beyond `MAX_FIELD`.

    Examples
    --------
    >>> table = read_delimited(b"genre,tempo\npop,120\n", name="a.csv")
    >>> table.frame.to_dict("list"), table.line_numbers
    ({'genre': ['pop'], 'tempo': ['120']}, array([2]))
    """
    content, told = _mend_line_ends(content)
    _refuse_conflicts(content, name)
    _refuse_endless_lines(content, name)
    with _field_limit():
        dialect = sniff_dialect(content, name=name, delimiter=delimiter)
        try:
            records = _read_records(content, dialect, name)
        except FileFormatError as error:
            if not isinstance(error.__cause__, csv.Error):
                raise
            plain = _read_without_quotes(content, dialect, name, error.__cause__)
            if plain is None:
                raise
            dialect, records = plain
    truncated = judge_lengths(records, dialect, name)
    columns = _join_pieces(records)
    refuse_no_rows(records, name)
    named = name_columns(records.header, columns, file=name, line=records.header_line)
    frame = pa.table(
        [columns[position] for position in named.kept], names=list(named.names)
    ).to_pandas()
    findings = (
        *truncated,
        *tell_blank_lines(records),
        *named.findings,
        *notice_swallowed_rows(
            columns, records.header, records.lines, dialect.delimiter
        ),
    )
    return DelimitedTable(
        frame,
        np.asarray(records.lines, dtype=np.int64),
        dialect.delimiter if len(records.header) > 1 else "",
        (*told, *dialect.decisions, *named.decisions),
        findings,
    )


def _mend_line_ends(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    n_doubled = content.count(b"\r\r\n")
    if not n_doubled:
        return content, ()
    told = f"{n_doubled:,} lines end in CR CR LF; each was read as one line end."
    return content.replace(b"\r\r\n", b"\r\n"), (told,)


def _refuse_conflicts(content: bytes, name: str) -> None:
    line = find_conflict_marker(content)
    if line is not None:
        raise FileFormatError(
            name,
            found=f"line {line} is a git conflict marker, so two versions of the "
            f"table stand in it",
            remedy="Resolve the conflict, keeping one version, and save it again.",
            line=line,
        )


def _refuse_endless_lines(content: bytes, name: str) -> None:
    start = 0
    while len(content) - start > _MAX_LINE:
        window = content[start : start + _MAX_LINE]
        end = max(window.rfind(b"\n"), window.rfind(b"\r"))
        if end < 0:
            line = content.count(b"\n", 0, start) + 1
            raise FileFormatError(
                name,
                found=f"line {line} is longer than {_MAX_LINE:,} bytes",
                remedy="Check that it is a table with one track on each line.",
                line=line,
            )
        start += end + 1


@contextmanager
def _field_limit() -> Iterator[None]:
    """Set the csv module's limit, which the whole process shares, for a while."""
    with _FIELD_LIMIT_LOCK:
        before = csv.field_size_limit(MAX_FIELD)
        try:
            yield
        finally:
            csv.field_size_limit(before)


def _read_records(content: bytes, dialect: Dialect, name: str) -> Records:
    lines = iterate_lines(content)
    for _ in range(dialect.n_preamble_lines):
        next(lines)
    reader = dialect.read(lines)
    offset = dialect.n_preamble_lines
    ended = offset
    records: Records | None = None
    chunk: list[list[str]] = []
    try:
        for record in reader:
            started = ended + 1
            ended = reader.line_num + offset  # type: ignore[attr-defined]
            if records is None:
                if any(record):
                    records = Records(record, started)
                    n_columns = len(record)
                continue
            if len(record) == n_columns and (n_columns > 1 or record[0].strip()):
                chunk.append(record)
                records.lines.append(started)
                records.last_line = started
                if len(chunk) == _CHUNK:
                    _store(records, chunk)
                    chunk = []
            else:
                _note_irregular(records, record, started)
    except csv.Error as error:
        raise explain_quote(error, name, ended + 1, dialect) from error
    if records is None:
        raise no_rows(name, ended)
    _store(records, chunk)
    return records


def _note_irregular(records: Records, record: list[str], line: int) -> None:
    if not record or (len(record) == 1 and not record[0].strip()):
        records.blank_lines.append(line)
        return
    records.lengths[len(record)] += 1
    records.last_line = line
    if records.first_ragged is None:
        records.first_ragged = (line, record)


def _store(records: Records, chunk: list[list[str]]) -> None:
    if chunk and len(chunk[0]) <= MAX_COLUMNS:
        records.pieces.append(
            [pa.array(cells, pa.large_string()) for cells in zip(*chunk, strict=True)]
        )


def _read_without_quotes(
    content: bytes, dialect: Dialect, name: str, error: csv.Error
) -> tuple[Dialect, Records] | None:
    """Take quotes for plain text where that alone makes every record regular."""
    if "expected after" not in str(error):
        return None
    plain = replace(dialect, quote=None)
    try:
        records = _read_records(content, plain, name)
    except FileFormatError:
        return None
    if records.lengths or _has_quoted_cell(records, dialect.quote or '"'):
        return None
    told = "Quotes are plain text in this file: only so do all records have one length."
    return replace(plain, decisions=(*plain.decisions, told)), records


def _has_quoted_cell(records: Records, quote: str) -> bool:
    import pyarrow.compute as pc

    pattern = f"^{quote}.*{quote}$"
    return any(
        pc.any(pc.match_substring_regex(cells, pattern)).as_py()
        for piece in records.pieces
        for cells in piece
    )


def _join_pieces(records: Records) -> list[pa.ChunkedArray]:
    return [
        pa.chunked_array([pa.concat_arrays(parts)])
        for parts in zip(*records.pieces, strict=True)
    ]
