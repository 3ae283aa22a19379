from __future__ import annotations

import numpy as np
import pytest

from genrelens.evaluation.intervals import draw_weights, estimate, stretch_of
from genrelens.evaluation.overlap.resampling import draw_groups


def test_the_drawings_are_those_of_single_scores(plant) -> None:
    held_out = plant([0, 1, 5])
    draws = draw_groups(held_out, seed=3, n_replicates=100)
    same = np.hstack(list(draw_weights(draws.n_groups, 100, 3)))
    assert np.array_equal(draws.weights, same)
    assert draws.stretch == stretch_of(held_out)


def test_accuracy_gets_the_interval_of_the_scenario(plant) -> None:
    held_out = plant([0, 1, 5])
    draws = draw_groups(held_out, seed=3, n_replicates=200)
    is_right = held_out.proba.argmax(axis=1) == held_out.codes
    found = draws.ratio(is_right.astype(float), np.ones(len(is_right)))
    known = estimate([held_out], seed=3, n_replicates=200).metrics["accuracy"]
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx(
        (known.value, known.low, known.high)
    )


def test_sums_are_those_of_the_groups_times_how_often_they_were_drawn(plant) -> None:
    held_out = plant([0, 1], n_tracks=30)
    draws = draw_groups(held_out, seed=1, n_replicates=70)
    values = np.random.default_rng(0).normal(size=60)
    expected = values @ draws.weights[held_out.units].astype(float)
    assert draws.sums(values) == pytest.approx(expected)


def test_a_share_of_nothing_is_not_defined(plant) -> None:
    draws = draw_groups(plant([0, 1], n_tracks=10), seed=1, n_replicates=20)
    assert draws.ratio(np.zeros(20), np.zeros(20)) is None


def test_an_interval_holds_its_value_and_stays_within_its_limits(plant) -> None:
    draws = draw_groups(plant([0, 1], n_tracks=10), seed=1, n_replicates=20)
    found = draws.around(0.9, np.array([0.95, np.nan, 0.99]), lowest=0.0, highest=1.0)
    assert (found.low, found.value, found.high) == (0.9, 0.9, 1.0)
