"""Bring shares of 100 to shares of 1, thousandths of a decibel to decibels."""

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
from genrelens.cleaning.cells.missing import is_missing_number
from genrelens.cleaning.cells.raw_column import Reading
from genrelens.cleaning.ledger import Change
from genrelens.errors import printable
from genrelens.schema.findings import Finding, Severity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.cleaning.cells.raw_column import RawColumn
    from genrelens.schema.columns import KnownColumn

__all__ = [
    "AS_THE_OTHERS",
    "MIN_MAX",
    "STANDARDISED",
    "read_loudness",
    "read_shares",
    "runs_to_1",
    "runs_to_100",
    "scaling_of",
]

MIN_MAX: Final = "stretched to run from 0 to 1"
STANDARDISED: Final = "centred at 0 and divided by their spread"
AS_THE_OTHERS: Final = "as the other shares of the table"
_NOT_BELOW_ONE: Final = frozenset(
    {
        "tempo",
        "duration_ms",
        "loudness",
        "popularity",
        "artist_popularity",
        "key",
        "time_signature",
        "year",
    }
)
_FEWEST: Final = 3
_HUNDRED: Final = 100.0
_MOST: Final = 0.5
_NOTICEABLE: Final = 0.2
_THOUSAND: Final = 1_000.0


def scaling_of(values: NDArray[np.float64], known: KnownColumn) -> str:
    """Tell whether a column was scaled before, so that its unit is lost.

    Parameters
    ----------
    values : ndarray of float64, shape (n_rows,)
        The cells as numbers, NaN where missing.
    known : KnownColumn
        What they should measure.

    Returns
    -------
    str
        `MIN_MAX`, `STANDARDISED`, or empty.

    Examples
    --------
    >>> import numpy as np
    >>> from genrelens.schema.known_columns import known_column
    >>> scaling_of(np.array([0.0, 0.4, 0.7, 1.0]), known_column("tempo"))
    'stretched to run from 0 to 1'
    >>> scaling_of(np.array([-1.1, -0.3, 0.2, 1.2]), known_column("tempo"))
    'centred at 0 and divided by their spread'
    >>> scaling_of(np.array([90.0, 120.0]), known_column("tempo"))
    ''
    """
    numbers = values[np.isfinite(values)]
    whole = numbers % 1 == 0
    if len(numbers) < _FEWEST or whole.all():
        return ""
    inside = bool((numbers >= 0).all() and (numbers <= 1).all())
    if known.name in _NOT_BELOW_ONE and inside:
        return MIN_MAX
    numbers = numbers[~is_missing_number(numbers, known)]
    is_astride = (
        bool(len(numbers))
        and (numbers < 0).mean() >= _NOTICEABLE
        and (numbers > 0).mean() >= _NOTICEABLE
        and abs(numbers.mean()) < _MOST
        and 0.3 < numbers.std() < 3.0  # noqa: PLR2004 (a spread of about 1)
    )
    return STANDARDISED if is_astride else ""


def runs_to_100(values: NDArray[np.float64]) -> bool:
    """Tell whether shares are written from 0 to 100, and not from 0 to 1.

    Parameters
    ----------
    values : ndarray of float64, shape (n_rows,)
        The cells as numbers, NaN where missing.

    Returns
    -------
    bool
        True where most cells other than 0 are above 1, and most not above 100.

    Examples
    --------
    >>> import numpy as np
    >>> runs_to_100(np.array([0.0, 45.0, 1.0, 99.0])), runs_to_100(np.array([0.3, 1.2]))
    (True, False)
    """
    numbers = values[np.isfinite(values) & (values > 0)]
    if not len(numbers):
        return False
    return bool((numbers > 1).mean() > _MOST and (numbers <= _HUNDRED).mean() > _MOST)


def runs_to_1(values: NDArray[np.float64]) -> bool:
    """Tell whether shares can be read from 0 to 1, and are not 0 and 1 only.

    Examples
    --------
    >>> import numpy as np
    >>> runs_to_1(np.array([0.0, 0.4])), runs_to_1(np.array([0.0, 0.4, 80.0]))
    (True, False)
    """
    numbers = values[np.isfinite(values) & (values > 0)]
    return bool((numbers <= 1).all() and (numbers % 1 != 0).any())


def read_shares(
    column: RawColumn,
    values: NDArray[np.float64],
    of_100: NDArray[np.bool_],
    *,
    why: str,
) -> Reading:
    """Bring shares of 100 to shares of 1.

    Parameters
    ----------
    column : RawColumn
        The raw cells.
    values : ndarray of float64, shape (n_rows,)
        The cells as numbers.
    of_100 : ndarray of bool, shape (n_rows,)
        The cells that stand for shares of 100.
    why : str
        What showed the scale, as a clause.
    """
    told = of_100 & np.isfinite(values)
    scaled = np.where(told, values / _HUNDRED, values)
    series = pd.Series(scaled, dtype="float64")
    if not told.any():
        return Reading(series)
    change = Change(
        step="scales",
        column=column.header,
        n_cells=int(told.sum()),
        what="shares of 100 were turned into shares of 1",
        examples=pairs_where(told, column.cell, lambda row: number_text(scaled[row])),
        lines=lines_where(told, column.line_numbers),
    )
    is_doubtful = why == AS_THE_OTHERS and bool((values[told] <= 1).all())
    finding = Finding(
        code="scale-changed",
        severity=Severity.WARNING if is_doubtful else Severity.NOTE,
        message=f"'{printable(column.header)}' runs from 0 to 100 ({why}"
        f"{', though no value is above 1' if is_doubtful else ''}); "
        f"{_how_many(told, values)} divided by 100.",
        remedy="Nothing is to be done unless this reading is wrong.",
        column=column.header,
        n_rows=int(told.sum()),
        lines=change.lines,
        examples=distinct(told, column.cell),
        rows=np.flatnonzero(told),
    )
    return Reading(series, (change,), (finding,))


def _how_many(told: NDArray[np.bool_], values: NDArray[np.float64]) -> str:
    n_told = int(told.sum())
    if n_told == int(np.isfinite(values).sum()):
        return "it was"
    return f"{count_of(n_told, 'cell')} {'was' if n_told == 1 else 'were'}"


def read_loudness(column: RawColumn, values: NDArray[np.float64]) -> Reading:
    """Bring loudness whose decimal point was lost (-5176 for -5.176) to decibels.

    Parameters
    ----------
    column : RawColumn
        The raw cells.
    values : ndarray of float64, shape (n_rows,)
        The cells as numbers.
    """
    lost = np.isfinite(values) & (values <= -_THOUSAND) & (values >= -70 * _THOUSAND)
    series = pd.Series(np.where(lost, values / _THOUSAND, values), dtype="float64")
    n_lost = int(lost.sum())
    if not n_lost:
        return Reading(series)
    change = Change(
        step="scales",
        column=column.header,
        n_cells=n_lost,
        what="loudness below -1,000 dB was divided by 1,000",
        examples=pairs_where(lost, column.cell, lambda r: number_text(series.iloc[r])),
        lines=lines_where(lost, column.line_numbers),
    )
    finding = Finding(
        code="loudness-times-1000",
        severity=Severity.WARNING,
        message=f"'{printable(column.header)}' had lost its decimal point in "
        f"{count_of(n_lost, 'cell')}, which were divided by 1,000.",
        remedy="Check the sample against the source of the table.",
        column=column.header,
        n_rows=n_lost,
        lines=change.lines,
        examples=distinct(lost, column.cell),
        rows=np.flatnonzero(lost),
    )
    return Reading(series, (change,), (finding,))
