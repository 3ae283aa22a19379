"""Draw how often the model is right against how sure it was, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.reports.figures.axes import (
    SQUARE_HEIGHT,
    WIDTH,
    join,
    polyline,
    square_axes,
    square_scales,
)
from genrelens.reports.figures.markup import Svg, draw, tag
from genrelens.reports.formatting import count, percent

if TYPE_CHECKING:
    from genrelens.evaluation.results import Reliability

__all__ = ["reliability_pair"]


def reliability_pair(before: Reliability, after: Reliability, *, label: str) -> Svg:
    """Draw two curves of one dot a bin; on the diagonal sure and right are one.

    Parameters
    ----------
    before, after : Reliability
        Hollow and grey, filled and strong.
    label : str
        What a screen reader says.
    """
    across, up = square_scales()
    return draw(
        WIDTH,
        SQUARE_HEIGHT,
        square_axes(
            across_title="how sure the model was (mean top probability)",
            up_title="share of right answers",
        ),
        tag("text", "surer than right", x=across(0.66), y=up(0.2), class_="tick"),
        tag("text", "righter than sure", x=across(0.06), y=up(0.8), class_="tick"),
        _curve(before, "before", "quiet", "ring"),
        _curve(after, "after", "accent", "dot"),
        label=label,
    )


def _curve(curve: Reliability, name: str, colour: str, mark: str) -> Svg:
    across, up = square_scales()
    sure, right = curve.confidence.tolist(), curve.accuracy.tolist()
    places = [(across(x), up(y)) for x, y in zip(sure, right, strict=True)]
    dots = [
        tag(
            "circle",
            cx=place[0],
            cy=place[1],
            r=4.0,
            class_=mark,
            data_tip=f"{name}: {percent(sure[at])} sure, {percent(right[at])} right "
            f"({count(int(curve.n_tracks[at]))} tracks)",
        )
        for at, place in enumerate(places)
    ]
    line = tag("path", d=polyline(places), class_="line")
    return tag("g", join([line, *dots]), class_=colour) if places else Svg("")
