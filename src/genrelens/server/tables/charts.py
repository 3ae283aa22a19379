"""Draw what a table's attributes look like, with the numbers behind each chart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from genrelens.reports.figures.distributions.ridges import Ridge, ridges
from genrelens.reports.figures.heat_map import MAX_WRITTEN, heat_map
from genrelens.reports.figures.palette import genre_class
from genrelens.reports.figures.stacked_bars import Bar, Part, stacked_bars
from genrelens.reports.formatting import count, percent, value_with_unit
from genrelens.reports.tables import Cell, Heading, Table, number_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.reports.figures.markup import Svg
    from genrelens.workflow.profiling.results import (
        AttributeProfile,
        Group,
        Level,
        Quantiles,
        TableProfile,
    )

__all__ = ["AttributePanel", "attribute_panel", "missing_chart", "missing_table"]

_QUANTILES: Final = {
    "low": "smallest",
    "low_5": "5 %",
    "low_25": "25 %",
    "median": "median",
    "high_75": "75 %",
    "high_95": "95 %",
    "high": "largest",
}
_MOST_MISSING_ROWS = 30
_MOST_TICKS = 4
_TIME_STEPS: Final = tuple(
    1000.0 * seconds
    for seconds in (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200)
)


@dataclass(frozen=True, slots=True)
class AttributePanel:
    """One attribute as a page shows it.

    Parameters
    ----------
    profile : AttributeProfile
        What it was drawn from.
    chart : Svg or None
        None where no track has a value.
    behind : Table
        The numbers.
    outside : str
        What the chart does not hold, as a sentence; empty where it holds all.
    """

    profile: AttributeProfile
    chart: Svg | None
    behind: Table
    outside: str


def attribute_panel(profile: AttributeProfile, table: TableProfile) -> AttributePanel:
    """Draw one attribute: numbers as histograms, categories as shares."""
    if profile.kind == "number":
        return AttributePanel(
            profile,
            _number_chart(profile, table.groups),
            _number_table(profile, table),
            _outside(profile),
        )
    return AttributePanel(
        profile, _level_chart(profile, table), _level_table(profile, table), ""
    )


def _number_chart(profile: AttributeProfile, groups: Sequence[Group]) -> Svg | None:
    histogram = profile.histogram
    if histogram is None:
        return None
    rows = []
    for place, group in enumerate(groups):
        quantiles = profile.quantiles[place]
        n_values = 0 if quantiles is None else quantiles.n_values
        shares = tuple(n / max(n_values, 1) for n in histogram.counts[place])
        median = None if quantiles is None else quantiles.median
        tip = _tip(group, quantiles, profile)
        rows.append(Ridge(group.name, _colour(place, group), shares, median, tip))
    unit = "m:ss" if profile.unit == "ms" else profile.unit
    return ridges(
        rows,
        histogram.edges,
        label=f"{profile.label}, genre by genre: the numbers stand in the table below.",
        axis_title=f"{profile.label} ({unit})"
        if unit not in ("", profile.label)
        else profile.label,
        show=lambda value: _tick(value, profile.unit),
        ticks=_minutes(*histogram.edges[:: len(histogram.edges) - 1])
        if profile.unit == "ms"
        else None,
    )


def _minutes(low: float, high: float) -> list[float]:
    """Give round times between two, five at most."""
    step = next(
        (one for one in _TIME_STEPS if (high - low) / one <= _MOST_TICKS), high - low
    )
    first, last = math.ceil(low / step), math.floor(high / step)
    return [place * step for place in range(first, last + 1)]


def _tip(group: Group, quantiles: Quantiles | None, profile: AttributeProfile) -> str:
    if quantiles is None:
        return f"{group.name}: no track has a value"
    shown = {
        name: _value(getattr(quantiles, name), profile.unit) for name in _QUANTILES
    }
    return (
        f"{group.name}: median {shown['median']}, middle half {shown['low_25']} to "
        f"{shown['high_75']} ({count(quantiles.n_values)} tracks)"
    )


def _number_table(profile: AttributeProfile, table: TableProfile) -> Table:
    unit = " in minutes and seconds" if profile.unit == "ms" else ""
    headings = (
        Heading("genre" if table.is_by_genre else "rows"),
        Heading("with a value", is_number=True),
        Heading("missing", is_number=True),
        *(Heading(words, is_number=True) for words in _QUANTILES.values()),
    )
    rows = [
        (
            Cell(group.name),
            number_cell(group.n_tracks - profile.missing[place]),
            number_cell(profile.missing[place]),
            *_quantile_cells(profile.quantiles[place], profile.unit),
        )
        for place, group in enumerate(table.groups)
    ]
    return Table(
        f"{profile.label}{unit}: quantiles of the tracks that have a value.",
        headings,
        rows,
    )


def _quantile_cells(quantiles: Quantiles | None, unit: str) -> list[Cell]:
    if quantiles is None:
        return [Cell("none")] * len(_QUANTILES)
    values = [getattr(quantiles, name) for name in _QUANTILES]
    return [Cell(_value(value, unit), value) for value in values]


def _outside(profile: AttributeProfile) -> str:
    histogram = profile.histogram
    if histogram is None:
        return ""
    told = [
        f"{count(total)} {words} {_value(edge, profile.unit)}"
        for total, words, edge in (
            (sum(histogram.n_below), "below", histogram.edges[0]),
            (sum(histogram.n_above), "above", histogram.edges[-1]),
        )
        if total
    ]
    return f"Not drawn: {' and '.join(told)}." if told else ""


def _level_chart(profile: AttributeProfile, table: TableProfile) -> Svg | None:
    import numpy as np

    levels = _levels(profile)
    if not levels:
        return None
    if profile.kind == "flag":
        return _yes_chart(profile, table)
    present = [
        max(group.n_tracks - missing, 1)
        for group, missing in zip(table.groups, profile.missing, strict=True)
    ]
    shares = np.array([level.counts for level in levels]).T / np.array(present)[:, None]
    return heat_map(
        shares,
        rows=[group.name for group in table.groups],
        columns=[level.name for level in levels],
        texts=[[percent(share, 0) for share in row] for row in shares.tolist()],
        label=f"Shares of {profile.label}, genre by genre: see the table below.",
        key=f"levels-{profile.name}",
        is_linear=True,
    )


def _yes_chart(profile: AttributeProfile, table: TableProfile) -> Svg:
    """Draw the share of yes, genre by genre."""
    counts = {level.name: level.counts for level in profile.levels}
    n_yes = counts.get("yes", (0,) * len(table.groups))
    bars = []
    for place, group in enumerate(table.groups):
        n_known = group.n_tracks - profile.missing[place]
        share = n_yes[place] / max(n_known, 1)
        tip = f"{group.name}: {count(n_yes[place])} of {count(n_known)} tracks"
        bars.append(Bar(group.name, (Part(share, _colour(place, group), tip),)))
    return stacked_bars(
        bars,
        label=f"Share of tracks with {profile.label}, genre by genre: see the table.",
        axis_title=f"{profile.label}: share of tracks that say yes",
        show=lambda share: percent(share, 0),
    )


def _level_table(profile: AttributeProfile, table: TableProfile) -> Table:
    levels = _levels(profile)
    headings = (
        Heading("genre" if table.is_by_genre else "rows"),
        Heading("missing", is_number=True),
        *(Heading(level.name, is_number=True) for level in levels),
    )
    rows = [
        (
            Cell(group.name),
            number_cell(profile.missing[place]),
            *(number_cell(level.counts[place]) for level in levels),
        )
        for place, group in enumerate(table.groups)
    ]
    return Table(f"{profile.label}: tracks by value.", headings, rows)


def _levels(profile: AttributeProfile) -> tuple[Level, ...]:
    return (*profile.levels, *(() if profile.others is None else (profile.others,)))


def missing_table(table: TableProfile) -> Table | None:
    """Tell the attributes that lack values; None where none does."""
    import numpy as np

    lacking = [one for one in table.attributes if one.n_missing]
    if not lacking:
        return None
    rows = []
    for one in lacking:
        shares = _missing_shares(one, table)
        worst = int(np.argmax(shares))
        named = table.groups[worst].name
        rows.append(
            (
                Cell(one.label, detail="" if one.label == one.header else one.header),
                number_cell(one.n_missing),
                _share_cell(one.n_missing / max(table.n_tracks, 1)),
                Cell(percent(shares[worst]), shares[worst], named),
            )
        )
    headings = (
        Heading("attribute"),
        Heading("missing", is_number=True),
        Heading("of all tracks", is_number=True),
        Heading("most, in", is_number=True),
    )
    n_tracks = count(table.n_tracks)
    what = "tracks to learn from" if table.is_by_genre else "rows"
    return Table(f"Missing values among {n_tracks} {what}.", headings, rows)


def missing_chart(table: TableProfile) -> Svg | None:
    """Draw the missing share by attribute and genre; None where nothing is missing."""
    import numpy as np

    lacking = [one for one in table.attributes if one.n_missing][:_MOST_MISSING_ROWS]
    if not lacking or not table.is_by_genre:
        return None
    shares = np.array([_missing_shares(one, table) for one in lacking])
    has_room = len(table.groups) <= MAX_WRITTEN
    return heat_map(
        shares,
        rows=[one.label for one in lacking],
        columns=[group.name for group in table.groups],
        texts=[[percent(share, 0) for share in row] for row in shares.tolist()]
        if has_room
        else None,
        label="Missing share by attribute and genre.",
        key="missing",
        is_linear=True,
    )


def _missing_shares(one: AttributeProfile, table: TableProfile) -> list[float]:
    return [
        missing / max(group.n_tracks, 1)
        for missing, group in zip(one.missing, table.groups, strict=True)
    ]


def _share_cell(share: float) -> Cell:
    return Cell(percent(share), share)


def _colour(place: int, group: Group) -> str:
    return genre_class(place) if group.n_genres == 1 else "gx"


def _value(value: float, unit: str) -> str:
    return f"{value:.0f}" if unit == "year" else value_with_unit(value, unit)


def _tick(value: float, unit: str) -> str:
    if unit == "ms":
        return value_with_unit(value, unit).removesuffix("\u00a0min")
    return _value(value, unit if unit == "year" else "")
