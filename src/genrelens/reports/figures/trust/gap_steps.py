"""Draw a score going down step by step as more is kept apart."""

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

__all__ = ["Landing", "Stair", "gap_steps"]

_LEFT, _RIGHT = 148.0, WIDTH - 56.0
_TOP, _ROW = 8.0, 26.0
_LETTERS = 25


@dataclass(frozen=True, slots=True)
class Landing:
    """One way of splitting: its name, score with interval, and what a tip says."""

    label: str
    value: float
    low: float
    high: float
    tip: str
    is_headline: bool = False


@dataclass(frozen=True, slots=True)
class Stair:
    """What is kept apart between two landings, and what that does, as shown."""

    label: str
    shown: str
    tip: str
    is_clear: bool = True


def gap_steps(
    landings: Sequence[Landing],
    stairs: Sequence[Stair],
    *,
    label: str,
    axis_title: str,
    show: Callable[[float], str],
    show_tick: Callable[[float], str],
) -> Svg:
    """Draw landings with their intervals, and the bar of each step between them.

    Parameters
    ----------
    landings : sequence of Landing
        From the easiest way of splitting to the hardest.
    stairs : sequence of Stair
        One fewer than `landings`.
    label : str
        What a screen reader says.
    axis_title : str
        Quantity and unit.
    show, show_tick : callable
        How values and tick labels are written.
    """
    low, high = round_domain(
        min(one.low for one in landings), max(one.high for one in landings), 4
    )
    scale = Scale(low, high, _LEFT, _RIGHT)
    bottom = _TOP + _ROW * (len(landings) + len(stairs))
    parts = [
        x_axis(
            scale,
            round_ticks(low, high, 4),
            top=_TOP,
            bottom=bottom,
            show=show_tick,
            title=axis_title,
        )
    ]
    for at, landing in enumerate(landings):
        if at:
            before = landings[at - 1].value
            parts.append(_stair(stairs[at - 1], before, landing.value, scale, at))
        parts.append(_landing(landing, scale, at, show))
    return draw(WIDTH, bottom + 38, *parts, label=label)


def _landing(
    landing: Landing, scale: Scale, at: int, show: Callable[[float], str]
) -> Svg:
    centre = _TOP + _ROW * (2 * at + 0.5)
    place = scale(landing.value)
    line = polyline([(scale(landing.low), centre), (scale(landing.high), centre)])
    mark = (
        tag("path", d=_diamond(place, centre), class_="dot")
        if landing.is_headline
        else tag("circle", cx=place, cy=centre, r=3.8, class_="dot")
    )
    strong = " strong" if landing.is_headline else ""
    return tag(
        "g",
        tag("rect", x=0, y=centre - _ROW / 2, width=WIDTH, height=_ROW, class_="hit"),
        _text(shorten(landing.label, _LETTERS), _LEFT - 10, centre, f"label{strong}"),
        tag("path", d=line, class_="whisker"),
        mark,
        _text(show(landing.value), WIDTH - 2, centre, f"value{strong}"),
        class_=f"row {'accent' if landing.is_headline else 'quiet'}",
        data_tip=landing.tip,
    )


def _stair(stair: Stair, before: float, after: float, scale: Scale, at: int) -> Svg:
    centre = _TOP + _ROW * (2 * at - 0.5)
    start, stop = scale(before), scale(after)
    left, right = sorted((start, stop))
    colour = "up" if after > before else "down"
    return tag(
        "g",
        tag("rect", x=0, y=centre - _ROW / 2, width=WIDTH, height=_ROW, class_="hit"),
        _text(shorten(stair.label, _LETTERS + 2), _LEFT - 10, centre, "detail"),
        tag("path", d=polyline([(start, centre - 22), (start, centre)]), class_="step"),
        tag("path", d=polyline([(stop, centre), (stop, centre + 22)]), class_="step"),
        tag(
            "rect",
            x=left,
            y=centre - 6,
            width=max(right - left, 1.0),
            height=12,
            class_=colour if stair.is_clear else "density",
        ),
        _text(stair.shown, WIDTH - 2, centre, "value"),
        class_="row",
        data_tip=stair.tip,
    )


def _text(words: str, x: float, centre: float, class_: str) -> Svg:
    return tag("text", words, x=x, y=centre + 4, class_=class_, text_anchor="end")


def _diamond(x: float, y: float) -> str:
    corners = [(x, y - 5.5), (x + 5.5, y), (x, y + 5.5), (x - 5.5, y)]
    return f"{polyline(corners)}Z"
