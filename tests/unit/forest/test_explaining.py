"""Tests of genrelens.forest.explaining."""

from __future__ import annotations

import lightgbm
import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier

from genrelens.errors import AdditivityError, InputError, NotTrainedError
from genrelens.forest.explaining import explain
from genrelens.forest.predicting import predict_proba
from genrelens.forest.readers import lightgbm as reader
from genrelens.forest.readers import scikit_forests
from genrelens.forest.readers.reading import read_model
from genrelens.forest.shapley import path_dependent
from genrelens.forest.shapley.brute_force import shapley_by_definition


@pytest.fixture(scope="module")
def fitted(make_table):
    X, y = make_table(300, 5, 3, missing=0.1)
    names = np.array(["jazz", "pop", "rock"])
    forest = RandomForestClassifier(4, min_samples_leaf=3, random_state=0)
    booster = lightgbm.LGBMClassifier(n_estimators=4, n_jobs=1, verbose=-1)
    return forest.fit(X, names[y]), booster.fit(X, names[y]), X


@pytest.mark.parametrize("which", [0, 1])
def test_values_are_those_of_the_definition(fitted, which) -> None:
    model, X = fitted[which], fitted[2][:4]
    read = read_model(model)

    ours = explain(model, X)

    expected = read.scale * shapley_by_definition(read.trees, read.code(X))
    np.testing.assert_allclose(ours.values, expected, rtol=0, atol=1e-13)


def test_outputs_are_named_and_their_unit_is_told(fitted) -> None:
    forest, booster, X = fitted

    assert explain(forest, X[:1]).unit == "probability"
    ours = explain(booster, X[:9])
    assert ours.unit == "margin"
    assert ours.genres == ("jazz", "pop", "rock")
    assert (ours.values.shape, ours.base.shape) == ((9, 5, 3), (3,))
    assert ours.features is None


def test_values_and_base_add_up_to_the_models_own_output(fitted) -> None:
    forest, booster, X = fitted

    ours = explain(forest, X)
    np.testing.assert_allclose(
        ours.base + ours.values.sum(axis=1), forest.predict_proba(X), atol=1e-12
    )
    ours = explain(booster, X)
    np.testing.assert_allclose(
        ours.base + ours.values.sum(axis=1),
        booster.predict_proba(X, raw_score=True),
        atol=1e-12,
    )


@pytest.mark.parametrize("n_rows", [99, 300])
def test_values_have_the_same_bits_on_any_number_of_threads(fitted, n_rows) -> None:
    _, booster, X = fitted
    together = explain(booster, X[:n_rows], n_jobs=1).values

    assert explain(booster, X[:n_rows], n_jobs=4).values.tobytes() == together.tobytes()


def test_a_row_has_the_same_bits_alone_and_among_fewer_than_a_hundred(fitted) -> None:
    """Among more, rows are taken together, and the last bits can differ."""
    _, booster, X = fitted
    alone = explain(booster, X[5:6]).values

    assert explain(booster, X[:99]).values[5].tobytes() == alone.tobytes()
    np.testing.assert_allclose(explain(booster, X).values[5:6], alone, atol=1e-13)


def test_rows_done_are_told(fitted) -> None:
    told = []

    explain(fitted[0], fitted[2], on_rows=told.append)

    assert told[-1] == len(fitted[2])


def test_no_rows_give_no_values(fitted) -> None:
    ours = explain(fitted[0], np.zeros((0, 5)))

    assert ours.values.shape == (0, 5, 3)
    assert ours.base.sum() == pytest.approx(1)


@pytest.mark.parametrize("which", [0, 1])
def test_values_that_miss_the_models_own_output_are_never_handed_out(
    fitted, monkeypatch, which
) -> None:
    """As they would, were a model read in a way that its library no longer means."""
    module = (scikit_forests, reader)[which]

    def answer_a_little_more(model, X):
        answer = ask(model, X)
        answer[3:, 1] += 1e-7
        return answer

    ask = module.ask
    monkeypatch.setattr(module, "ask", answer_a_little_more)
    words = r"297 of 300 rows do not add up .* by up to 1e-07 .* the first in row 3"
    with pytest.raises(AdditivityError, match=words):
        explain(fitted[which], fitted[2])


@pytest.mark.parametrize(
    ("X", "words"),
    [
        (np.zeros((2, 4)), "4 features, the forest was grown on 5"),
        ([[0.0, 0.0, np.inf, 0.0, 0.0]], "infinite"),
        ([["a"] * 5], "cannot compare"),
        (np.zeros(5), "two axes"),
    ],
)
@pytest.mark.parametrize("which", [0, 1])
def test_rows_that_cannot_be_used_are_refused(fitted, which, X, words) -> None:
    with pytest.raises(InputError, match=words):
        explain(fitted[which], X)


def test_an_unfitted_and_an_unknown_model_are_refused(fitted) -> None:
    with pytest.raises(NotTrainedError, match="is not fitted"):
        explain(RandomForestClassifier(), fitted[2])
    with pytest.raises(InputError, match="A dict is not among"):
        explain({}, fitted[2])


@pytest.mark.parametrize("which", [0, 1])
def test_a_model_that_was_read_before_gives_the_same_bits(fitted, which) -> None:
    kept = read_model(fitted[which])

    for X in (fitted[2][:3], fitted[2]):
        ours, theirs = explain(kept, X), explain(fitted[which], X)
        assert ours.values.tobytes() == theirs.values.tobytes()
        assert ours.base.tobytes() == theirs.base.tobytes()
        assert (ours.genres, ours.unit) == (theirs.genres, theirs.unit)


def test_a_model_that_was_read_before_is_held_to_its_own_predict(
    fitted, monkeypatch
) -> None:
    kept, X = read_model(fitted[1]), fitted[2][:40]
    ours = explain(kept, X)
    total = ours.base + ours.values.sum(axis=1)
    np.testing.assert_allclose(total, kept.predict(X), rtol=0, atol=kept.tolerance)

    def predict_a_little_more(forest, rows, *, n_jobs):
        return predict_proba(forest, rows, n_jobs=n_jobs) + 1e-8

    monkeypatch.setattr(path_dependent, "predict_proba", predict_a_little_more)
    with pytest.raises(AdditivityError, match="40 of 40 rows do not add up"):
        explain(kept, X)
