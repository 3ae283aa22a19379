"""Tests of genrelens.forest.shapley.leafwise.patterns."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest.shapley.leafwise.patterns import find_patterns, number_patterns


@pytest.mark.parametrize("n_path", [1, 7, 16])
def test_each_bit_tells_whether_the_row_passes_the_entry(make_leaf, n_path) -> None:
    rows, paths, passes = make_leaf(n_path, 16, 200, seed=n_path)
    pattern = np.full(200, 7, dtype=np.uint16)  # of an earlier leaf

    find_patterns(rows, paths, 0, pattern)

    found = (pattern[:, None] >> np.arange(n_path)) & 1
    assert np.array_equal(found, passes)
    assert rows.missing_row.size > 0
    assert (pattern < 1 << n_path).all()


def test_patterns_are_numbered_in_the_order_in_which_they_occur() -> None:
    pattern = np.array([9, 0, 9, 65_535, 0, 3], dtype=np.uint16)
    number_of = np.zeros(1 << 16, dtype=np.uint16)
    met, number = np.zeros(7, dtype=np.uint16), np.zeros(6, dtype=np.uint16)

    assert number_patterns(pattern, number_of, met, number) == 4

    assert met[:4].tolist() == [9, 0, 65_535, 3]
    assert number.tolist() == [0, 1, 0, 2, 1, 3]
    assert not number_of.any()  # clean for the next leaf


def test_rows_that_all_differ_have_a_pattern_each() -> None:
    pattern = np.random.default_rng(0).permutation(1 << 16)[:65_535].astype(np.uint16)
    number_of = np.zeros(1 << 16, dtype=np.uint16)
    met = np.zeros(65_536, dtype=np.uint16)
    number = np.zeros(65_535, dtype=np.uint16)

    assert number_patterns(pattern, number_of, met, number) == 65_535
    assert np.array_equal(met[number], pattern)
