"""Tests of genrelens.forest.shapley.background.counting."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest.shapley.background.counting import count_background, counts_for


@pytest.mark.parametrize(("n_path", "n_background"), [(1, 1), (4, 70), (16, 300)])
def test_each_pattern_is_listed_once_with_the_weight_of_its_rows(
    make_sides, to_numbers, n_path, n_background
) -> None:
    sides, _, others, _, helps = make_sides(n_path, 17, 2, n_background)
    counts = counts_for(n_background)

    for _ in range(2):  # the second time on used memory
        n_met = count_background(sides.background, others, 0, 0.25, counts)

    found = dict(zip(counts.met[:n_met].tolist(), counts.share[:n_met], strict=True))
    patterns, n_rows = np.unique(to_numbers(helps), return_counts=True)
    expected = dict(zip(patterns.tolist(), 0.25 * n_rows, strict=True))
    assert found == expected
    assert len(found) == n_met
