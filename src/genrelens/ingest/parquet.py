"""Read a Parquet file into columns that keep their types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from genrelens.errors import FileFormatError, printable
from genrelens.ingest.headers import check_names
from genrelens.ingest.typed_columns import plain_column

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MAX_CELLS", "ParquetTable", "is_parquet", "read_parquet"]

MAX_CELLS = 1_000_000_000
_MAGIC = b"PAR1"


@dataclass(frozen=True, slots=True)
class ParquetTable:
    """The columns of a Parquet file.

    Parameters
    ----------
    frame : pandas.DataFrame, n_rows x n_columns
        Columns of text, numbers or yes/no.
    decisions : tuple of str
        What was decided, where it was not self-evident.
    """

    frame: pd.DataFrame
    decisions: tuple[str, ...] = ()


def is_parquet(content: bytes) -> bool:
    """Tell whether these bytes begin as a Parquet file does."""
    return content.startswith(_MAGIC)


def read_parquet(
    content: bytes, *, name: str, max_cells: int = MAX_CELLS
) -> ParquetTable:
    """Read a Parquet file.

    Parameters
    ----------
    content : bytes
        The whole file.
    name : str
        Its name, for messages.
    max_cells : int, default 1,000,000,000
        Largest number of rows times columns, checked before reading.

    Returns
    -------
    ParquetTable
        Lists of plain values are written as joined text, times as text, and told.

    Raises
    ------
    FileFormatError
        If it is damaged, too large, without rows, or has nested columns.
    """
    try:
        file = pq.ParquetFile(pa.BufferReader(content))
        schema = file.schema_arrow
        n_rows = file.metadata.num_rows
        _check_shape(schema, n_rows, name, max_cells)
        table = file.read().replace_schema_metadata(None)
        table = _decode_dictionaries(table)
        frame = _to_frame(table)
    except (pa.ArrowException, OSError, UnicodeError, OverflowError) as error:
        raise FileFormatError(
            name,
            found=f"it begins as Parquet but cannot be read ({printable(error)})",
            remedy="It is damaged or cut off; save or download it again.",
        ) from error
    decisions: list[str] = []
    for header in list(frame.columns):
        column, told = plain_column(frame[header], header, file=name)
        frame[header] = column
        decisions.extend(told)
    return ParquetTable(frame, tuple(decisions))


def _check_shape(schema: pa.Schema, n_rows: int, name: str, max_cells: int) -> None:
    check_names(schema.names, file=name, allows_blank=False)
    if not n_rows or not schema.names:
        raise FileFormatError(
            name,
            found=f"it has {n_rows} rows and {len(schema.names)} columns",
            remedy="Give a table with at least one track and one attribute.",
        )
    if n_rows * len(schema.names) > max_cells:
        raise FileFormatError(
            name,
            found=f"it has {n_rows:,} rows of {len(schema.names):,} columns, above the "
            f"limit of {max_cells:,} cells",
            remedy="Give fewer columns or a sample of the rows.",
        )
    nested = [field.name for field in schema if _is_nested(field.type)]
    if nested:
        shown = ", ".join(f"'{printable(header)}'" for header in nested[:5])
        raise FileFormatError(
            name,
            found=f"{len(nested)} column(s) hold tables within cells: {shown}",
            remedy="Spread them over columns of their own, or leave them out.",
        )


def _is_nested(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return _is_nested(kind.value_type)
    is_list = (
        pa.types.is_list(kind)
        or pa.types.is_large_list(kind)
        or pa.types.is_fixed_size_list(kind)
    )
    if is_list:
        return bool(pa.types.is_nested(kind.value_type))
    return bool(pa.types.is_nested(kind))


def _decode_dictionaries(table: pa.Table) -> pa.Table:
    fields = [
        field.with_type(field.type.value_type)
        if pa.types.is_dictionary(field.type)
        else field
        for field in table.schema
    ]
    return table.cast(pa.schema(fields))


def _to_frame(table: pa.Table) -> pd.DataFrame:
    frame: pd.DataFrame = table.to_pandas(
        ignore_metadata=True, integer_object_nulls=False, date_as_object=True
    )
    return frame
