"""Tests of genrelens.features.elimination."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.naive_bayes import GaussianNB

from genrelens.features.elimination import (
    Trial,
    eliminate,
    score_set,
    spare_clusters,
)

ROWS = np.arange(600)


@pytest.fixture
def trial():
    rng = np.random.default_rng(0)
    codes = rng.integers(0, 2, 600)
    X = pd.DataFrame(rng.normal(size=(600, 5)), columns=list("abcde"))
    X["c"] += 2.5 * codes
    X["e"] += 1.0 * codes
    ticks = []
    return Trial(
        make_model=lambda _: GaussianNB(),
        X=X,
        y=np.array(["x", "y"])[codes],
        score=lambda y, proba: float(np.log(proba[np.arange(len(y)), y]).mean()),
        clusters=(),
        n_repeats=3,
        tick=lambda: ticks.append(1),
    )


def test_planted_features_outlive_noise_the_stronger_the_longer(trial):
    order = eliminate(
        trial, train=ROWS[:400], held_out=ROWS[400:], sizes=(5, 3, 2, 1), seed=0
    )

    assert order[:2] == ["c", "e"]
    assert sorted(order) == list("abcde")


def test_a_single_feature_needs_no_ranking(trial):
    from dataclasses import replace

    lone = replace(trial, X=trial.X[["c"]], tick=lambda: pytest.fail("a fit was made"))

    assert eliminate(lone, train=ROWS, held_out=ROWS, sizes=(1,), seed=0) == ["c"]


def test_a_set_is_scored_on_tracks_kept_apart(trial):
    good, poor = (
        score_set(trial, names, train=ROWS[:400], test=ROWS[400:], seed=0)
        for names in (["c"], ["a"])
    )

    assert good > poor + 0.2


def test_one_step_drops_one_of_two_that_say_the_same():
    ranked = ["best", "noise", "twin", "other twin"]

    assert set(spare_clusters(ranked, 2, [("twin", "other twin")])[2:]) == {
        "noise",
        "other twin",
    }


def test_where_only_twins_are_left_they_go_after_all():
    ranked = ["a", "b", "c"]

    assert spare_clusters(ranked, 1, [("a", "b", "c")]) == ["a", "b", "c"]


@given(
    st.permutations(list("abcdefg")),
    st.integers(1, 7),
    st.lists(st.sampled_from("abcdefg"), unique=True, min_size=2, max_size=4),
)
def test_sparing_never_loses_a_feature_nor_reorders_the_kept(ranked, size, cluster):
    spared = spare_clusters(ranked, size, [tuple(cluster)])

    assert sorted(spared) == sorted(ranked)
    assert spared[:size] == [name for name in ranked if name in spared[:size]]
    dropped_twins = set(spared[size:]) & set(cluster)
    n_others = len(ranked) - len(cluster)
    assert len(dropped_twins) <= max(1, len(ranked) - size - n_others)
