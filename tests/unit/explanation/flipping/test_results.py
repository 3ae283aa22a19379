"""What was found can be sent as plain values."""

from __future__ import annotations

import json

import numpy as np

from genrelens.explanation.flipping.results import Flip, FlipSearch, Move


def test_a_search_is_told_in_plain_values_by_genre() -> None:
    proba = np.array([0.25, 0.75])
    flip = Flip((Move("t", "tempo", None, 126.0, 0.5, "w"),), "dub", proba, 0.5, "If.")
    search = FlipSearch("house", None, proba[::-1], (flip,), None, "If.")
    told = json.loads(json.dumps(search.to_dict(("house", "dub"))))
    assert told["flips"][0]["probabilities"] == {"house": 0.25, "dub": 0.75}
    assert told["flips"][0]["moves"][0]["before"] is None
    assert told["to"] is None
    assert told["nearest"] is None
