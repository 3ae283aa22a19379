"""Draw scores against the number of tracks trained on, and what to expect beyond."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from genrelens.reports.figures.axes import (
    WIDTH,
    Scale,
    join,
    polyline,
    round_domain,
    round_ticks,
    x_axis,
    y_axis,
)
from genrelens.reports.figures.markup import Svg, draw, tag
from genrelens.reports.formatting import count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["CurveMark", "growth_curve"]

_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, WIDTH - 20, 24.0, 230.0
_ASIDE = 5.0  # the second curve stands so far beside, that whiskers do not cover
_MARGIN = 0.15  # of a doubling, beside the first and the last size
_LEAST_GAP = 46.0  # between tick labels, in drawing units


@dataclass(frozen=True, slots=True)
class CurveMark:
    """One size: its training tracks, the score within its interval, and the tip."""

    n_tracks: float
    value: float
    low: float
    high: float
    tip: str


def growth_curve(
    main: Sequence[CurveMark],
    beside: Sequence[CurveMark] = (),
    *,
    ahead: CurveMark | None = None,
    label: str,
    axis_title: str,
    show: Callable[[float], str],
) -> Svg:
    """Draw one curve with filled dots, one with rings, and a dashed way ahead.

    Each step across is a doubling.

    Parameters
    ----------
    main : sequence of CurveMark
        At least one, with rising sizes above 0.
    beside : sequence of CurveMark
        A second curve, drawn quietly.
    ahead : CurveMark, optional
        The range expected at a larger size.
    label : str
        What a screen reader says.
    axis_title : str
        Name of the score.
    show : callable
        How scores are written.
    """
    across, up = _scales([*main, *beside, *([ahead] if ahead else [])])
    ticks = _ticks([*main, *([ahead] if ahead else [])], across)
    return draw(
        WIDTH,
        _BOTTOM + 42,
        y_axis(
            up,
            round_ticks(up.low, up.high),
            left=_LEFT,
            right=_RIGHT,
            show=show,
            title=axis_title,
        ),
        x_axis(
            across,
            ticks,
            top=_TOP,
            bottom=_BOTTOM,
            show=lambda value: count(round(2**value)),
            title="rows trained on (doubling from step to step)",
        ),
        _line(beside, across, up, "quiet", "ring", _ASIDE),
        _line(main, across, up, "accent", "dot", 0.0),
        _ahead(main[-1], ahead, across, up),
        label=label,
    )


def _scales(marks: Sequence[CurveMark]) -> tuple[Scale, Scale]:
    """Give the scales across (of base-2 logarithms of sizes) and up."""
    sizes = [math.log2(mark.n_tracks) for mark in marks]
    low, high = round_domain(
        min(mark.low for mark in marks), max(mark.high for mark in marks)
    )
    across = Scale(min(sizes) - _MARGIN, max(sizes) + _MARGIN, _LEFT, _RIGHT)
    return across, Scale(low, high, _BOTTOM, _TOP)


def _ticks(marks: Sequence[CurveMark], across: Scale) -> list[float]:
    """Give the sizes that have room for their labels, the largest ones first."""
    kept: list[float] = []
    for mark in reversed(marks):
        place = math.log2(mark.n_tracks)
        if all(abs(across(place) - across(other)) >= _LEAST_GAP for other in kept):
            kept.append(place)
    return sorted(kept)


def _line(
    marks: Sequence[CurveMark],
    across: Scale,
    up: Scale,
    colour: str,
    shape: str,
    aside: float,
) -> Svg:
    if not marks:
        return Svg("")
    places = [(across(math.log2(m.n_tracks)) + aside, up(m.value)) for m in marks]
    drawn = [tag("path", d=polyline(places), class_="line")]
    for mark, (x, y) in zip(marks, places, strict=True):
        drawn.append(_mark(mark, x, y, up, shape))
    return tag("g", join(drawn), class_=colour)


def _mark(mark: CurveMark, x: float, y: float, up: Scale, shape: str) -> Svg:
    whisker = polyline([(x, up(mark.low)), (x, up(mark.high))])
    return tag(
        "g",
        tag("path", d=whisker, class_="whisker"),
        tag("circle", cx=x, cy=y, r=4.5, class_=shape),
        data_tip=mark.tip,
    )


def _ahead(last: CurveMark, ahead: CurveMark | None, across: Scale, up: Scale) -> Svg:
    if ahead is None:
        return Svg("")
    start = (across(math.log2(last.n_tracks)), up(last.value))
    stop = (across(math.log2(ahead.n_tracks)), up(ahead.value))
    way = tag("path", d=polyline([start, stop]), class_="line", stroke_dasharray="4 4")
    return tag("g", way, _mark(ahead, *stop, up, "ring"), class_="accent")
