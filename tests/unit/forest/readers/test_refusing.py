"""Tests of genrelens.forest.readers.refusing."""

from __future__ import annotations

from sklearn.exceptions import NotFittedError

from genrelens.errors import InputError
from genrelens.forest.readers.refusing import not_fitted, not_readable


def test_sentences_name_the_class_what_was_found_and_the_remedy() -> None:
    error = not_readable([], "no trees", "Give trees.")

    assert isinstance(error, InputError)
    assert str(error) == "The list has no trees. Give trees."


def test_an_unfitted_model_is_an_error_of_scikit_learn_as_well() -> None:
    error = not_fitted(type("Odd\nName", (), {})())

    assert isinstance(error, NotFittedError)
    assert str(error).startswith(r"The Odd\nName is not fitted.")
