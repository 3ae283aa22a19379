"""Tests of genrelens.forest.shapley.rowwise.node_order."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest.shapley.rowwise.node_order import list_nodes, order_for


def lists_of(forest, tree):
    nodes = slice(forest.tree_start[tree], forest.tree_start[tree + 1])
    size = nodes.stop - nodes.start
    order = order_for(size)
    said = list_nodes(
        forest.feature[nodes], forest.left[nodes], forest.right[nodes], order
    )
    inner, leaf = order.inner[: size // 2], order.leaf[: size // 2 + 1]
    return said, inner & np.uint64(2**32 - 1), inner >> np.uint64(32), leaf


def test_inner_nodes_and_leaves_are_told_apart_in_their_order(grown) -> None:
    forest, _, _ = grown
    for tree in range(forest.n_trees):
        feature = forest.feature[forest.tree_start[tree] : forest.tree_start[tree + 1]]

        is_depth_first, inner, _, leaf = lists_of(forest, tree)

        assert is_depth_first
        np.testing.assert_array_equal(inner, np.flatnonzero(feature >= 0))
        np.testing.assert_array_equal(leaf, np.flatnonzero(feature < 0))


def test_levels_tell_depth_and_side(build_forest) -> None:
    leaf = (1, {0: 1.0})
    inner = (0, 0.0, False, leaf, (1, 1.0, False, leaf, leaf))
    forest = build_forest((0, 3.0, False, inner, inner), n_features=2, n_classes=1)

    _, nodes, levels, _ = lists_of(forest, 0)

    assert nodes.tolist() == [0, 1, 3, 6, 8]
    assert levels.tolist() == [2, 4, 7, 5, 7]


def test_a_single_leaf_is_a_tree(build_forest) -> None:
    said, inner, _, leaf = lists_of(
        build_forest((2, {0: 1.0}), n_features=1, n_classes=1), 0
    )

    assert said
    assert len(inner) == 0
    assert leaf.tolist() == [0]


@pytest.mark.parametrize("swapped", [True, False])
def test_another_numbering_is_noticed(
    grown, number_by_level, build_forest, swapped
) -> None:
    """Also where each left child is the next node, and only right ones are not."""
    if swapped:
        forest = number_by_level(grown[0])
        assert not any(lists_of(forest, tree)[0] for tree in range(forest.n_trees))
        return
    leaf = (1, {0: 1.0})
    stump = (0, 0.0, False, leaf, leaf)
    forest = build_forest((0, 1.0, False, stump, stump), n_features=1, n_classes=1)
    assert lists_of(forest, 0)[0]
    # The right subtree comes before the right leaf of the left subtree.
    feature = np.array([0, 0, -1, 0, -1, -1, -1], dtype=np.int32)
    left = np.array([1, 2, -1, 4, -1, -1, -1], dtype=np.int32)
    right = np.array([3, 6, -1, 5, -1, -1, -1], dtype=np.int32)

    assert not list_nodes(feature, left, right, order_for(7))
