"""Read any file, or take any frame, as a raw table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from genrelens.errors import FileFormatError, InputError, printable
from genrelens.ingest.delimited import read_delimited
from genrelens.ingest.encodings import decode_text
from genrelens.ingest.headers import check_names
from genrelens.ingest.json_lines import is_json, read_json
from genrelens.ingest.opening import open_file
from genrelens.ingest.parquet import is_parquet, read_parquet
from genrelens.ingest.raw_table import RawTable, Source
from genrelens.ingest.signatures import recognise_page
from genrelens.ingest.typed_columns import plain_column

if TYPE_CHECKING:
    import os

    from genrelens.ingest.opening import OpenedFile

__all__ = ["read_table", "table_from_frame"]


def read_table(
    path: str | os.PathLike[str],
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    name: str | None = None,
) -> RawTable:
    """Read a table from CSV (any dialect), TSV, JSON lines, JSON or Parquet.

    What the file is, is decided by its content, never by its name; gzip is
    unpacked. Every decision that was not self-evident is told in the source.

    Parameters
    ----------
    path : path
        A regular file.
    encoding : str, optional
        Encoding of a text; found out where it is not given.
    delimiter : str, optional
        Separator of a delimited text; found out where it is not given.
    name : str, optional
        What messages and the source call it; its own name where it is not given.

    Returns
    -------
    RawTable
        The cells as they stand, with line numbers, decisions and findings.

    Raises
    ------
    FileFormatError
        If the file is not a table that can be read without guessing.
    InputError
        If `encoding` or `delimiter` cannot be used, or not with this file.
    """
    opened = open_file(path, name=name)
    if is_parquet(opened.content):
        _refuse_options(opened.name, "Parquet", encoding=encoding, delimiter=delimiter)
        table = read_parquet(opened.content, name=opened.name)
        lines = np.arange(1, len(table.frame) + 1, dtype=np.int64)
        source = _describe(opened, "parquet", decisions=table.decisions)
        return RawTable(table.frame, lines, source)
    text = decode_text(opened.content, name=opened.name, encoding=encoding)
    foreign = recognise_page(text.content)
    if foreign is not None:
        raise FileFormatError(opened.name, found=foreign.found, remedy=foreign.remedy)
    if is_json(text.content):
        _refuse_options(opened.name, "JSON", delimiter=delimiter)
        records = read_json(text.content, name=opened.name)
        source = _describe(
            opened,
            "jsonl",
            encoding=text.encoding,
            decisions=(*text.decisions, *records.decisions),
        )
        findings = (*text.findings, *records.findings)
        return RawTable(records.frame, records.line_numbers, source, findings)
    cells = read_delimited(text.content, name=opened.name, delimiter=delimiter)
    source = _describe(
        opened,
        "csv",
        encoding=text.encoding,
        delimiter=cells.delimiter,
        decisions=(*text.decisions, *cells.decisions),
    )
    findings = (*text.findings, *cells.findings)
    return RawTable(cells.frame, cells.line_numbers, source, findings)


def table_from_frame(frame: pd.DataFrame, *, name: str = "memory") -> RawTable:
    """Take a frame in memory as a raw table; the caller's frame is not changed.

    Parameters
    ----------
    frame : pandas.DataFrame, n_rows x n_columns
        One row a track. Its index is not used, and that is told where it is
        more than a count of rows.
    name : str, default "memory"
        What messages call it.

    Returns
    -------
    RawTable
        Columns of text, numbers or yes/no, rows numbered from 1.

    Raises
    ------
    InputError
        If it is no frame, has no rows or columns, or headers that are not
        plain names or occur twice.

    Examples
    --------
    >>> raw = table_from_frame(pd.DataFrame({"genre": ["pop"], "tempo": [120.0]}))
    >>> raw.source.format, raw.line_numbers
    ('memory', array([1]))
    """
    if not isinstance(frame, pd.DataFrame):
        raise InputError(
            f"A table in memory must be a pandas DataFrame, not a "
            f"{printable(type(frame).__name__)}. Convert it, or give a file's path."
        )
    if frame.shape[0] == 0 or frame.shape[1] == 0:
        raise FileFormatError(
            name,
            found=f"it has {frame.shape[0]} rows and {frame.shape[1]} columns",
            remedy="Give a table with at least one track and one attribute.",
        )
    if isinstance(frame.columns, pd.MultiIndex):
        raise FileFormatError(
            name,
            found=f"its headers have {frame.columns.nlevels} levels",
            remedy="Give every column one plain name.",
        )
    names = [str(header) for header in frame.columns]
    check_names(names, file=name, allows_blank=False)
    decisions: list[str] = []
    if not isinstance(frame.index, pd.RangeIndex):
        decisions.append("The frame's index was not used as an attribute.")
    columns: dict[str, pd.Series] = {}
    for position, header in enumerate(names):
        column, told = plain_column(frame.iloc[:, position], header, file=name)
        columns[header] = column
        decisions.extend(told)
    return RawTable(
        pd.DataFrame(columns),
        np.arange(1, len(frame) + 1, dtype=np.int64),
        Source(
            name=name,
            sha256="",
            n_bytes=0,
            format="memory",
            decisions=tuple(decisions),
        ),
    )


def _refuse_options(name: str, kind: str, **options: str | None) -> None:
    for option, value in options.items():
        if value is not None:
            raise InputError(
                f"File '{printable(name)}' is {kind}, to which the option '{option}' "
                f"does not apply. Leave it out."
            )


def _describe(
    opened: OpenedFile,
    kind: str,
    *,
    encoding: str = "",
    delimiter: str = "",
    decisions: tuple[str, ...] = (),
) -> Source:
    told = ("The file is packed with gzip.",) if opened.compression else ()
    return Source(
        name=opened.name,
        sha256=opened.sha256,
        n_bytes=opened.n_bytes,
        format=kind,
        compression=opened.compression,
        encoding=encoding,
        delimiter=delimiter,
        decisions=(*told, *decisions),
    )
