"""Tests of genrelens.forest.shapley.background.lines."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest.shapley.background.counting import count_background, counts_for
from genrelens.forest.shapley.background.lines import (
    fill_lines,
    lines_for,
    spread_background,
)
from genrelens.forest.shapley.background.partners import index_partners, partners_for
from genrelens.forest.shapley.leafwise.pattern_tables import LANES


@pytest.mark.parametrize(
    ("n_path", "n_features", "n_background"),
    [(1, 1, 1), (5, 16, 40), (9, 12, 300), (16, 16, 100), (7, 40, 30)],
)
def test_lines_are_the_effects_of_all_pairs(
    make_sides, effect_of_pairs, to_numbers, n_path, n_features, n_background
) -> None:
    """In lanes of features up to 16 of them, else in lanes of the path."""
    sides, paths, others, passes, helps = make_sides(
        n_path, n_features, 60, n_background
    )
    counts, partners = counts_for(n_background), partners_for(n_background)
    lines = lines_for(60, n_background)
    lines.table[:] = np.nan  # left by another leaf
    n_met = count_background(sides.background, others, 0, sides.weight, counts)
    n_words = index_partners(n_path, counts.met, n_met, partners)
    lines.met[:60] = to_numbers(passes)

    spread_background(paths.feature, n_features, counts, n_met, lines)
    fill_lines(
        *(n_path, 60, counts.share, partners, n_words, sides.weights, lines),
    )

    expected = np.zeros((60, LANES))
    lanes = paths.feature if n_features <= LANES else np.arange(n_path)
    expected[:, lanes] = effect_of_pairs(passes, helps)
    assert expected.any()
    np.testing.assert_allclose(lines.table, expected, rtol=0, atol=1e-15)
