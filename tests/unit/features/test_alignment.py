"""Tests of genrelens.features.alignment."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from genrelens.errors import InputError
from genrelens.features.alignment import aligned_proba, genre_positions

X = pd.DataFrame({"u": [0.0, 2.0], "v": [1.0, -1.0]})


def test_classes_are_put_in_the_order_of_the_genres(table_model):
    model = table_model(["rock", "edm"], ["u", "v"])

    aligned = aligned_proba(model, X, ["edm", "pop", "rock"])

    np.testing.assert_array_equal(aligned[:, 2], model.predict_proba(X)[:, 0])
    np.testing.assert_array_equal(aligned[:, 0], model.predict_proba(X)[:, 1])


def test_a_genre_missing_from_the_model_has_no_probability(table_model):
    model = table_model(["rock", "edm"], ["u", "v"])

    aligned = aligned_proba(model, X, ["edm", "pop", "rock"])

    assert (aligned[:, 1] == 0).all()
    np.testing.assert_allclose(aligned.sum(axis=1), 1)


def test_a_genre_unknown_to_the_table_is_refused_by_name(table_model):
    model = table_model(["rock", "pol\x1bka"], ["u", "v"])

    with pytest.raises(InputError, match=r"1 of 2 genres .* 'pol\\x1bka'"):
        genre_positions(model, ["rock", "pop"])
