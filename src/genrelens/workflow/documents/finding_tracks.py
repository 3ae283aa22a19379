"""Find the one row of a table that a user means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import InputError, printable
from genrelens.schema.columns import Role

if TYPE_CHECKING:
    from genrelens.cleaning.track_table import TrackTable

__all__ = ["FoundTrack", "find_track"]

_NUMBERED = re.compile(r"(?:(row|line):)?([0-9]{1,18})", re.ASCII)
_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class FoundTrack:
    """Where a track stands.

    Parameters
    ----------
    row : int
        Its position in the table, from 0 on.
    note : str
        What its finder should know; empty where it is the only one meant.
    """

    row: int
    note: str = ""


def find_track(table: TrackTable, wanted: str) -> FoundTrack:
    """Find a track by its id, its name, its row or its line.

    Parameters
    ----------
    table : TrackTable
        The table.
    wanted : str
        Matched against ids, then names (case does not matter), then read as a row
        number counted from 1 (the header does not count), also written ``row:2``,
        or as ``line:2``, a line of the file counted from 1 (the header counts).

    Returns
    -------
    FoundTrack
        Of several rows with one id the first, with a note that says so.

    Raises
    ------
    InputError
        If nothing matches, or a name matches several rows.
    """
    for role in (Role.TRACK_ID, Role.TRACK_NAME):
        for column in table.with_role(role):
            cells = table.frame[column.name].astype("str")
            rows = np.flatnonzero((cells.str.lower() == wanted.lower()).to_numpy())
            if len(rows) > 1 and role == Role.TRACK_NAME:
                raise InputError(
                    f"--track '{printable(wanted)}' is the name of {len(rows)} rows "
                    f"({_listed(rows)}). Give one of these row numbers."
                )
            if len(rows) > 1:
                note = (
                    f"id '{printable(wanted)}' stands on {len(rows):,} rows "
                    f"({_listed(rows)}); this is row {rows[0] + 1}"
                )
                return FoundTrack(int(rows[0]), note)
            if len(rows):
                return FoundTrack(int(rows[0]))
    return FoundTrack(_find_number(table, wanted))


def _find_number(table: TrackTable, wanted: str) -> int:
    n_rows = len(table.frame)
    lead = f"--track '{printable(wanted)}': no track has this id or name, and it is no "
    match = _NUMBERED.fullmatch(wanted)
    number = int(match.group(2)) if match else 0
    if match and match.group(1) == "line":
        rows = np.flatnonzero(table.line_numbers == number)
        if len(rows):
            return int(rows[0])
        first, last = int(table.line_numbers.min()), int(table.line_numbers.max())
        raise InputError(
            f"{lead}line from {first:,} to {last:,} on which a row begins. Look it up "
            "in the table."
        )
    if 1 <= number <= n_rows:
        return number - 1
    raise InputError(
        f"{lead}row number from 1 to {n_rows:,}. Look it up in the table; a line of "
        "the file is given as line:2."
    )


def _listed(rows: np.ndarray) -> str:
    shown = ", ".join(str(row + 1) for row in rows[:_MOST_SHOWN])
    hidden = len(rows) - _MOST_SHOWN
    return f"{shown} and {hidden} more" if hidden > 0 else shown
