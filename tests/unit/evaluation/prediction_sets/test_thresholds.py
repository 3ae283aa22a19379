from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.evaluation.prediction_sets.set_rule import LEVELS
from genrelens.evaluation.prediction_sets.thresholds import (
    fit_set_rule,
    quantile_of_others,
)


@given(st.integers(1, 300), st.floats(0.005, 0.6))
def test_of_independent_values_it_is_the_split_conformal_quantile(
    n_values: int, level: float
) -> None:
    place = math.ceil((n_values + 1) * (1 - level) - 1e-9)
    values = np.arange(1.0, n_values + 1)
    expected = math.inf if place > n_values else float(place)
    assert quantile_of_others(values, level, float(n_values)) == expected


@given(st.integers(2, 60), st.integers(1, 6), st.floats(0.02, 0.5))
def test_of_equal_groups_it_is_the_hierarchical_quantile(
    n_groups: int, size: int, level: float
) -> None:
    """The slow truth: each group has one part of n + 1, the one to come is infinite."""
    values = np.sort(np.random.default_rng(n_groups).random(n_groups * size))
    mass, expected = 0.0, math.inf
    for value in values:
        mass += 1 / (size * (n_groups + 1))
        if mass >= 1 - level - 1e-9:
            expected = float(value)
            break
    assert quantile_of_others(values, level, float(n_groups)) == expected


def test_the_fewer_the_groups_the_larger_the_sets(draw_held_out) -> None:
    held_out = draw_held_out(1000)
    many = fit_set_rule(
        held_out.proba, held_out.codes, np.arange(1000), per_genre=False
    )
    few = fit_set_rule(
        held_out.proba, held_out.codes, np.arange(1000) // 50, per_genre=False
    )
    at = LEVELS.index(0.1)
    assert few.thresholds[0][at] > many.thresholds[0][at]
    assert few.thresholds[0][0] == math.inf


@pytest.mark.parametrize("score", ["lac", "aps", "raps"])
def test_sets_hold_new_tracks_as_often_as_promised(draw_held_out, score) -> None:
    learnt = draw_held_out(6000, seed=1)
    new = draw_held_out(6000, seed=2)
    rule = fit_set_rule(learnt.proba, learnt.codes, learnt.units, score=score)
    sets = rule.sets(new.proba, 0.1)
    held = sets[np.arange(6000), new.codes]
    assert held.mean() == pytest.approx(0.9, abs=0.02)
    for genre in range(4):
        assert held[new.codes == genre].mean() == pytest.approx(0.9, abs=0.04)


@pytest.mark.parametrize("per_genre", [False, True])
def test_sets_are_those_of_crepes(draw_held_out, per_genre: bool) -> None:
    crepes = pytest.importorskip("crepes", reason="an oracle of the test extra")
    held_out, new = draw_held_out(700, seed=3), draw_held_out(200, seed=4)
    rule = fit_set_rule(
        held_out.proba, held_out.codes, np.arange(700), per_genre=per_genre
    )
    own = 1 - held_out.proba[np.arange(700), held_out.codes]
    exact = 0.9 - 1e-9  # theirs rounds 1 - 0.9 to a hair below 0.1
    theirs = crepes.ConformalClassifier()
    if per_genre:
        theirs.fit(own, bins=held_out.codes)
        sets = np.column_stack(
            [
                theirs.predict_set(
                    1 - new.proba,
                    bins=np.full(200, genre),
                    confidence=exact,
                    smoothing=False,
                )[:, genre]
                for genre in range(4)
            ]
        )
    else:
        theirs.fit(own)
        sets = theirs.predict_set(1 - new.proba, confidence=exact, smoothing=False)
    assert np.array_equal(rule.sets(new.proba, 0.1), np.asarray(sets, dtype=bool))


def test_sets_are_those_of_mapie(draw_held_out) -> None:
    classification = pytest.importorskip(
        "mapie.classification", reason="an oracle of the test extra"
    )
    from sklearn.linear_model import LogisticRegression

    rng = np.random.default_rng(0)
    codes = rng.integers(0, 3, 900)
    X = rng.normal(0, 1, (900, 3)) + np.eye(3)[codes]
    model = LogisticRegression().fit(X[:300], codes[:300])
    theirs = classification.SplitConformalClassifier(
        model, confidence_level=0.9, conformity_score="lac", prefit=True
    )
    theirs.conformalize(X[300:600], codes[300:600])
    _, sets = theirs.predict_set(X[600:])
    rule = fit_set_rule(
        model.predict_proba(X[300:600]), codes[300:600], np.arange(300), per_genre=False
    )
    ours = rule.sets(model.predict_proba(X[600:]), 0.1)
    assert np.array_equal(ours, sets[:, :, 0])
