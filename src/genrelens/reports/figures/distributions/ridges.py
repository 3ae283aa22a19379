"""Draw histograms of several groups below each other, on one axis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from genrelens.reports.figures.axes import WIDTH, Scale, polyline, round_ticks, x_axis
from genrelens.reports.figures.markup import Svg, draw, shorten, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Ridge", "ridges"]

_LEFT, _RIGHT = 118.0, WIDTH - 10
_TOP: Final = 6.0
_STEP: Final = 27.0
_TALLEST: Final = 23.0


@dataclass(frozen=True, slots=True)
class Ridge:
    """One group's histogram.

    Parameters
    ----------
    label : str
        Name of the group.
    colour : str
        Class of the stylesheet.
    shares : tuple of float, length n_bins
        Share of the group's values in each bin; what lies outside is in none.
    median : float or None
        Marked by an upright line; None where the group has no value.
    tip : str
        What is said of the group on hover.
    """

    label: str
    colour: str
    shares: tuple[float, ...]
    median: float | None
    tip: str


def ridges(
    rows: Sequence[Ridge],
    edges: Sequence[float],
    *,
    label: str,
    axis_title: str,
    show: Callable[[float], str],
    ticks: Sequence[float] | None = None,
) -> Svg:
    """Draw the groups from top to bottom, all to one scale, so that heights compare.

    Parameters
    ----------
    rows : sequence of Ridge
        At least one.
    edges : sequence of float, length n_bins + 1
        Ends of the bins, ascending.
    label : str
        What a screen reader says.
    axis_title : str
        Quantity and unit.
    show : callable
        How values are written.
    ticks : sequence of float, optional
        Values that are marked; round ones where they are not given.
    """
    scale = Scale(edges[0], edges[-1], _LEFT, _RIGHT)
    tallest = max((share for row in rows for share in row.shares), default=0.0)
    bottom = _TOP + _STEP * len(rows)
    axis = x_axis(
        scale,
        round_ticks(edges[0], edges[-1], 4) if ticks is None else ticks,
        top=_TOP,
        bottom=bottom,
        show=show,
        title=axis_title,
    )
    drawn = [
        _row(row, edges, scale, _TOP + _STEP * (place + 1), tallest or 1.0)
        for place, row in enumerate(rows)
    ]
    return draw(WIDTH, bottom + 38, axis, *drawn, label=label, class_="chart ridges")


def _row(
    row: Ridge, edges: Sequence[float], scale: Scale, floor: float, tallest: float
) -> Svg:
    name = tag(
        "text",
        shorten(row.label, 18),
        x=_LEFT - 10,
        y=floor - 7,
        class_="label",
        text_anchor="end",
    )
    parts = [
        tag("rect", x=0, y=floor - _STEP, width=WIDTH, height=_STEP, class_="hit"),
        name,
        tag("path", d=polyline([(_LEFT, floor), (_RIGHT, floor)]), class_="grid"),
        tag("path", d=f"{_outline(row, edges, scale, floor, tallest)}Z", class_="part"),
    ]
    if row.median is not None:
        at = scale(row.median)
        line = polyline([(at, floor - _TALLEST), (at, floor)])
        parts.append(tag("path", d=line, class_="median"))
    return tag("g", *parts, class_=f"row {row.colour}", data_tip=row.tip)


def _outline(
    row: Ridge, edges: Sequence[float], scale: Scale, floor: float, tallest: float
) -> str:
    """Go along the tops of the bins, and back along the floor."""
    points = [(scale(edges[0]), floor)]
    for place, share in enumerate(row.shares):
        height = floor - _TALLEST * share / tallest
        points += [(scale(edges[place]), height), (scale(edges[place + 1]), height)]
    points.append((scale(edges[-1]), floor))
    return polyline(points)
