"""Tests of genrelens.features.value_words."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from genrelens.features.value_words import describe_number, describe_value
from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature
from genrelens.schema.reading_recipe import ReadingRecipe


def _feature(name, unit="", kind=Kind.NUMBER):
    return Feature(name, name, kind, unit, "sound", name, is_audio=True)


@pytest.mark.parametrize(
    ("feature", "value", "words"),
    [
        (_feature("tempo", "BPM"), 137.96, "138 BPM"),
        (_feature("loudness", "dB"), -7.41, "−7.4 dB"),
        (_feature("loudness", "dB"), -0.01, "0.0 dB"),
        (_feature("duration_ms", "ms"), 205_000.0, "3:25 min"),
        (_feature("duration_ms", "ms"), 59_600.0, "1:00 min"),
        (_feature("duration_ms", "ms"), 3_723_000.0, "62:03 min"),
        (_feature("duration_ms", "ms"), 205.0, "205 ms"),
        (_feature("attack", "ms"), 12.0, "12 ms"),
        (_feature("key", "pitch class"), 9.0, "A"),
        (_feature("key", "pitch class"), 1, "C♯/D♭"),
        (_feature("key", "pitch class"), 9.5, "9.50"),
        (_feature("mode", kind=Kind.FLAG), 0.0, "minor"),
        (_feature("mode", kind=Kind.FLAG), 1.0, "major"),
        (_feature("explicit", kind=Kind.FLAG), 1.0, "yes"),
        (_feature("explicit", kind=Kind.FLAG), 0.0, "no"),
        (_feature("time_signature", "beats per bar"), 4.0, "4/4"),
        (_feature("popularity", "points of 100"), 63.0, "63"),
        (_feature("year", "year"), 2019.0, "2019"),
        (_feature("energy"), 0.8312, "0.83"),
        (_feature("speechiness"), 0.0, "0"),
        (_feature("instrumentalness"), 2.5e-6, "under 0.001"),
        (_feature("rms_var"), 2.5e-6, "2.5e-06"),
        (_feature("spectral_centroid", "Hz"), 1784.2, "1,784 Hz"),
        (_feature("mood", kind=Kind.CATEGORY), "calm", "calm"),
        (_feature("mood", kind=Kind.CATEGORY), "a\x1b", "a\\x1b"),
        (_feature("tempo", "BPM"), math.inf, "infinite BPM"),
        (_feature("tempo", "BPM"), np.float64(120), "120 BPM"),
    ],
)
def test_values_are_said_as_a_musician_would(feature, value, words):
    assert describe_value(feature, value) == words


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("value", [None, float("nan"), np.nan])
def test_a_missing_value_is_unknown(kind, value):
    assert describe_value(_feature("tempo", "BPM", kind), value) == "unknown"


def test_the_unit_can_be_left_off():
    assert describe_value(_feature("duration_ms", "ms"), 2e5, with_unit=False) == "3:20"
    assert describe_value(_feature("tempo", "BPM"), 120.0, with_unit=False) == "120"


@given(st.floats(-1e300, 1e300))
@example(0.064453125)
def test_a_number_in_words_reads_back_as_nearly_itself(value):
    text = describe_number(value).replace("−", "-").replace(",", "")

    # Between a hundredth and a tenth two decimals are shown, elsewhere two digits.
    least = 0.0051 if 0.0095 <= abs(value) < 0.1 else 1e-300
    assert float(text) == pytest.approx(value, rel=0.06, abs=least)


@given(
    st.sampled_from(["tempo", "key", "mode", "duration_ms", "energy", "year"]),
    st.sampled_from(["", "BPM", "dB", "ms"]),
    st.sampled_from([Kind.NUMBER, Kind.FLAG]),
    st.floats(),
)
@example("duration_ms", "ms", Kind.NUMBER, math.inf)
@example("year", "", Kind.NUMBER, math.inf)
@example("key", "", Kind.NUMBER, -math.inf)
def test_no_value_is_ever_called_nan(name, unit, kind, value):
    words = describe_value(_feature(name, unit, kind), value)

    assert words
    assert "nan" not in words.lower()


def test_codes_that_were_scaled_are_numbers():
    """A key stretched from 0 to 1 is neither C nor C sharp."""
    recipe = ReadingRecipe("key", "key", "key", is_scaled=True)
    for name in ("key", "time_signature", "popularity", "energy"):
        feature = replace(_feature(name), recipe=recipe)
        assert describe_value(feature, 1.0) == "1"
        assert describe_value(feature, 0.0004) == "0.0004"


def test_a_mode_that_was_scaled_is_a_mode_again():
    recipe = ReadingRecipe("mode", "flag", "mode", is_scaled=True)
    feature = replace(_feature("mode", kind=Kind.FLAG), recipe=recipe)

    assert describe_value(feature, 1.0) == "major"
