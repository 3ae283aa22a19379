"""Tests of genrelens.forest.predicting.spread_leaves."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest.predicting import spread_leaves as module
from genrelens.forest.predicting.node_words import lay_out_nodes
from genrelens.forest.predicting.spread_leaves import (
    SpreadLeaves,
    make_room,
    spread_leaves,
    spreading_pays,
)

WIDE = dict.fromkeys(range(3, 19, 2), 0.125)  # 8 of 32 classes: just enough
NARROW = dict.fromkeys(range(7), 1 / 7)


@pytest.fixture
def forest(build_forest):
    tree = (0, 0.5, False, (0, 0.1, False, (1, WIDE), (2, NARROW)), (3, {9: 1.0}))
    return build_forest(tree, (4, WIDE), n_features=1, n_classes=32)


def spread(forest, tree, room):
    laid_out = lay_out_nodes(forest)
    first, last = laid_out.entry_start[tree : tree + 2]
    spread_leaves(
        laid_out.words[laid_out.word_start[tree] : laid_out.word_start[tree + 1]],
        forest.n_features,
        laid_out.feature_bits,
        laid_out.count_bits,
        forest.leaf_class[first:last],
        forest.leaf_value[first:last],
        room,
    )


def test_a_leaf_of_many_classes_stands_at_its_classes_with_zeros_between(
    forest,
) -> None:
    room = make_room(lay_out_nodes(forest).entry_start, 32)
    room.row_of[:] = 77
    room.values[:] = 5

    spread(forest, 0, room)

    expected = [WIDE.get(label, 0) for label in range(32)]
    np.testing.assert_array_equal(room.values[0], expected)
    assert room.row_of[0] == 0
    assert set(room.row_of[1:].tolist()) == {77}  # neither of few classes nor alone


def test_the_next_tree_takes_the_room_anew(forest) -> None:
    room = make_room(lay_out_nodes(forest).entry_start, 32)

    for tree in (0, 1):
        room.values[:] = 5
        spread(forest, tree, room)
        leaf = room.values[room.row_of[0]]
        assert leaf.tolist() == [WIDE.get(label, 0) for label in range(32)]


def test_a_leaf_without_room_is_told(forest) -> None:
    room = SpreadLeaves(np.empty((0, 32)), np.zeros(16, dtype=np.int32))

    spread(forest, 1, room)

    assert room.row_of[0] == -1


@pytest.mark.parametrize("n_classes", [2, 16, 114, 1_000, 65_536, 100_000])
def test_room_is_half_a_megabyte_at_most(n_classes) -> None:
    room = make_room(np.array([0, 50, 300]), n_classes)

    assert room.values.nbytes <= 2**19
    assert room.values.shape[1] == n_classes
    assert len(room.row_of) == (250 if n_classes >= 16 else 0)


def test_spreading_pays_with_many_classes_and_leaves_that_hold_some() -> None:
    assert spreading_pays(n_nodes=199, n_entries=400, n_classes=16)
    assert not spreading_pays(n_nodes=199, n_entries=399, n_classes=16)
    assert not spreading_pays(n_nodes=199, n_entries=400, n_classes=15)


def test_the_room_of_thousands_of_classes_has_no_row() -> None:
    assert make_room(np.array([0, 9]), module._ROOM + 1).values.shape[0] == 0
