"""Draw one row a name with its value before and after, joined by a line."""

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
)
from genrelens.reports.figures.markup import Svg, draw, shorten, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Change", "before_after"]

_LEFT, _RIGHT, _TOP = 132.0, WIDTH - 58.0, 8.0
_STEP, _SMALL_STEP, _MANY = 22.0, 17.0, 30
_LETTERS = 21


@dataclass(frozen=True, slots=True)
class Change:
    """One row: a name, its two values, and the words on hover."""

    label: str
    before: float
    after: float
    tip: str


def before_after(
    rows: Sequence[Change],
    *,
    label: str,
    axis_title: str,
    show: Callable[[float], str],
) -> Svg:
    """Draw the rows from top to bottom: a ring before, a dot after.

    Parameters
    ----------
    rows : sequence of Change
        At least one; values are not negative.
    label : str
        What a screen reader says.
    axis_title : str
        Quantity and unit.
    show : callable
        How values and tick labels are written.
    """
    most = max(max(row.before, row.after) for row in rows)
    scale = Scale(0.0, round_domain(0.0, max(most, 1e-6))[1], _LEFT, _RIGHT)
    step = _STEP if len(rows) <= _MANY else _SMALL_STEP
    bottom = _TOP + step * len(rows)
    axis = x_axis(
        scale,
        round_ticks(0.0, scale.high, 3),
        top=_TOP,
        bottom=bottom,
        show=show,
        title=axis_title,
    )
    drawn = [
        _row(row, scale, _TOP + step * (at + 0.5), step, show)
        for at, row in enumerate(rows)
    ]
    return draw(WIDTH, bottom + 38, axis, *drawn, label=label)


def _row(
    row: Change,
    scale: Scale,
    centre: float,
    step: float,
    show: Callable[[float], str],
) -> Svg:
    before, after = scale(row.before), scale(row.after)
    return tag(
        "g",
        tag("rect", x=0, y=centre - step / 2, width=WIDTH, height=step, class_="hit"),
        tag(
            "text",
            shorten(row.label, _LETTERS),
            x=_LEFT - 10,
            y=centre + 4,
            class_="label",
            text_anchor="end",
        ),
        tag("path", d=polyline([(before, centre), (after, centre)]), class_="whisker"),
        tag("circle", cx=before, cy=centre, r=3.6, class_="ring"),
        tag("circle", cx=after, cy=centre, r=3.8, class_="dot"),
        tag(
            "text",
            show(row.after),
            x=WIDTH - 2,
            y=centre + 4,
            class_="value",
            text_anchor="end",
        ),
        class_="row accent",
        data_tip=row.tip,
    )
