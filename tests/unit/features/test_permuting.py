"""Tests of genrelens.features.permuting."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from genrelens.features.permuting import score_drops


@pytest.fixture
def case(table_model):
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(300, 3)), columns=["u", "v", "noise"])
    model = table_model(["a", "b"], ["u", "v"])
    codes = model.predict_proba(X).argmax(axis=1)

    def score(proba):
        return float((proba.argmax(axis=1) == codes).mean())

    return model, X, score


def _drops(case, blocks, **options):
    model, X, score = case
    options = {"n_repeats": 3, "rng": np.random.default_rng(1)} | options
    return score_drops(model, X, ["a", "b"], blocks, score=score, **options)


def test_what_the_model_ignores_costs_exactly_nothing(case):
    drops = _drops(case, [["noise"], ["u"], ["v"]])

    assert drops.shape == (3, 3)
    assert (drops[0] == 0).all()
    assert (drops[1:] > 0.1).all()


def test_a_block_is_shuffled_together(case):
    """The model looks at u - v: shuffling both alike only moves whole answers."""
    model, X, _ = case
    before = np.sort(model.predict_proba(X)[:, 0])
    seen = []

    def watch(proba):
        seen.append(np.sort(proba[:, 0]))
        return 0.0

    score_drops(
        model,
        X,
        ["a", "b"],
        [["u", "v"]],
        score=watch,
        n_repeats=2,
        rng=np.random.default_rng(0),
    )

    assert len(seen) == 3
    for answers in seen:
        np.testing.assert_allclose(answers, before)


def test_the_order_of_blocks_changes_nothing(case):
    there = _drops(case, [["u"], ["v"], ["noise"]])
    back = _drops(case, [["noise"], ["v"], ["u"]])

    np.testing.assert_array_equal(there, back[::-1])


def test_the_table_given_is_left_as_it_was(case):
    before = case[1].copy()

    _drops(case, [["u"], ["u", "v"]])

    pd.testing.assert_frame_equal(case[1], before)


def test_text_columns_are_shuffled_as_text():
    X = pd.DataFrame({"mood": pd.Series(["calm", "wild"] * 50, dtype="str")})

    class Moody:
        classes_ = np.array(["a", "b"])

        def predict_proba(self, X):
            assert str(X["mood"].dtype) == "str"
            return np.column_stack([X["mood"] == "calm", X["mood"] == "wild"])

    drops = score_drops(
        Moody(),
        X,
        ["a", "b"],
        [["mood"]],
        score=lambda proba: float((proba.argmax(1) == [0, 1] * 50).mean()),
        n_repeats=4,
        rng=np.random.default_rng(0),
    )

    assert drops.mean() == pytest.approx(0.5, abs=0.15)
