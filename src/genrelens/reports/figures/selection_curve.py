"""Draw a score against the number of attributes it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from genrelens.reports.figures.axes import (
    WIDTH,
    Scale,
    polyline,
    round_domain,
    round_ticks,
    x_axis,
    y_axis,
)
from genrelens.reports.figures.markup import Svg, draw, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["SelectionPoint", "selection_curve"]


@dataclass(frozen=True, slots=True)
class SelectionPoint:
    """One size of attribute set: its score, interval, and how it is marked."""

    n_features: int
    score: float
    low: float
    high: float
    is_chosen: bool
    tip: str


def selection_curve(
    points: Sequence[SelectionPoint],
    *,
    label: str,
    axis_title: str,
    show: Callable[[float], str],
) -> Svg:
    """Draw the curve; the chosen size is a filled diamond, the others rings.

    Parameters
    ----------
    points : sequence of SelectionPoint
        At least one, in any order.
    label : str
        What a screen reader says.
    axis_title : str
        Name of the score.
    show : callable
        How scores are written.
    """
    ordered = sorted(points, key=lambda point: point.n_features)
    low, high = _range(ordered)
    most = max(ordered[-1].n_features, 2)
    across = Scale(1, most, 62, WIDTH - 20)
    up = Scale(low, high, 230, 24)
    line = [(across(point.n_features), up(point.score)) for point in ordered]
    return draw(
        WIDTH,
        272,
        y_axis(
            up,
            round_ticks(low, high),
            left=62,
            right=WIDTH - 14,
            show=show,
            title=axis_title,
        ),
        x_axis(
            across,
            _size_ticks(most),
            top=24,
            bottom=230,
            show=lambda value: str(int(value)),
            title="number of attributes used",
        ),
        tag(
            "g",
            tag("path", d=polyline(line), class_="line"),
            *(_mark(point, across, up) for point in ordered),
            class_="accent",
        ),
        label=label,
    )


def _range(points: Sequence[SelectionPoint]) -> tuple[float, float]:
    lows = [point.low for point in points]
    return round_domain(min(lows), max(point.high for point in points))


def _size_ticks(most: int) -> list[float]:
    return sorted({float(round(1 + (most - 1) * share / 5)) for share in range(6)})


def _mark(point: SelectionPoint, across: Scale, up: Scale) -> Svg:
    x, y = across(point.n_features), up(point.score)
    whisker = polyline([(x, up(point.low)), (x, up(point.high))])
    mark = (
        tag(
            "path",
            d=f"{polyline([(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)])}Z",
            class_="dot",
        )
        if point.is_chosen
        else tag("circle", cx=x, cy=y, r=4.5, class_="ring")
    )
    return tag(
        "g",
        tag("path", d=whisker, class_="whisker"),
        mark,
        data_tip=point.tip,
    )
