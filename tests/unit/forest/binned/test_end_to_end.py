"""Tests of genrelens.forest.binned.end_to_end."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from genrelens.forest.binned.end_to_end import EndToEnd
from genrelens.forest.binned.tree import Nodes

TYPES = {
    "feature": np.int32,
    "threshold": np.float64,
    "left": np.int32,
    "right": np.int32,
    "missing_left": np.bool_,
    "cover": np.float64,
    "n_entries": np.int64,
    "leaf_class": np.int32,
    "leaf_value": np.float64,
}


def draw_tree(n_nodes, n_entries, seed):
    generator = np.random.default_rng(seed)
    n_of = dict.fromkeys(TYPES, n_nodes) | {
        "leaf_class": n_entries,
        "leaf_value": n_entries,
    }
    drawn = {
        name: generator.integers(0, 2, n_of[name]).astype(kind)
        for name, kind in TYPES.items()
    }
    drawn["n_entries"] = np.bincount(
        generator.integers(0, n_nodes, n_entries), minlength=n_nodes
    )
    return Nodes(**drawn)


@pytest.mark.parametrize("sizes", [[3], [1, 40, 1], [50, 1, 1, 1], [2, 2, 90, 300]])
def test_trees_stand_in_their_order_whatever_their_sizes(sizes) -> None:
    trees = [draw_tree(n, 2 * n, seed) for seed, n in enumerate(sizes)]
    laid = EndToEnd(len(sizes))

    assert [laid.add(tree) for tree in trees] == list(range(1, len(sizes) + 1))
    forest = laid.finish(n_features=2, n_classes=2)

    assert forest.tree_start.tolist() == [0, *np.cumsum(sizes)]
    for name in TYPES.keys() - {"n_entries"}:
        expected = np.concatenate([getattr(tree, name) for tree in trees])
        assert np.array_equal(getattr(forest, name), expected)
        assert getattr(forest, name).dtype == TYPES[name]
    entries = np.concatenate([tree.n_entries for tree in trees])
    assert np.array_equal(np.diff(forest.leaf_start), entries)
    assert forest.leaf_start[0] == 0


def test_no_tree_is_held_twice() -> None:
    tree = draw_tree(20_000, 20_000, 0)
    laid = EndToEnd(30)
    tracemalloc.start()
    for _ in range(30):
        laid.add(tree)
    forest = laid.finish(n_features=2, n_classes=2)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 1.15 * forest.nbytes
