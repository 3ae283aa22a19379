from __future__ import annotations

import numpy as np
import pytest

from genrelens.evaluation.labels.group_ratios import (
    draw_sums,
    estimate_ratio,
)


def test_drawings_hold_as_many_groups_as_there_are_and_average_to_the_whole() -> None:
    sums = np.stack([np.ones(40), np.arange(40.0)])
    drawn = draw_sums(sums, seed=0, n_replicates=2000)
    assert (drawn[0] == 40).all()
    assert drawn[1].mean() == pytest.approx(sums[1].sum(), rel=0.01)


def test_an_interval_covers_the_truth_of_grouped_tracks_in_about_95_of_100() -> None:
    covered = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        units = np.repeat(np.arange(60), 5)
        chance = rng.beta(2, 2, 60)[units]  # mean 0.5, alike within a group
        right = (rng.random(300) < chance).astype(float)
        found = estimate_ratio(right, np.ones(300), units, seed=seed)
        covered += found.low <= 0.5 <= found.high
    assert covered >= 88


def test_the_same_seed_gives_the_same_interval() -> None:
    values, units = np.linspace(0, 1, 30), np.arange(30) // 3
    one, other = (estimate_ratio(values, np.ones(30), units, seed=4) for _ in range(2))
    assert one == other
    assert one.low < one.value < one.high
