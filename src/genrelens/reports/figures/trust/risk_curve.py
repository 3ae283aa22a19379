"""Draw the share of wrong answers against the share of tracks that are answered."""

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
    y_axis,
)
from genrelens.reports.figures.markup import Svg, draw, tag
from genrelens.reports.formatting import percent_tick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.evaluation.prediction_sets.results import RiskCurve

__all__ = ["PromisePoint", "risk_curve"]

_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class PromisePoint:
    """What was written at one promised share of errors, and how it came out."""

    share: float
    error: float
    tip: str
    is_chosen: bool = False


def risk_curve(curve: RiskCurve, points: Sequence[PromisePoint], *, label: str) -> Svg:
    """Draw the curve with its band, and a mark for each promise that was kept to.

    Parameters
    ----------
    curve : RiskCurve
        At least one point.
    points : sequence of PromisePoint
        A ring each; the chosen one a diamond.
    label : str
        What a screen reader says.
    """
    _, most = round_domain(0.0, max(float(curve.high.max()), 0.01))
    across, up = Scale(0.0, 1.0, 52, WIDTH - 14), Scale(0.0, most, 256, 24)
    share = [across(x) for x in curve.share.tolist()]
    low = [up(y) for y in curve.low.tolist()]
    high = [up(y) for y in curve.high.tolist()]
    line = [up(y) for y in curve.error.tolist()]
    outline = [
        *zip(share, high, strict=True),
        *zip(share[::-1], low[::-1], strict=True),
    ]
    return draw(
        WIDTH,
        300,
        y_axis(
            up,
            round_ticks(0.0, most),
            left=across.start,
            right=across.stop,
            show=percent_tick,
            title="wrong among those answered",
        ),
        x_axis(
            across,
            _TICKS,
            top=up.stop,
            bottom=up.start,
            show=percent_tick,
            title="tracks answered, the surest first",
        ),
        tag("path", d=f"{polyline(outline)}Z", class_="density"),
        tag(
            "g",
            tag("path", d=polyline(list(zip(share, line, strict=True))), class_="line"),
            *(_mark(point, across, up) for point in points),
            class_="accent",
        ),
        label=label,
    )


def _mark(point: PromisePoint, across: Scale, up: Scale) -> Svg:
    x, y = across(point.share), up(point.error)
    if not point.is_chosen:
        return tag("circle", cx=x, cy=y, r=4.0, class_="ring", data_tip=point.tip)
    corners = polyline([(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)])
    return tag("path", d=f"{corners}Z", class_="dot", data_tip=point.tip)
