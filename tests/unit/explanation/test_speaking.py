"""Tests of genrelens.explanation.speaking."""

from __future__ import annotations

import numpy as np
import pandas as pd

from genrelens.explanation.speaking import is_heard, speak_for
from genrelens.explanation.words import NO_REASON, strongest_reasons
from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature
from genrelens.schema.known_columns import known_column


def feature(name: str) -> Feature:
    known = known_column(name)
    return Feature(name, known.label, Kind.NUMBER, known.unit, known.group, name, True)


def test_reasons_of_a_sound_model_are_one_sentence() -> None:
    features = [feature("tag_metal"), feature("tempo"), feature("loudness_lufs")]
    frame = pd.DataFrame(
        {
            "tag_metal": [0.81, 0.02],
            "tempo": [152.0, 80.0],
            "loudness_lufs": [-7.0, -20],
        }
    )
    parts = np.array([[0.3, 0.2, 0.001], [-0.1, -0.1, -0.2]])

    assert strongest_reasons(features, [], frame, parts, ["metal", "folk"]) == [
        "metal tag 0.81 and tempo 152 BPM speak for metal",
        NO_REASON,
    ]


def test_a_table_of_a_service_keeps_its_list_of_reasons() -> None:
    features = [feature("energy"), feature("tempo")]
    frame = pd.DataFrame({"energy": [0.9], "tempo": [152.0]})

    assert strongest_reasons(
        features, [], frame, np.array([[0.3, 0.2]]), ["metal"]
    ) == ["energy 0.90; tempo 152 BPM"]


def test_tags_and_estimates_are_heard_and_a_tempo_may_come_from_anywhere() -> None:
    assert is_heard([feature("tag_rock")])
    assert is_heard([feature("energy_estimate")])
    assert is_heard([feature("loudness_lufs")])
    assert not is_heard([feature("tempo"), feature("energy"), feature("key")])


def test_three_reasons_are_listed_and_none_is_nothing() -> None:
    assert speak_for(["a", "b", "c"], "x\n") == "a, b and c speak for x\\n"
    assert speak_for([], "x") == ""
