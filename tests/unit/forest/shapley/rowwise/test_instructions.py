"""Tests of genrelens.forest.shapley.rowwise.instructions."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest.compiling import compiled
from genrelens.forest.lanes import load_8, store
from genrelens.forest.shapley.rowwise.instructions import divide, lowest_bit


@compiled
def divide_lanes(numbers, out):
    store(out, 0, divide(load_8(numbers, 0), load_8(numbers, 8)))


@compiled
def find_lowest_bit(bits):
    return lowest_bit(bits)


def test_lanes_are_divided_as_numpy_divides_numbers() -> None:
    numbers = np.random.default_rng(3).normal(size=16)
    numbers[9] = 0.0
    out = np.zeros(8)

    divide_lanes(numbers, out)

    with np.errstate(divide="ignore"):
        np.testing.assert_array_equal(out, numbers[:8] / numbers[8:])


@pytest.mark.parametrize("place", [0, 1, 31, 32, 63])
def test_the_lowest_set_bit_is_found_whatever_stands_above(place) -> None:
    above = (~np.uint64(0)) << np.uint64(place)

    assert find_lowest_bit(np.uint64(1) << np.uint64(place)) == place
    assert find_lowest_bit(above) == place


def test_no_bit_has_place_64() -> None:
    assert find_lowest_bit(np.uint64(0)) == 64
