"""Find the column that says from which playlist or source each row was taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from genrelens.errors import InputError, printable
from genrelens.schema.columns import Role
from genrelens.schema.spelling import normalise_header

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.cleaning.track_table import Column, TrackTable

__all__ = ["SOURCE_HEADERS", "Source", "find_source"]

SOURCE_HEADERS: Final = (
    "playlist_id",
    "playlist_name",
    "source",
    "dataset",
    "data_source",
    "source_name",
    "source_id",
    "source_dataset",
    "dataset_name",
    "source_playlist",
    "chart",
    "compilation",
)
"""Headers of such columns, folded; of several the first is taken."""

_FEWEST = 2
_LARGEST_SHARE = 0.8  # of one source in all rows
_OFTEN = 2.0  # rows a source, below which a column numbers rows rather than sources


@dataclass(frozen=True, slots=True)
class Source:
    """From where each row was taken.

    Parameters
    ----------
    header : str
        The column's header; empty where there is none.
    codes : ndarray of int64, shape (n_rows,), or None
        Number of each row's source, -1 where unknown; None where there is none.
    why : str
        How it was found, or why there is none, as a sentence for people.
    """

    header: str
    codes: NDArray[np.int64] | None
    why: str


def find_source(
    table: TrackTable, rows: NDArray[np.int64], *, named: str | None = None
) -> Source:
    """Look for a source column among all columns, by header and values.

    Believed are headers of `SOURCE_HEADERS` whose column holds at least two
    values, two rows a value, and no value in more than 80 % of the rows.

    Parameters
    ----------
    table : TrackTable
        A checked table.
    rows : ndarray of int64
        Positions of the rows that are trained on.
    named : str, optional
        Header or name of the column to take, whatever its values look like.

    Returns
    -------
    Source
        In the order of `rows`.

    Raises
    ------
    InputError
        If the named column does not exist, is the genre, or holds one value.
    """
    if named is not None:
        column = _named(table, named)
        codes = _codes(table, column, rows)
        _refuse_one_value(column, codes)
        header = printable(column.header)
        return Source(header, codes, f"Column '{header}' is the source, as asked.")
    candidates = sorted(
        (SOURCE_HEADERS.index(key), place)
        for place, column in enumerate(table.columns)
        if column.role is not Role.TARGET and (key := _key(column)) in SOURCE_HEADERS
    )
    doubts = []
    for _, place in candidates:
        column = table.columns[place]
        codes = _codes(table, column, rows)
        header = printable(column.header)
        doubt = _doubt(codes)
        if not doubt:
            told = f"Column '{header}' tells from which source a row was taken."
            return Source(header, codes, told)
        doubts.append(f"column '{header}' {doubt}")
    if doubts:
        return Source("", None, f"There is no usable source column: {doubts[0]}.")
    return Source("", None, "There is no playlist or source column.")


def _key(column: Column) -> str:
    """Fold a column's header, and use the registered name where it has one."""
    folded, _ = normalise_header(column.header)
    return column.known.name if column.known is not None else folded


def _named(table: TrackTable, name: str) -> Column:
    for column in table.columns:
        if name in (column.header, column.name):
            if column.role is Role.TARGET:
                raise InputError(
                    f"Column '{printable(name)}' is the genre, and was also named with "
                    "--source: a genre that is tested would be absent from training. "
                    "Name another column, or none."
                )
            return column
    headers = ", ".join(f"'{printable(c.header, limit=40)}'" for c in table.columns)
    raise InputError(
        f"There is no column '{printable(name)}' to take as the source. The table has "
        f"{headers}."
    )


def _codes(
    table: TrackTable, column: Column, rows: NDArray[np.int64]
) -> NDArray[np.int64]:
    codes, _ = pd.factorize(table.frame[column.name].iloc[rows])
    return np.asarray(codes, dtype=np.int64)


def _doubt(codes: NDArray[np.int64]) -> str:
    """Say why a column cannot be the source; empty where it can."""
    known = codes[codes >= 0]
    sizes = np.bincount(known) if len(known) else np.zeros(0, dtype=np.int64)
    if len(sizes) < _FEWEST:
        return f"holds {len(sizes)} value"
    if len(known) < _OFTEN * len(sizes):
        return f"holds {len(sizes):,} values in {len(known):,} rows, hardly any twice"
    if sizes.max() > _LARGEST_SHARE * len(codes):
        return f"has one value in {sizes.max():,} of {len(codes):,} rows"
    return ""


def _refuse_one_value(column: Column, codes: NDArray[np.int64]) -> None:
    n_values = len(np.unique(codes[codes >= 0]))
    if n_values < _FEWEST:
        raise InputError(
            f"Column '{printable(column.header)}', named with --source, holds "
            f"{n_values} value in {len(codes):,} rows, so no source can be held out. "
            "Name a column with at least two values, or none."
        )
