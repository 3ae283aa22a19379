"""Tests of genrelens.explanation.phrases."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from genrelens.explanation.phrases import (
    contrast_words,
    extreme_words,
    name_value,
    plain_value,
    typical_clause,
)
from genrelens.features.reference import FeatureReference
from genrelens.schema.columns import Kind


@pytest.fixture
def tempo(make_feature):
    return make_feature("tempo", "BPM")


def _reference(medians, quantiles=(90.0, 110.0, 120.0, 130.0, 150.0)):
    return FeatureReference("x", 100, 0, quantiles=quantiles, median_by_genre=medians)


@pytest.mark.parametrize("value", [None, float("nan"), np.nan, pd.NA])
def test_every_kind_of_missing_is_plain_none(value):
    assert plain_value(value) is None


@pytest.mark.parametrize(
    ("value", "plain"), [(np.float32(2), 2.0), (np.int64(3), 3.0), ("calm", "calm")]
)
def test_other_cells_are_plain_numbers_or_text(value, plain):
    assert plain_value(value) == plain
    assert type(plain_value(value)) in (float, str)


def test_names_and_values_read_as_one_phrase(make_feature, tempo):
    flag, mood = (
        make_feature("explicit", kind=Kind.FLAG),
        make_feature("mood", kind=Kind.CATEGORY),
    )

    assert name_value(tempo, 138.0) == "tempo 138 BPM"
    assert name_value(tempo, None) == "tempo unknown"
    assert name_value(flag, 1.0) == "explicit: yes"
    assert name_value(flag, None) == "explicit unknown"
    assert name_value(mood, "calm") == "mood: calm"
    assert name_value(make_feature("key"), 9.0) == "key A"
    assert name_value(make_feature("mode", kind=Kind.FLAG), 1.0) == "mode major"


def test_what_is_typical_is_told_where_it_is_known(make_feature, tempo):
    known = _reference({"techno": 135.0, "house": 124.0})
    flag = make_feature("explicit", kind=Kind.FLAG)

    assert typical_clause(tempo, known, ["techno", "house", "new"]) == (
        " (typical techno 135, house 124)"
    )
    assert (
        typical_clause(flag, _reference({"rap": 0.72}), ["rap"]) == " (yes in rap 72 %)"
    )
    assert typical_clause(tempo, known, ["new"]) == ""
    assert typical_clause(tempo, None, ["techno"]) == ""
    assert typical_clause(make_feature("key"), known, ["techno"]) == ""


def test_low_and_high_are_the_outer_quarters_of_training(tempo):
    known = _reference({})

    assert extreme_words(tempo, known, 100.0) == "tempo low (100 BPM)"
    assert extreme_words(tempo, known, 140.0) == "tempo high (140 BPM)"
    assert extreme_words(tempo, known, 110.0) == ""
    assert extreme_words(tempo, known, None) == ""
    assert extreme_words(tempo, _reference({}, (5.0,) * 5), 9.0) == ""
    assert extreme_words(tempo, None, 100.0) == ""


def test_a_contrast_tells_typical_values_only_where_they_explain_it(tempo):
    known = _reference({"techno": 135.0, "house": 124.0})

    def word(value, reference=known):
        return contrast_words(tempo, reference, value, "techno", "house")

    assert word(138.0) == "tempo 138 BPM (typical house 124, techno 135)"
    assert word(100.0) == "tempo low (100 BPM)", "nearer to house: no contrast"
    assert word(121.0) == "tempo 121 BPM"
    assert word(None) == "tempo unknown"
    same = _reference({"techno": 124.2, "house": 124.0})
    assert word(126.0, same) == "tempo 126 BPM", "equal in words: no contrast"
