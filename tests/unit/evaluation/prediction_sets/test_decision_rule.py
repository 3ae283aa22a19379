from __future__ import annotations

import json
import math

import pytest

from genrelens.errors import BundleError, InputError
from genrelens.evaluation.prediction_sets.decision_rule import DecisionRule

RULE = DecisionRule((0.05, 0.1, 0.2), (math.inf, 0.9, 0.7))


def test_between_levels_the_stricter_probability_is_asked_for() -> None:
    assert RULE.threshold(0.15) == 0.9
    assert RULE.threshold(0.2) == 0.7
    assert RULE.threshold(0.05) == RULE.threshold(0.001) == math.inf
    with pytest.raises(InputError, match="above 0 and below 1"):
        RULE.threshold(1.0)


def test_saved_is_reopened() -> None:
    text = json.dumps(RULE.to_dict(), allow_nan=False)
    assert DecisionRule.from_dict(json.loads(text)) == RULE


@pytest.mark.parametrize(
    "change",
    [
        {"levels": [0.1]},
        {"levels": [0.2, 0.1, 0.05]},
        {"thresholds": [0.5, 0.9, None]},
        {"thresholds": [1.5, 0.9, 0.5]},
        {"thresholds": ["a", 0.9, 0.5]},
        {"most_asked": 1},
        {"most_asked": None},
        {"more": 1},
    ],
)
def test_what_is_out_of_bounds_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(BundleError, match="decisions"):
        DecisionRule.from_dict({**RULE.to_dict(), **change})
