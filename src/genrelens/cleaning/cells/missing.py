"""Tell the many ways of writing that nothing is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.cleaning.cells.evidence import lines_where, pairs_where
from genrelens.cleaning.ledger import Change

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.cleaning.cells.raw_column import RawColumn
    from genrelens.schema.columns import KnownColumn

__all__ = [
    "is_missing_name",
    "is_missing_number",
    "is_missing_word",
    "missing_changes",
]

_NAMES: Final = frozenset(
    {"", "empty_field", "nan", "[]", "['']", "{}", "set()", "()", "n/a", "#n/a", "<na>"}
)
_WORDS: Final = _NAMES | {
    "?",
    "-",
    "--",
    "—",
    ".",
    "na",
    "n.a.",
    "none",
    "null",
    "nil",
    "nat",
    "empty",
    "missing",
    "undefined",
    "not available",
    "#value!",
    "#ref!",
    "#name?",
    "#div/0!",
    "#null!",
    "#num!",
}
_NUMBERS: Final = (-1.0, -99.0, -999.0, -9999.0)
_ZERO_IS_MISSING: Final = frozenset({"tempo", "time_signature", "duration_ms", "year"})


def is_missing_word(text: pd.Series) -> NDArray[np.bool_]:
    """Tell the cells that say in words that nothing is known.

    Parameters
    ----------
    text : pandas.Series of str, length n_rows
        Cells without surrounding spaces.

    Returns
    -------
    ndarray of bool, shape (n_rows,)

    Examples
    --------
    >>> import pandas as pd
    >>> is_missing_word(pd.Series(["?", "N/A", "set()", "0", "rock"])).tolist()
    [True, True, True, False, False]
    """
    return text.str.lower().isin(_WORDS).to_numpy(dtype=bool) | _is_na(text)


def is_missing_name(text: pd.Series) -> NDArray[np.bool_]:
    """Tell the same in a column of names, where ``?`` and ``None`` are titles.

    Examples
    --------
    >>> import pandas as pd
    >>> is_missing_name(pd.Series(["?", "None", "empty_field", ""])).tolist()
    [False, False, True, True]
    """
    return text.str.lower().isin(_NAMES).to_numpy(dtype=bool) | _is_na(text)


def is_missing_number(
    values: NDArray[np.float64], known: KnownColumn
) -> NDArray[np.bool_]:
    """Tell the numbers that stand for a missing value of a known column.

    These are -1, -99, -999 and -9999 wherever the attribute cannot be that
    low, and 0 for tempo, time signature, duration and year.

    Parameters
    ----------
    values : ndarray of float64, shape (n_rows,)
        Cells as numbers, NaN where missing.
    known : KnownColumn
        What they measure.

    Returns
    -------
    ndarray of bool, shape (n_rows,)

    Examples
    --------
    >>> import numpy as np
    >>> from genrelens.schema.known_columns import known_column
    >>> is_missing_number(np.array([0.0, -1.0, 120.0]), known_column("tempo")).tolist()
    [True, True, False]
    >>> is_missing_number(np.array([0.0, -1.0]), known_column("loudness")).tolist()
    [False, False]
    """
    sentinels = [number for number in _NUMBERS if number < known.low]
    if known.name in _ZERO_IS_MISSING:
        sentinels.append(0.0)
    return np.isin(values, sentinels)


def missing_changes(
    column: RawColumn,
    where: NDArray[np.bool_],
    what: str = "words that say nothing is known were read as missing",
) -> tuple[Change, ...]:
    """Enter in the ledger the cells that became missing, if any.

    Parameters
    ----------
    column : RawColumn
        The raw cells.
    where : ndarray of bool, shape (n_rows,)
        The cells that became missing; blank ones were missing before.
    what : str
        A sentence for the ledger.

    Returns
    -------
    tuple of Change
        One, or none.
    """
    changed = where & ~column.is_blank
    if not changed.any():
        return ()
    change = Change(
        step="missing",
        column=column.header,
        n_cells=int(changed.sum()),
        what=what,
        examples=pairs_where(changed, column.cell, lambda _row: ""),
        lines=lines_where(changed, column.line_numbers),
    )
    return (change,)


def _is_na(text: pd.Series) -> NDArray[np.bool_]:
    return text.isna().to_numpy(dtype=bool)
