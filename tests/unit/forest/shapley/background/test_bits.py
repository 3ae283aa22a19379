"""Tests of genrelens.forest.shapley.background.bits."""

from __future__ import annotations

import numba
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from genrelens.forest.shapley.background.bits import count_set, count_trailing


@numba.njit
def count_both(bits):
    return count_set(bits), count_trailing(bits)


@given(bits=st.integers(1, 2**64 - 1))
def test_bits_are_counted_as_python_counts_them(bits) -> None:
    n_set, n_trailing = count_both(np.uint64(bits))

    assert n_set == bits.bit_count()
    assert n_trailing == (bits & -bits).bit_length() - 1


def test_no_bits_have_none_set_and_64_before_the_first() -> None:
    assert count_both(np.uint64(0)) == (0, 64)
