"""Find the rows of a table that a published list names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from genrelens.errors import InputError, printable
from genrelens.schema.columns import Kind, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from genrelens.cleaning.track_table import Column, TrackTable
    from genrelens.workflow.split_lists.reading import TrackList

__all__ = ["Matches", "match_lists"]

_FOLDERS = re.compile(r"[\\/]")
_SAMPLES = 3
_NAMING = {Role.TRACK_ID, Role.IDENTIFIER, Role.INDEX, Role.TEXT, Role.TRACK_NAME}


@dataclass(frozen=True, slots=True)
class Matches:
    """Which rows the lists name.

    Parameters
    ----------
    header : str
        Of the column in which they were found.
    rows : tuple of ndarray of int64
        For each list, positions in the table, ascending.
    unmatched : tuple of tuple of str
        For each list, its entries that are in no row.
    """

    header: str
    rows: tuple[NDArray[np.int64], ...]
    unmatched: tuple[tuple[str, ...], ...]


def match_lists(table: TrackTable, lists: Sequence[TrackList]) -> Matches:
    """Find the rows of each list, in the column that knows most of the entries.

    An entry is looked for as it stands, and then by its base name, without
    folders, among the base names of the column.

    Parameters
    ----------
    table : TrackTable
        Any cleaned table.
    lists : sequence of TrackList
        At least one.

    Raises
    ------
    InputError
        If no column knows any entry, or an entry's base name stands for several
        different values.
    """
    candidates = [column for column in table.columns if _can_name(column)]
    found: tuple[int, Column] | None = None
    for column in candidates:
        n_known = _count_known(table.frame[column.name], lists)
        if n_known and (found is None or n_known > found[0]):
            found = (n_known, column)
    if found is None:
        raise InputError(_unknown(lists, candidates))
    column = found[1]
    cells = table.frame[column.name]
    pairs = [_match(cells, one, column.header) for one in lists]
    return Matches(
        header=column.header,
        rows=tuple(rows for rows, _ in pairs),
        unmatched=tuple(missing for _, missing in pairs),
    )


def _can_name(column: Column) -> bool:
    return column.role in _NAMING and column.kind in {Kind.TEXT, Kind.CATEGORY}


def base_name(name: str) -> str:
    """Give a path without its folders, whichever slash parts them.

    Examples
    --------
    >>> base_name("blues/blues.00029.wav")
    'blues.00029.wav'
    """
    return _FOLDERS.split(name)[-1]


def _count_known(cells: pd.Series, lists: Sequence[TrackList]) -> int:
    values = set(cells.dropna().unique())
    bases = {base_name(value) for value in values}
    return sum(
        entry in values or base_name(entry) in bases
        for one in lists
        for entry in one.entries
    )


def _match(
    cells: pd.Series, wanted: TrackList, header: str
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    codes, values = pd.factorize(cells)
    places = {str(value): place for place, value in enumerate(values)}
    by_base: dict[str, list[int]] = {}
    for value, place in places.items():
        by_base.setdefault(base_name(value), []).append(place)
    taken, missing, doubtful = [], [], []
    for entry in wanted.entries:
        if entry in places:
            taken.append(places[entry])
            continue
        known = by_base.get(base_name(entry), [])
        if len(known) == 1:
            taken.append(known[0])
        elif known:
            doubtful.append(entry)
        else:
            missing.append(entry)
    if doubtful:
        raise InputError(
            f"List '{wanted.name}': {len(doubtful):,} of {len(wanted.entries):,} "
            f"entries could be several values of column '{printable(header)}', e.g. "
            f"{quoted(doubtful)}. Write them as they stand in the table."
        )
    is_taken = np.zeros(len(values) + 1, dtype=bool)  # the last is for empty cells
    is_taken[taken] = True
    return np.flatnonzero(is_taken[codes]), tuple(missing)


def quoted(names: Iterable[str]) -> str:
    """Show the first few names, safely."""
    return ", ".join(
        f"'{printable(name, limit=60)}'" for name in list(names)[:_SAMPLES]
    )


def _unknown(lists: Sequence[TrackList], candidates: Sequence[Column]) -> str:
    n_entries = sum(len(one.entries) for one in lists)
    looked = ", ".join(f"'{printable(c.header, limit=40)}'" for c in candidates)
    column = "column" if len(candidates) == 1 else "columns"
    where = f"in {column} {looked}" if looked else "as it has no column of ids or files"
    return (
        f"None of the {n_entries:,} entries of the given lists, e.g. "
        f"{quoted(lists[0].entries)}, is in the table, {where}. Give lists of the ids "
        "or file names that stand in the table, with or without folders."
    )
