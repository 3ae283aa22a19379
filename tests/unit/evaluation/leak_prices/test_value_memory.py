from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import BaseEstimator, ClassifierMixin

from genrelens.evaluation.leak_prices.value_memory import ValueMemory


class Looker(ClassifierMixin, BaseEstimator):
    """Keep what it was shown."""

    def fit(self, X, y):
        self.shown_ = X["list"].to_numpy()
        self.classes_ = np.unique(y)
        return self

    def predict_proba(self, X):
        return np.column_stack([X["list"], 1 - X["list"]])


def shown(values, genres):
    frame = pd.DataFrame({"list": pd.Series(values, dtype="str")})
    return ValueMemory(Looker(), "list").fit(frame, np.array(genres))


def slow(values, genres):
    """Count the other tracks of each value, one track after the other."""
    names = np.unique(genres).tolist()
    told = []
    for place, value in enumerate(values):
        others = [
            names.index(g)
            for k, (v, g) in enumerate(zip(values, genres, strict=True))
            if v == value and k != place and value is not None
        ]
        counts = np.bincount(others, minlength=len(names))
        told.append(set(np.flatnonzero(counts == counts.max())) if others else None)
    return told


cells = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c", None]), st.sampled_from("xyz")),
    min_size=1,
    max_size=25,
)


@given(cells)
def test_each_track_sees_the_commonest_genre_of_other_tracks_alone(pairs):
    values, genres = zip(*pairs, strict=True)
    seen = shown(values, genres).model_.shown_
    for code, allowed in zip(seen, slow(values, genres), strict=True):
        assert np.isnan(code) if allowed is None else code in allowed


def test_a_value_never_met_and_a_missing_one_are_missing():
    memory = shown(["a", "a", "b", "b"], ["x", "x", "y", "y"])
    frame = pd.DataFrame({"list": pd.Series(["a", "b", "new", None], dtype="str")})
    np.testing.assert_array_equal(
        memory.predict_proba(frame)[:, 0], [0.0, 1.0, np.nan, np.nan]
    )


def test_a_column_of_single_values_says_nothing_in_training():
    memory = shown(["a", "b", "c"], ["x", "y", "x"])
    assert np.isnan(memory.model_.shown_).all()
