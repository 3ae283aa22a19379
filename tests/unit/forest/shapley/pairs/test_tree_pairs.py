"""Tests of genrelens.forest.shapley.pairs.tree_pairs."""

from __future__ import annotations

import numpy as np

from genrelens.forest.packed import ForestArrays
from genrelens.forest.shapley.brute_force import shapley_by_definition
from genrelens.forest.shapley.leafwise.row_codes import code_rows
from genrelens.forest.shapley.pairs.lane_layout import lay_out
from genrelens.forest.shapley.pairs.tree_pairs import add_tree_pairs, block_for


def sums_of(forest, X, *, slot=None, trees=slice(None)):
    layout = lay_out(forest.n_features)
    slot = np.arange(forest.n_classes) if slot is None else np.array(slot)
    out = np.zeros((slot.max() + 1, len(X), layout.width))
    arrays = ForestArrays(**forest.arrays())
    if trees != slice(None):
        arrays = arrays._replace(tree_start=forest.tree_start[trees])
    rows, space = code_rows(X.astype(np.float32)), block_for(len(X), forest.n_features)
    add_tree_pairs(arrays, rows, slot, layout, space, out)
    return out, layout


def test_the_sums_beside_the_pairs_are_shapley_values(grown) -> None:
    forest, X, _ = grown
    out, layout = sums_of(forest, X[:4])

    effects = out[:, :, layout.effect_start :][:, :, :5].transpose(1, 2, 0)
    expected = shapley_by_definition(forest, X[:4])
    np.testing.assert_allclose(effects / forest.n_trees, expected, atol=1e-14)


def test_trees_add_up(grown) -> None:
    forest, X, _ = grown

    whole, _ = sums_of(forest, X[:50])
    first, _ = sums_of(forest, X[:50], trees=slice(0, 6))
    second, _ = sums_of(forest, X[:50], trees=slice(5, None))

    np.testing.assert_allclose(first + second, whole, atol=1e-13)


def test_a_class_that_is_not_asked_for_is_left_out(grown) -> None:
    forest, X, _ = grown

    whole, _ = sums_of(forest, X[:20])
    asked, _ = sums_of(forest, X[:20], slot=[1, -1, 0, -1])

    assert asked.tobytes() == whole[[2, 0]].tobytes()
