"""Find one attribute that alone tells the genre far better than all others do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from genrelens.checking.leaks.association import associate, cross_count, measure_purity
from genrelens.checking.noticing import count_of, notice, percent
from genrelens.schema.columns import Kind, Role
from genrelens.schema.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from genrelens.checking.labels import Labels
    from genrelens.checking.leaks.association import Purity
    from genrelens.cleaning.track_table import Column, TrackTable
    from genrelens.schema.findings import Finding

__all__ = ["find_standing_out"]

MIN_LIFT, MIN_LEAD = 0.5, 0.3
FEW_GENRES, MIN_LIFT_OF_FEW = 4, 0.85
MIN_LIFT_OF_TWO, MIN_LEAD_OF_TWO = 0.95, 0.5
"""Few genres may honestly be told apart by one attribute, such as tempo."""
MIN_PEERS = 3
MAX_P_VALUE = 1e-6
MIN_BIN_ROWS = 8
BINS_A_GENRE, LEAST_BINS = 8, 40
MAX_BINS = 400


def find_standing_out(
    table: TrackTable, labels: Labels, *, told: Collection[str]
) -> tuple[Finding, ...]:
    """Tell of an attribute that gets half of the genres right that guessing misses.

    Each attribute is cut into bins of equal numbers of tracks, and each track's
    genre told from the other tracks of its bin (`association.measure_purity`).
    Of what naming the most frequent genre leaves open, the attribute must tell
    half (of three or four genres 85 %, of two 95 %), and 30 points more than
    the next best of three or more others (of two genres 50 points).

    Parameters
    ----------
    told : collection of str
        Headers of columns of which worse has been told already.
    """
    found = _rank(table, labels)
    if len(found) <= MIN_PEERS:
        return ()
    (best, column, purity, values), (second, next_best, *_) = found[0], found[1]
    if column.header in told or not _is_far(best, second, len(labels.genres)):
        return ()
    shape = (int(values.max()) + 1, len(labels.genres))
    if associate(cross_count(values, labels.codes, shape=shape)).p_value > MAX_P_VALUE:
        return ()
    finding = notice(
        table,
        "suspicious-column",
        message=f"Column '{column.header}' alone tells the genre of "
        f"{percent(purity.share)} of {count_of(purity.n_rows, 'row')} (the most "
        f"frequent genre: {percent(purity.majority)}), far more than "
        f"'{next_best.header}', the next best of {len(found) - 1:,} others.",
        remedy="It stays in the model. Check that it was not made from the genre, and "
        "that it will be known for new tracks.",
        severity=Severity.WARNING,
        column=column,
        rows=np.flatnonzero(table.frame[column.name].notna()),
        examples=table.frame[column.name].dropna().unique(),
        details={
            "purity": purity.share,
            "majority": purity.majority,
            "lift": best,
            "next_best": next_best.header,
            "next_best_lift": second,
        },
    )
    return (finding,)


def _rank(
    table: TrackTable, labels: Labels
) -> list[tuple[float, Column, Purity, NDArray[np.int64]]]:
    """Give each attribute's lift, itself, its purity and its bins, the best first.

    Nothing is measured where there are too few attributes to stand out from.
    """
    columns = table.with_role(Role.FEATURE)
    found = []
    for column in columns if len(columns) > MIN_PEERS else ():
        values = _as_bins(table.frame[column.name], column.kind, labels)
        purity = measure_purity(values, labels.codes)
        if purity is not None:
            found.append((purity.lift, column, purity, values))
    return sorted(found, key=lambda each: -each[0])


def _is_far(best: float, second: float, n_genres: int) -> bool:
    if n_genres == 2:  # noqa: PLR2004
        return best >= MIN_LIFT_OF_TWO and best - second >= MIN_LEAD_OF_TWO
    least = MIN_LIFT_OF_FEW if n_genres <= FEW_GENRES else MIN_LIFT
    return best >= least and best - second >= MIN_LEAD


def _as_bins(cells: pd.Series, kind: Kind, labels: Labels) -> NDArray[np.int64]:
    codes = np.full(len(cells), -1, dtype=np.int64)
    rows = labels.rows
    kept = cells.iloc[rows]
    if kind is Kind.NUMBER:
        wanted = max(BINS_A_GENRE * len(labels.genres), LEAST_BINS)
        n_bins = min(wanted, len(rows) // MIN_BIN_ROWS, MAX_BINS)
        shares = kept.rank(method="average", pct=True).fillna(2.0).to_numpy()
        codes[rows] = np.ceil(shares * max(n_bins, 1)).astype(np.int64)
    else:
        codes[rows] = pd.factorize(kept, use_na_sentinel=False)[0]
    return codes
