"""Tests of genrelens.evaluation.curves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score, roc_curve

from genrelens.evaluation.curves import MAX_POINTS, trace_curve, trace_curves
from genrelens.evaluation.results import Estimate
from genrelens.evaluation.scores import score

ONE_FOLD = np.zeros(5000, dtype=np.int64)


def test_a_short_curve_is_that_of_scikit_learn() -> None:
    rng = np.random.default_rng(0)
    own, scores = rng.random(80) < 0.4, np.round(rng.random(80), 1)

    false_rate, true_rate = trace_curve(own, scores, ONE_FOLD[:80])

    theirs = roc_curve(own, scores, drop_intermediate=False)
    np.testing.assert_allclose(false_rate, theirs[0])
    np.testing.assert_allclose(true_rate, theirs[1])


def test_a_long_curve_is_thinned_and_keeps_its_area() -> None:
    rng = np.random.default_rng(0)
    own = rng.random(5000) < 0.3
    scores = rng.normal(size=5000) + own

    false_rate, true_rate = trace_curve(own, scores, ONE_FOLD)

    assert len(false_rate) == MAX_POINTS
    area = np.trapezoid(true_rate, false_rate)
    assert area == pytest.approx(roc_auc_score(own, scores), abs=2e-3)


def test_the_area_of_the_mean_curve_is_the_area_within_folds() -> None:
    rng = np.random.default_rng(1)
    codes, folds = rng.integers(0, 2, 3000), rng.integers(0, 5, 3000)
    second = 1 / (1 + np.exp(-(codes + rng.normal(size=3000) + 2 * folds)))
    proba = np.column_stack([1 - second, second])

    false_rate, true_rate = trace_curve(codes == 1, second, folds)

    within = score(codes, proba, folds=folds)["macro_auc_ovr"]
    assert np.trapezoid(true_rate, false_rate) == pytest.approx(within, abs=3e-3)


@given(st.data())
def test_every_curve_rises_from_corner_to_corner(data: st.DataObject) -> None:
    n = data.draw(st.integers(4, 40))
    whole = st.integers(0, 3)
    own = np.array(data.draw(st.lists(whole, min_size=n, max_size=n))) == 0
    own[:2] = True, False
    scores = np.array(data.draw(st.lists(whole, min_size=n, max_size=n))) / 3
    folds = np.array(data.draw(st.lists(whole, min_size=n, max_size=n)))
    folds[:2] = 0

    false_rate, true_rate = trace_curve(own, scores, folds)

    assert (false_rate[0], true_rate[0]) == (0, 0)
    assert false_rate[-1] == pytest.approx(1)
    assert true_rate[-1] == pytest.approx(1)
    assert (np.diff(false_rate) >= 0).all()
    assert (np.diff(true_rate) >= -1e-12).all()
    assert len(false_rate) <= MAX_POINTS


def test_a_genre_that_cannot_be_ranked_gets_no_curve() -> None:
    area = Estimate(0.5, 0.4, 0.6)

    curves = trace_curves(
        np.array([0, 1, 0, 1]),
        np.full((4, 3), 1 / 3),
        ONE_FOLD[:4],
        ["dub", "house", "techno"],
        [area, area, None],
    )

    assert [curve.genre for curve in curves] == ["dub", "house"]
