"""Tests of genrelens.forest.binned.drawing."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chisquare

from genrelens.forest.binned.drawing import draw_below, draw_by_chance, draw_evenly


def state_of(seed):
    return np.array([seed], dtype=np.uint64)


def test_the_generator_is_splitmix() -> None:
    """First outputs for seed 1234567, published with the generator's C code."""
    state = state_of(1234567)
    published = [6457827717110365317, 3203168211198807973, 9817491932198370423]

    drawn = [draw_below(state, 2**31) for _ in published]

    assert drawn == [number >> 33 for number in published]


def test_every_number_below_the_limit_has_the_same_chance() -> None:
    state = state_of(5)

    counts = np.bincount([draw_below(state, 7) for _ in range(14_000)], minlength=7)

    assert len(counts) == 7
    assert chisquare(counts).pvalue > 1e-4


@pytest.mark.parametrize("n_rows", [1, 2, 1_000])
def test_as_many_rows_are_drawn_as_there_are(n_rows) -> None:
    even, uneven = np.empty((2, n_rows), dtype=np.int32)

    draw_evenly(state_of(1), even)
    draw_by_chance(state_of(1), np.full(n_rows, 1 / n_rows), uneven)

    assert even.sum() == uneven.sum() == n_rows


def test_rows_are_drawn_by_their_chances_and_never_at_none() -> None:
    chances = np.tile([0.0, 0.1, 0.2, 0.7, 0.0], 2) / 2
    totals = np.zeros(10)
    counts = np.empty(10, dtype=np.int32)

    for seed in range(2_000):
        draw_by_chance(state_of(977 * seed), chances, counts)
        totals += counts

    assert (totals[chances == 0] == 0).all()
    drawn = chances > 0
    assert chisquare(totals[drawn], 20_000 * chances[drawn]).pvalue > 1e-4


def test_equal_chances_leave_out_as_many_rows_as_even_draws() -> None:
    n_rows = 20_000
    even, uneven = np.empty((2, n_rows), dtype=np.int32)

    draw_evenly(state_of(3), even)
    draw_by_chance(state_of(4), np.full(n_rows, 1 / n_rows), uneven)

    for counts in (even, uneven):
        assert (counts == 0).mean() == pytest.approx(np.exp(-1), abs=0.012)
        assert counts.var() == pytest.approx(1, abs=0.05)
