"""Read the cells of a column as its recipe says, each by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from genrelens.cleaning.cells.coded_cells import unread_finding
from genrelens.cleaning.cells.dates import read_years
from genrelens.cleaning.cells.evidence import (
    count_of,
    distinct,
    lines_where,
    number_text,
    pairs_where,
)
from genrelens.cleaning.cells.flags import flag_words, read_flags
from genrelens.cleaning.cells.missing import is_missing_number, missing_changes
from genrelens.cleaning.cells.musical_keys import read_keys
from genrelens.cleaning.cells.raw_column import Reading
from genrelens.cleaning.cells.texts import read_categories, read_names
from genrelens.cleaning.cells.time_signatures import read_time_signatures
from genrelens.cleaning.durations import read_durations
from genrelens.cleaning.genre_names import read_genres, read_known_genres
from genrelens.cleaning.ledger import Change
from genrelens.cleaning.scales import read_loudness, read_shares
from genrelens.errors import printable
from genrelens.schema.columns import Kind
from genrelens.schema.findings import Finding, Severity
from genrelens.schema.known_columns import registered

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from genrelens.cleaning.cells.raw_column import RawColumn
    from genrelens.cleaning.profiling import Profile
    from genrelens.schema.columns import KnownColumn
    from genrelens.schema.genre_rules import GenreRules
    from genrelens.schema.reading_recipe import ReadingRecipe

__all__ = ["read_by_recipe"]

_TEXT_READERS: Final[dict[str, Callable[[RawColumn], Reading]]] = {
    "category": read_categories,
    "name": read_names,
}
_LEVEL_READERS: Final[dict[str, Callable[[RawColumn], Reading]]] = {
    "key": read_keys,
    "time_signature": read_time_signatures,
    "year": read_years,
}
_AS_IN_TRAINING: Final = "as in training"


def read_by_recipe(
    profile: Profile,
    recipe: ReadingRecipe,
    *,
    is_given: bool = False,
    why_of_100: str = _AS_IN_TRAINING,
    genres: GenreRules | None = None,
) -> Reading:
    """Read a column; what a cell means depends on the recipe and the cell alone.

    Parameters
    ----------
    profile : Profile
        The column.
    recipe : ReadingRecipe
        How to read it.
    is_given : bool, default False
        Whether the recipe comes from a model. Then nothing is refused: cells
        that cannot be read are missing, and told.
    why_of_100 : str
        What showed that shares run from 0 to 100, as a clause.
    genres : GenreRules, optional
        Which of several genres in a cell is taken; lists stay one label without it.

    Returns
    -------
    Reading
        Numbers are float64 in the attribute's own unit, NaN where missing.

    Raises
    ------
    ColumnError
        If a yes/no column holds many other words, and the recipe is not given.
    """
    if recipe.kind is Kind.NUMBER:
        return _read_measure(profile, recipe, is_given, why_of_100)
    if recipe.reader in _TEXT_READERS:
        return _TEXT_READERS[recipe.reader](profile.column)
    if recipe.reader == "flag":
        return read_flags(
            profile.column,
            name=recipe.attribute,
            scaled=profile.numerals.numbers if recipe.is_scaled else None,
            is_strict=not is_given,
        )
    if is_given:
        return read_known_genres(profile.column, recipe.levels)
    if genres is None:
        return read_genres(profile.column)
    return read_genres(profile.column, genres)


def _read_measure(
    profile: Profile,
    recipe: ReadingRecipe,
    is_given: bool,  # noqa: FBT001 (handed on by its name above)
    why_of_100: str,
) -> Reading:
    column, known = profile.column, registered(recipe.attribute)
    if recipe.reader == "plain":
        return _read_plain(profile)
    if recipe.is_scaled or known is None:
        return _read_numbers(profile)
    if recipe.reader in _LEVEL_READERS:
        reading = _LEVEL_READERS[recipe.reader](column)
    else:
        reading = _read_numbers(profile)
    reading = _without_sentinels(column, reading, known)
    reading = _in_own_unit(profile, recipe, reading, is_given, why_of_100)
    return _with_range_told(column, reading, known)


def _read_numbers(profile: Profile) -> Reading:
    """Read a column as numbers, and tell what had to be left out."""
    column, numerals = profile.column, profile.numerals
    values = numerals.numbers
    changes = []
    if numerals.respelt.any():
        changes.append(
            _change(
                column,
                numerals.respelt,
                values,
                "numerals",
                f"numbers with commas (taken as {_comma(profile.comma)}), spaces or "
                "units were read",
            )
        )
    if numerals.said_missing.any():
        changes += missing_changes(column, numerals.said_missing)
    findings = [*unread_finding(column, numerals.unread, "a number")]
    if numerals.infinite.any():
        findings.append(_told_infinite(column, numerals.infinite))
    return Reading(
        pd.Series(values, dtype="float64"),
        tuple(changes),
        tuple(findings),
        unread=numerals.unread | numerals.infinite,
    )


def _read_plain(profile: Profile) -> Reading:
    """Read numbers as they stand, and yes or no where a cell says so."""
    reading = _read_numbers(profile)
    unread = profile.numerals.unread
    if not unread.any():
        return reading
    words = profile.column.text.str.lower().map(dict(flag_words("")))
    said = words.to_numpy(dtype=np.float64)
    values = np.where(unread, said, reading.series.to_numpy())
    unread = unread & np.isnan(said)
    others = (f for f in reading.findings if f.code != "unreadable-cells")
    told = unread_finding(profile.column, unread, "a number")
    return replace(
        reading,
        series=pd.Series(values, dtype="float64"),
        findings=(*told, *others),
        unread=unread | profile.numerals.infinite,
    )


def _comma(meaning: str) -> str:
    return "decimal signs" if meaning == "decimal" else "signs of thousands"


def _change(
    column: RawColumn,
    where: NDArray[np.bool_],
    values: NDArray[np.float64],
    step: str,
    what: str,
) -> Change:
    return Change(
        step=step,
        column=column.header,
        n_cells=int(where.sum()),
        what=what,
        examples=pairs_where(where, column.cell, lambda row: number_text(values[row])),
        lines=lines_where(where, column.line_numbers),
    )


def _told_infinite(column: RawColumn, where: NDArray[np.bool_]) -> Finding:
    return Finding(
        code="infinite-values",
        severity=Severity.WARNING,
        message=f"'{printable(column.header)}' is infinite in "
        f"{count_of(int(where.sum()), 'cell')}, which count as missing.",
        remedy="Find out what divided by zero, or leave these cells empty.",
        column=column.header,
        n_rows=int(where.sum()),
        lines=lines_where(where, column.line_numbers),
        examples=distinct(where, column.cell),
        rows=np.flatnonzero(where),
    )


def _without_sentinels(
    column: RawColumn, reading: Reading, known: KnownColumn
) -> Reading:
    """Take out the numbers that stand for a missing value."""
    values = reading.series.to_numpy()
    where = is_missing_number(values, known)
    if not where.any():
        return reading
    what = f"numbers that no {known.label} can be were read as missing"
    series = pd.Series(np.where(where, np.nan, values), dtype="float64")
    changes = reading.changes + missing_changes(column, where, what)
    return replace(reading, series=series, changes=changes)


def _in_own_unit(
    profile: Profile,
    recipe: ReadingRecipe,
    reading: Reading,
    is_given: bool,  # noqa: FBT001 (handed on by its name above)
    why_of_100: str,
) -> Reading:
    """Bring durations, shares and loudness to the unit of the known column."""
    column, values = profile.column, reading.series.to_numpy()
    if recipe.reader == "duration":
        own = read_durations(
            column,
            values,
            recipe=recipe,
            named=profile.unit,
            is_given=is_given,
            written=profile.numerals.units,
            clock=profile.clock,
        )
        reading = _with_clock_told(profile, reading)
    elif recipe.reader == "share":
        percent = profile.numerals.units.get("%", np.zeros(len(values), dtype=bool))
        of_100 = percent | (recipe.unit == "%")
        why = why_of_100 or "where its cells carry a percent sign"
        own = read_shares(column, values, of_100, why=why)
    elif recipe.reader == "loudness":
        own = read_loudness(column, values)
    else:
        return reading
    return replace(
        own,
        changes=reading.changes + own.changes,
        findings=reading.findings + own.findings,
        unread=reading.unread,
    )


def _with_clock_told(profile: Profile, reading: Reading) -> Reading:
    """Take back that times such as 3:45 cannot be read: they are no numbers."""
    on_clock = np.isfinite(profile.clock)
    if not on_clock.any():
        return reading
    unread = profile.numerals.unread & ~on_clock
    others = (f for f in reading.findings if f.code != "unreadable-cells")
    told = unread_finding(profile.column, unread, "a time")
    return replace(
        reading,
        findings=(*told, *others),
        unread=unread | profile.numerals.infinite,
    )


def _with_range_told(
    column: RawColumn, reading: Reading, known: KnownColumn
) -> Reading:
    """Tell the values that the attribute cannot take; they stay as they are."""
    values = reading.series.to_numpy()
    where = (values < known.low) | (values > known.high)
    if not where.any():
        return reading
    unit = f" ({known.unit})" if known.unit else ""
    finding = Finding(
        code="out-of-range",
        severity=Severity.WARNING,
        message=f"'{printable(column.header)}' lies outside {known.low:,.10g} to "
        f"{known.high:,.10g}{unit}, the possible range of {known.label}, in "
        f"{count_of(int(where.sum()), 'cell')}.",
        remedy="Correct them, or leave the cells empty; they are used as they are.",
        column=column.header,
        n_rows=int(where.sum()),
        lines=lines_where(where, column.line_numbers),
        examples=distinct(where, column.cell),
        rows=np.flatnonzero(where),
    )
    return replace(reading, findings=(*reading.findings, finding))
