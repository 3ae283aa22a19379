"""Count what the attributes of an inspected table look like, genre by genre."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from genrelens.schema.columns import Kind, Role
from genrelens.workflow.profiling.bins import round_edges
from genrelens.workflow.profiling.results import (
    AttributeProfile,
    Group,
    Histogram,
    Level,
    Quantiles,
    TableProfile,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.cleaning.track_table import Column
    from genrelens.workflow.inspecting import Inspection

__all__ = ["profile_table"]

_MOST_GROUPS = 20
_MOST_ATTRIBUTES = 200
_MOST_LEVELS = 12
_SHOWN: Final = (Role.FEATURE, Role.PROXY, Role.DATE)
_AT: Final = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
_FLAG_NAMES: Final = {0.0: "no", 1.0: "yes"}


def profile_table(inspection: Inspection) -> TableProfile:
    """Count each attribute's values over the tracks that training would learn from.

    The cost grows with the number of cells. Genres beyond the 20 largest are counted
    together, and so are values of a category beyond the 12 most frequent; attributes
    beyond the first 200 are left out. Everything left out is told.

    Parameters
    ----------
    inspection : Inspection
        The table, its roles, and the genre of each row.

    Returns
    -------
    TableProfile
        Where there is no genre column, all rows are one group.
    """
    frame = inspection.table.frame
    is_by_genre = bool(inspection.genre_counts)
    rows = inspection.rows if is_by_genre else np.arange(len(frame))
    groups, codes = _groups(inspection, len(rows))
    shown = [
        column
        for column in inspection.table.columns
        if column.role in _SHOWN and column.kind is not Kind.TEXT
    ]
    attributes = [
        _attribute(column, frame[column.name].iloc[rows], codes, len(groups))
        for column in shown[:_MOST_ATTRIBUTES]
    ]
    return TableProfile(
        n_tracks=len(rows),
        is_by_genre=is_by_genre,
        groups=groups,
        attributes=tuple(attributes),
        n_left_out=max(len(shown) - _MOST_ATTRIBUTES, 0),
    )


def _groups(
    inspection: Inspection, n_rows: int
) -> tuple[tuple[Group, ...], NDArray[np.int64]]:
    """Give the groups, and each row's place among them."""
    counts = inspection.genre_counts
    if not counts:
        return (Group("all rows", n_rows, 0),), np.zeros(n_rows, dtype=np.int64)
    genres = list(counts)
    alone = genres if len(genres) <= _MOST_GROUPS else genres[: _MOST_GROUPS - 1]
    groups = [Group(genre, counts[genre]) for genre in alone]
    rest = genres[len(alone) :]
    if rest:
        n_tracks = sum(counts[genre] for genre in rest)
        groups.append(Group(f"{len(rest):,} other genres", n_tracks, len(rest)))
    place = {genre: min(at, len(groups) - 1) for at, genre in enumerate(genres)}
    names, inverse = np.unique(inspection.labels, return_inverse=True)
    codes = np.array([place[str(name)] for name in names], dtype=np.int64)[inverse]
    return tuple(groups), codes


def _attribute(
    column: Column, cells: pd.Series, codes: NDArray[np.int64], n_groups: int
) -> AttributeProfile:
    missing = cells.isna().to_numpy(dtype=bool)
    by_group = np.bincount(codes[missing], minlength=n_groups)
    known = codes[~missing]
    told = AttributeProfile(
        name=column.name,
        header=column.header,
        label=column.header if column.known is None else column.known.label,
        role=str(column.role),
        kind=str(column.kind),
        unit=column.unit,
        n_missing=int(missing.sum()),
        missing=_plain(by_group),
    )
    if column.kind is Kind.NUMBER:
        values = cells.to_numpy(dtype=np.float64)[~missing]
        return _with_numbers(told, values, known, n_groups)
    levels = cells[~missing]
    if column.kind is Kind.FLAG:
        levels = levels.map(_FLAG_NAMES)
    return _with_levels(told, levels, known, n_groups)


def _with_numbers(
    told: AttributeProfile,
    values: NDArray[np.float64],
    codes: NDArray[np.int64],
    n_groups: int,
) -> AttributeProfile:
    if not len(values):
        return replace(told, quantiles=(None,) * n_groups)
    edges = round_edges(values, unit=told.unit)
    return replace(
        told,
        overall=_quantiles(values),
        quantiles=tuple(_quantiles(values[codes == at]) for at in range(n_groups)),
        histogram=_histogram(values, codes, n_groups, edges),
    )


def _quantiles(values: NDArray[np.float64]) -> Quantiles | None:
    if not len(values):
        return None
    return Quantiles(len(values), *map(float, np.quantile(values, _AT)))


def _histogram(
    values: NDArray[np.float64],
    codes: NDArray[np.int64],
    n_groups: int,
    edges: tuple[float, ...],
) -> Histogram:
    n_bins = len(edges) - 1
    place = np.searchsorted(np.asarray(edges), values, side="right")
    place[values == edges[-1]] = n_bins
    counted = np.bincount(
        codes * (n_bins + 2) + place, minlength=n_groups * (n_bins + 2)
    )
    table = counted.reshape(n_groups, n_bins + 2)
    return Histogram(
        edges=edges,
        counts=tuple(_plain(row) for row in table[:, 1:-1]),
        n_below=_plain(table[:, 0]),
        n_above=_plain(table[:, -1]),
    )


def _with_levels(
    told: AttributeProfile, cells: pd.Series, codes: NDArray[np.int64], n_groups: int
) -> AttributeProfile:
    places, names = pd.factorize(cells)
    n_levels = len(names)
    counted = np.bincount(codes * n_levels + places, minlength=n_groups * n_levels)
    table = counted.reshape(n_groups, n_levels)
    totals = table.sum(axis=0)
    order = sorted(range(n_levels), key=lambda at: (-totals[at], str(names[at])))
    shown, rest = order[:_MOST_LEVELS], order[_MOST_LEVELS:]
    others = None
    if rest:
        united = _plain(table[:, rest].sum(axis=1))
        others = Level(f"{len(rest):,} other values", united)
    return replace(
        told,
        levels=tuple(Level(str(names[at]), _plain(table[:, at])) for at in shown),
        others=others,
        n_levels=n_levels,
    )


def _plain(counts: NDArray[np.int64]) -> tuple[int, ...]:
    return tuple(int(count) for count in counts)
