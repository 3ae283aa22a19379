"""Allocate what growing one tree works with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from genrelens.forest.binned.ordering import OrderingSpace, make_space

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Desk", "Rules", "Sample", "make_desk"]


class Sample(NamedTuple):
    """The rows that a tree is grown on.

    `bins` has shape (n_features, n_rows); `payload` holds class and weight of
    each row; `n_bins`, `lowest` and `highest` are those of `BinnedRows`.
    """

    bins: NDArray[np.uint16]
    payload: NDArray[np.int64]
    n_bins: NDArray[np.int64]
    lowest: NDArray[np.float32]
    highest: NDArray[np.float32]


class Rules(NamedTuple):
    """How to grow: features tried a split, fewest rows a leaf, most questions."""

    max_features: int
    min_samples_leaf: int
    max_depth: int


class Desk(NamedTuple):
    """Memory that the nodes of a tree use one after another.

    `rows` are the tree's, those of a node side by side; `payload` and `order` are
    the node's. `totals` and `lefts` are zeros in between. `met` lists classes,
    `features` the features in the order of a draw, and `constants` those known to
    be constant. `todo` lists the nodes still to be done: begin, end, parent,
    depth, and number of constants. `state` is the generator that draws features.
    """

    rows: NDArray[np.uint32]
    aside: NDArray[np.uint32]
    payload: NDArray[np.int64]
    order: NDArray[np.int64]
    totals: NDArray[np.int64]
    lefts: NDArray[np.int64]
    met: NDArray[np.int32]
    features: NDArray[np.int32]
    constants: NDArray[np.int32]
    todo: NDArray[np.int64]
    state: NDArray[np.uint64]
    space: OrderingSpace


def make_desk(
    n_features: int,
    n_rows: int,
    n_classes: int,
    max_depth: int,
    state: NDArray[np.uint64],
) -> Desk:
    """Allocate the memory to grow one tree, and add the generator's to it."""
    return Desk(
        rows=np.arange(n_rows, dtype=np.uint32),
        aside=np.empty(n_rows, dtype=np.uint32),
        payload=np.empty(n_rows, dtype=np.int64),
        order=np.empty(n_rows, dtype=np.int64),
        totals=np.zeros(n_classes, dtype=np.int64),
        lefts=np.zeros(n_classes, dtype=np.int64),
        met=np.empty(n_classes, dtype=np.int32),
        features=np.arange(n_features, dtype=np.int32),
        constants=np.zeros(n_features, dtype=np.int32),
        todo=np.zeros((max_depth + 2, 5), dtype=np.int64),
        state=state,
        space=make_space(),
    )
