"""Tests of genrelens.evaluation.comparing.paired."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.errors import InputError
from genrelens.evaluation.comparing.paired import compare
from genrelens.evaluation.scores import HeldOut, score


def predictions(
    seed: int, skill: float, *, n_tracks: int = 600, n_groups: int = 150
) -> HeldOut:
    tracks = np.random.default_rng(0)
    codes = tracks.integers(0, 4, n_tracks)
    units = np.unique(tracks.integers(0, n_groups, n_tracks), return_inverse=True)[1]
    scores = np.random.default_rng(seed).normal(size=(n_tracks, 4))
    scores[np.arange(n_tracks), codes] += skill
    proba = np.exp(scores)
    proba /= proba.sum(axis=1, keepdims=True)
    return HeldOut.of(codes, proba, folds=units % 5, units=units)


def test_a_model_compared_with_itself_differs_by_exactly_nothing() -> None:
    one = predictions(1, 1.0)
    found = compare(one, one, seed=0)
    assert (found.value, found.low, found.high, found.p_value) == (0, 0, 0, 1)


def test_swapping_the_two_turns_the_sign_and_nothing_else() -> None:
    better, worse = predictions(1, 1.5), predictions(2, 1.2)
    there = compare(better, worse, metric="macro_auc_ovr", seed=3)
    back = compare(worse, better, metric="macro_auc_ovr", seed=3)
    assert there.value == -back.value
    assert there.low == pytest.approx(-back.high)
    assert there.p_value == pytest.approx(back.p_value)


def test_a_much_better_model_is_told_from_a_worse_one() -> None:
    better, worse = predictions(1, 2.5), predictions(2, 0.0)
    found = compare(better, worse, seed=0)
    own = score(better.codes, better.proba)["accuracy"]
    assert found.first == pytest.approx(own)
    assert found.low > 0.3
    assert found.p_value < 0.01
    assert (found.n_tracks, found.n_groups) == (600, int(better.units.max()) + 1)


def test_two_equal_models_are_called_different_in_few_of_many_cases() -> None:
    false_alarms = sum(
        not (found.low <= 0 <= found.high)
        for seed in range(60)
        for found in [
            compare(
                predictions(2 * seed, 1.0, n_tracks=200, n_groups=60),
                predictions(2 * seed + 1, 1.0, n_tracks=200, n_groups=60),
                seed=seed,
                n_replicates=200,
            )
        ]
    )
    assert false_alarms <= 5


def test_the_interval_leaves_zero_out_exactly_where_p_is_small() -> None:
    for seed in range(20):
        found = compare(predictions(seed, 1.0), predictions(seed + 50, 1.2), seed=0)
        is_out = not (found.low <= 0 <= found.high)
        if abs(found.p_value - 0.05) > 0.01:
            assert is_out == (found.p_value < 0.05)


def test_predictions_of_other_tracks_are_refused_with_their_counts() -> None:
    one = predictions(1, 1.0)
    other = predictions(1, 1.0, n_tracks=500)
    with pytest.raises(InputError, match="600 and 500 tracks"):
        compare(one, other, seed=0)


def test_a_score_that_is_not_defined_is_refused() -> None:
    codes = np.zeros(20, dtype=np.int64)
    proba = np.full((20, 2), 0.5)
    one = HeldOut.of(codes, proba)
    with pytest.raises(InputError, match="not defined for these 20 tracks"):
        compare(one, one, metric="macro_auc_ovr", seed=0)
