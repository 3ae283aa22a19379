"""Choose the columns of a table that tell a reader which row is which track."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.schema.columns import Role

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from genrelens.cleaning.track_table import TrackTable

__all__ = ["CarriedColumns", "carry_columns"]

_ROLES = (Role.TRACK_ID, Role.TRACK_NAME, Role.ARTIST)
_OF_A_PERSON = (Role.TRACK_NAME, Role.ARTIST)


@dataclass(frozen=True, slots=True)
class CarriedColumns:
    """What stands before the answers, row by row.

    Parameters
    ----------
    columns : dict of str to array, each of length n_rows
        ``line`` of the file and ``row`` of the table, both counted from 1 (the
        header is a line and no row), then the first id, name and artist.
    for_people : tuple of str
        Which of them tell a person the track: name, artist.
    """

    columns: dict[str, Any]
    for_people: tuple[str, ...]


def carry_columns(
    table: TrackTable,
    rows: NDArray[np.int64] | None = None,
    *,
    answers: Collection[str],
) -> CarriedColumns:
    """Take what tells rows apart from a table.

    Parameters
    ----------
    table : TrackTable
        Where the rows come from.
    rows : ndarray of int64, optional
        Their positions; all where not given.
    answers : collection of str
        Names of the columns that will stand beside these. A header that is one of
        them, or ``line`` or ``row``, gets `` (table)`` behind it.

    Returns
    -------
    CarriedColumns
    """
    taken = np.arange(len(table.frame)) if rows is None else rows
    columns: dict[str, Any] = {"line": table.line_numbers[taken], "row": taken + 1}
    for_people = []
    for role in _ROLES:
        for column in table.with_role(role)[:1]:
            name = column.header
            while name in columns or name in answers:
                name = f"{name} (table)"
            columns[name] = table.frame[column.name].to_numpy()[taken]
            if role in _OF_A_PERSON:
                for_people.append(name)
    return CarriedColumns(columns, tuple(for_people))
