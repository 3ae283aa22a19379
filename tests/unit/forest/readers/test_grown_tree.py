"""Tests of genrelens.forest.readers.grown_tree."""

from __future__ import annotations

import numpy as np

from genrelens.forest.readers.grown_tree import list_entries


def test_entries_hold_all_that_is_not_zero_at_its_leaf_and_output() -> None:
    numbers = np.random.default_rng(0).integers(-1, 2, size=(6, 4)).astype(float)
    leaves = np.array([9, 3, 4, 0, 7, 5])

    node, output, value = list_entries(leaves, numbers)

    rebuilt = np.zeros((10, 4))
    rebuilt[node, output] = value
    np.testing.assert_array_equal(rebuilt[leaves], numbers)
    assert value.all()
