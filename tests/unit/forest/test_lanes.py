"""Tests of genrelens.forest.lanes."""

from __future__ import annotations

import numpy as np
import pytest
from numba.core.errors import NumbaError

from genrelens.forest import lanes
from genrelens.forest.compiling import compiled


@compiled
def copy_8(source, at, target, to):
    lanes.store(target, to, lanes.load_8(source, at))


@compiled
def copy_16(source, at, target, to):
    lanes.store(target, to, lanes.load_16(source, at))


@pytest.mark.parametrize(("copy", "width"), [(copy_8, 8), (copy_16, 16)])
@pytest.mark.parametrize(("at", "to"), [(0, 0), (3, 5), (17, 11)])
def test_lanes_are_read_and_written_where_told_and_nowhere_else(
    copy, width, at, to
) -> None:
    source, target = np.arange(40.0), np.full(40, -1.0)

    copy(source, at, target, to)

    expected = np.full(40, -1.0)
    expected[to : to + width] = source[at : at + width]
    assert np.array_equal(target, expected)


@compiled
def calculate(source, out):
    first, second = lanes.load_16(source, 0), lanes.load_16(source, 16)
    lanes.store(out, 0, lanes.multiply(first, second))
    lanes.store(out, 16, lanes.plus(first, second))
    third = lanes.spread_16(lanes.lane(first, 3))
    lanes.store(out, 32, lanes.multiply_add(first, second, third))


def test_arithmetic_is_done_lane_by_lane() -> None:
    source, out = np.random.default_rng(0).normal(size=32), np.zeros(48)

    calculate(source, out)

    first, second = source[:16], source[16:]
    assert np.array_equal(out[:16], first * second)
    assert np.array_equal(out[16:32], first + second)
    np.testing.assert_allclose(out[32:], first * second + first[3], rtol=1e-14)


@compiled
def pick(bits, out):
    lanes.store(out, 0, lanes.choose(bits, lanes.spread_8(1.0), lanes.spread_8(-1.0)))
    lanes.store(out, 8, lanes.choose(bits, lanes.spread_16(1.0), lanes.spread_16(-1.0)))


@pytest.mark.parametrize("bits", [0, 1, 0b1000_0000, 0xA5C3, 0xFFFF, 0x1_0000_0001])
def test_the_lowest_bit_chooses_the_first_lane(bits) -> None:
    out = np.zeros(24)

    pick(np.uint64(bits), out)

    expected = np.where((bits >> np.arange(16)) & 1, 1.0, -1.0)
    assert np.array_equal(out[8:], expected)
    assert np.array_equal(out[:8], expected[:8])


@compiled
def add_up(source):
    return lanes.total(lanes.load_8(source, 0))


def test_a_total_is_taken_by_halves() -> None:
    numbers = np.random.default_rng(1).normal(size=8)
    four = numbers[:4] + numbers[4:]
    two = four[:2] + four[2:]
    assert add_up(numbers) == two[0] + two[1]


@pytest.mark.parametrize(
    "array", [np.zeros((8, 8))[:, 1], np.zeros(16, np.float32), np.zeros((4, 4)).T]
)
def test_arrays_that_are_not_contiguous_doubles_are_refused(array) -> None:
    with pytest.raises(NumbaError, match="contiguous 64-bit numbers"):
        copy_8(np.zeros(16), 0, array, 0)
    with pytest.raises(NumbaError, match="contiguous 64-bit numbers"):
        copy_8(array, 0, np.zeros(16), 0)


def test_aligned_zeros_begin_at_a_cache_line() -> None:
    for shape in [(3,), (5, 16), (2, 7, 16)]:
        zeros = lanes.aligned_zeros(*shape)
        assert zeros.shape == shape
        assert zeros.ctypes.data % 64 == 0
        assert not zeros.any()
