"""Grow a random forest on binned rows, tree by tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from genrelens.errors import InputError
from genrelens.forest.arguments import (
    check_chances,
    check_codes,
    check_positive,
    count_features,
)
from genrelens.forest.binned.binning import BinnedRows, bin_rows
from genrelens.forest.binned.desk import Rules, Sample, make_desk
from genrelens.forest.binned.drawing import draw_by_chance, draw_evenly
from genrelens.forest.binned.end_to_end import EndToEnd
from genrelens.forest.binned.ordering import (
    CLASS_SHIFT,
    MOST_CLASSES,
    MOST_ROWS,
)
from genrelens.forest.binned.tree import Nodes, grow_tree
from genrelens.forest.rows import to_rows
from genrelens.forest.threads import count_threads, in_order
from genrelens.forest.validating import MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from genrelens.forest.packed import PackedForest

__all__ = ["grow_binned"]


def grow_binned(
    X: ArrayLike,
    y: ArrayLike,
    *,
    n_classes: int,
    n_trees: int,
    min_samples_leaf: int,
    max_features: Literal["sqrt", "log2"] | float | None = "sqrt",
    max_depth: int | None = None,
    sample_weight: ArrayLike | None = None,
    random_state: int,
    n_jobs: int | None = None,
    on_tree: Callable[[int], None] | None = None,
) -> PackedForest:
    """Grow classification trees on bootstrap samples of binned rows.

    See `genrelens.forest.grow`, whose parameters, result and errors these are.
    """
    rows = to_rows(X)
    codes = check_codes(y, len(rows), n_classes)
    chances = check_chances(sample_weight, len(rows))
    depth = MAX_DEPTH if max_depth is None else max_depth
    check_positive(n_classes=n_classes, n_trees=n_trees, max_depth=depth)
    check_positive(min_samples_leaf=min_samples_leaf)
    if n_classes > MOST_CLASSES or len(rows) > MOST_ROWS:
        raise InputError(
            f"There are {len(rows)} rows and {n_classes} classes; trees are grown "
            f"on at most {MOST_ROWS} rows and {MOST_CLASSES} classes. Give fewer."
        )
    n_tried = count_features(max_features, rows.shape[1])
    seeds = _tree_seeds(random_state, n_trees)
    binned = bin_rows(rows)

    rules = Rules(n_tried, min_samples_leaf, min(depth, MAX_DEPTH))

    def grow_one(number: int) -> Nodes:
        state = seeds[number : number + 1].copy()
        sample = _draw_sample(binned, codes, chances, state)
        return _grow_one(sample, rules, n_classes, state)

    forest = EndToEnd(n_trees)
    for tree in in_order(grow_one, n_trees, n_threads=count_threads(n_jobs)):
        n_grown = forest.add(tree)
        if on_tree is not None:
            on_tree(n_grown)
    return forest.finish(n_features=rows.shape[1], n_classes=n_classes)


def _tree_seeds(random_state: int, n_trees: int) -> NDArray[np.uint64]:
    if random_state < 0:
        raise InputError(f"random_state is {random_state}. Give a whole number from 0.")
    children = np.random.SeedSequence(random_state).spawn(n_trees)
    return np.array([child.generate_state(1, np.uint64)[0] for child in children])


def _draw_sample(
    binned: BinnedRows,
    codes: NDArray[np.int64],
    chances: NDArray[np.float64] | None,
    state: NDArray[np.uint64],
) -> Sample:
    """Draw a bootstrap sample, and lay its rows side by side."""
    counts = np.empty(len(codes), dtype=np.int32)
    if chances is None:
        draw_evenly(state, counts)
    else:
        draw_by_chance(state, chances, counts)
    drawn = np.flatnonzero(counts)
    return Sample(
        bins=np.take(binned.bins, drawn, axis=1),
        payload=(codes[drawn] << CLASS_SHIFT) | counts[drawn],
        n_bins=binned.n_bins,
        lowest=binned.lowest,
        highest=binned.highest,
    )


def _grow_one(
    sample: Sample, rules: Rules, n_classes: int, state: NDArray[np.uint64]
) -> Nodes:
    n_features, n_rows = sample.bins.shape
    most = 2 * max(1, n_rows // rules.min_samples_leaf)
    nodes = Nodes(
        feature=np.empty(most, dtype=np.int32),
        threshold=np.empty(most),
        left=np.empty(most, dtype=np.int32),
        right=np.empty(most, dtype=np.int32),
        missing_left=np.empty(most, dtype=np.bool_),
        cover=np.empty(most),
        n_entries=np.empty(most, dtype=np.int64),
        leaf_class=np.empty(n_rows, dtype=np.int32),
        leaf_value=np.empty(n_rows),
    )
    desk = make_desk(n_features, n_rows, n_classes, rules.max_depth, state)
    n_nodes, n_entries = grow_tree(sample, desk, rules, nodes)
    used = {
        name: array[: n_entries if name.startswith("leaf") else n_nodes]
        for name, array in nodes._asdict().items()
    }
    return Nodes(**used)
