"""Write a table of results as CSV or Parquet, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

from genrelens.errors import OutputError, printable
from genrelens.writing import replacing

if TYPE_CHECKING:
    import os

    import pandas as pd

__all__ = [
    "check_table_suffix",
    "csv_text",
    "fill_table",
    "guard_formula",
    "write_table",
]

_BLOCK_ROWS: Final = 2_000  # text of a whole table takes several times its memory

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guard_formula(cell: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run as a formula.

    Examples
    --------
    >>> guard_formula("=HYPERLINK(1)")
    "'=HYPERLINK(1)"
    >>> guard_formula("Café")
    'Café'
    """
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def check_table_suffix(target: str | os.PathLike[str]) -> str:
    """Give ``csv`` or ``parquet`` by the file's suffix.

    Raises
    ------
    OutputError
        If the suffix is another one.
    """
    path = Path(target)
    if path.suffix.lower() in {".csv", ".parquet"}:
        return path.suffix.lower()[1:]
    raise OutputError(
        f"File '{printable(path.name)}': its ending names no format that can be "
        "written. Let it end in .csv or .parquet."
    )


def write_table(
    frame: pd.DataFrame, target: str | os.PathLike[str], *, raw: bool = False
) -> None:
    """Write a table, in the format that the file's suffix names.

    Parameters
    ----------
    frame : pandas.DataFrame
        Row order is kept; the index is not written.
    target : path
        Ends in ``.csv`` (UTF-8, RFC 4180) or ``.parquet``.
    raw : bool, default False
        If true, text cells are written to CSV as they are. Otherwise a cell
        that a spreadsheet would take for a formula gets a leading apostrophe.
        Numbers are never touched.

    Raises
    ------
    OutputError
        If the suffix names no known format or the file cannot be written.
    """
    kind = check_table_suffix(target)
    with replacing(target) as partial:
        fill_table(frame, partial, kind, raw=raw)


def fill_table(
    frame: pd.DataFrame, partial: Path, kind: str, *, raw: bool = False
) -> None:
    """Fill a file that is about to take its place, as `write_table` does.

    Parameters
    ----------
    frame : pandas.DataFrame
    partial : Path
        As `genrelens.writing.replacing` offers it.
    kind : {"csv", "parquet"}
    raw : bool, default False
    """
    if kind == "parquet":
        frame.to_parquet(partial, index=False)
        return
    with partial.open("w", encoding="utf-8", newline="") as file:
        for start in range(0, max(1, len(frame)), _BLOCK_ROWS):
            block = frame.iloc[start : start + _BLOCK_ROWS]
            file.write(csv_text(block, raw=raw, has_header=start == 0))


def csv_text(frame: pd.DataFrame, *, raw: bool = False, has_header: bool = True) -> str:
    """Give a table, with or without its header, as CSV text; see `write_table`."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    if has_header:
        writer.writerow([name if raw else guard_formula(str(name)) for name in frame])
    writer.writerows(zip(*(_cells(frame[name], raw=raw) for name in frame)))  # noqa: B905
    return buffer.getvalue()


def _cells(column: pd.Series, *, raw: bool) -> list[str]:
    """Give a column as text; missing cells are empty, floats keep their value."""
    import pandas as pd

    missing = column.isna().to_numpy()
    if pd.api.types.is_float_dtype(column):
        shown = [repr(float(value)) for value in column.to_numpy()]
    elif pd.api.types.is_bool_dtype(column) or pd.api.types.is_integer_dtype(column):
        shown = [str(value) for value in column.tolist()]
    else:
        shown = [str(v) if raw else guard_formula(str(v)) for v in column.tolist()]
    return ["" if gone else cell for cell, gone in zip(shown, missing, strict=True)]
