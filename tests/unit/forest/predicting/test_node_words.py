"""Tests of genrelens.forest.predicting.node_words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from genrelens.forest.predicting.node_words import lay_out_nodes


def children(laid_out, tree):
    words = laid_out.words[laid_out.word_start[tree] : laid_out.word_start[tree + 1]]
    return words >> np.uint64(33 + laid_out.feature_bits)


def test_a_tree_of_two_questions_is_laid_out_as_the_format_says(build_forest) -> None:
    tree = (
        1,
        0.5,
        True,
        (1, {0: 0.5, 2: 0.5}),
        (0, -2.0, False, (2, {2: 1.0}), (1, {1: 1.0})),
    )
    laid_out = lay_out_nodes(build_forest(tree, n_features=2, n_classes=3))

    assert laid_out.feature_bits == 2
    assert laid_out.count_bits == 2
    upper = [int(word) >> 32 for word in laid_out.words]
    lower = [int(word) & 0xFFFFFFFF for word in laid_out.words]
    # Column, whether missing goes left, and the place of the left child.
    assert [(word & 3, word >> 2 & 1, word >> 3) for word in upper] == [
        *[(1, 1, 2)] * 2,
        (2, 0, 2),
        (0, 0, 4),
        (2, 0, 4),
        (2, 0, 5),
    ]
    assert (lower[2] & 3, lower[2] >> 2) == (2, 0)  # two entries from the first
    assert (lower[4] & 3, lower[4] >> 2) == (0, 2)  # class 2 alone
    assert (lower[5] & 3, lower[5] >> 2) == (0, 1)
    assert laid_out.n_rounds.tolist() == [1]  # (4 * 2 + ... ) / 4, halved


def test_a_leaf_is_its_own_child_and_other_children_come_in_pairs(grown) -> None:
    forest, _, _ = grown
    laid_out = lay_out_nodes(forest)

    for tree in range(forest.n_trees):
        child = children(laid_out, tree)
        root, end = forest.tree_start[tree], forest.tree_start[tree + 1]
        is_leaf = child == np.arange(len(child))
        assert is_leaf.sum() == (forest.feature[root:end] < 0).sum()
        inner = child[~is_leaf][1:]  # the root stands there twice
        assert sorted(inner.tolist()) == list(range(2, len(child), 2))


def test_eight_bytes_a_node_and_as_many_a_tree_are_taken(grown) -> None:
    forest, _, _ = grown

    assert lay_out_nodes(forest).words.nbytes == 8 * (forest.n_nodes + forest.n_trees)


def test_a_row_asks_half_as_many_rounds_as_questions_on_average(grown) -> None:
    forest, _, _ = grown
    laid_out = lay_out_nodes(forest)
    inner = forest.feature >= 0

    for tree, root in enumerate(forest.tree_start[:-1]):
        end = forest.tree_start[tree + 1]
        shares = forest.cover[root:end][inner[root:end]] / forest.cover[root]
        assert laid_out.n_rounds[tree] == np.ceil(sum(shares.tolist()) / 2)


@pytest.mark.parametrize(
    ("wide", "fits"),
    [
        ({"n_features": 2**28 - 1}, True),
        ({"n_features": 2**28}, False),
        ({"n_classes": 2**16 - 1}, True),
        ({"n_classes": 2**16}, False),
    ],
)
def test_a_forest_fits_as_long_as_its_places_have_bits(
    build_forest, wide, fits
) -> None:
    """8 places take 3 bits beside 28 for features; 16 bits hold a class or a count."""
    stump = (0, 0.5, False, (1, {0: 1.0}), (3, {1: 1.0}))
    tree = (0, 0.1, False, stump, stump)
    forest = build_forest(tree, n_features=1, n_classes=2)

    assert (lay_out_nodes(replace(forest, **wide)) is not None) == fits


def test_numbers_of_numpy_give_the_same_words(grown) -> None:
    """A forest whose n_classes came from ``y.max() + 1`` could not be laid out."""
    forest, _, _ = grown
    numpy_numbers = replace(
        forest,
        n_features=np.int64(forest.n_features),
        n_classes=np.int64(forest.n_classes),
    )

    np.testing.assert_array_equal(
        lay_out_nodes(numpy_numbers).words, lay_out_nodes(forest).words
    )


@pytest.mark.parametrize("size", [1.7e308, 1.0, 1e-300])
def test_covers_of_any_size_give_the_same_rounds(build_forest, size) -> None:
    """Sums of covers overflowed, and infinity was cast to a negative number."""
    tree = (size / 16, {0: 1.0})
    for part in (16, 8, 4, 2):
        tree = (0, 1.0 / part, False, (size / part, {0: 1.0}), tree)
    forest = build_forest(tree, n_features=1, n_classes=1)

    assert forest.cover[0] == size
    assert lay_out_nodes(forest).n_rounds.tolist() == [1]
