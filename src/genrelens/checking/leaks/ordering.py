"""Notice rows that stand in the order of their genres."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.checking.noticing import notice, percent
from genrelens.schema.columns import Role
from genrelens.schema.findings import Severity

if TYPE_CHECKING:
    from genrelens.checking.labels import Labels
    from genrelens.cleaning.track_table import TrackTable
    from genrelens.schema.findings import Finding

__all__ = ["find_genre_order"]

MIN_SAME_SHARE = 0.8
MIN_DEVIATIONS = 6.0
MIN_ROWS = 3


def find_genre_order(table: TrackTable, labels: Labels) -> tuple[Finding, ...]:
    """Compare neighbouring rows of equal genre with what shuffled rows would show."""
    codes = labels.codes[labels.rows]
    if len(codes) < MIN_ROWS:
        return ()
    n_pairs = len(codes) - 1
    same = float((codes[1:] == codes[:-1]).mean())
    usual = float(np.square(labels.counts / len(codes)).sum())
    spread = max((usual * (1 - usual) / n_pairs) ** 0.5, 1e-9)
    is_sorted = same >= MIN_SAME_SHARE and same >= (1 + usual) / 2
    if not is_sorted or (same - usual) / spread < MIN_DEVIATIONS:
        return ()
    numbers = [f"'{column.header}'" for column in table.with_role(Role.INDEX)]
    also = (
        f" The row numbers in {', '.join(numbers)} give the genre away for that reason"
        " and are never used."
        if numbers
        else ""
    )
    finding = notice(
        table,
        "rows-in-genre-order",
        message=f"The rows stand in the order of their genres: {percent(same)} are "
        f"followed by a row of the same genre ({percent(usual)} if shuffled).{also}",
        remedy="Nothing to do here, since folds are drawn at random; never split such "
        "a table into a first and a last part.",
        severity=Severity.NOTE,
        rows=labels.rows,
        details={"same_as_next": same, "expected": usual},
    )
    return (finding,)
