from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.evaluation.prediction_sets.effective_number import (
    effective_first,
    likeness_within_groups,
    whole_groups,
)

UNITS = st.lists(st.integers(0, 8), min_size=1, max_size=60).map(np.array)


@given(UNITS)
def test_groups_are_worth_at_most_their_number(units: np.ndarray) -> None:
    assert 1 <= whole_groups(units) <= len(np.unique(units)) + 1e-9


@given(UNITS)
def test_the_first_tracks_are_worth_what_their_groups_say(units: np.ndarray) -> None:
    """The slow truth: the design effect of each beginning by itself."""
    expected = [0.0]
    for n in range(1, len(units) + 1):
        met = n / whole_groups(units[:n])
        expected.append(n / (1 + 0.3 * (met - 1)))
    assert effective_first(units, 0.3) == pytest.approx(expected)


def test_without_likeness_tracks_count_in_full_and_with_it_as_groups() -> None:
    units = np.repeat(np.arange(10), 4)
    assert effective_first(units, 0.0)[-1] == pytest.approx(40)
    assert effective_first(units, 1.0)[-1] == pytest.approx(10)
    assert effective_first(np.array([], dtype=int), 0.5).tolist() == [0.0]
    assert whole_groups(np.array([], dtype=int)) == 0.0


@pytest.mark.parametrize("likeness", [0.0, 0.3, 0.8])
def test_a_planted_likeness_is_found(likeness: float) -> None:
    rng = np.random.default_rng(0)
    units = np.repeat(np.arange(2000), 5)
    shared = rng.normal(0, np.sqrt(likeness), 2000)[units]
    values = shared + rng.normal(0, np.sqrt(1 - likeness), 10_000)
    assert likeness_within_groups(values, units) == pytest.approx(likeness, abs=0.03)


def test_where_nothing_can_be_told_there_is_no_likeness() -> None:
    assert likeness_within_groups(np.ones(4), np.zeros(4, dtype=int)) == 0.0
    assert likeness_within_groups(np.ones(4), np.arange(4)) == 0.0
    assert likeness_within_groups(np.ones(4), np.array([0, 0, 1, 1])) == 0.0
