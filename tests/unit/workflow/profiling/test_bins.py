from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.workflow.profiling.bins import round_edges

NUMBERS = st.floats(-1e6, 1e6, allow_subnormal=False) | st.integers(-999, 999).map(
    float
)


@given(st.lists(NUMBERS, min_size=1, max_size=80), st.sampled_from(["", "ms"]))
def test_edges_ascend_and_hold_the_middle_of_the_values(
    values: list[float], unit: str
) -> None:
    cells = np.array(values)
    edges = round_edges(cells, unit=unit)
    assert 2 <= len(edges) <= 45
    assert list(edges) == sorted(set(edges))
    inside = (cells >= edges[0]) & (cells <= edges[-1])
    assert inside.mean() >= 0.98 or (~inside).sum() <= 2


@given(st.lists(st.integers(-20, 20), min_size=1, max_size=50))
def test_few_whole_numbers_get_a_bin_each_with_the_number_in_its_middle(
    values: list[int],
) -> None:
    if max(values) - min(values) >= 40:
        values = [value // 2 for value in values]
    edges = round_edges(np.array(values, dtype=float))
    middles = [(a + b) / 2 for a, b in pairwise(edges)]
    assert middles == list(range(min(values), max(values) + 1))


@pytest.mark.parametrize(
    ("low", "high", "unit"), [(0, 1, ""), (60, 200, ""), (-60, 0, ""), (3e-7, 9e-7, "")]
)
@pytest.mark.parametrize("n_values", [50, 1000, 50_000])
def test_widths_are_round_numbers(
    low: float, high: float, unit: str, n_values: int
) -> None:
    drawn = np.random.default_rng(2).normal(size=n_values)
    edges = round_edges(low + (high - low) / (1 + np.exp(-drawn)), unit=unit)
    width = edges[1] - edges[0]
    assert np.allclose(np.diff(edges), width)
    digits = width / 10.0 ** np.floor(np.log10(width * (1 + 1e-9)))
    assert np.isclose(digits, [1, 2, 2.5, 5]).any()
    assert np.allclose(np.array(edges) / width, np.round(np.array(edges) / width))


@pytest.mark.parametrize("n_values", [50, 1000, 50_000])
def test_widths_of_times_are_seconds_and_minutes(n_values: int) -> None:
    drawn = np.random.default_rng(2).normal(210_000, 50_000, n_values)
    edges = round_edges(drawn, unit="ms")
    assert edges[1] - edges[0] in {5_000.0, 10_000.0, 15_000.0, 20_000.0, 30_000.0}
    assert edges[0] % (edges[1] - edges[0]) == 0


def test_far_extremes_do_not_flatten_the_rest() -> None:
    values = np.append(np.random.default_rng(1).normal(120, 20, 999), 1e9)
    edges = round_edges(values)
    assert edges[-1] < 300


def test_one_value_gets_one_bin_around_it() -> None:
    low, high = round_edges(np.array([0.37, 0.37]))
    assert low < 0.37 < high
