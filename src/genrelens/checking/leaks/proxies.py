"""Find columns that fix the genre without describing the sound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from genrelens.checking.leaks.association import (
    Purity,
    associate,
    cross_count,
    measure_purity,
)
from genrelens.checking.noticing import count_of, notice, percent
from genrelens.errors import printable
from genrelens.schema.columns import Kind, Role
from genrelens.schema.findings import Severity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.checking.labels import Labels
    from genrelens.cleaning.track_table import Column, TrackTable
    from genrelens.schema.findings import Finding

__all__ = ["ProxyReport", "find_proxies"]

MIN_LIFT = {Role.PLAYLIST: 0.5, Role.TARGET: -1.0}
"""Least `Purity.lift` of a proxy: any second label, any telling source list ..."""
MIN_LIFT_ELSEWHERE = 0.9
"""... and of every other column a value that leaves next to nothing open."""
MIN_LIFT_OF_A_NUMBER = 0.97
MIN_LIFT_OF_AN_ATTRIBUTE = 0.995
"""Loudness alone may honestly tell ambient from metal in 99 of 100 tracks."""
MAX_P_VALUE = 1e-6
MAX_BINS = 5000
MAX_ALLOWANCE = 0.1
ROWS_A_BIN = 5
MIN_ROWS_A_VALUE = 5
"""Ids that nobody would train on are named only where they form real groups."""
MIN_INDICATOR_ROWS = 20
MIN_INDICATOR_MATCH = 0.98


@dataclass(frozen=True, slots=True)
class ProxyReport:
    """What was found: findings, and the names of columns to leave out with why."""

    findings: tuple[Finding, ...]
    proxies: dict[str, str]


def find_proxies(table: TrackTable, labels: Labels, *, target: str) -> ProxyReport:
    """Look at every column that could stand for the genre.

    A column is a proxy where a row's genre can be told from other rows with
    the same value (`association.measure_purity`): second labels always, lists
    and sources that a row was taken from at half of the open part, categories
    and unknown numbers at nearly all of it. A known attribute of the track is
    never left out; if it fixes the genre all the same, that is told as
    ``suspicious-column``.
    """
    findings: list[Finding] = []
    proxies: dict[str, str] = {}
    for column in table.columns:
        if column.name == target or not _is_suspect(column):
            continue
        values = _as_codes(table.frame[column.name], column, labels)
        purity = measure_purity(values, labels.codes)
        indicated = _indicated_genre(values, labels, column)
        if column.role is Role.TARGET:
            findings.append(_name_second_label(table, column, purity))
            proxies[column.name] = "another label, which gives the genre away"
        elif indicated is not None:
            findings.append(_name_indicator(table, column, indicated))
            proxies[column.name] = f"marks the genre '{printable(indicated)}'"
        elif purity is not None and _fixes_genre(column, purity, values, labels):
            findings.append(_name_proxy(table, column, purity))
            if not _is_ordinary(column):
                proxies[column.name] = "its value gives the genre away"
    return ProxyReport(tuple(findings), proxies)


def _is_suspect(column: Column) -> bool:
    return column.role in {
        Role.FEATURE,
        Role.PLAYLIST,
        Role.TARGET,
        Role.TEXT,
        Role.IDENTIFIER,
        Role.FILE,
    }


def _is_ordinary(column: Column) -> bool:
    return column.role is Role.FEATURE and column.known is not None


def _as_codes(cells: pd.Series, column: Column, labels: Labels) -> NDArray[np.int64]:
    """Give the values of the labelled rows as numbers, long scales in bins."""
    codes = np.full(len(cells), -1, dtype=np.int64)
    rows = labels.rows
    kept = cells.iloc[rows]
    found, values = pd.factorize(kept, use_na_sentinel=column.role is not Role.FEATURE)
    if column.kind is Kind.NUMBER:
        n_bins = min(len(rows) // ROWS_A_BIN, MAX_BINS)
        if len(values) > n_bins > 1:
            ranks = kept.rank(method="dense", pct=True).fillna(2.0).to_numpy()
            order = np.sort(ranks)
            edges = np.unique(order[np.arange(1, n_bins) * len(order) // n_bins])
            found = np.searchsorted(edges, ranks, side="right")
    codes[rows] = found
    return codes


def _fixes_genre(
    column: Column, purity: Purity, values: NDArray[np.int64], labels: Labels
) -> bool:
    least = MIN_LIFT.get(column.role, MIN_LIFT_ELSEWHERE)
    if column.kind is Kind.NUMBER:
        n_edges = len(labels.genres) - 1  # each may spoil one bin of a pure band
        is_ordinary = _is_ordinary(column)
        least = MIN_LIFT_OF_AN_ATTRIBUTE if is_ordinary else MIN_LIFT_OF_A_NUMBER
        least -= min(MAX_ALLOWANCE, n_edges * ROWS_A_BIN / len(labels.rows))
    if column.role in {Role.TEXT, Role.IDENTIFIER} and (
        purity.n_rows < MIN_ROWS_A_VALUE * purity.n_values
    ):
        return False
    if purity.lift < least or purity.n_rows < len(labels.rows) / 5:
        return False
    if purity.p_value <= MAX_P_VALUE:
        return True
    n_values = int(values.max(initial=0)) + 1
    counts = cross_count(values, labels.codes, shape=(n_values, len(labels.genres)))
    return associate(counts).p_value <= MAX_P_VALUE


def _indicated_genre(
    values: NDArray[np.int64], labels: Labels, column: Column
) -> str | None:
    """Give the genre that one value of a flag or category stands for, if any."""
    if column.role is not Role.FEATURE or _is_ordinary(column):
        return None
    n_values = int(values.max(initial=0)) + 1
    if column.kind is Kind.NUMBER or n_values > 2 * len(labels.genres):
        return None
    counts = cross_count(values, labels.codes, shape=(n_values, len(labels.genres)))
    either = counts.sum(axis=1, keepdims=True) + counts.sum(axis=0) - counts
    match = counts / np.maximum(either, 1)
    match[counts < MIN_INDICATOR_ROWS] = 0
    best = int(match.argmax())
    if match.flat[best] < MIN_INDICATOR_MATCH:
        return None
    return labels.genres[best % len(labels.genres)]


def _remedy(column: Column) -> str:
    return (
        "It is left out of the model; keep it with --force "
        f"'{column.header}' only if it will be known for new tracks too."
    )


def _name_second_label(
    table: TrackTable, column: Column, purity: Purity | None
) -> Finding:
    told = (
        ""
        if purity is None
        else f"; it tells the genre of {percent(purity.share)} of "
        f"{count_of(purity.n_rows, 'row')}"
    )
    return notice(
        table,
        "proxy-column",
        message=f"Column '{column.header}' is another label of the tracks{told}.",
        remedy=_remedy(column),
        column=column,
        rows=np.flatnonzero(table.frame[column.name].notna()),
        examples=table.frame[column.name].dropna().unique(),
        details=_purity_details(purity),
    )


def _name_proxy(table: TrackTable, column: Column, purity: Purity) -> Finding:
    told = (
        f"Column '{column.header}' gives the genre away: told from other rows with "
        f"the same value, it is right for {percent(purity.share)} of "
        f"{count_of(purity.n_rows, 'row')} ({count_of(purity.n_values, 'value')}; "
        f"the most frequent genre alone: {percent(purity.majority)})."
    )
    is_ordinary = _is_ordinary(column)
    return notice(
        table,
        "suspicious-column" if is_ordinary else "proxy-column",
        message=told,
        remedy=(
            "It is a usual attribute, so it stays; check that it was not made from "
            "the genre."
            if is_ordinary
            else _remedy(column)
        ),
        severity=Severity.WARNING,
        column=column,
        rows=np.flatnonzero(table.frame[column.name].notna()),
        examples=table.frame[column.name].dropna().unique(),
        details=_purity_details(purity),
    )


def _name_indicator(table: TrackTable, column: Column, genre: str) -> Finding:
    return notice(
        table,
        "proxy-column",
        message=f"Column '{column.header}' has one value that marks exactly the "
        f"tracks of '{genre}'.",
        remedy=_remedy(column),
        column=column,
        rows=np.flatnonzero(table.frame[column.name].notna()),
        examples=table.frame[column.name].dropna().unique(),
        details={"genre": genre},
    )


def _purity_details(purity: Purity | None) -> dict[str, float | int]:
    if purity is None:
        return {}
    return {
        "purity": purity.share,
        "majority": purity.majority,
        "n_rows_compared": purity.n_rows,
        "n_values": purity.n_values,
    }
