"""Look at every column once: its folded header, and its cells as numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.cleaning.cells.numerals import (
    Numerals,
    comma_evidence,
    looks_numeric,
    parse_numerals,
)
from genrelens.cleaning.cells.raw_column import RawColumn, raw_column
from genrelens.cleaning.durations import parse_clock
from genrelens.schema.known_columns import spelt_as
from genrelens.schema.spelling import normalise_header

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.ingest.raw_table import RawTable

__all__ = ["Profile", "profile_columns"]

_MOST: Final = 0.5


@dataclass(frozen=True, eq=False)
class Profile:
    """A raw column, with what its header and its cells suggest.

    Parameters
    ----------
    column : RawColumn
        The raw cells.
    canonical, unit : str
        The header, folded by `schema.spelling.normalise_header`.
    comma : str
        What a comma in its numbers means: ``"thousands"`` or ``"decimal"``.
    is_numeric : bool
        Whether at least half of a sample of its cells begin like numbers.
    """

    column: RawColumn
    canonical: str
    unit: str
    comma: str
    is_numeric: bool

    @cached_property
    def numerals(self) -> Numerals:
        """The cells as numbers."""
        return parse_numerals(self.column, comma=self.comma)

    @cached_property
    def clock(self) -> NDArray[np.float64]:
        """Milliseconds of the cells written as ``m:ss``, NaN elsewhere."""
        times = np.full(len(self.column.cells), np.nan)
        rows = np.flatnonzero(self.numerals.unread)
        if len(rows):
            times[rows] = parse_clock(self.column.text.iloc[rows])
        return times

    @property
    def numbers(self) -> NDArray[np.float64]:
        """The numbers of the cells that hold one, without the missing ones."""
        values = self.numerals.numbers
        return values[np.isfinite(values)]

    @property
    def share_numeric(self) -> float:
        """Share of the cells with content that are numbers."""
        return self.numerals.share_read if self.is_numeric else 0.0

    @property
    def is_zero_one(self) -> bool:
        """Whether its numbers are 0 and 1 only."""
        return self.share_numeric == 1.0 and bool(np.isin(self.numbers, (0, 1)).all())


def profile_columns(raw: RawTable) -> tuple[Profile, ...]:
    """Look at every column of a table.

    A comma means what its own column proves; where that proves nothing, what
    brings the values into the attribute's possible range, if one reading does
    and the other does not; then what the other columns prove; else
    the decimal sign in a file parted by semicolons, and groups of thousands in
    any other.

    Parameters
    ----------
    raw : RawTable
        The table as read.

    Returns
    -------
    tuple of Profile
        In file order.
    """
    columns = [
        raw_column(str(header), raw.frame.iloc[:, place], raw.line_numbers)
        for place, header in enumerate(raw.frame.columns)
    ]
    numeric = [looks_numeric(column) for column in columns]
    proofs = [
        comma_evidence(column) if is_numeric else set()
        for column, is_numeric in zip(columns, numeric, strict=True)
    ]
    everywhere = set().union(*proofs)
    usual = "decimal" if raw.source.delimiter == ";" else "thousands"
    if len(everywhere) == 1:
        (usual,) = everywhere
    profiles = []
    for column, is_numeric, proof in zip(columns, numeric, proofs, strict=True):
        canonical, unit = normalise_header(column.header)
        comma = next(iter(proof)) if len(proof) == 1 else usual
        profile = Profile(column, canonical, unit, comma, is_numeric)
        profiles.append(profile if proof else _believing_the_range(profile))
    return tuple(profiles)


def _believing_the_range(profile: Profile) -> Profile:
    """Read doubtful commas otherwise if only so the values become possible."""
    known = spelt_as(profile.canonical)
    is_doubtful = profile.is_numeric and profile.column.is_text
    if known is None or not np.isfinite(known.high) or not is_doubtful:
        return profile
    commas = profile.column.text.str.contains(",", regex=False, na=False)
    rows = np.flatnonzero(profile.numerals.respelt & commas.to_numpy(dtype=bool))
    if not len(rows):
        return profile
    other = "decimal" if profile.comma == "thousands" else "thousands"
    turned = replace(profile, comma=other)
    shares = []
    for reading in (profile, turned):
        values = reading.numerals.numbers[rows]
        shares.append(((values >= known.low) & (values <= known.high)).mean())
    return turned if shares[1] > _MOST > shares[0] else profile
