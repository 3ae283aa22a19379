"""Notice values that look drawn at random rather than measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import kstest

from genrelens.checking.noticing import notice, quote_some
from genrelens.schema.columns import Kind, Role

if TYPE_CHECKING:
    from genrelens.checking.labels import Labels
    from genrelens.cleaning.track_table import TrackTable
    from genrelens.schema.findings import Finding

__all__ = ["find_made_up_values"]

MIN_COLUMNS = 3
MIN_ROWS = 200
MIN_P_VALUE = 0.001
MAX_ROWS = 5000


def find_made_up_values(table: TrackTable, labels: Labels) -> tuple[Finding, ...]:
    """Find known shares (0 to 1) that are spread evenly over their whole range.

    Measured attributes never are: real tracks crowd somewhere. Three columns
    that a Kolmogorov-Smirnov test cannot tell from an even spread are told.
    """
    rows = labels.rows
    rows = rows[:: max(1, len(rows) // MAX_ROWS)]
    even = []
    for column in table.with_role(Role.FEATURE):
        known = column.known
        if known is None or column.kind is not Kind.NUMBER:
            continue
        if (known.low, known.high) != (0.0, 1.0):
            continue
        values = table.frame[column.name].iloc[rows].dropna().to_numpy(np.float64)
        if len(values) < MIN_ROWS:
            continue
        if kstest(values, "uniform").pvalue >= MIN_P_VALUE:
            even.append(column.header)
    if len(even) < MIN_COLUMNS:
        return ()
    finding = notice(
        table,
        "looks-made-up",
        message=f"The values of {quote_some(even, limit=10)} are spread evenly from 0 "
        "to 1, as random numbers are and measured music never is.",
        remedy="Check where the table comes from; expect scores at the level of chance "
        "if it was generated.",
        rows=labels.rows,
        details={"columns": even},
    )
    return (finding,)
