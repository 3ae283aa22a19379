"""Tests of genrelens.forest.shapley.leafwise.pattern_tables."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest.shapley.leafwise.pattern_tables import (
    LANES,
    desk,
    fill_table,
    prepare_leaf,
)


def lines_of(paths, met):
    """Fill a table for these patterns, between lines that must stay as they are."""
    n_path = int(paths.start[1])
    own, table = desk(), np.full((len(met) + 2, LANES), 7.0)
    prepare_leaf(paths, 0, own)
    fill_table(np.array(met, dtype=np.uint16), len(met), n_path, own, table, 1)
    assert (table[[0, -1]] == 7.0).all()
    return table[1:-1]


@pytest.mark.parametrize("n_path", [1, 2, 3, 8, 9])
def test_lines_are_the_values_of_the_definition(
    make_leaf, effect_by_definition, n_path
) -> None:
    _, paths, _ = make_leaf(n_path, 16, 5)
    met = np.random.default_rng(n_path).permutation(1 << n_path)[:20]

    lines = lines_of(paths, met)

    for pattern, line in zip(met, lines, strict=True):
        passes = (pattern >> np.arange(n_path)) & 1
        expected = np.zeros(LANES)
        expected[paths.feature] = effect_by_definition(passes, paths.share)
        np.testing.assert_allclose(line, expected, rtol=1e-12, atol=1e-15)


def test_the_longest_path_adds_up_to_what_passing_is_worth(make_leaf) -> None:
    _, paths, _ = make_leaf(16, 16, 5, seed=3)
    met = [0, 1, 65_535, 65_534, 0b1010101010101010]

    sums = lines_of(paths, met).sum(axis=1)

    expected = np.array([0.0, 0.0, 1.0, 0.0, 0.0]) - paths.share.prod()
    np.testing.assert_allclose(sums, expected, atol=1e-13)


def test_a_pattern_has_the_same_bits_whatever_else_is_met(make_leaf) -> None:
    _, paths, _ = make_leaf(11, 16, 5, seed=5)
    met = np.arange(0, 1 << 11, 37)

    together = lines_of(paths, met)

    for place in range(0, len(met), 9):
        assert lines_of(paths, met[[place]]).tobytes() == together[place].tobytes()


def test_a_feature_that_asks_nothing_of_the_cover_is_worth_nothing(make_leaf) -> None:
    """All of the cover passes: knowing that a row does tells nothing."""
    _, paths, _ = make_leaf(4, 16, 5, seed=1)
    paths.share[2] = 1.0

    lines = lines_of(paths, [0b1111, 0b0100])

    np.testing.assert_array_equal(lines[:, paths.feature[2]], 0.0)
    assert lines[:, paths.feature[[0, 1, 3]]].all()
