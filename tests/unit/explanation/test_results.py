"""Tests of genrelens.explanation.results."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd

from genrelens.explanation.results import FeatureImportance, ShapleyTable, StressTest


def test_the_mean_size_of_shapley_values_ignores_their_sign():
    values = np.array([[[1.0, -2.0]], [[-3.0, 0.0]]])
    table = ShapleyTable(
        rows=np.array([4, 9]),
        features=("tempo",),
        genres=("house", "techno"),
        values=values,
        base=np.zeros((2, 2)),
        inputs=pd.DataFrame({"tempo": [120.0, 130.0]}),
        n_candidates=2,
    )

    np.testing.assert_array_equal(table.mean_absolute(), [[2.0, 1.0]])


def test_scores_go_out_as_value_low_and_high():
    test = StressTest("t", "T", 10, 0.2, 0.1, 0.3, 0.6, 0.5, {"a": 0.2}, n_groups=7)
    item = FeatureImportance(("tempo",), "tempo", 0.2, 0.1, 0.3, 0.01)

    assert test.to_dict()["flip_share"] == {"value": 0.2, "low": 0.1, "high": 0.3}
    assert test.to_dict()["n_groups"] == 7
    assert {"value", "low", "high"} <= set(item.to_dict())
    assert json.dumps([test.to_dict(), item.to_dict()])
