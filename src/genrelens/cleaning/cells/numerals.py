"""Read numbers, however their digits are grouped, pointed or followed by a unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from genrelens.cleaning.cells.missing import is_missing_word

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.cleaning.cells.raw_column import RawColumn

__all__ = ["Numerals", "comma_evidence", "looks_numeric", "parse_numerals"]

_PLAIN: Final = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?$"
_THOUSANDS: Final = r"^[+-]?\d{1,3}([,'’ \x{00A0}\x{202F}]\d{3})+(\.\d+)?$"
_GROUPS: Final = r"[,'’ \x{00A0}\x{202F}]"
_DECIMAL: Final = r"^[+-]?(\d{1,3}(\.\d{3})+|\d*),\d+([eE][+-]?\d{1,2})?$"
_SURELY_DECIMAL: Final = (
    r"^[+-]?(0?,\d+|\d{4,},\d+|\d+,(\d{1,2}|\d{4,})|\d[\d.]*\.\d{3},\d+)"
    r"([eE][+-]?\d+)?$"
)
_SURELY_THOUSANDS: Final = (
    r"^[+-]?[1-9]\d{0,2}(,\d{3}){2,}(\.\d+)?$|^[+-]?[1-9]\d{0,2},\d{3}\.\d+$"
)
_WITH_UNIT: Final = (
    r"^(?P<number>[+-]?[\d.,]+([eE][+-]?\d{1,2})?)\s*"
    r"(?P<unit>%|[a-zA-Z]{1,12})$"
)
_UNITS: Final = {
    "%": "%",
    "percent": "%",
    "bpm": "BPM",
    "db": "dB",
    "dbfs": "dB",
    "lufs": "dB",
    "ms": "ms",
    "msec": "ms",
    "s": "s",
    "sec": "s",
    "secs": "s",
    "seconds": "s",
    "min": "min",
    "mins": "min",
    "minutes": "min",
    "hz": "Hz",
}
_INFINITE: Final = frozenset(
    {"inf", "+inf", "-inf", "infinity", "-infinity", "∞", "-∞", "+infinity"}
)
_N_SAMPLED: Final = 2_000
_MOST: Final = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Numerals:
    """What a column holds when its cells are read as numbers.

    Parameters
    ----------
    numbers : ndarray of float64, shape (n_rows,)
        NaN where a cell is blank, says missing, is infinite or unread.
    said_missing, infinite, unread : ndarray of bool, shape (n_rows,)
        Why a cell that is not blank has no value.
    respelt : ndarray of bool, shape (n_rows,)
        Cells that became numbers only by reading commas, spaces or units.
    units : dict of str to ndarray of bool
        Unit written in the cells, and in which.
    """

    numbers: NDArray[np.float64]
    said_missing: NDArray[np.bool_]
    infinite: NDArray[np.bool_]
    unread: NDArray[np.bool_]
    respelt: NDArray[np.bool_]
    units: dict[str, NDArray[np.bool_]] = field(default_factory=dict)

    @property
    def share_read(self) -> float:
        """Share of the cells with content that are numbers; 1.0 if there are none."""
        n_read = int(np.isfinite(self.numbers).sum()) + int(self.infinite.sum())
        n_told = n_read + int(self.unread.sum())
        return n_read / n_told if n_told else 1.0


def looks_numeric(column: RawColumn) -> bool:
    """Tell whether at least half of a sample of the cells begin like numbers."""
    if not column.is_text:
        return True
    sample = column.sample(_N_SAMPLED)
    sample = sample[~is_missing_word(sample)]
    if sample.empty:
        return True
    found = sample.str.match(r"[+\-−]?[.,]?\d[\d.,'’  ]*([eE%a-zA-Z]|$)")
    return bool(found.mean() >= _MOST)


def comma_evidence(column: RawColumn) -> set[str]:
    """Find how commas must be meant in a column of numbers.

    Returns
    -------
    set of str
        ``"decimal"`` if a cell can only be read with a decimal comma (``0,53``),
        ``"thousands"`` if one can only be read with groups (``1,234,567``).
    """
    if not column.is_text:
        return set()
    text = pa.array(column.text, from_pandas=True)
    has_comma = pc.fill_null(pc.match_substring(text, ","), fill_value=False)
    text = text.filter(has_comma)
    patterns = {"decimal": _SURELY_DECIMAL, "thousands": _SURELY_THOUSANDS}
    return {
        meaning
        for meaning, pattern in patterns.items()
        if pc.any(pc.match_substring_regex(text, pattern)).as_py()
    }


def parse_numerals(column: RawColumn, *, comma: str = "thousands") -> Numerals:
    """Read every cell of a column as a number.

    Parameters
    ----------
    column : RawColumn
        The raw cells.
    comma : {"thousands", "decimal"}
        What a comma means where both readings are possible.

    Returns
    -------
    Numerals

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from genrelens.cleaning.cells.raw_column import raw_column
    >>> cells = pd.Series(["1,412", "2e3", "73 %", "?", "loud", "inf", ""])
    >>> read = parse_numerals(raw_column("x", cells, np.arange(7)))
    >>> read.numbers
    array([1412., 2000., 73., nan, nan, nan, nan])
    >>> read.unread.tolist().index(True), list(read.units)
    (4, ['%'])
    """
    if not column.is_text:
        return _typed(column.cells.to_numpy(dtype=np.float64))
    text = column.text
    values = _cast_where(pa.array(text, from_pandas=True), _PLAIN)
    nothing = np.zeros(len(values), dtype=bool)
    rest = np.flatnonzero(np.isnan(values) & ~column.is_blank)
    if not len(rest):
        return Numerals(values, nothing, nothing, nothing, nothing)
    said_missing, infinite, respelt = nothing.copy(), nothing.copy(), nothing.copy()
    left = text.iloc[rest]
    said_missing[rest] = is_missing_word(left)
    infinite[rest] = left.str.lower().isin(_INFINITE)
    bare, units = _without_units(left, rest, len(values))
    found = _cast_odd(bare, comma)
    values[rest] = found
    respelt[rest] = np.isfinite(found)
    infinite |= np.isinf(values)
    values[infinite] = np.nan
    unread = np.isnan(values) & ~column.is_blank & ~said_missing & ~infinite
    units = {unit: where & ~unread for unit, where in units.items()}
    units = {unit: where for unit, where in units.items() if where.any()}
    return Numerals(values, said_missing, infinite, unread, respelt, units)


def _typed(values: NDArray[np.float64]) -> Numerals:
    """Give cells that were numbers already."""
    nothing = np.zeros(len(values), dtype=bool)
    infinite = np.isinf(values)
    return Numerals(
        np.where(infinite, np.nan, values), nothing, infinite, nothing, nothing
    )


def _cast_where(text: pa.Array, pattern: str) -> NDArray[np.float64]:
    """Read the cells that match exactly; arrow's reader rounds as Python's does."""
    fits = pc.fill_null(pc.match_substring_regex(text, pattern), fill_value=False)
    kept = pc.if_else(fits, text, pa.scalar(None, text.type))
    numbers = pc.cast(pc.utf8_ltrim(kept, "+"), pa.float64())
    values: NDArray[np.float64] = pc.fill_null(numbers, np.nan).to_numpy(
        zero_copy_only=False
    )
    return values.copy()


def _cast_odd(text: pd.Series, comma: str) -> NDArray[np.float64]:
    """Read what is left, first with the commas' meaning here, then with the other."""
    cells = pa.array(text.str.replace("−", "-", regex=False), from_pandas=True)
    values = _cast_where(cells, _PLAIN)
    meanings = ["thousands", "decimal"] if comma == "thousands" else ["decimal"]
    if comma == "decimal":
        meanings.append("thousands")
    for meaning in meanings:
        if meaning == "thousands":
            fits = pc.match_substring_regex(cells, _THOUSANDS)
            bare = pc.replace_substring_regex(cells, _GROUPS, "")
        else:
            fits = pc.match_substring_regex(cells, _DECIMAL)
            bare = pc.replace_substring(cells, ".", "")
            bare = pc.replace_substring(bare, ",", ".")
        kept = pc.if_else(fits, bare, pa.scalar(None, bare.type))
        values = np.where(np.isnan(values), _cast_where(kept, _PLAIN), values)
    extreme = text[np.isnan(values) & text.str.fullmatch(r"[+-]?\d[\d.]*[eE][+-]?\d+")]
    for place, cell in zip(text.index.get_indexer(extreme.index), extreme, strict=True):
        values[place] = float(cell)
    return values


def _without_units(
    text: pd.Series, rows: NDArray[np.int64], n_rows: int
) -> tuple[pd.Series, dict[str, NDArray[np.bool_]]]:
    """Take a unit off the end of each cell, and tell which cells had which."""
    parts = text.str.extract(_WITH_UNIT)
    unit = parts["unit"].str.lower().map(_UNITS)
    has_unit = unit.notna()
    bare = text.where(~has_unit, parts["number"])
    units = {}
    for name in sorted(unit.dropna().unique()):
        where = np.zeros(n_rows, dtype=bool)
        where[rows[(unit == name).to_numpy(dtype=bool)]] = True
        units[str(name)] = where
    return bare, units
