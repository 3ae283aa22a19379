from __future__ import annotations

import numpy as np
import pytest

from genrelens.errors import InputError
from genrelens.evaluation.comparing.paired import compare
from genrelens.evaluation.comparing.together import (
    SCORES,
    normal_p_value,
    score_together,
)
from genrelens.evaluation.intervals import estimate
from genrelens.evaluation.scores import HeldOut


def _held_out(seed: int, signal: float, n_tracks: int = 200) -> HeldOut:
    """Draw predictions; tracks, genres, folds and groups do not depend on the seed."""
    codes = np.arange(n_tracks) % 3
    units = np.arange(n_tracks) // 2
    rng = np.random.default_rng(seed)
    proba = rng.random((n_tracks, 3)) + signal * np.eye(3)[codes]
    return HeldOut.of(
        codes,
        proba / proba.sum(axis=1, keepdims=True),
        folds=units % 4,
        units=units,
    )


def test_two_sets_differ_as_the_comparison_of_pairs_says() -> None:
    first, second = _held_out(1, 0.3), _held_out(2, 0.25)
    scored = score_together([first, second], seed=5, n_replicates=200)
    for metric in SCORES:
        expected = compare(first, second, metric=metric, seed=5, n_replicates=200)
        found = scored.difference(metric, 0, 1)
        assert found.p_value <= expected.p_value
        for name in ("value", "low", "high", "n_tracks", "n_groups"):
            assert getattr(found, name) == pytest.approx(getattr(expected, name))


def test_intervals_are_those_of_single_scores() -> None:
    held_out = _held_out(1, 0.3)
    scored = score_together([held_out], seed=5, by_genre=True, n_replicates=200)
    expected = estimate([held_out], seed=5, n_replicates=200)
    for metric, found in scored.estimates(0).items():
        assert found == pytest.approx(expected.metrics[metric], abs=1e-12) or (
            found.to_dict() == pytest.approx(expected.metrics[metric].to_dict())
        )
    for genre in range(3):
        found = scored.genre_estimate("recall", 0, genre)
        assert found is not None
        own = expected.by_genre["recall"][genre]
        assert own is not None
        assert found.to_dict() == pytest.approx(own.to_dict())


def test_a_set_does_not_differ_from_itself() -> None:
    held_out = _held_out(1, 0.3)
    scored = score_together([held_out, held_out], seed=0, n_replicates=50)
    found = scored.difference("accuracy", 0, 1)
    assert (found.value, found.low, found.high, found.p_value) == (0, 0, 0, 1)


def test_a_plain_difference_gets_a_p_value_below_what_drawings_resolve() -> None:
    sets = [_held_out(1, 2.0), _held_out(2, 0.0)]
    found = score_together(sets, seed=0, n_replicates=50).difference("accuracy", 0, 1)
    assert found.p_value < 1e-6


def test_a_score_that_is_not_defined_is_left_out_and_refused() -> None:
    codes, folds = np.array([0, 0, 1, 1]), np.array([0, 0, 1, 1])
    proba = np.full((4, 2), 0.5)
    held_out = HeldOut.of(codes, proba, folds=folds)
    scored = score_together([held_out, held_out], seed=0, n_replicates=20)
    assert scored.defined == ("accuracy",)
    assert set(scored.estimates(0)) == {"accuracy"}
    with pytest.raises(InputError, match=r"'macro_auc_ovr' is not defined for these 4"):
        scored.difference("macro_auc_ovr", 0, 1)


def test_a_genre_without_tracks_has_no_estimate() -> None:
    proba = np.full((4, 3), 1 / 3)
    held_out = HeldOut.of(np.array([0, 1, 0, 1]), proba)
    scored = score_together([held_out], seed=0, by_genre=True, n_replicates=20)
    assert scored.genre_estimate("recall", 0, 2) is None


def test_other_tracks_are_refused() -> None:
    with pytest.raises(InputError, match="200 and 190 tracks are not of the same"):
        score_together([_held_out(1, 0.3), _held_out(1, 0.3, 190)], seed=0)


def test_a_normal_p_value_is_that_of_the_textbook() -> None:
    drawings = np.array([-1.0, 1.0])
    assert normal_p_value(1.959964, drawings, 1.0) == pytest.approx(0.05, abs=1e-6)
    assert normal_p_value(1.959964, drawings, 2.0) > 0.3
    assert normal_p_value(0.1, np.zeros(3), 1.0) == 1.0
