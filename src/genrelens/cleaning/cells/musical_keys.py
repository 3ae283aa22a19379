"""Read musical keys, as letters, numbers or Camelot codes, as pitch classes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.cleaning.cells.coded_cells import read_by_level

if TYPE_CHECKING:
    from genrelens.cleaning.cells.raw_column import RawColumn, Reading

__all__ = ["pitch_class", "read_keys"]

_LETTERS: Final = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
_SIGNS: Final = {"": 0, "#": 1, "♯": 1, "sharp": 1, "b": -1, "♭": -1, "flat": -1}
_NAMED: Final = re.compile(
    r"([a-g])\s*(#|♯|b|♭|-?sharp|-?flat)?"
    r"(\s*/\s*[a-g]\s*(#|♯|b|♭|-?sharp|-?flat)?)?"
    r"(\s*[-_ ]?\s*(major|minor|maj|min|dur|moll|m))?"
)
_CAMELOT: Final = re.compile(r"(\d{1,2})([ab])")
_NUMBER: Final = re.compile(r"-?\d{1,2}(\.0+)?")
_FIFTH: Final = 7


def pitch_class(cell: str) -> float:
    """Read one key as the pitch class of its tonic.

    Parameters
    ----------
    cell : str
        A number, a note with or without a mode, or a Camelot code.

    Returns
    -------
    float
        0 for C to 11 for B; a number is given as it stands; NaN where
        nothing can be read.

    Examples
    --------
    >>> [pitch_class(cell) for cell in ("C", "F#", "B♭", "C#/Db", "Am", "7", "-1.0")]
    [0.0, 6.0, 10.0, 1.0, 9.0, 7.0, -1.0]
    >>> [pitch_class(cell) for cell in ("8B", "8A", "12B", "E flat minor")]
    [0.0, 9.0, 4.0, 3.0]
    >>> pitch_class("H2O")
    nan
    """
    text = cell.strip().lower()
    if _NUMBER.fullmatch(text):
        return float(text)
    if match := _CAMELOT.fullmatch(text):
        hour = int(match[1])
        if not 1 <= hour <= 12:  # noqa: PLR2004 (hours of a clock)
            return np.nan
        tonic = (hour - 8) * _FIFTH + (0 if match[2] == "b" else 9)
        return float(tonic % 12)
    if match := _NAMED.fullmatch(text):
        sign = (match[2] or "").lstrip("-")
        return float((_LETTERS[match[1]] + _SIGNS[sign]) % 12)
    return np.nan


def read_keys(column: RawColumn) -> Reading:
    """Read a column of keys as pitch classes.

    Parameters
    ----------
    column : RawColumn
        The raw cells.

    Returns
    -------
    Reading
        0 to 11, NaN where missing; other numbers as they stand. A mode that is
        written beside the key is not used, and the ledger says so.
    """
    return read_by_level(
        column,
        pitch_class,
        step="musical_keys",
        what="names of keys were read as pitch classes (C is 0, B is 11); a mode "
        "written beside the key is not used",
        allowed="a key such as 7, F# or 8B",
    )
