"""Draw how often the model is right against how sure it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.reports.figures.axes import WIDTH, Scale, polyline, x_axis, y_axis
from genrelens.reports.figures.markup import Svg, draw, tag
from genrelens.reports.formatting import count, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["calibration_curve"]

_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def calibration_curve(
    confidence: Sequence[float],
    accuracy: Sequence[float],
    n_tracks: Sequence[int],
    *,
    label: str,
) -> Svg:
    """Draw one dot a bin, joined; on the diagonal the model is as right as sure.

    Parameters
    ----------
    confidence, accuracy : sequence of float, length n_bins
        Mean top probability, and share of right answers.
    n_tracks : sequence of int, length n_bins
        Tracks in each bin, told on hover.
    label : str
        What a screen reader says.
    """
    across = Scale(0, 1, 52, WIDTH - 14)
    up = Scale(0, 1, 340, 22)
    places = [
        (across(sure), up(right))
        for sure, right in zip(confidence, accuracy, strict=True)
    ]
    dots = [
        tag(
            "circle",
            cx=x,
            cy=y,
            r=4.5,
            class_="dot",
            data_tip=f"{percent(sure)} sure, {percent(right)} right "
            f"({count(n)} tracks)",
        )
        for (x, y), sure, right, n in zip(
            places, confidence, accuracy, n_tracks, strict=True
        )
    ]
    return draw(
        WIDTH,
        384,
        y_axis(
            up,
            _TICKS,
            left=52,
            right=WIDTH - 14,
            show=_whole_percent,
            title="share of right answers",
        ),
        x_axis(
            across,
            _TICKS,
            top=22,
            bottom=340,
            show=_whole_percent,
            title="how sure the model was (mean top probability)",
        ),
        tag(
            "path",
            d=polyline([(across(0), up(0)), (across(1), up(1))]),
            class_="chance",
        ),
        tag("text", "surer than right", x=across(0.66), y=up(0.2), class_="tick"),
        tag("text", "righter than sure", x=across(0.06), y=up(0.8), class_="tick"),
        tag("g", tag("path", d=polyline(places), class_="line"), *dots, class_="accent")
        if places
        else Svg(""),
        label=label,
    )


def _whole_percent(value: float) -> str:
    return percent(value, 0)
