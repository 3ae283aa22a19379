"""Steps are those of people, and values are told so that they can be read back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.explanation.flipping.steps import (
    exact_words,
    is_whole,
    round_into,
    step_of,
)
from genrelens.features.reference import FeatureReference


def test_each_unit_has_its_step(feature) -> None:
    names = ("tempo", "duration_ms", "key", "year", "explicit")
    assert [step_of(feature(name), None) for name in names] == [1, 1000, 1, 1, 1]
    share = FeatureReference("energy", 9, 0, 0.0, 1.0, (0.1, 0.2, 0.3, 0.4, 0.5))
    assert step_of(feature("energy"), share) == 0.01


@pytest.mark.parametrize("towards_low", [True, False])
@given(
    low=st.floats(-500, 500, width=32),
    width=st.floats(0.0078125, 40, width=32),
    step=st.sampled_from([0.01, 0.1, 1.0, 1000.0]),
)
def test_a_rounded_value_lies_in_its_cell_as_the_trees_see_it(
    low: float, width: float, step: float, towards_low: bool
) -> None:
    lows, highs = np.array([low]), np.array([low + width])
    value = round_into(lows, highs, step=step, towards_low=towards_low)
    narrow = value.astype(np.float32).astype(float)
    assert lows[0] < narrow[0] <= highs[0]


def test_the_roundest_value_near_the_wanted_end_is_taken() -> None:
    lows, highs = np.array([125.37, 125.37]), np.array([140.2, 125.38])
    up = round_into(lows, highs, step=1.0, towards_low=True)
    down = round_into(lows, highs, step=1.0, towards_low=False)
    assert up.tolist() == [126.0, 125.38]
    assert down.tolist() == [140.0, 125.38]


def test_a_cell_without_a_number_of_32_bits_has_no_value() -> None:
    beside = float(np.nextafter(np.float32(1), np.float32(2)))
    lows, highs = np.array([1.0]), np.array([(1 + beside) / 2 - 1e-12])
    assert np.isnan(round_into(lows, highs, step=1.0, towards_low=True)).all()


def test_golden_words(feature) -> None:
    told = {
        ("tempo", 126.0): "126 BPM",
        ("tempo", 126.43): "126.43 BPM",
        ("energy", 0.8): "0.80",
        ("energy", 0.8012): "0.8012",
        ("duration_ms", 222_000.0): "3:42 min",
        ("duration_ms", 222_467.0): "222.467 s",
        ("key", 3.0): "D♯/E♭",
        ("year", 1996.0): "1996",
        ("explicit", 1.0): "yes",
        ("tempo", None): "unknown",
    }
    assert {pair: exact_words(feature(pair[0]), pair[1]) for pair in told} == told


def test_years_and_keys_are_whole_and_tempos_are_not(feature) -> None:
    assert [is_whole(feature(name)) for name in ("year", "key", "tempo")] == [1, 1, 0]
