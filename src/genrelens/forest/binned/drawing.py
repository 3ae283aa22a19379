"""Draw random numbers and bootstrap samples from a seed of one tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.forest.compiling import compiled, unmanaged

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["draw_below", "draw_by_chance", "draw_evenly"]

_STEP: Final = np.uint64(0x9E3779B97F4A7C15)
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)
_TO_UNIT: Final = 2.0**-53


@unmanaged
def _draw_bits(state: NDArray[np.uint64]) -> np.uint64:
    state[0] += _STEP
    mixed: np.uint64 = state[0]
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _FIRST
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND
    return mixed ^ (mixed >> np.uint64(31))


@unmanaged
def draw_below(state: NDArray[np.uint64], limit: int) -> int:
    """Draw a whole number from 0 to ``limit - 1``.

    Parameters
    ----------
    state : ndarray of uint64, shape (1,)
        The generator (SplitMix64); moved on by one step.
    limit : int
        From 1 to 2**31; a number's chance is off by less than 2**-32.

    References
    ----------
    G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number
    generators", OOPSLA 2014.
    """
    high = _draw_bits(state) >> np.uint64(32)
    drawn = (high * np.uint64(limit)) >> np.uint64(32)
    return np.int64(drawn)  # type: ignore[return-value]


@compiled
def draw_evenly(state: NDArray[np.uint64], counts: NDArray[np.int32]) -> None:
    """Draw as many rows as there are, with replacement, and count them.

    Parameters
    ----------
    state : ndarray of uint64, shape (1,)
        The generator; moved on.
    counts : ndarray of int32, shape (n_rows,)
        Overwritten with how often each row was drawn.
    """
    counts[:] = 0
    for _ in range(len(counts)):
        counts[draw_below(state, len(counts))] += 1


@compiled
def draw_by_chance(
    state: NDArray[np.uint64], chances: NDArray[np.float64], counts: NDArray[np.int32]
) -> None:
    """Draw as many rows as there are, with replacement, by unequal chances.

    Rows are met in their order by uniform numbers drawn in increasing order: sums
    of exponential gaps, divided by the sum of all. So the cost is linear.

    Parameters
    ----------
    state : ndarray of uint64, shape (1,)
        The generator; moved on.
    chances : ndarray of float64, shape (n_rows,)
        At least 0, summing to 1; a row of chance 0 is never drawn.
    counts : ndarray of int32, shape (n_rows,)
        Overwritten with how often each row was drawn.

    References
    ----------
    L. Devroye, "Non-uniform random variate generation", 1986, chapter V.3.
    """
    n_rows = len(counts)
    counts[:] = 0
    reached = np.empty(n_rows)
    total = 0.0
    for place in range(n_rows):
        total += _draw_gap(state)
        reached[place] = total
    total += _draw_gap(state)
    last = n_rows - 1
    while chances[last] == 0:
        last -= 1
    row = 0
    covered = chances[0]
    for place in range(n_rows):
        while row < last and covered * total <= reached[place]:
            row += 1
            covered += chances[row]
        counts[row] += 1


@compiled
def _draw_gap(state: NDArray[np.uint64]) -> float:
    bits = _draw_bits(state) >> np.uint64(11)
    gap: float = -np.log((np.float64(bits) + 0.5) * _TO_UNIT)
    return gap
