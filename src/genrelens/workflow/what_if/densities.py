"""Say where the values of an attribute lie: in the whole collection, and by genre."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.explanation.flipping.spreads import Spread

__all__ = ["N_BINS", "Density", "density_of_spread", "density_of_values"]

N_BINS: Final = 48
"""Equal steps from one end of a slider to the other."""

_TALLEST: Final = 63
_FIRST: Final = ord("0")


@dataclass(frozen=True, slots=True)
class Density:
    """The shape of one attribute's values, drawn behind its slider.

    Parameters
    ----------
    overall : str
        One character a step, from ``0`` (no track) to ``o`` (the most tracks); empty
        where nothing is known.
    by_genre : dict of str to str
        The same of each genre, each by its own most.
    """

    overall: str
    by_genre: dict[str, str]


def density_of_values(
    values: NDArray[np.float64],
    codes: NDArray[np.int64],
    genres: Sequence[str],
    *,
    low: float,
    high: float,
) -> Density:
    """Count the tracks in each step.

    Parameters
    ----------
    values : ndarray of float64, shape (n_tracks,)
        Missing ones are left out; those beyond an end count to the last step there.
    codes : ndarray of int64, shape (n_tracks,)
        Each track's genre, as its place in `genres`.
    genres : sequence of str
    low, high : float
        Ends of the slider.
    """
    is_there = ~np.isnan(values)
    width = high - low if high > low else 1.0
    steps = ((values[is_there] - low) / width * N_BINS).astype(np.int64)
    cells = codes[is_there] * N_BINS + steps.clip(0, N_BINS - 1)
    counts = np.bincount(cells, minlength=len(genres) * N_BINS)
    table = counts.reshape(len(genres), N_BINS)
    shapes = {
        name: _written(table[place].astype(np.float64))
        for place, name in enumerate(genres)
    }
    return Density(_written(table.sum(axis=0).astype(np.float64)), shapes)


def density_of_spread(spread: Spread, *, low: float, high: float) -> Density:
    """Take the shape from the quantiles that a model file carries; none by genre."""
    if len(spread.points) == 0:
        return Density("", {})
    edges = np.linspace(low, high, N_BINS + 1)
    below = np.interp(edges, spread.points, spread.shares, left=0.0, right=1.0)
    return Density(_written(np.diff(below)), {})


def _written(sizes: NDArray[np.float64]) -> str:
    largest = float(sizes.max()) if len(sizes) else 0.0
    if largest <= 0:
        return ""
    # A step with any track at all is never drawn as one without.
    levels = np.ceil(sizes / largest * _TALLEST).astype(np.int64)
    return "".join(chr(_FIRST + int(level)) for level in levels)
