"""Scales, round ticks and axes shared by all charts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from genrelens.reports.figures.markup import Svg, coordinate, tag
from genrelens.reports.formatting import percent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = [
    "SQUARE_HEIGHT",
    "WIDTH",
    "Scale",
    "join",
    "polyline",
    "round_domain",
    "round_ticks",
    "square_axes",
    "square_scales",
    "x_axis",
    "y_axis",
]

_SMALLEST = 1e-12
WIDTH = 400.0
"""Width of a chart in drawing units; it fits a phone and half a desktop page."""


SQUARE_HEIGHT = 384.0
"""Height of a chart of shares against shares."""
_SQUARE_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from values ``low..high`` to places ``start..stop``."""

    low: float
    high: float
    start: float
    stop: float

    def __call__(self, value: float) -> float:
        """Give the place of a value; values outside are drawn at the edge."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + min(max(share, 0.0), 1.0) * (self.stop - self.start)


def round_ticks(low: float, high: float, n_steps: int = 4) -> tuple[float, ...]:
    """Give round values within ``[low, high]``, about `n_steps` apart.

    Examples
    --------
    >>> round_ticks(0.0, 1.0)
    (0.0, 0.25, 0.5, 0.75, 1.0)
    >>> round_ticks(61, 204, 3)
    (100.0, 150.0, 200.0)
    """
    step = _round_step(high - low, n_steps)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return tuple(round(position * step, 12) for position in range(first, last + 1))


def round_domain(low: float, high: float, n_steps: int = 4) -> tuple[float, float]:
    """Widen a range to round values; an empty range is opened around its value.

    Examples
    --------
    >>> round_domain(0.03, 0.57)
    (0.0, 0.6)
    """
    if high - low < _SMALLEST:
        room = max(abs(high) * 0.1, 1e-3)
        low, high = low - room, high + room
    step = _round_step(high - low, n_steps)
    return (
        round(math.floor(low / step + 1e-9) * step, 12),
        round(math.ceil(high / step - 1e-9) * step, 12),
    )


def _round_step(span: float, n_steps: int) -> float:
    rough = max(span, _SMALLEST) / n_steps
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in (1.0, 2.0, 2.5, 5.0):
        if factor * power >= rough * (1 - 1e-9):
            return factor * power
    return 10.0 * power


def x_axis(
    scale: Scale,
    ticks: Sequence[float],
    *,
    top: float,
    bottom: float,
    show: Callable[[float], str],
    title: str = "",
) -> Svg:
    """Draw a horizontal axis: thin rules, tick labels and a title below."""
    parts = []
    for tick in ticks:
        at = scale(tick)
        parts.append(tag("path", d=polyline([(at, top), (at, bottom)]), class_="grid"))
        parts.append(
            tag(
                "text",
                show(tick),
                x=at,
                y=bottom + 14,
                class_="tick",
                text_anchor="middle",
            )
        )
    if title:
        middle = (scale.start + scale.stop) / 2
        parts.append(
            tag(
                "text",
                title,
                x=middle,
                y=bottom + 31,
                class_="title",
                text_anchor="middle",
            )
        )
    return join(parts)


def y_axis(
    scale: Scale,
    ticks: Sequence[float],
    *,
    left: float,
    right: float,
    show: Callable[[float], str],
    title: str = "",
) -> Svg:
    """Draw a vertical axis: thin rules, tick labels and a title on top."""
    parts = []
    for tick in ticks:
        at = scale(tick)
        parts.append(tag("path", d=polyline([(left, at), (right, at)]), class_="grid"))
        parts.append(
            tag(
                "text",
                show(tick),
                x=left - 6,
                y=at + 4,
                class_="tick",
                text_anchor="end",
            )
        )
    if title:
        top = min(scale.start, scale.stop)
        parts.append(tag("text", title, x=2, y=top - 10, class_="title"))
    return join(parts)


def square_scales() -> tuple[Scale, Scale]:
    """Give the scales across and up of a chart of shares against shares."""
    return Scale(0, 1, 52, WIDTH - 14), Scale(0, 1, 340, 22)


def square_axes(*, across_title: str, up_title: str) -> Svg:
    """Draw both axes in percent, and the diagonal between them."""
    across, up = square_scales()
    show = _whole_percent
    diagonal = polyline([(across(0), up(0)), (across(1), up(1))])
    return join(
        [
            y_axis(
                up,
                _SQUARE_TICKS,
                left=across.start,
                right=across.stop,
                show=show,
                title=up_title,
            ),
            x_axis(
                across,
                _SQUARE_TICKS,
                top=up.stop,
                bottom=up.start,
                show=show,
                title=across_title,
            ),
            tag("path", d=diagonal, class_="chance"),
        ]
    )


def _whole_percent(value: float) -> str:
    return percent(value, 0)


def polyline(points: Sequence[tuple[float, float]]) -> str:
    """Write points as the path through them, with one decimal.

    Examples
    --------
    >>> polyline([(0, 1), (2.5, 3)])
    'M0 1L2.5 3'
    """
    return "M" + "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in points)


def join(parts: Sequence[Svg]) -> Svg:
    """Set elements one after another."""
    return Svg("".join(parts))
