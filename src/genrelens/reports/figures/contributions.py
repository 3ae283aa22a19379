"""Draw how one track's probability is built up from its attributes."""

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
from genrelens.reports.formatting import percent, points

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Contribution", "contributions_chart"]

_LEFT, _RIGHT = 142.0, WIDTH - 48.0
_STEP, _TOP = 30.0, 6.0


@dataclass(frozen=True, slots=True)
class Contribution:
    """One attribute: its name, the track's value in words, and its part."""

    label: str
    value: str
    size: float
    tip: str


def contributions_chart(
    parts: Sequence[Contribution],
    *,
    base: float,
    total: float,
    genre: str,
    label: str,
) -> Svg:
    """Draw a waterfall from the model's average to the track's probability.

    Parameters
    ----------
    parts : sequence of Contribution
        From top to bottom; their sizes add up to ``total - base``.
    base, total : float
        Where the waterfall begins and ends, as probabilities.
    genre : str
        Named at both ends.
    label : str
        What a screen reader says.
    """
    levels = [base]
    for part in parts:
        levels.append(levels[-1] + part.size)
    low, high = round_domain(min(*levels, total), max(*levels, total), 4)
    scale = Scale(max(low, -0.1), min(high, 1.1), _LEFT, _RIGHT)
    n_rows = len(parts) + 2
    bottom = _TOP + _STEP * n_rows
    name = shorten(genre, 20)
    rows = [_end("average", f"{name}, all tracks", base, scale, 0)]
    rows += [
        _part(part, levels[at], levels[at + 1], scale, at + 1)
        for at, part in enumerate(parts)
    ]
    rows.append(_end("this track", name, total, scale, n_rows - 1))
    axis = x_axis(
        scale,
        round_ticks(scale.low, scale.high, 4),
        top=_TOP,
        bottom=bottom,
        show=lambda value: percent(value, 0),
        title=f"probability of {name}",
    )
    return draw(WIDTH, bottom + 38, axis, *rows, label=label)


def _end(title: str, detail: str, value: float, scale: Scale, row: int) -> Svg:
    centre = _TOP + _STEP * (row + 0.5)
    at = scale(value)
    return tag(
        "g",
        *_names(title, detail, centre, is_strong=True),
        tag(
            "path",
            d=polyline([(at, centre - 11), (at, centre + 11)]),
            class_="end",
        ),
        tag(
            "text",
            percent(value),
            x=WIDTH - 2,
            y=centre + 4,
            class_="value strong",
            text_anchor="end",
        ),
        class_="row",
    )


def _part(part: Contribution, start: float, stop: float, scale: Scale, row: int) -> Svg:
    centre = _TOP + _STEP * (row + 0.5)
    left, right = sorted((scale(start), scale(stop)))
    return tag(
        "g",
        tag("rect", x=0, y=centre - _STEP / 2, width=WIDTH, height=_STEP, class_="hit"),
        *_names(part.label, part.value, centre, is_strong=False),
        tag(
            "path",
            d=polyline([(scale(start), centre - 24), (scale(start), centre + 8)]),
            class_="step",
        ),
        tag(
            "rect",
            x=left,
            y=centre - 8,
            width=max(right - left, 1.0),
            height=16,
            class_="up" if part.size >= 0 else "down",
        ),
        tag(
            "text",
            points(part.size),
            x=WIDTH - 2,
            y=centre + 4,
            class_="value",
            text_anchor="end",
        ),
        class_="row",
        data_tip=part.tip,
    )


def _names(title: str, detail: str, centre: float, *, is_strong: bool) -> list[Svg]:
    heavy = "label strong" if is_strong else "label"
    x = _LEFT - 10
    if not detail:
        return [tag("text", title, x=x, y=centre + 4, class_=heavy, text_anchor="end")]
    return [
        tag(
            "text",
            shorten(title, 22),
            x=x,
            y=centre - 1,
            class_=heavy,
            text_anchor="end",
        ),
        tag(
            "text",
            shorten(detail, 24),
            x=x,
            y=centre + 11,
            class_="detail",
            text_anchor="end",
        ),
    ]
