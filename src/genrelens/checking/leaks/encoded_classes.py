"""Find genres that are written into units, gaps or filled-in values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from genrelens.checking.leaks.association import associate, cross_count
from genrelens.checking.noticing import count_of, notice, percent, quote_some
from genrelens.schema.columns import Kind, Role
from genrelens.schema.findings import Severity
from genrelens.schema.music_tags import MUSIC_TAGS
from genrelens.schema.sound_columns import SOUND_COLUMNS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.checking.labels import Labels
    from genrelens.cleaning.track_table import Column, TrackTable
    from genrelens.schema.findings import Finding

__all__ = [
    "filled_numbers",
    "find_filled_values",
    "find_telling_gaps",
    "find_telling_units",
    "split_scales",
]

MAX_P_VALUE = 1e-4
"""Significance of a test, before it is divided by the number of columns."""
MIN_STRENGTH_OF_UNITS = 0.2
MIN_STRENGTH_OF_GAPS = 0.1
MIN_GAPS = 10
SMALL_SHARE = 0.01
MIN_SIDE = 0.02
MIN_SIDE_ROWS = 10
GAP_DECADES = 1.0
MAX_INSIDE_GAP = 0.002
MAX_SPREAD_DECADES = 1.5
MIN_REPEATS = 8
MIN_REPEAT_SHARE = 0.02
MIN_OWN_SHARE = 0.95
MIN_TIMES_NEXT = 3
"""Years recur in one genre, too, but one year hardly more often than the next."""
HALF = 0.5
MIN_UNITS = 2


_MEASURED: Final = frozenset(
    {
        "duration_ms",
        *(column.name for column in SOUND_COLUMNS),
        *(tag.column for tag in MUSIC_TAGS),
    }
)


@dataclass(frozen=True, slots=True)
class _Written:
    """The unit in which each cell of a column was written; -1 where unknown."""

    codes: NDArray[np.int64]
    units: tuple[str, ...]


def find_telling_units(table: TrackTable, labels: Labels) -> tuple[Finding, ...]:
    """Test whether the unit in which a number was written goes with the genre.

    Where cleaning found several units, `TrackTable.units` says in which each
    cell stood; other columns are looked through for two scales at least a
    factor of ten apart (`split_scales`). Told is an association of Cramér's V
    of 0.2 or more that is significant at 0.0001 over the number of columns.
    """
    columns = _numbers(table)
    findings: list[Finding] = []
    for column in columns:
        written = _written_units(table, column, labels)
        if written is None:
            continue
        shape = (len(written.units), len(labels.genres))
        counts = cross_count(written.codes, labels.codes, shape=shape)
        found = associate(counts)
        if (
            found.cramers_v >= MIN_STRENGTH_OF_UNITS
            and found.p_value <= MAX_P_VALUE / len(columns)
        ):
            findings.append(_tell_units(table, column, written, counts, labels))
    return tuple(findings)


def split_scales(values: NDArray[np.float64]) -> NDArray[np.int64] | None:
    """Split positive numbers into two scales, if a wide gap parts them.

    Parameters
    ----------
    values : ndarray of float64, shape (n_rows,)
        Numbers in unknown units; what is missing or not positive gets -1.

    Returns
    -------
    ndarray of int64, shape (n_rows,), or None
        0 for the smaller scale, 1 for the larger; None where the values are
        of one scale.

    Examples
    --------
    >>> minutes = np.linspace(2.0, 6.0, 20)
    >>> split_scales(np.concatenate([minutes, 60_000 * minutes])).sum()
    np.int64(20)
    >>> split_scales(minutes) is None
    True
    """
    is_usable = np.isfinite(values) & (values > 0)
    logs = np.sort(np.log10(values[is_usable]))
    n_values = len(logs)
    least = max(MIN_SIDE_ROWS, int(np.ceil(MIN_SIDE * n_values)))
    if n_values < 2 * least:
        return None
    beyond = np.searchsorted(logs, logs + GAP_DECADES)
    place = np.arange(n_values)
    inside = (beyond - place - 1).astype(np.float64)
    inside[(place + 1 < least) | (n_values - beyond < least)] = np.inf
    edge = int(inside.argmin())
    if inside[edge] > MAX_INSIDE_GAP * n_values:
        return None
    for side in (logs[: edge + 1], logs[beyond[edge] :]):
        low, high = np.quantile(side, [0.05, 0.95])
        if high - low > MAX_SPREAD_DECADES:
            return None
    sides = np.full(len(values), -1, dtype=np.int64)
    border = logs[edge] + GAP_DECADES / 2
    sides[is_usable] = np.log10(values[is_usable]) > border
    return sides


def find_telling_gaps(table: TrackTable, labels: Labels) -> tuple[Finding, ...]:
    """Test whether missing values of a feature go with the genre.

    Told is an association of Cramér's V of 0.1 or more, over ten missing
    values or more, that is significant at 0.0001 over the number of columns.
    Where it touches less than a hundredth of the rows, and less than half of
    every genre, scores hardly change, and it is only a note.
    """
    columns = [c for c in table.columns if c.role is Role.FEATURE]
    findings: list[Finding] = []
    for column in columns:
        is_missing = table.frame[column.name].isna().to_numpy()
        rows = labels.rows[is_missing[labels.rows]]
        if not MIN_GAPS <= len(rows) < len(labels.rows):
            continue
        counts = cross_count(
            is_missing.astype(np.int64), labels.codes, shape=(2, len(labels.genres))
        )
        found = associate(counts)
        if found.cramers_v < MIN_STRENGTH_OF_GAPS or found.p_value > MAX_P_VALUE / len(
            columns
        ):
            continue
        findings.append(_tell_gaps(table, column, rows, counts, labels))
    return tuple(findings)


def find_filled_values(
    table: TrackTable, labels: Labels, tracks: NDArray[np.int64]
) -> tuple[Finding, ...]:
    """Find columns in which gaps were filled with one value for each genre.

    In at least half of the genres (two or more) one number must stand for 8
    different tracks and 2 % of the genre, hardly ever outside it, and three
    times as often as the genre's next number of that kind. Numbers that recur
    by nature, such as years and whole numbers from 0 to 100, escape this.

    Parameters
    ----------
    tracks : ndarray of int64, shape (n_rows,)
        `identity.track_keys`; repeats of one track count once.
    """
    findings = []
    for column in _numbers(table):
        values = table.frame[column.name].to_numpy(np.float64)
        numbers, genres = filled_numbers(values, labels, tracks)
        if len(genres) < max(2, HALF * len(labels.genres)):
            continue
        hit = labels.rows[np.isin(values[labels.rows], numbers)]
        findings.append(
            notice(
                table,
                "imputed-per-genre",
                message=f"Column '{column.header}' was filled in genre by genre: in "
                f"{len(genres)} of {len(labels.genres)} genres one number recurs that "
                f"no other genre has ({count_of(len(hit), 'row')}), so it says the "
                "genre.",
                remedy="Leave the gaps empty in the table: missing values are handled "
                "by the model, without looking at the genre.",
                column=column,
                rows=hit,
                examples=numbers,
                details={"genres": genres},
            )
        )
    return tuple(findings)


def filled_numbers(
    values: NDArray[np.float64], labels: Labels, tracks: NDArray[np.int64]
) -> tuple[NDArray[np.float64], list[str]]:
    """Give the numbers that recur in one genre only, and these genres.

    Parameters
    ----------
    values : ndarray of float64, shape (n_rows,)
        Of one column, over the whole table.
    labels : Labels
        Genres of the same rows.
    tracks : ndarray of int64, shape (n_rows,)
        `identity.track_keys`; repeats of one track count once.

    Returns
    -------
    numbers : ndarray of float64
        One for each such genre, ascending.
    genres : list of str
    """
    rows = labels.rows
    columns = {
        "value": values[rows],
        "genre": labels.codes[rows],
        "track": tracks[rows],
    }
    seen = pd.DataFrame(columns).dropna().drop_duplicates()
    counts = seen.groupby(["value", "genre"]).size()
    here = counts.to_numpy()
    anywhere = counts.groupby(level="value").transform("sum").to_numpy()
    genre = counts.index.get_level_values("genre").to_numpy(dtype=np.int64)
    least = np.maximum(MIN_REPEATS, MIN_REPEAT_SHARE * labels.counts[genre])
    is_own = here >= MIN_OWN_SHARE * anywhere
    is_own &= _stands_out(np.where(is_own, here, 0), genre) & (here >= least)
    numbers = counts.index.get_level_values("value").to_numpy(dtype=np.float64)
    return numbers[is_own], [labels.genres[code] for code in np.unique(genre[is_own])]


def _stands_out(
    counts: NDArray[np.int64], genres: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Mark the most frequent number of each genre, if it is by far the first."""
    order = np.lexsort((-counts, genres))
    is_first = np.diff(genres[order], prepend=-1) != 0
    first = order[is_first]
    second = np.zeros(len(counts), dtype=np.int64)
    follows = np.flatnonzero(is_first) + 1
    has_next = follows < len(order)
    has_next[has_next] = ~is_first[follows[has_next]]
    second[first[has_next]] = counts[order[follows[has_next]]]
    marks = np.zeros(len(counts), dtype=bool)
    marks[first] = counts[first] >= MIN_TIMES_NEXT * second[first]
    return marks


def _numbers(table: TrackTable) -> list[Column]:
    """Give the columns of numbers; of an extracted table those that others wrote.

    What this package measured stands in one unit, and nothing was filled in.
    """
    is_measured = any(c.name == "sound_hash" for c in table.columns)
    own = _MEASURED if is_measured else frozenset()
    return [
        column
        for column in table.with_role(Role.FEATURE)
        if column.kind is Kind.NUMBER and column.name not in own
    ]


def _by_genre(labels: Labels, shares: NDArray[np.float64]) -> dict[str, float]:
    return dict(zip(labels.genres, shares.tolist(), strict=True))


def _written_units(
    table: TrackTable, column: Column, labels: Labels
) -> _Written | None:
    """Give the unit of each cell; None where all stand in one."""
    if column.name not in table.units:
        values = table.frame[column.name].to_numpy(np.float64)
        sides = split_scales(np.where(labels.codes >= 0, values, np.nan))
        if sides is None:
            return None
        middles = [np.median(values[sides == side]) for side in (0, 1)]
        return _Written(sides, tuple(f"around {middle:,.4g}" for middle in middles))
    known, codes, counts = np.unique(
        np.where(labels.codes >= 0, table.units[column.name], ""),
        return_inverse=True,
        return_counts=True,
    )
    used = np.flatnonzero((known != "") & (counts >= MIN_SIDE_ROWS))
    if len(used) < MIN_UNITS:
        return None
    place = np.full(len(known), -1, dtype=np.int64)
    place[used] = np.arange(len(used))
    return _Written(place[codes], tuple(str(known[unit]) for unit in used))


def _tell_units(
    table: TrackTable,
    column: Column,
    written: _Written,
    counts: NDArray[np.int64],
    labels: Labels,
) -> Finding:
    codes, units = written.codes, written.units
    found = associate(counts)
    main = int(counts.sum(axis=1).argmax())
    shares = 1 - counts[main] / np.maximum(counts.sum(axis=0), 1)
    other = [labels.genres[i] for i in np.flatnonzero(shares > HALF)]
    told = ", ".join(
        f"{unit}: {count_of(int(n), 'row')}"
        for unit, n in zip(units, counts.sum(axis=1), strict=True)
    )
    mostly = f"; mostly another unit than {units[main]} in {quote_some(other)}"
    rows = np.flatnonzero((codes >= 0) & (codes != main) & (labels.codes >= 0))
    return notice(
        table,
        "unit-encodes-genre",
        message=f"Column '{column.header}' is written in several units ({told}), and "
        f"the unit gives the genre away (Cramér's V {found.cramers_v:.2f})"
        f"{mostly if other else ''}.",
        remedy="Write the whole column in one unit. Durations are brought to "
        "milliseconds here; scores reached on the raw column are too high.",
        column=column,
        rows=rows,
        examples=table.frame[column.name].iloc[rows[:5]],
        details={
            "cramers_v": found.cramers_v,
            "p_value": found.p_value,
            "rows_by_unit": dict(zip(units, counts.sum(axis=1).tolist(), strict=True)),
            "other_unit_by_genre": _by_genre(labels, shares),
        },
    )


def _tell_gaps(
    table: TrackTable,
    column: Column,
    rows: NDArray[np.int64],
    counts: NDArray[np.int64],
    labels: Labels,
) -> Finding:
    found = associate(counts)
    shares = counts[1] / np.maximum(counts.sum(axis=0), 1)
    most, least = int(shares.argmax()), int(shares.argmin())
    is_small = len(rows) < SMALL_SHARE * len(labels.rows) and shares.max() <= HALF
    so = (
        "So few hardly change a score."
        if is_small
        else "A model learns the gap, not the music."
    )
    return notice(
        table,
        "missingness-encodes-genre",
        message=f"Missing values of '{column.header}' go with the genre: "
        f"{percent(shares[most])} are missing in '{labels.genres[most]}', "
        f"{percent(shares[least])} in '{labels.genres[least]}' (Cramér's V "
        f"{found.cramers_v:.2f}, {count_of(len(rows), 'row')} in all). {so}",
        remedy="Fill the gaps from where the values came from, or delete the column; "
        "until then expect other scores on tables that were gathered otherwise.",
        severity=Severity.NOTE if is_small else Severity.WARNING,
        column=column,
        rows=rows,
        details={
            "cramers_v": found.cramers_v,
            "p_value": found.p_value,
            "missing_by_genre": _by_genre(labels, shares),
        },
    )
