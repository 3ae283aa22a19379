"""Tests of genrelens.forest.shapley.pairs.lane_layout."""

from __future__ import annotations

import pytest

from genrelens.forest.shapley.pairs.lane_layout import LANES, lay_out


@pytest.mark.parametrize("n_features", [1, 2, 7, 8, 9, 16, 17, 57])
def test_every_sum_has_a_place_of_its_own(n_features) -> None:
    layout = lay_out(n_features)

    places = [layout.pair_start[i] + j for i in range(n_features) for j in range(i)]
    places += [layout.effect_start + i for i in range(n_features)]
    places += [layout.own_start + i for i in range(n_features)]

    assert len(set(places)) == len(places)
    assert min(places) >= 0
    assert max(places) < layout.width


@pytest.mark.parametrize("n_features", [1, 8, 9, 57])
def test_steps_of_all_lanes_stay_inside_and_off_their_neighbours(n_features) -> None:
    layout = lay_out(n_features)
    starts = [*layout.pair_start, layout.effect_start, layout.own_start]

    assert all(start % LANES == 0 for start in (*starts, layout.width))
    for i, start in enumerate(layout.pair_start):
        assert start + LANES * (i // LANES + 1) <= starts[i + 1]
