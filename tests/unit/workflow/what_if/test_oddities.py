"""What the collection does not hold is named, value by value."""

from __future__ import annotations

import numpy as np
import pandas as pd

from genrelens.features.encoding import FeatureEncoder
from genrelens.features.reference import describe_features
from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature
from genrelens.workflow.what_if.oddities import tell_oddities

FEATURES = (
    Feature("tempo", "tempo", Kind.NUMBER, "BPM", "rhythm", "tempo", True),
    Feature("scene", "scene", Kind.CATEGORY, "", "", "scene", False),
)
FRAME = pd.DataFrame(
    {"tempo": [80.0, 100.0, 120.0, 140.0], "scene": ["a", "a", "b", "b"]}
).astype({"scene": "str"})


def _told(tempo: float, scene: object) -> tuple[str, ...]:
    frame = pd.concat(
        [FRAME, pd.DataFrame({"tempo": [100.0], "scene": ["rare"]})], ignore_index=True
    )
    references = describe_features(FEATURES, frame, np.array(list("xxyyy")))
    encoder = FeatureEncoder().fit(frame)
    row = pd.Series({"tempo": tempo, "scene": scene}, dtype=object)
    return tell_oddities(FEATURES, references, encoder, row)


def test_values_inside_and_missing_ones_are_no_oddity() -> None:
    assert _told(80.0, "a") == ()
    assert _told(140.0, None) == ()
    assert _told(float("nan"), "b") == ()


def test_each_oddity_has_its_words() -> None:
    assert _told(60.0, "new\x1b") == (
        "tempo 60 BPM is below training's 80 BPM",
        "scene 'new\\x1b' is new",
    )
    assert _told(140.2, "rare") == (
        "tempo 140.2 is above training's 140",
        "scene 'rare' was too rare to be told apart",
    )
