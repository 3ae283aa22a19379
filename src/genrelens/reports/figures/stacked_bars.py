"""Draw bars made of parts, one bar an attribute and one part a genre."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from genrelens.reports.figures.axes import (
    WIDTH,
    Scale,
    round_domain,
    round_ticks,
    x_axis,
)
from genrelens.reports.figures.markup import Svg, draw, shorten, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Bar", "Part", "stacked_bars"]

_LEFT = 132.0
_STEP = 24.0
_TOP = 8.0
_THINNEST = 0.3


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: its length, its colour's class and the words on hover."""

    size: float
    colour: str
    tip: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, its parts from left to right."""

    label: str
    parts: tuple[Part, ...]


def stacked_bars(
    bars: Sequence[Bar],
    *,
    label: str,
    axis_title: str,
    show: Callable[[float], str],
) -> Svg:
    """Draw the bars from top to bottom, parts set apart by a thin gap.

    Parameters
    ----------
    bars : sequence of Bar
        At least one.
    label : str
        What a screen reader says.
    axis_title : str
        Quantity and unit.
    show : callable
        How lengths are written.
    """
    totals = [sum(part.size for part in bar.parts) for bar in bars]
    _, high = round_domain(0.0, max(*totals, 1e-9), 4)
    scale = Scale(0.0, high, _LEFT, WIDTH - 52)
    bottom = _TOP + _STEP * len(bars)
    rows = [
        _row(bar, total, scale, _TOP + _STEP * position, show)
        for position, (bar, total) in enumerate(zip(bars, totals, strict=True))
    ]
    axis = x_axis(
        scale,
        round_ticks(0.0, high, 3),
        top=_TOP,
        bottom=bottom,
        show=show,
        title=axis_title,
    )
    return draw(WIDTH, bottom + 38, axis, *rows, label=label)


def _row(
    bar: Bar, total: float, scale: Scale, top: float, show: Callable[[float], str]
) -> Svg:
    name = shorten(bar.label, 21)
    x, y = _LEFT - 10, top + 16
    return tag(
        "g",
        tag("text", name, x=x, y=y, class_="label", text_anchor="end"),
        *_parts(bar, scale, top + 4),
        tag("text", show(total), x=scale(total) + 6, y=y, class_="value"),
        class_="row",
    )


def _parts(bar: Bar, scale: Scale, top: float) -> list[Svg]:
    drawn, start = [], 0.0
    for part in bar.parts:
        left, right = scale(start), scale(start + part.size)
        start += part.size
        if right - left < _THINNEST:
            continue
        drawn.append(
            tag(
                "rect",
                x=left,
                y=top,
                width=max(right - left - 0.8, _THINNEST),
                height=_STEP - 8,
                class_=f"part {part.colour}",
                data_tip=part.tip,
            )
        )
    return drawn
