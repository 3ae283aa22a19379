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
from genrelens.reports.figures.markup import Svg, coordinate, draw, shorten, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["IntervalRow", "dot_intervals"]

_LABEL_ROOM = 132.0
_LABEL_GAP = 10.0
_LETTER = 5.8  # mean width of a letter of a label, in drawing units
_RIGHT = WIDTH - 64
_TOP = 8.0
_STEP, _SMALL_STEP = 24.0, 17.0
_CAPPED = 18.0  # width from which a whisker has caps beside its dot
_MANY = 30  # rows from which they stand closer together


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
    label_room: float = _LABEL_ROOM,
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
    label_room : float, optional
        Width left of the axis for the rows' labels, in drawing units; what does
        not fit is cut with an ellipsis.
    """
    low, high = domain or _domain(rows, reference)
    scale = Scale(low, high, label_room, _RIGHT)
    step = _STEP if len(rows) <= _MANY else _SMALL_STEP
    bottom = _TOP + step * len(rows)
    parts = [
        x_axis(
            scale,
            round_ticks(low, high, 4 if label_room <= _LABEL_ROOM else 2),
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
        _row(row, scale, _TOP + step * (position + 0.5), step, show, label_room)
        for position, row in enumerate(rows)
    ]
    return draw(WIDTH, bottom + 38, *parts, label=label)


def _domain(
    rows: Sequence[IntervalRow], reference: float | None
) -> tuple[float, float]:
    ends = [row.low for row in rows] + [row.high for row in rows]
    if reference is not None:
        ends.append(reference)
    return round_domain(min(ends), max(ends), 4)


def _row(
    row: IntervalRow,
    scale: Scale,
    centre: float,
    step: float,
    show: Callable[[float], str],
    label_room: float,
) -> Svg:
    left, right, at = scale(row.low), scale(row.high), scale(row.value)
    mark = (
        tag("path", d=_diamond(at, centre), class_="dot")
        if row.mark == "diamond"
        else tag("circle", cx=at, cy=centre, r=3.8, class_=row.mark)
    )
    weight = "label strong" if row.mark == "diamond" else "label"
    return tag(
        "g",
        tag("rect", x=0, y=centre - step / 2, width=WIDTH, height=step, class_="hit"),
        tag(
            "text",
            shorten(row.label, int((label_room - _LABEL_GAP) / _LETTER)),
            x=label_room - _LABEL_GAP,
            y=centre + 4,
            class_=weight,
            text_anchor="end",
        ),
        join([tag("path", d=_whisker(left, right, centre), class_="whisker"), mark]),
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


def _diamond(x: float, y: float) -> str:
    size = 5.5
    corners = [(x, y - size), (x + size, y), (x, y + size), (x - size, y)]
    return f"{polyline(corners)}Z"


def _whisker(left: float, right: float, y: float) -> str:
    line = polyline([(left, y), (right, y)])
    if right - left < _CAPPED:
        return line
    top = coordinate(y - 4)
    return f"{line}M{coordinate(left)} {top}v8M{coordinate(right)} {top}v8"
