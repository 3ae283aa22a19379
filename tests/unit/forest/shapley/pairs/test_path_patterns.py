"""Tests of genrelens.forest.shapley.pairs.path_patterns."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest.shapley.pairs.lane_layout import lay_out
from genrelens.forest.shapley.pairs.leaf_lanes import lanes_for, prepare_leaf
from genrelens.forest.shapley.pairs.path_patterns import (
    MAX_ROWS,
    number_patterns,
    patterns_for,
)


def lanes_of(paths, n_features):
    n_path = int(paths.start[1])
    lanes = lanes_for(n_features, n_path)
    prepare_leaf(paths, 0, lay_out(n_features), lanes)
    return lanes.lane, len(lanes.share) // 8


@pytest.mark.parametrize(
    ("n_path", "n_features"),
    [(1, 1), (5, 7), (16, 16), (17, 20), (22, 30), (23, 30), (40, 40)],
)
def test_rows_share_a_number_exactly_where_they_pass_the_same(
    make_leaf, n_path, n_features
) -> None:
    rows, paths, passes = make_leaf(n_path, n_features, 300, seed=n_path)
    # Some rows are alike but for a late entry of the path.
    rows.codes[:, 200:] = rows.codes[:, :1]
    late = paths.feature[-1]
    rows.codes[late, 250:] = (rows.codes[late, 0] + 1) % 6
    lane, n_ranks = lanes_of(paths, n_features)
    space = patterns_for(300, n_path, n_ranks)
    rows = rows._replace(missing_start=np.zeros(n_features + 1, np.int64))
    codes = rows.codes[paths.feature].astype(int)
    passes = ((codes >= paths.low[:, None]) & (codes < paths.high[:, None])).T

    n_met = number_patterns(rows, paths, 0, lane, space)

    _, first, numbers = np.unique(
        passes, axis=0, return_index=True, return_inverse=True
    )
    assert n_met == len(first)
    pairs = set(zip(space.number.tolist(), numbers.ravel().tolist(), strict=True))
    assert len(pairs) == n_met  # one to one
    assert np.array_equal(space.passes.T, passes)
    for number in range(n_met):
        assert space.number[space.first_row[number]] == number
    assert not space.known.any()


@pytest.mark.parametrize("n_path", [6, 20])
def test_missing_values_pass_where_the_path_lets_them(make_leaf, n_path) -> None:
    rows, paths, passes = make_leaf(n_path, 24, 200, seed=3)
    lane, n_ranks = lanes_of(paths, 24)
    space = patterns_for(200, n_path, n_ranks)

    number_patterns(rows, paths, 0, lane, space)

    assert np.array_equal(space.passes.T, passes)
    for entry in range(n_path):
        group, bit = divmod(int(lane[entry]), 8)
        assert np.array_equal((space.bits[group] >> bit) & 1, passes[:, entry])


def test_as_many_patterns_as_rows_are_told_apart(make_leaf) -> None:
    rows, paths, _ = make_leaf(20, 20, MAX_ROWS, seed=1)
    paths = paths._replace(
        low=np.zeros(20, np.int32),
        high=np.ones(20, np.int32),
        missing=np.zeros(20, "?"),
    )
    numbers = np.arange(MAX_ROWS)
    for entry, feature in enumerate(paths.feature):  # the last ten entries count
        rows.codes[feature] = (numbers >> (entry - 10)) & 1 if entry >= 10 else 1
    lane, n_ranks = lanes_of(paths, 20)
    space = patterns_for(MAX_ROWS, 20, n_ranks)

    assert number_patterns(rows, paths, 0, lane, space) == MAX_ROWS
    assert np.array_equal(np.sort(space.number), numbers)
