"""Tests of genrelens.features.reference."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from genrelens.features.reference import describe_features
from genrelens.schema.columns import Kind


def test_a_number_has_range_quantiles_and_a_median_by_genre(make_feature):
    frame = pd.DataFrame({"tempo": [100.0, 110.0, 130.0, np.nan, 90.0]})
    y = np.array(["a", "a", "b", "c", "a"])

    (found,) = describe_features([make_feature("tempo")], frame, y)

    assert (found.n_tracks, found.n_missing) == (5, 1)
    assert (found.low, found.high) == (90, 130)
    assert found.quantiles[2] == 105
    assert found.median_by_genre == {"a": 100, "b": 130}, "c has no value at all"


def test_a_flag_has_its_share_of_yes_by_genre(make_feature):
    frame = pd.DataFrame({"explicit": [1.0, 0.0, 0.0, 0.0]})

    (found,) = describe_features(
        [make_feature("explicit", Kind.FLAG)], frame, np.array(["a", "a", "b", "b"])
    )

    assert found.median_by_genre == {"a": 0.5, "b": 0.0}


def test_a_category_has_its_levels_most_frequent_first(make_feature):
    frame = pd.DataFrame({"mood": ["z", "b", "a", "z", None]}, dtype="str")

    (found,) = describe_features(
        [make_feature("mood", Kind.CATEGORY)], frame, np.array(list("aabbb"))
    )

    assert found.levels == ("z", "a", "b")
    assert (found.low, found.quantiles, found.n_missing) == (None, (), 1)


def test_an_empty_column_is_told_as_empty(make_feature):
    frame = pd.DataFrame({"tempo": [np.nan, np.nan]})

    (found,) = describe_features([make_feature("tempo")], frame, np.array(["a", "b"]))

    assert (found.low, found.high, found.n_missing) == (None, None, 2)


@given(
    st.lists(
        st.tuples(st.floats(-1e6, 1e6), st.sampled_from("abc")), min_size=1, max_size=30
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_rows_changes_nothing(rows, random):
    from genrelens.schema.features import Feature

    feature = Feature("x", "x", Kind.NUMBER, "", "", "x", is_audio=False)
    shuffled = random.sample(rows, len(rows))

    described = [
        describe_features(
            [feature],
            pd.DataFrame({"x": [value for value, _ in part]}, dtype="float64"),
            np.array([genre for _, genre in part]),
        )[0].to_dict()
        for part in (rows, shuffled)
    ]

    assert described[0] == described[1]
    assert json.dumps(described[0], allow_nan=False)
    assert described[0]["low"] <= described[0]["quantiles"][0]
    assert described[0]["quantiles"][-1] <= described[0]["high"]
