"""Tests of genrelens.forest.shapley.rowwise.merging."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest.shapley.rowwise.merging import (
    class_rows_for,
    write_entries,
    write_merges,
)
from genrelens.forest.shapley.rowwise.node_order import (
    OrderedTree,
    list_nodes,
    order_for,
)
from genrelens.forest.shapley.rowwise.tree_plan import ONES, ZEROS

NUMBERS = {70: 0.5, 3: 0.25, 64: 0.25}


@pytest.fixture
def written(build_forest, arrays_of):
    """Write a tree of two questions and leaves of many, one and two classes."""
    below = (1, 0.0, False, (2, {3: 1.0}), (2, {3: 0.5, 99: 0.5}))
    forest = build_forest(
        (0, 0.0, False, (1, NUMBERS), below), n_features=2, n_classes=100
    )
    arrays, order = arrays_of(forest), order_for(5)
    tree = OrderedTree(
        arrays.feature,
        arrays.threshold,
        arrays.right,
        arrays.missing_left,
        arrays.cover,
        arrays.leaf_start,
    )
    list_nodes(arrays.feature, arrays.left, arrays.right, order)
    rows = class_rows_for(5, 100)
    entry, merge = np.zeros(20), np.zeros((20, 4), dtype=np.uint32)
    n_entries = write_entries(tree, order, arrays, (0, 3), 2, rows, entry)
    n_merges = write_merges(tree, order, (0, 2, 11), 100, 2 + n_entries, rows, merge)
    return rows, entry[:n_entries], merge[:n_merges]


def test_values_get_rows_and_a_lone_certain_class_the_row_of_ones(
    written,
) -> None:
    rows, entry, _ = written

    assert entry.tolist() == [0.25, 0.25, 0.5, 0.5, 0.5]
    assert rows.first_row[[1, 3, 4]].tolist() == [2, ONES, 5]


def test_each_class_below_a_node_is_merged_once_the_last_node_first(written) -> None:
    rows, _, merge = written

    lower = [[ONES, 5, 12, 103], [ZEROS, 6, 12, 199]]
    upper = [[2, 7, 11, 3], [3, ZEROS, 11, 64], [4, ZEROS, 11, 70], [ZEROS, 8, 11, 99]]
    assert merge.tolist() == lower + upper
    assert rows.first_row[[2, 0]].tolist() == [7, 9]


def test_classes_are_kept_as_bits_however_many_there_are(written) -> None:
    rows, _, _ = written

    at_root = int(rows.classes[0, 0]) | int(rows.classes[0, 1]) << 64
    assert at_root == sum(1 << label for label in (3, 64, 70, 99))
