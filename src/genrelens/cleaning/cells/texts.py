"""Read names and categories as they stand, without spaces around or empty words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.cleaning.cells.evidence import lines_where, pairs_where
from genrelens.cleaning.cells.missing import (
    is_missing_name,
    is_missing_word,
    missing_changes,
)
from genrelens.cleaning.cells.raw_column import Reading
from genrelens.cleaning.ledger import Change

if TYPE_CHECKING:
    from genrelens.cleaning.cells.raw_column import RawColumn

__all__ = ["read_categories", "read_names"]


def read_names(column: RawColumn) -> Reading:
    """Read titles, artists, ids and other free text.

    Parameters
    ----------
    column : RawColumn
        The raw cells.

    Returns
    -------
    Reading
        Text, NaN where missing. ``?`` and ``None`` are titles here.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from genrelens.cleaning.cells.raw_column import raw_column
    >>> cells = pd.Series(["?", " Yesterday", "empty_field"])
    >>> read_names(raw_column("title", cells, np.arange(3))).series.tolist()
    ['?', 'Yesterday', nan]
    """
    codes, levels = column.levels
    return _read(column, codes, is_missing_name(levels))


def read_categories(column: RawColumn) -> Reading:
    """Read text with few levels.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from genrelens.cleaning.cells.raw_column import raw_column
    >>> cells = pd.Series(["?", "calm ", "calm"])
    >>> read_categories(raw_column("mood", cells, np.arange(3))).series.tolist()
    [nan, 'calm', 'calm']
    """
    codes, levels = column.levels
    return _read(column, codes, is_missing_word(levels))


def _read(
    column: RawColumn,
    codes: np.ndarray[tuple[int], np.dtype[np.int64]],
    missing_level: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> Reading:
    missing = np.append(missing_level, [True])[codes]
    values = column.text.mask(missing) if missing.any() else column.text
    changes = missing_changes(column, missing)
    trimmed = np.zeros(len(values), dtype=bool)
    if column.is_text:
        trimmed = (column.text != column.cells).to_numpy(dtype=bool) & ~missing
    if trimmed.any():
        change = Change(
            step="texts",
            column=column.header,
            n_cells=int(trimmed.sum()),
            what="spaces around the text were taken off",
            examples=pairs_where(
                trimmed, column.cell, lambda row: str(column.text.iloc[row])
            ),
            lines=lines_where(trimmed, column.line_numbers),
        )
        changes += (change,)
    return Reading(values, changes)
