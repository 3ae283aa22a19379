"""Draw how often the model is right against how sure it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.reports.figures.axes import (
    SQUARE_HEIGHT,
    WIDTH,
    polyline,
    square_axes,
    square_scales,
)
from genrelens.reports.figures.markup import Svg, draw, tag
from genrelens.reports.formatting import count, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["calibration_curve"]


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
    across, up = square_scales()
    places = [
        (across(sure), up(right))
        for sure, right in zip(confidence, accuracy, strict=True)
    ]
    dots = [
        _dot(*place, sure, right, n)
        for place, sure, right, n in zip(
            places, confidence, accuracy, n_tracks, strict=True
        )
    ]
    return draw(
        WIDTH,
        SQUARE_HEIGHT,
        square_axes(
            across_title="how sure the model was (mean top probability)",
            up_title="share of right answers",
        ),
        tag("text", "surer than right", x=across(0.66), y=up(0.2), class_="tick"),
        tag("text", "righter than sure", x=across(0.06), y=up(0.8), class_="tick"),
        tag("g", tag("path", d=polyline(places), class_="line"), *dots, class_="accent")
        if places
        else Svg(""),
        label=label,
    )


def _dot(x: float, y: float, sure: float, right: float, n_tracks: int) -> Svg:
    tip = f"{percent(sure)} sure, {percent(right)} right ({count(n_tracks)} tracks)"
    return tag("circle", cx=x, cy=y, r=4.5, class_="dot", data_tip=tip)
