"""Values come in the model's own units, and wrong ones are named."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from genrelens.errors import ColumnError, InputError
from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature
from genrelens.workflow.what_if.values import plain_values, read_values

TEMPO = Feature("tempo", "tempo", Kind.NUMBER, "BPM", "rhythm", "tempo", True)
LIVE = Feature("live", "live", Kind.FLAG, "", "", "live", True)
SCENE = Feature("scene", "scene", Kind.CATEGORY, "", "", "scene", False)
FEATURES = (TEMPO, LIVE, SCENE)


def test_what_is_given_is_read_and_the_rest_is_missing() -> None:
    row = read_values(FEATURES, {"tempo": 126, "live": True})
    assert row["tempo"].tolist() == [126.0]
    assert row["live"].tolist() == [1.0]
    assert row["scene"].isna().all()
    assert plain_values(FEATURES, row.iloc[0]) == {
        "tempo": 126.0,
        "live": 1.0,
        "scene": None,
    }


def test_plain_values_read_back_are_the_same(trained, collection) -> None:
    for place in range(0, len(collection), 37):
        row = collection.inputs.iloc[[place]].reset_index(drop=True)
        if row.isna().all(axis=None):
            continue
        told = plain_values(trained.features, row.iloc[0])
        pd.testing.assert_frame_equal(read_values(trained.features, told), row)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"tempo": "fast"}, "'fast' was given, and it is a number"),
        ({"tempo": True}, "'true' was given, and it is a number"),
        ({"tempo": math.inf}, "32 bits"),
        ({"tempo": math.nan}, "32 bits"),
        ({"tempo": 10**400}, "32 bits"),
        ({"live": 2}, "true or false"),
        ({"scene": 3.0}, "it is a category"),
        ({"scene": True}, "it is a category"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_with_its_name(given, found) -> None:
    with pytest.raises(ColumnError, match=found):
        read_values(FEATURES, given)


def test_an_unknown_name_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(InputError, match=r"'bpm'.*tempo, live, scene"):
        read_values(FEATURES, {"bpm": 1})


def test_nothing_at_all_is_refused() -> None:
    with pytest.raises(InputError, match="nothing to answer"):
        read_values(FEATURES, {"tempo": None})
