"""Tests of genrelens.forest.shapley.leafwise.pattern_tables."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelens.forest.shapley.leafwise.pattern_tables import (
    LANES,
    MAX_TABLED,
    add_leaf_by_patterns,
    workspace_for,
)
from genrelens.forest.shapley.leafwise.quadrature import add_leaf_by_rows, points_for

ONE = (np.zeros(1, dtype=np.int32), np.ones(1))


def add_both_ways(rows, paths, n_features, classes, values):
    n_rows = rows.codes.shape[1]
    shape = (3, n_rows, max(n_features, LANES))
    tabled, by_rows = np.zeros(shape), np.zeros(shape)
    space = workspace_for(n_rows)
    add_leaf_by_patterns(rows, paths, 0, classes, values, space, tabled)
    n_path = int(paths.start[1])
    add_leaf_by_rows(rows, paths, 0, classes, values, *points_for(n_path), by_rows)
    return tabled, by_rows, space


@settings(max_examples=60, deadline=None)
@given(
    n_path=st.integers(1, MAX_TABLED),
    n_beside=st.integers(0, 8),
    n_rows=st.sampled_from([1, 2, 31, 200]),
    seed=st.integers(0, 1000),
)
def test_tables_give_what_row_by_row_quadrature_gives(
    make_leaf, n_path, n_beside, n_rows, seed
) -> None:
    n_features = n_path + n_beside
    rows, paths, _ = make_leaf(n_path, n_features, n_rows, seed=seed)
    classes, values = np.array([0, 2], dtype=np.int32), np.array([0.25, 0.75])

    tabled, by_rows, _ = add_both_ways(rows, paths, n_features, classes, values)

    np.testing.assert_allclose(tabled, by_rows, rtol=1e-11, atol=1e-15)


@pytest.mark.parametrize(("n_features", "n_path"), [(5, 4), (12, 9), (30, 9)])
def test_effects_are_those_of_the_definition(
    make_leaf, effect_by_definition, n_features, n_path
) -> None:
    rows, paths, passes = make_leaf(n_path, n_features, 20)

    tabled, _, _ = add_both_ways(rows, paths, n_features, *ONE)

    for row in range(20):
        expected = effect_by_definition(passes[row], paths.share)
        np.testing.assert_allclose(
            tabled[0, row, paths.feature], expected, rtol=1e-12, atol=1e-15
        )


def test_few_patterns_give_the_bits_of_a_whole_table(make_leaf) -> None:
    """A row alone is computed without the table, and must not differ from it."""
    rows, paths, _ = make_leaf(9, 12, 300)
    together, _, _ = add_both_ways(rows, paths, 12, *ONE)

    for row in range(0, 300, 23):
        missing = (rows.missing_row == row).nonzero()[0]
        alone = rows._replace(
            codes=np.ascontiguousarray(rows.codes[:, row : row + 1]),
            missing_start=np.searchsorted(missing, rows.missing_start),
            missing_row=np.zeros(len(missing), dtype=np.int64),
        )
        tabled, _, _ = add_both_ways(alone, paths, 12, *ONE)
        assert tabled[0, 0].tobytes() == together[0, row].tobytes()


def test_a_workspace_is_clean_for_the_next_leaf(make_leaf) -> None:
    rows, paths, _ = make_leaf(10, 12, 100)

    _, _, space = add_both_ways(rows, paths, 12, *ONE)

    assert not space.slot_of.any()
