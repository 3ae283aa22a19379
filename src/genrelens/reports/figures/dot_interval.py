"""Draw one dot with its 95 % interval a row."""

from __future__ import annotations

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
)
from genrelens.reports.figures.markup import Svg, draw, shorten, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["IntervalRow", "dot_intervals"]

_LEFT = 132.0
_RIGHT = WIDTH - 64
_TOP = 8.0


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """One row: a name, a value within its interval, and how it is marked.

    `mark` is ``"dot"`` (filled), ``"ring"`` (hollow, for baselines) or
    ``"diamond"`` (the one to look at); `colour` is a class of the stylesheet.
    """

    label: str
    value: float
    low: float
    high: float
    tip: str
    mark: str = "dot"
    colour: str = "accent"


def dot_intervals(
    rows: Sequence[IntervalRow],
    *,
    label: str,
    axis_title: str,
    show: Callable[[float], str],
    show_tick: Callable[[float], str] | None = None,
    domain: tuple[float, float] | None = None,
    reference: float | None = None,
) -> Svg:
    """Draw the rows from top to bottom over one axis.

    Parameters
    ----------
    rows : sequence of IntervalRow
        At least one.
    label : str
        What a screen reader says.
    axis_title : str
        Quantity and unit.
    show, show_tick : callable
        How values and tick labels are written.
    domain : (float, float), optional
        Ends of the axis; else the rows' own range, widened to round values.
    reference : float, optional
        Value marked by an upright line, e.g. no effect.
    """
    low, high = domain or _domain(rows, reference)
    scale = Scale(low, high, _LEFT, _RIGHT)
    step = 24.0 if len(rows) <= 30 else 17.0
    bottom = _TOP + step * len(rows)
    parts = [
        x_axis(
            scale,
            round_ticks(low, high, 3),
            top=_TOP,
            bottom=bottom,
            show=show_tick or show,
            title=axis_title,
        )
    ]
    if reference is not None:
        at = scale(reference)
        parts.append(tag("path", d=polyline([(at, _TOP), (at, bottom)]), class_="zero"))
    parts += [
        _row(row, scale, _TOP + step * (position + 0.5), step, show)
        for position, row in enumerate(rows)
    ]
    return draw(WIDTH, bottom + 38, *parts, label=label)


def _domain(
    rows: Sequence[IntervalRow], reference: float | None
) -> tuple[float, float]:
    ends = [row.low for row in rows] + [row.high for row in rows]
    if reference is not None:
        ends.append(reference)
    return round_domain(min(ends), max(ends), 3)


def _row(
    row: IntervalRow,
    scale: Scale,
    centre: float,
    step: float,
    show: Callable[[float], str],
) -> Svg:
    ends = [(scale(row.low), centre), (scale(row.high), centre)]
    at = scale(row.value)
    mark = (
        tag(
            "path",
            d=f"{polyline([(at, centre - 6), (at + 6, centre), (at, centre + 6)])}"
            f"L{at - 6:.1f} {centre:.1f}Z",
            class_="dot",
        )
        if row.mark == "diamond"
        else tag("circle", cx=at, cy=centre, r=4.5, class_=row.mark)
    )
    weight = "label strong" if row.mark == "diamond" else "label"
    return tag(
        "g",
        tag("rect", x=0, y=centre - step / 2, width=WIDTH, height=step, class_="hit"),
        tag(
            "text",
            shorten(row.label, 21),
            x=_LEFT - 10,
            y=centre + 4,
            class_=weight,
            text_anchor="end",
        ),
        join([tag("path", d=polyline(ends), class_="whisker"), mark]),
        tag(
            "text",
            show(row.value),
            x=WIDTH - 2,
            y=centre + 4,
            class_="value",
            text_anchor="end",
        ),
        class_=f"row {row.colour}",
        data_tip=row.tip,
    )
