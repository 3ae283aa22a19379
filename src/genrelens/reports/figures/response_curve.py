"""Draw how one genre's probability moves along one attribute."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from genrelens.reports.figures.axes import Scale, polyline, round_ticks
from genrelens.reports.figures.markup import Svg, coordinate, draw, shorten, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["BASE", "HALF", "ResponsePanel", "places", "response_curve"]

_WIDTH = 220.0
_LEFT, _RIGHT = 34.0, _WIDTH - 10.0
BASE = 66.0
"""Height of the line of no effect."""
HALF = 38.0
"""Height of the panel's upper, and of its lower, half."""
_LONGEST_LEVEL, _ROOM = 10, 34  # characters of one level, and of all of them
_FEWEST_TICKS = 2
_NARROWEST = 1.0  # width below which a bar does not grow taller
_STRIP_TOP, _STRIP_BOTTOM = 112.0, 128.0


@dataclass(frozen=True, slots=True)
class ResponsePanel:
    """One attribute's panel.

    Parameters
    ----------
    number : int
        Place among the panels, by which the page's script finds it.
    title : str
        The attribute with its unit.
    grid : sequence of float
        Values set, ascending.
    levels : sequence of str
        Names of the grid's points for flags and categories; else empty.
    effect : sequence of float
        Change of probability at each point.
    density : sequence of float
        Share of tracks near each point.
    """

    number: int
    title: str
    grid: Sequence[float]
    levels: Sequence[str]
    effect: Sequence[float]
    density: Sequence[float]


def response_curve(
    panel: ResponsePanel,
    *,
    limit: float,
    show: Callable[[float], str],
    show_value: Callable[[float], str],
    label: str,
) -> Svg:
    """Draw one small panel: curve, zero line, and where the tracks lie below.

    Parameters
    ----------
    panel : ResponsePanel
        What is drawn.
    limit : float
        Effect at the panel's top; minus this at its foot.
    show, show_value : callable
        How effects, and values of the attribute, are written.
    label : str
        What a screen reader says.
    """
    across = places(panel)
    points = [
        (x, BASE - HALF * min(max(effect / limit, -1.0), 1.0))
        for x, effect in zip(across, panel.effect, strict=True)
    ]
    if panel.levels:
        curve = "".join(f"M{coordinate(x)} {coordinate(y)}h0" for x, y in points)
    else:
        curve = polyline(points)
    return draw(
        _WIDTH,
        148,
        tag("text", shorten(panel.title, 32), x=2, y=14, class_="label strong"),
        *_frame(limit, show),
        tag("path", d=curve, class_="dots" if panel.levels else "line"),
        *_strip(panel, across),
        *_ticks(panel, show_value),
        label=label,
        class_="chart response accent",
    )


def places(panel: ResponsePanel) -> list[float]:
    """Give the horizontal place of each point of the panel's grid."""
    if panel.levels:
        step = (_RIGHT - _LEFT) / len(panel.levels)
        return [_LEFT + step * (at + 0.5) for at in range(len(panel.levels))]
    low, high = min(panel.grid), max(panel.grid)
    scale = Scale(low, high if high > low else low + 1.0, _LEFT + 4, _RIGHT - 4)
    return [scale(value) for value in panel.grid]


def _frame(limit: float, show: Callable[[float], str]) -> list[Svg]:
    parts = []
    for value, height in ((limit, BASE - HALF), (0.0, BASE), (-limit, BASE + HALF)):
        kind = "grid" if value else "zero"
        name = "limit-top" if value > 0 else "limit-foot" if value < 0 else "limit-zero"
        line = polyline([(_LEFT, height), (_RIGHT, height)])
        parts.append(tag("path", d=line, class_=kind))
        parts.append(
            tag(
                "text",
                show(value),
                x=_LEFT - 5,
                y=height + 4,
                class_=f"tick {name}",
                text_anchor="end",
            )
        )
    return parts


def _strip(panel: ResponsePanel, across: Sequence[float]) -> list[Svg]:
    """Draw a histogram: a bar's area, not its height, is its share of tracks."""
    edges = [
        _LEFT,
        *((a + b) / 2 for a, b in pairwise(across)),
        _RIGHT,
    ]
    heights = [
        share / max(right - left, _NARROWEST)
        for (left, right), share in zip(pairwise(edges), panel.density, strict=True)
    ]
    tallest = max(*heights, 1e-12)
    bars = []
    for (left, right), height in zip(pairwise(edges), heights, strict=True):
        tall = (_STRIP_BOTTOM - _STRIP_TOP) * height / tallest
        bars.append(
            f"M{coordinate(left)} {coordinate(_STRIP_BOTTOM)}v-{coordinate(tall)}"
            f"H{coordinate(right)}V{coordinate(_STRIP_BOTTOM)}z"
        )
    return [tag("path", d="".join(bars), class_="density")]


def _ticks(panel: ResponsePanel, show_value: Callable[[float], str]) -> list[Svg]:
    across = places(panel)
    if panel.levels:
        names = [shorten(level, _LONGEST_LEVEL) for level in panel.levels]
        needed = len(names) * (max(map(len, names)) + 1)
        step = math.ceil(needed / _ROOM)
        marks = list(zip(across, names, strict=True))[::step]
    else:
        low, high = min(panel.grid), max(panel.grid)
        scale = Scale(low, high if high > low else low + 1.0, _LEFT + 4, _RIGHT - 4)
        ticks = round_ticks(low, high, 3)
        if len(ticks) < _FEWEST_TICKS:
            ticks = round_ticks(low, high, 4) or (low,)
        marks = [(scale(tick), show_value(tick)) for tick in ticks]
    return [
        tag("text", text, x=x, y=142, class_="tick", text_anchor="middle")
        for x, text in marks
    ]
