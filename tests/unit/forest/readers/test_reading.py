"""Tests of genrelens.forest.readers.reading."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from sklearn.ensemble import IsolationForest, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from genrelens.errors import InputError, NotTrainedError
from genrelens.forest.readers import scikit_forests
from genrelens.forest.readers.reading import find_reader, read_model

ALONE = """
import sys
import genrelens.forest.explaining
from genrelens.forest.readers import reading
foreign = {"lightgbm", "xgboost", "catboost", "pandas"}
assert not foreign & set(sys.modules), foreign & set(sys.modules)
for name in set(reading._READERS.values()):
    __import__("genrelens.forest.readers." + name)
assert not foreign & set(sys.modules), foreign & set(sys.modules)
"""


def test_no_library_is_imported_before_one_of_its_models_is_given() -> None:
    subprocess.run([sys.executable, "-c", ALONE], check=True)


def test_classes_derived_from_a_known_one_are_read(draw_table) -> None:
    class OwnForest(RandomForestClassifier):
        """A forest of somebody's own."""

    X, y = draw_table(3)
    model = OwnForest(3, random_state=0).fit(X, y)

    np.testing.assert_allclose(
        read_model(model).predict(X), model.predict_proba(X), atol=1e-12
    )


def test_another_kind_of_model_is_refused_with_what_can_be_read() -> None:
    for other in (LogisticRegression(), IsolationForest(), "a model", None):
        words = f"A {type(other).__name__} is not among .*LGBMModel.*XGBModel"
        with pytest.raises(InputError, match=words):
            find_reader(other)


def test_a_pipeline_is_refused_with_the_way_out() -> None:
    pipeline = make_pipeline(StandardScaler(), RandomForestClassifier())

    with pytest.raises(InputError, match=r"Pipeline is not .* give the last step"):
        read_model(pipeline)


def test_a_model_that_keeps_its_trees_in_another_way_is_refused(
    draw_table, monkeypatch
) -> None:
    """As those of an older or newer version of its library may."""

    def read_another_version(model):
        return {}["iteration_indptr"]

    monkeypatch.setattr(scikit_forests, "read", read_another_version)
    model = RandomForestClassifier(2, random_state=0).fit(*draw_table(2))

    with pytest.raises(InputError, match="has no 'iteration_indptr' where"):
        read_model(model)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (AttributeError("no 'tree_'\n"), r"\(AttributeError: no 'tree_'\\n\)"),
        (IndexError("out of range"), r"\(IndexError: out of range\)"),
        (TypeError("a str"), r"\(TypeError: a str\)"),
        (ValueError("x" * 999), r"\(ValueError: x{199}…\)"),
    ],
)
def test_whatever_a_changed_library_brings_about_is_told_in_one_sentence(
    draw_table, monkeypatch, error, words
) -> None:
    def read_another_version(model):
        raise error

    monkeypatch.setattr(scikit_forests, "read", read_another_version)
    model = RandomForestClassifier(2, random_state=0).fit(*draw_table(2))

    with pytest.raises(InputError, match=rf"has another inner form .* {words}\. Fit"):
        read_model(model)


def test_our_own_errors_are_passed_on_as_they_are() -> None:
    """That of an unfitted model is an AttributeError and a ValueError as well."""
    with pytest.raises(NotTrainedError, match=r"^The RandomForestClassifier is not"):
        read_model(RandomForestClassifier())
