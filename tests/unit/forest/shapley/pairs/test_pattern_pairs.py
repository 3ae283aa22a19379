"""Tests of genrelens.forest.shapley.pairs.pattern_pairs."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest.shapley.pairs.lane_layout import LANES, lay_out
from genrelens.forest.shapley.pairs.leaf_lanes import lanes_for, prepare_leaf
from genrelens.forest.shapley.pairs.path_patterns import number_patterns, patterns_for
from genrelens.forest.shapley.pairs.pattern_pairs import fill_table, table_for


@pytest.mark.parametrize(
    ("n_path", "n_features"), [(1, 1), (1, 9), (2, 2), (5, 7), (8, 8), (9, 9), (9, 40)]
)
def test_each_row_finds_its_pairs_as_defined(
    make_leaf, pairs_by_definition, n_path, n_features
) -> None:
    n_rows = 12
    rows, paths, passes = make_leaf(n_path, n_features, n_rows, seed=n_path)
    layout = lay_out(n_features)
    lanes, longest = lanes_for(n_features, n_path), n_path
    counts = prepare_leaf(paths, 0, layout, lanes)
    patterns = patterns_for(n_rows, longest, len(lanes.share) // LANES)
    n_met = number_patterns(rows, paths, 0, lanes.lane, patterns)
    space = table_for(n_rows, lanes)

    fill_table(counts, n_met, patterns, lanes, space)

    n_chunks = int(counts.n_chunks)
    for row in range(n_rows):
        first = int(patterns.number[row]) * LANES * n_chunks
        sums = np.zeros(layout.width)
        for chunk in range(n_chunks):
            to, at = int(lanes.column[chunk]), first + LANES * chunk
            sums[to : to + LANES] += space.table[at : at + LANES]
        matrix, effect = pairs_by_definition(passes[row].astype(float), paths.share)
        for one, i in enumerate(paths.feature):
            found = sums[layout.effect_start + i], sums[layout.own_start + i]
            expected = effect[one], matrix[one, one]
            np.testing.assert_allclose(found, expected, atol=1e-14)
            for other, j in enumerate(paths.feature):
                if j < i:
                    found = sums[layout.pair_start[i] + j]
                    assert found == pytest.approx(matrix[one, other], abs=1e-14)
