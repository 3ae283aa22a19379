"""Spread leaves of many classes over all classes, so that they are added in a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from genrelens.forest.compiling import compiled, inlined

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["SpreadLeaves", "is_spread", "make_room", "spread_leaves", "spreading_pays"]

_HALF: Final = np.uint64(32)
_LOW: Final = np.uint64(0xFFFFFFFF)
_ONE: Final = np.uint64(1)
_ROOM: Final = 2**16  # numbers: half of a usual second-level cache
_FEWEST_CLASSES: Final = 16
_FEWEST_ENTRIES: Final = 4  # of a tree's leaves, on average


class SpreadLeaves(NamedTuple):
    """Room for the leaves of one tree at a time, used again for the next.

    ``row_of[begin]`` is the row of `values` that holds the leaf whose entries
    begin there, or -1 where there was no room for it. Only the leaves for which
    `is_spread` holds have a place in `row_of`.
    """

    values: NDArray[np.float64]
    row_of: NDArray[np.int32]


@compiled
def make_room(entry_start: NDArray[np.int64], n_classes: int) -> SpreadLeaves:
    """Give room for the leaves of one tree, half a megabyte of values at most."""
    most_entries = np.max(np.diff(entry_start)) if n_classes >= _FEWEST_CLASSES else 0
    n_rows = _ROOM // n_classes
    return SpreadLeaves(
        np.empty((n_rows, n_classes), dtype=np.float64),
        np.empty(most_entries, dtype=np.int32),
    )


@compiled
def spreading_pays(n_nodes: int, n_entries: int, n_classes: int) -> bool:
    """Tell whether a tree's leaves are wide enough to look for such."""
    n_leaves = (n_nodes + 1) // 2
    return n_classes >= _FEWEST_CLASSES and n_entries >= _FEWEST_ENTRIES * n_leaves


@inlined
def is_spread(n_entries: np.uint64, n_classes: np.uint64) -> bool:
    """Tell whether a leaf holds so many classes that it is spread."""
    return bool(np.uint64(4) * n_entries >= n_classes)


@compiled
def spread_leaves(
    words: NDArray[np.uint64],
    n_features: int,
    feature_bits: int,
    count_bits: int,
    classes: NDArray[np.int32],
    values: NDArray[np.float64],
    room: SpreadLeaves,
) -> None:
    """Write a tree's leaves of many classes into the room, the shallow ones first.

    Parameters
    ----------
    words : ndarray of uint64
        The tree's, as `NodeWords` tells.
    n_features, feature_bits, count_bits : int
        Of the forest.
    classes, values : ndarray
        The tree's entries.
    room : SpreadLeaves
        From `make_room`; overwritten.
    """
    feature_mask = (_ONE << np.uint64(feature_bits)) - _ONE
    count_mask = (_ONE << np.uint64(count_bits)) - _ONE
    n_rows, n_classes = room.values.shape
    n_used = 0
    for place in range(len(words)):
        if (words[place] >> _HALF) & feature_mask != np.uint64(n_features):
            continue
        entries = words[place] & _LOW
        begin, n_entries = entries >> np.uint64(count_bits), entries & count_mask
        if n_entries == 0 or not is_spread(n_entries, np.uint64(n_classes)):
            continue
        if n_used == n_rows:
            room.row_of[begin] = -1
            continue
        room.row_of[begin] = n_used
        room.values[n_used] = 0
        for entry in range(begin, begin + n_entries):
            room.values[n_used, classes[entry]] = values[entry]
        n_used += 1
