"""Find the points that lie within a region drawn by hand."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["MOST_CORNERS", "is_inside"]

MOST_CORNERS = 200


def is_inside(
    points: NDArray[np.float32] | NDArray[np.float64], area: Sequence[float]
) -> NDArray[np.bool_]:
    """Say of each point whether a closed polygon holds it, by the even-odd rule.

    Parameters
    ----------
    points : ndarray of float, shape (n_points, 2)
    area : sequence of float
        Corners: x, y, x, y, …; from 3 to 200 of them.

    Raises
    ------
    InputError
        If these are not the corners of a region.

    Examples
    --------
    >>> is_inside(np.array([[0.5, 0.5], [2.0, 0.5]]), [0, 0, 1, 0, 1, 1, 0, 1])
    array([ True, False])
    """
    n_corners, rest = divmod(len(area), 2)
    if rest or not 3 <= n_corners <= MOST_CORNERS or not all(map(math.isfinite, area)):  # noqa: PLR2004
        raise InputError(
            f"A region of {len(area)} numbers was asked for. Give the corners as x, y, "
            f"x, y and so on: from 3 to {MOST_CORNERS} corners, finite numbers."
        )
    corners = list(zip(area[::2], area[1::2], strict=True))
    x, y = points[:, 0].astype(np.float64), points[:, 1].astype(np.float64)
    inside = np.zeros(len(points), dtype=bool)
    for (x0, y0), (x1, y1) in pairwise([*corners, corners[0]]):
        if y0 == y1:
            continue
        crosses = (y0 > y) != (y1 > y)
        inside ^= crosses & (x < (x1 - x0) * (y - y0) / (y1 - y0) + x0)
    return inside
