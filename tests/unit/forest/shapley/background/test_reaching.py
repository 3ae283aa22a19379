"""Tests of genrelens.forest.shapley.background.reaching."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelens.forest.shapley.background.reaching import mark_reaching, pick_rows


@settings(max_examples=60, deadline=None)
@given(data=st.data(), n_bits=st.integers(1, 16), n_rows=st.sampled_from([0, 1, 65]))
def test_rows_are_picked_that_lack_nothing_that_some_background_row_has_not(
    data, n_bits, n_rows
) -> None:
    every = (1 << n_bits) - 1
    met = data.draw(st.lists(st.integers(0, every), min_size=1, max_size=5))
    rows = data.draw(st.lists(st.integers(0, every), min_size=n_rows, max_size=n_rows))
    reaching = np.full(1024, 2**64 - 1, dtype=np.uint64)  # left by another leaf
    picked = np.zeros(n_rows + 1, dtype=np.uint16)
    of_picked = np.zeros(n_rows + 1, dtype=np.uint16)
    pattern = np.array(rows, dtype=np.uint16)

    mark_reaching(n_bits, np.array(met, dtype=np.uint16), len(met), reaching)
    n_picked = pick_rows(pattern, reaching, picked, of_picked)

    expected = [
        row for row, own in enumerate(rows) if any(own | each == every for each in met)
    ]
    assert picked[:n_picked].tolist() == expected
    assert of_picked[:n_picked].tolist() == [rows[row] for row in expected]
