from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelens.evaluation.comparing.paired import compare
from genrelens.evaluation.leak_prices.scoring import compare_answers
from genrelens.evaluation.scores import HeldOut, score


def hold_out(seed, codes, units, folds, *, skill):
    rng = np.random.default_rng(seed)
    proba = rng.dirichlet(np.ones(4), len(codes))
    proba[np.arange(len(codes)), codes] += skill * rng.random(len(codes))
    return HeldOut.of(
        codes, proba / proba.sum(axis=1, keepdims=True), folds=folds, units=units
    )


def draw(seed, n_tracks=200, n_genres=4):
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, n_genres, n_tracks)
    units = np.unique(rng.integers(0, 60, n_tracks), return_inverse=True)[1]
    folds = units % 4
    return (
        hold_out(seed + 1, codes, units, folds, skill=1.5),
        hold_out(seed + 2, codes, units, folds, skill=0.5),
    )


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_values_are_those_of_the_usual_scores(seed):
    for side, held_out in zip(("with_", "without"), draw(seed), strict=True):
        usual = score(held_out.codes, held_out.proba)
        for found in compare_answers(*draw(seed), seed=1):
            assert getattr(found, side).value == pytest.approx(usual[found.metric])


def test_differences_are_those_of_the_usual_comparison():
    first, second = draw(5)
    for found in compare_answers(first, second, seed=9):
        usual = compare(
            first, second, metric=found.metric, seed=9, n_replicates=1000
        ).to_dict()
        mine = found.difference.to_dict()
        assert {k: v for k, v in mine.items() if k != "metric"} == pytest.approx(
            {k: v for k, v in usual.items() if k != "metric"}, abs=1e-9
        )


def test_equal_answers_have_no_price():
    first, _ = draw(6)
    for found in compare_answers(first, first, seed=0):
        difference = found.difference
        assert (difference.value, difference.low, difference.high) == (0.0, 0.0, 0.0)


def test_the_price_turns_its_sign_with_the_sides():
    first, second = draw(7)
    one = compare_answers(first, second, seed=0)[0].difference
    other = compare_answers(second, first, seed=0)[0].difference
    assert one.value == -other.value
    assert one.low == pytest.approx(-other.high)


def test_a_genre_without_tracks_is_left_out_of_the_mean():
    codes = np.array([0, 1, 0, 1])
    proba = np.eye(3)[codes]
    held_out = HeldOut.of(codes, proba)
    assert compare_answers(held_out, held_out, seed=0)[1].with_.value == 1.0
