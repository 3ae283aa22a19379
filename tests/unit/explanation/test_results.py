"""Tests of genrelens.explanation.results."""

from __future__ import annotations

import json

from genrelens.explanation.results import FeatureImportance, StressTest


def test_scores_go_out_as_value_low_and_high():
    test = StressTest("t", "T", 10, 0.2, 0.1, 0.3, 0.6, 0.5, {"a": 0.2}, n_groups=7)
    item = FeatureImportance(("tempo",), "tempo", 0.2, 0.1, 0.3, 0.01)

    assert test.to_dict()["flip_share"] == {"value": 0.2, "low": 0.1, "high": 0.3}
    assert test.to_dict()["n_groups"] == 7
    assert {"value", "low", "high"} <= set(item.to_dict())
    assert json.dumps([test.to_dict(), item.to_dict()])
