"""Read yes/no columns, however they are spelt, as 1.0, 0.0 and missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from genrelens.cleaning.cells.evidence import (
    count_of,
    distinct,
    lines_where,
    number_text,
    pairs_where,
)
from genrelens.cleaning.cells.missing import is_missing_word, missing_changes
from genrelens.cleaning.cells.raw_column import Reading
from genrelens.cleaning.ledger import Change
from genrelens.errors import ColumnError, printable
from genrelens.schema.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from genrelens.cleaning.cells.raw_column import RawColumn

__all__ = ["are_flags", "are_two_scaled_levels", "flag_words", "read_flags"]

_YES: Final = "true t yes y 1 1.0 1,0 on wahr vrai oui ja si sí sim verdadero"
_NO: Final = "false f no n 0 0.0 0,0 off falsch faux non nein nao não falso"
_WORDS: Final = dict.fromkeys(_YES.split(), 1.0) | dict.fromkeys(_NO.split(), 0.0)
_OWN_WORDS: Final[dict[str, dict[str, float]]] = {
    "explicit": {
        "explicit": 1.0,
        "e": 1.0,
        "clean": 0.0,
        "c": 0.0,
        "not explicit": 0.0,
        "notexplicit": 0.0,
    },
    "mode": {
        "major": 1.0,
        "maj": 1.0,
        "dur": 1.0,
        "minor": 0.0,
        "min": 0.0,
        "moll": 0.0,
    },
}
_MOST_UNKNOWN: Final = 0.05
_N_SAMPLED: Final = 2_000


def flag_words(name: str) -> Mapping[str, float]:
    """Give the words that mean yes (1.0) and no (0.0) in a column.

    Examples
    --------
    >>> flag_words("mode")["minor"], flag_words("explicit")["e"]
    (0.0, 1.0)
    """
    return _WORDS | _OWN_WORDS.get(name, {})


def are_flags(column: RawColumn, *, name: str = "") -> bool:
    """Tell whether every cell that says something says yes or no.

    Parameters
    ----------
    column : RawColumn
        The raw cells.
    name : str
        Name of the known column, whose own words count too.
    """
    words = flag_words(name)
    low = column.sample(_N_SAMPLED).str.lower()
    if not low[~is_missing_word(low)].isin(words).all():
        return False
    low = column.levels[1].str.lower()
    low = low[~is_missing_word(low)]
    return not low.empty and bool(low.isin(words).all())


def read_flags(
    column: RawColumn,
    *,
    name: str = "",
    scaled: NDArray[np.float64] | None = None,
    is_strict: bool = True,
) -> Reading:
    """Read a yes/no column as numbers.

    Parameters
    ----------
    column : RawColumn
        The raw cells.
    name : str
        Name of the known column, e.g. ``"mode"``, whose own words count too.
    scaled : ndarray of float64, shape (n_rows,), optional
        The cells as numbers, where the column was centred: then numbers above
        0 are a yes.
    is_strict : bool, default True
        Whether a column with many other words is refused. Otherwise they are
        left missing and told, however many they are.

    Returns
    -------
    Reading
        1.0 for yes, 0.0 for no, NaN where the cell was empty.

    Raises
    ------
    ColumnError
        If more than one cell in twenty holds a word that is neither a yes, a
        no, nor empty. Fewer are left missing, and a finding tells them.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from genrelens.cleaning.cells.raw_column import raw_column
    >>> lines = np.arange(3)
    >>> read_flags(raw_column("Explicit", pd.Series(["TRUE", "no", ""]), lines)).series
    0    1.0
    1    0.0
    2    NaN
    dtype: float64
    >>> cells = pd.Series(["yes", "maybe", "perhaps"])
    >>> read_flags(raw_column("Explicit", cells, lines))
    Traceback (most recent call last):
        ...
    genrelens.errors.ColumnError: Column 'Explicit': 2 of 3 cells are neither
    yes nor no, e.g. 'maybe', 'perhaps'. Map them to yes or no, or drop the column.
    """
    if scaled is not None:
        return _unscaled(column, scaled)
    codes, levels = column.levels
    low = levels.str.lower()
    numbers = low.map(dict(flag_words(name))).to_numpy(dtype=np.float64)
    missing = is_missing_word(low)
    values = np.append(numbers, np.nan)[codes]
    unknown = np.append(np.isnan(numbers) & ~missing, [False])[codes].astype(bool)
    findings = _judge_unknown(column, unknown, is_strict=is_strict)
    series = pd.Series(values, dtype="float64")
    is_missing = np.append(missing, [True])[codes].astype(bool)
    changes = missing_changes(column, is_missing)
    if not column.is_text:
        return Reading(series, changes, findings, unread=unknown)
    spelt = ~np.isnan(values) & ~column.text.isin(["0", "1"]).to_numpy(dtype=bool)
    if not spelt.any():
        return Reading(series, changes, findings, unread=unknown)
    change = Change(
        step="flags",
        column=column.header,
        n_cells=int(spelt.sum()),
        what="yes/no words were read as 1 and 0",
        examples=pairs_where(spelt, column.cell, lambda row: number_text(values[row])),
        lines=lines_where(spelt, column.line_numbers),
    )
    return Reading(series, (*changes, change), findings, unread=unknown)


def _judge_unknown(
    column: RawColumn, unknown: NDArray[np.bool_], *, is_strict: bool
) -> tuple[Finding, ...]:
    """Refuse a column with many unknown words, and tell a few."""
    n_unknown, n_present = int(unknown.sum()), column.n_present
    if not n_unknown:
        return ()
    words = distinct(unknown, column.cell)
    remedy = "Map them to yes or no, or drop the column."
    if is_strict and n_unknown > _MOST_UNKNOWN * n_present:
        sample = ", ".join(f"'{word}'" for word in words)
        raise ColumnError(
            column.header,
            found=f"{n_unknown:,} of {count_of(n_present, 'cell')} are neither yes "
            f"nor no, e.g. {sample}",
            remedy=remedy,
        )
    return (
        Finding(
            code="unreadable-cells",
            severity=Severity.WARNING,
            message=f"{n_unknown:,} of {count_of(n_present, 'cell')} in "
            f"'{printable(column.header)}' are neither yes nor no, and count as "
            "missing.",
            remedy=remedy,
            column=column.header,
            n_rows=n_unknown,
            lines=lines_where(unknown, column.line_numbers),
            examples=words,
            rows=np.flatnonzero(unknown),
        ),
    )


def are_two_scaled_levels(numbers: NDArray[np.float64]) -> bool:
    """Tell whether a yes/no column was centred: two levels, astride of zero.

    Examples
    --------
    >>> import numpy as np
    >>> are_two_scaled_levels(np.array([-1.3, 0.7, 0.7]))
    True
    >>> are_two_scaled_levels(np.array([0.0, 1.0]))
    False
    """
    levels = np.unique(numbers[np.isfinite(numbers)])
    return len(levels) == 2 and bool(levels[0] < 0 < levels[1])  # noqa: PLR2004


def _unscaled(column: RawColumn, numbers: NDArray[np.float64]) -> Reading:
    """Give numbers below 0 as 0 and the others as 1."""
    known = np.isfinite(numbers)
    values = np.where(known, (numbers > 0).astype(np.float64), np.nan)
    unread = ~known & ~column.is_blank & ~is_missing_word(column.text)
    change = Change(
        step="flags",
        column=column.header,
        n_cells=int(known.sum()),
        what="the column had been scaled; its lower level was read as 0 and its "
        "higher one as 1",
        examples=pairs_where(known, column.cell, lambda row: number_text(values[row])),
        lines=lines_where(known, column.line_numbers),
    )
    return Reading(
        pd.Series(values, dtype="float64"),
        (change,) if known.any() else (),
        _judge_unknown(column, unread, is_strict=False),
        unread=unread,
    )
