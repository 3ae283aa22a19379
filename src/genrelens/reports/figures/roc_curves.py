"""Draw the ROC curves of all genres, one of them brought forward."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.reports.figures.axes import (
    SQUARE_HEIGHT,
    WIDTH,
    Scale,
    polyline,
    square_axes,
    square_scales,
)
from genrelens.reports.figures.markup import Svg, draw, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["RocLine", "roc_curves"]

_POINTS, _FEWER_POINTS = 100, 40
_MANY = 20  # curves from which each is drawn with fewer points


@dataclass(frozen=True, slots=True)
class RocLine:
    """One genre's curve: rates from (0, 0) to (1, 1), and the words beside it."""

    genre: str
    position: int  # of the genre in the page's list of genres
    false_positive_rate: NDArray[np.float64]
    true_positive_rate: NDArray[np.float64]
    tip: str


def roc_curves(lines: Sequence[RocLine], *, chosen: str, label: str) -> Svg:
    """Draw all curves thin and grey, the chosen one strong.

    The page's script moves the strength to another genre by the curve's number.
    """
    across, up = square_scales()
    n_points = _POINTS if len(lines) <= _MANY else _FEWER_POINTS
    curves = [
        tag(
            "path",
            d=_path(line, across, up, n_points),
            class_="roc on" if line.genre == chosen else "roc",
            data_genre=str(line.position),
            data_tip=line.tip,
        )
        for line in lines
    ]
    return draw(
        WIDTH,
        SQUARE_HEIGHT,
        square_axes(
            across_title="tracks of other genres taken in by mistake",
            up_title="tracks of the genre that are found",
        ),
        *curves,
        tag("text", "coin toss", x=across(0.72), y=up(0.66), class_="tick"),
        label=label,
    )


def _path(line: RocLine, across: Scale, up: Scale, n_points: int) -> str:
    n_all = len(line.false_positive_rate)
    kept = np.unique(
        np.linspace(0, n_all - 1, min(n_points, n_all)).round().astype(int)
    )
    return polyline(
        [
            (
                across(float(line.false_positive_rate[point])),
                up(float(line.true_positive_rate[point])),
            )
            for point in kept
        ]
    )
