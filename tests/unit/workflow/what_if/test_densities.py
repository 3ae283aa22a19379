"""Shapes show where tracks are, and where none is."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from genrelens.explanation.flipping.spreads import Spread
from genrelens.workflow.what_if.densities import (
    N_BINS,
    density_of_spread,
    density_of_values,
)


@given(values=st.lists(st.floats(0, 10), min_size=1, max_size=50))
def test_a_step_is_empty_exactly_where_no_track_is(values: list[float]) -> None:
    numbers = np.array(values)
    found = density_of_values(
        numbers, np.zeros(len(numbers), np.int64), ["a", "b"], low=0, high=10
    )
    steps = (numbers / 10 * N_BINS).astype(int).clip(0, N_BINS - 1)
    filled = {place for place, letter in enumerate(found.overall) if letter != "0"}
    assert filled == set(steps.tolist())
    assert max(found.overall) == chr(ord("0") + 63)
    assert found.by_genre == {"a": found.overall, "b": ""}


def test_missing_values_and_those_beyond_the_ends_are_no_trouble() -> None:
    values = np.array([np.nan, -5.0, 50.0])
    found = density_of_values(values, np.zeros(3, np.int64), ["a"], low=0, high=10)
    assert found.overall[0] == found.overall[-1] == "o"
    assert set(found.overall[1:-1]) == {"0"}


def test_quantiles_give_a_shape_of_all_tracks_alone() -> None:
    spread = Spread(np.array([0.0, 5.0, 10.0]), np.array([0.0, 0.9, 1.0]))
    found = density_of_spread(spread, low=0, high=10)
    assert found.by_genre == {}
    assert found.overall[0] > found.overall[-1] > "0"
    assert (
        density_of_spread(Spread(np.empty(0), np.empty(0)), low=0, high=1).overall == ""
    )
