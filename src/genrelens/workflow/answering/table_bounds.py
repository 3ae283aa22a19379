"""Tell whether a table is too large to be answered while somebody waits."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["MOST_BYTES", "MOST_CELLS", "too_large_at_once"]

MOST_CELLS: Final = 5_000_000
MOST_BYTES: Final = 64 * 2**20
_PIECE: Final = 2**20
_DELIMITERS: Final = (b",", b";", b"\t", b"|")


def too_large_at_once(path: Path) -> str:
    """Say by how much a table is too large, before any of it is read as a table.

    Parameters
    ----------
    path : Path
        Parquet, or text that may be packed with gzip. Cells of Parquet are counted
        by what the file says of itself, those of text by its delimiters.

    Returns
    -------
    str
        What was found and what is allowed; empty where it is small enough, or cannot
        be read, which its reading then tells.
    """
    with path.open("rb") as file:
        begins = file.read(4)
    try:
        if begins == b"PAR1":
            return _of_parquet(path)
        with gzip.open(path) if begins[:2] == b"\x1f\x8b" else path.open("rb") as text:
            return _of_text(iter(lambda: text.read(_PIECE), b""))
    except (pa.ArrowException, OSError, EOFError, zlib.error):
        return ""


def _of_parquet(path: Path) -> str:
    told = pq.read_metadata(path)
    n_cells = told.num_rows * told.num_columns
    n_bytes = sum(
        told.row_group(group).total_byte_size for group in range(told.num_row_groups)
    )
    return _cells(n_cells) or _bytes(n_bytes)


def _of_text(pieces: Iterator[bytes]) -> str:
    counts = dict.fromkeys(_DELIMITERS, 0)
    n_bytes = n_lines = 0
    for piece in pieces:
        n_bytes += len(piece)
        n_lines += piece.count(b"\n")
        for delimiter in _DELIMITERS:
            counts[delimiter] += piece.count(delimiter)
        found = _bytes(n_bytes) or _cells(n_lines + max(counts.values()))
        if found:
            return found
    return ""


def _cells(n_cells: int) -> str:
    if n_cells <= MOST_CELLS:
        return ""
    return (
        f"The table has {n_cells:,} cells or more (rows times columns); "
        f"{MOST_CELLS:,} are answered while you wait."
    )


def _bytes(n_bytes: int) -> str:
    if n_bytes <= MOST_BYTES:
        return ""
    return (
        f"The table has {n_bytes / 2**20:,.0f} MB or more once unpacked; "
        f"{MOST_BYTES / 2**20:,.0f} MB are answered while you wait."
    )
