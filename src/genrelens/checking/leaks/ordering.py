"""Notice rows, or row numbers, that follow the order of the genres."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from genrelens.checking.noticing import notice, percent
from genrelens.schema.columns import Role
from genrelens.schema.findings import Severity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.checking.labels import Labels
    from genrelens.cleaning.track_table import TrackTable
    from genrelens.schema.findings import Finding

__all__ = ["find_genre_order", "find_telling_numbers"]

MIN_SAME_SHARE = 0.8
MIN_DEVIATIONS = 6.0
MIN_ROWS = 3


def find_genre_order(table: TrackTable, labels: Labels) -> tuple[Finding, ...]:
    """Compare neighbouring rows of equal genre with what shuffled rows would show."""
    order = _measure(labels.codes[labels.rows], labels)
    if order is None:
        return ()
    same, usual = order
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


def find_telling_numbers(table: TrackTable, labels: Labels) -> tuple[Finding, ...]:
    """Find columns of row numbers by which the rows would stand in genre order.

    A table that was sorted by genre, numbered and then shuffled still tells the
    genre by its numbers. Where the rows stand in the order of the numbers,
    `find_genre_order` tells it.
    """
    findings = []
    for column in table.with_role(Role.INDEX):
        cells = pd.to_numeric(table.frame[column.name], errors="coerce")
        numbers = cells.to_numpy(np.float64)[labels.rows]
        known = np.flatnonzero(np.isfinite(numbers))
        if (np.diff(numbers[known]) >= 0).all():
            continue
        in_order = known[np.argsort(numbers[known], kind="stable")]
        order = _measure(labels.codes[labels.rows][in_order], labels)
        if order is None:
            continue
        finding = notice(
            table,
            "index-in-genre-order",
            message=f"The row numbers in '{column.header}' follow the genres: sorted "
            f"by them, {percent(order[0])} of the rows are followed by a row of the "
            f"same genre ({percent(order[1])} if shuffled).",
            remedy="Nothing to do here, since row numbers are never used; delete the "
            "column before another program learns from it.",
            severity=Severity.NOTE,
            column=column,
            rows=labels.rows[known],
            details={"same_as_next": order[0], "expected": order[1]},
        )
        findings.append(finding)
    return tuple(findings)


def _measure(codes: NDArray[np.int64], labels: Labels) -> tuple[float, float] | None:
    """Give the share of rows followed by their own genre, and the usual one.

    None where that is no more than chance, or little.
    """
    if len(codes) < MIN_ROWS:
        return None
    n_pairs = len(codes) - 1
    same = float((codes[1:] == codes[:-1]).mean())
    usual = float(np.square(labels.counts / labels.counts.sum()).sum())
    spread = max((usual * (1 - usual) / n_pairs) ** 0.5, 1e-9)
    is_sorted = same >= MIN_SAME_SHARE and same >= (1 + usual) / 2
    if not is_sorted or (same - usual) / spread < MIN_DEVIATIONS:
        return None
    return same, usual
