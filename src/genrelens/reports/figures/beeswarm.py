"""Draw one dot a track and attribute, spread where dots would hide each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.reports.figures.axes import WIDTH, Scale, polyline, x_axis
from genrelens.reports.figures.markup import Svg, coordinate, draw, shorten, tag
from genrelens.reports.figures.palette import N_TONES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

__all__ = ["LEFT", "RIGHT", "ROW", "TOP", "SwarmRow", "beeswarm", "swarm_paths"]

LEFT, RIGHT, TOP, ROW = 126.0, WIDTH - 12.0, 8.0, 30.0
_HALF = 12.0  # how far dots may lie above and below their row's middle
_BIN = 3.0  # width of the strip within which dots are piled up
_PILE = 2.6  # distance of piled dots where there is room


@dataclass(frozen=True, slots=True)
class SwarmRow:
    """One attribute's dots.

    Parameters
    ----------
    label : str
        The attribute.
    values : ndarray of float64, shape (n_tracks,)
        Where the dots lie.
    tones : ndarray of int64, shape (n_tracks,)
        Which tone each has; see `palette.tone`.
    """

    label: str
    values: NDArray[np.float64]
    tones: NDArray[np.int64]


def beeswarm(
    rows: Sequence[SwarmRow],
    *,
    domain: tuple[float, float],
    ticks: Sequence[float],
    show: Callable[[float], str],
    label: str,
    axis_title: str,
) -> Svg:
    """Draw the rows from top to bottom over one axis with a line at zero.

    The page's script redraws dots, labels and ticks for another genre by the
    same rule (`swarm_paths`), so both give the same picture.
    """
    scale = Scale(*domain, LEFT, RIGHT)
    bottom = TOP + ROW * len(rows)
    axis = x_axis(scale, ticks, top=TOP, bottom=bottom, show=show, title=axis_title)
    drawn = [
        _row(position, row, scale, TOP + ROW * (position + 0.5))
        for position, row in enumerate(rows)
    ]
    return draw(
        WIDTH,
        bottom + 38,
        tag("g", axis, class_="swarm-axis"),
        tag(
            "path",
            d=polyline([(scale(0), TOP), (scale(0), bottom)]),
            class_="zero swarm-zero",
        ),
        *drawn,
        label=label,
        class_="chart swarm",
    )


def _row(position: int, row: SwarmRow, scale: Scale, centre: float) -> Svg:
    paths = swarm_paths(row.values, row.tones, scale, centre)
    return tag(
        "g",
        tag("rect", x=0, y=centre - ROW / 2, width=WIDTH, height=ROW, class_="hit"),
        tag(
            "text",
            shorten(row.label, 20),
            x=LEFT - 10,
            y=centre + 4,
            class_="label",
            text_anchor="end",
        ),
        *(
            tag("path", d=paths.get(step, "M0 0"), class_=f"bee t{step}")
            for step in _drawing_order()
        ),
        class_="row",
        data_row=str(position),
    )


def _drawing_order() -> list[int]:
    """Give missing values first, so that they lie under the coloured dots."""
    return [N_TONES, *range(N_TONES)]


def swarm_paths(
    values: NDArray[np.float64],
    tones: NDArray[np.int64],
    scale: Scale,
    centre: float,
) -> dict[int, str]:
    """Pile up dots that share a strip: middle, above, below, above, below, ...

    Parameters
    ----------
    values, tones : ndarray, shape (n_tracks,)
        As in `SwarmRow`.
    scale : Scale
        From values to places.
    centre : float
        Height of the row's middle.

    Returns
    -------
    dict of int to str
        For each tone, a path of zero-length strokes, one a dot.
    """
    places = [scale(float(value)) for value in values]
    strips = [int(np.floor(place / _BIN)) for place in places]
    height: dict[int, int] = defaultdict(int)
    for strip in strips:
        height[strip] += 1
    seen: dict[int, int] = defaultdict(int)
    paths: dict[int, list[str]] = defaultdict(list)
    for place, strip, step in zip(places, strips, tones, strict=True):
        rank = seen[strip]
        seen[strip] += 1
        gap = min(_PILE, 2 * _HALF / height[strip])
        offset = gap * ((rank + 1) // 2) * (-1 if rank % 2 else 1)
        paths[int(step)].append(f"M{coordinate(place)} {coordinate(centre + offset)}h0")
    return {step: "".join(dots) for step, dots in paths.items()}
