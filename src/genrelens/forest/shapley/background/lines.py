"""Compute the Shapley values of each pattern of rows that occurs at a leaf."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from genrelens.forest.compiling import unmanaged
from genrelens.forest.lanes import aligned_zeros, choose, plus, spread_16, store
from genrelens.forest.shapley.background.bits import count_set, count_trailing
from genrelens.forest.shapley.leafwise.pattern_tables import LANES
from genrelens.forest.shapley.leafwise.patterns import MAX_TABLED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.shapley.background.counting import Counts
    from genrelens.forest.shapley.background.partners import Partners

__all__ = ["Lines", "fill_lines", "lines_for", "spread_background"]

_HALF: Final = 1 << (MAX_TABLED // 2)
_16: Final = np.uint64(LANES)
_WORD: Final = np.uint64(64)
_ONE: Final = np.uint64(1)


class Lines(NamedTuple):
    """The Shapley values of each pattern at one leaf of value 1, a line each.

    Shapes: `table` (n_rows, LANES); `met` (n_rows + 1,), the pattern of each line;
    `low_lanes` and `high_lanes` (256,), the lanes of half a pattern's bits. For
    the background's patterns: `lanes` (n_background,), those that they fail;
    `n_lanes` (n_background,), how many these are.
    """

    table: NDArray[np.float64]
    met: NDArray[np.uint16]
    low_lanes: NDArray[np.uint32]
    high_lanes: NDArray[np.uint32]
    lanes: NDArray[np.uint32]
    n_lanes: NDArray[np.uint8]


def lines_for(n_rows: int, n_background: int) -> Lines:
    """Allocate memory for blocks of `n_rows` rows and a background."""
    return Lines(
        table=aligned_zeros(n_rows, LANES),
        met=np.zeros(n_rows + 1, np.uint16),
        low_lanes=np.zeros(_HALF, np.uint32),
        high_lanes=np.zeros(_HALF, np.uint32),
        lanes=np.zeros(n_background, np.uint32),
        n_lanes=np.zeros(n_background, np.uint8),
    )


@unmanaged
def spread_background(
    features: NDArray[np.int32],
    n_features: int,
    counts: Counts,
    n_met: int,
    lines: Lines,
) -> None:
    """Find the lanes of the features that each background pattern fails.

    Parameters
    ----------
    features : ndarray of int32, shape (n_path,)
        Features of the path, in the order of the pattern's bits.
    n_features : int
        Width of a row. Up to `LANES`, a feature's lane is its number; above, it
        is its place on the path.
    counts, n_met : Counts, int
        From `count_background`.
    lines : Lines
        Written to.
    """
    by_feature = n_features <= LANES
    n_bits = len(features)
    n_low = n_bits // 2
    lines.low_lanes[0] = 0
    lines.high_lanes[0] = 0
    for bit in range(n_bits):
        table = lines.low_lanes if bit < n_low else lines.high_lanes
        size = np.uint64(1 << (bit if bit < n_low else bit - n_low))
        own = np.uint32(1 << (features[bit] if by_feature else bit))
        for place in range(size):
            table[size + place] = table[place] | own
    every = np.uint64((1 << n_bits) - 1)
    low_mask = np.uint64((1 << n_low) - 1)
    for number in range(np.uint64(n_met)):
        fails = every ^ np.uint64(counts.met[number])
        low, high = fails & low_mask, fails >> np.uint64(n_low)
        lines.lanes[number] = lines.low_lanes[low] | lines.high_lanes[high]
        lines.n_lanes[number] = count_set(fails)


@unmanaged
def fill_lines(
    n_bits: int,
    n_lines: int,
    share: NDArray[np.float64],
    partners: Partners,
    n_words: int,
    weights: NDArray[np.float64],
    lines: Lines,
) -> None:
    """Add up what each pattern's partners in the background give and take.

    Take a row that passes the set ``P`` of the path's features, and a background
    row that passes ``Q``. Where each feature is in one of the two, those only in
    ``P`` (`a` of them) are wanted from the row and those only in ``Q`` (`b`) from
    the background: the former get ``weights[a, b]`` of the leaf's value, the
    latter lose ``weights[b, a]`` of it. Elsewhere nobody gets anything.

    Parameters
    ----------
    n_bits : int
        Features of the path.
    n_lines : int
        Different patterns of the rows, in ``lines.met``.
    share : ndarray of float64, shape (at least n_met,)
        From `count_background`.
    partners, n_words : Partners, int
        From `index_partners`.
    weights : ndarray of float64, shape (at least n_bits + 1, at least n_bits + 1)
        From `weights_for`.
    lines : Lines
        From `spread_background`; `table` is written to.

    References
    ----------
    S. Lundberg et al., "From local explanations to global understanding with
    explainable AI for trees", Nature Machine Intelligence 2, 2020.
    """
    every = np.uint64((1 << n_bits) - 1)
    n_low = np.uint64(n_bits // 2)
    low_mask = (_ONE << n_low) - _ONE
    words = np.uint64(n_words)
    lanes, n_lanes = lines.lanes, lines.n_lanes
    for line in range(np.uint64(n_lines)):
        lacks = every ^ np.uint64(lines.met[line])
        low, high = lacks & low_mask, lacks >> n_low
        b = np.uint64(count_set(lacks))
        taken = 0.0
        line_sums = spread_16(0.0)
        for word in range(words):
            waiting = (
                partners.low[low * words + word] & partners.high[high * words + word]
            )
            while waiting != 0:
                number = word * _WORD + count_trailing(waiting)
                waiting &= waiting - _ONE
                a = np.uint64(n_lanes[number])
                taken += weights[b, a] * share[number]
                given = spread_16(weights[a, b] * share[number])
                more = plus(line_sums, given)
                line_sums = choose(np.uint64(lanes[number]), more, line_sums)
        lacking = np.uint64(lines.low_lanes[low] | lines.high_lanes[high])
        line_sums = choose(lacking, spread_16(-taken), line_sums)
        store(lines.table, line * _16, line_sums)
