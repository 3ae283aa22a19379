"""Tests of genrelens.forest.readers.laying_out."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelens.errors import InputError
from genrelens.forest import PackedForest, predict_proba
from genrelens.forest.readers.grown_tree import GrownTree
from genrelens.forest.readers.laying_out import lay_out


def make_tree(children, *, cover=None, values=None):
    """Make a tree from {node: (left, right)}; other nodes are leaves."""
    n_nodes = 1 + max([0, *(child for pair in children.values() for child in pair)])
    left, right = (
        np.array([children.get(node, (-1, -1))[side] for node in range(n_nodes)])
        for side in (0, 1)
    )
    leaves = np.flatnonzero(left < 0)
    return GrownTree(
        feature=np.where(left < 0, -1, np.arange(n_nodes) % 3),
        threshold=np.arange(n_nodes) / 10,
        left=left,
        right=right,
        missing_left=np.arange(n_nodes) % 2 == 0,
        cover=np.ones(n_nodes) if cover is None else np.array(cover, dtype=float),
        entry_node=leaves,
        entry_class=leaves % 2,
        entry_value=leaves - 2.5 if values is None else np.array(values, dtype=float),
    )


def pack(*trees):
    return PackedForest.from_arrays(
        lay_out(trees), n_features=3, n_classes=2, leaves="numbers"
    )


def grow_random(generator):
    """Split random leaves, then number all nodes but the root at random."""
    children = {}
    leaves = [0]
    for n_nodes in range(1, 2 * int(generator.integers(0, 12)) + 1, 2):
        node = leaves.pop(generator.integers(len(leaves)))
        children[node] = (n_nodes, n_nodes + 1)
        leaves += children[node]
    order = [0, *(1 + generator.permutation(2 * len(children)))]
    return make_tree(
        {order[node]: tuple(order[c] for c in pair) for node, pair in children.items()}
    )


def walk(tree, row):
    node = 0
    while tree.left[node] >= 0:
        value = row[tree.feature[node]]
        is_left = (
            tree.missing_left[node]
            if np.isnan(value)
            else value <= tree.threshold[node]
        )
        node = tree.left[node] if is_left else tree.right[node]
    out = np.zeros(2)
    here = tree.entry_node == node
    out[tree.entry_class[here]] = tree.entry_value[here]
    return out


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_trees_of_any_numbering_send_rows_where_they_went(seed) -> None:
    generator = np.random.default_rng(seed)
    trees = [grow_random(generator) for _ in range(3)]
    rows = generator.uniform(0, 2, size=(20, 3)).astype(np.float32)
    rows[generator.random(rows.shape) < 0.2] = np.nan

    forest = pack(*trees)

    expected = [np.mean([walk(tree, row) for tree in trees], axis=0) for row in rows]
    np.testing.assert_allclose(predict_proba(forest, rows), expected, atol=1e-12)


def test_children_follow_their_parents_level_by_level() -> None:
    forest = pack(make_tree({0: (5, 2), 5: (4, 1), 4: (3, 6)}))

    np.testing.assert_array_equal(forest.left, [1, 3, -1, 5, -1, -1, -1])
    np.testing.assert_array_equal(forest.right, [2, 4, -1, 6, -1, -1, -1])


def test_nodes_out_of_reach_are_left_out() -> None:
    pruned = make_tree({0: (1, 2), 3: (4, 5)})

    assert pack(pruned).n_nodes == 3


def test_covers_of_inner_nodes_are_sums_of_their_leaves() -> None:
    tree = make_tree({0: (1, 2), 2: (3, 4)}, cover=[99, 1, 99, 2, 4])

    np.testing.assert_array_equal(pack(tree).cover, [7, 1, 6, 2, 4])


def test_empty_leaves_get_a_cover_beyond_the_last_bit() -> None:
    tree = make_tree({0: (1, 2), 2: (3, 4)}, cover=[0, 5, 0, 0, 0])

    cover = pack(tree).cover

    assert cover[0] == 5
    assert (cover > 0).all()
    assert cover[3] / cover[2] == 0.5


def test_a_leaf_alone_needs_no_cover() -> None:
    assert pack(make_tree({}, cover=[0])).cover == [1]


def test_a_leaf_of_nothing_keeps_an_entry() -> None:
    forest = pack(make_tree({0: (1, 2)}, values=[0.0, 3.0]))

    np.testing.assert_array_equal(forest.leaf_value, [0, 3])
    np.testing.assert_array_equal(forest.leaf_start, [0, 0, 1, 2])


@pytest.mark.parametrize("wild", [np.nan, np.inf])
def test_numbers_that_are_not_finite_are_refused_with_their_count(wild) -> None:
    tree = make_tree({0: (1, 2)}, values=[1.0, wild])
    with pytest.raises(InputError, match=f"1 of 2 numbers .* e.g. {wild}"):
        lay_out([tree])

    tree = make_tree({0: (1, 2)}, cover=[1, wild, 1])
    with pytest.raises(InputError, match="1 of 2 leaves have a cover"):
        lay_out([tree])


def test_trees_without_covers_are_refused_with_their_count() -> None:
    bare = make_tree({0: (1, 2)}, cover=[3, 0, 0])

    with pytest.raises(InputError, match="1 of 2 trees keep no covers"):
        lay_out([bare, make_tree({})])


def test_what_is_no_tree_is_refused() -> None:
    with pytest.raises(InputError, match="deeper than 256"):
        lay_out([make_tree({0: (0, 1)})])
    with pytest.raises(InputError, match="child of two"):
        lay_out([make_tree({0: (1, 1)})])
    tree = make_tree({0: (1, 2)})
    beyond = dataclasses.replace(tree, right=np.array([3, -1, -1]))
    with pytest.raises(InputError, match="1 of 3 nodes name a child beyond"):
        lay_out([beyond])


def test_a_chain_of_256_questions_is_packed_and_one_of_257_refused() -> None:
    def chain(depth):
        return make_tree({2 * n: (2 * n + 1, 2 * n + 2) for n in range(depth)})

    assert pack(chain(256)).n_nodes == 513
    with pytest.raises(InputError, match="deeper than 256"):
        lay_out([chain(257)])
