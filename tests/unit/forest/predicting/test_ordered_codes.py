"""Tests of genrelens.forest.predicting.ordered_codes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelens.forest.compiling import compiled
from genrelens.forest.predicting.ordered_codes import (
    code_number,
    code_rows,
    code_threshold,
    count_columns,
)

finite = st.floats(width=32, allow_nan=False, allow_infinity=False)


@compiled
def code_of_number(value):
    return code_number(value)


@compiled
def code_of_threshold(threshold):
    return code_threshold(threshold)


@settings(deadline=None)  # the first example waits for the compiler
@given(finite, finite)
def test_codes_stand_in_the_order_of_their_numbers(one, other) -> None:
    codes = [int(code_of_number(np.float32(value))) for value in (one, other)]

    assert (codes[0] < codes[1]) == (one < other)
    assert (codes[0] == codes[1]) == (one == other)
    assert min(codes) > 0
    assert max(codes) < 2**32 - 1


@settings(deadline=None)
@given(finite, st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_above_a_threshold_where_its_code_is(value, threshold) -> None:
    codes = code_of_number(np.float32(value)), code_of_threshold(threshold)

    assert (codes[0] > codes[1]) == (value > threshold)


@pytest.mark.parametrize("step", [-np.inf, np.inf])
@settings(deadline=None)
@given(value=finite)
def test_a_threshold_beside_a_number_is_told_from_it(value, step) -> None:
    threshold = float(np.nextafter(np.float64(value), step))
    codes = code_of_number(np.float32(value)), code_of_threshold(threshold)

    assert (codes[0] > codes[1]) == (value > threshold)


def test_rows_without_missing_values_take_one_column_a_feature_and_a_zero() -> None:
    rows = np.float32([[1, 2, 3], [3, 2, 1]])

    n_columns = count_columns(rows, 2)
    codes = np.empty((2, n_columns), dtype=np.uint32)
    code_rows(rows, codes, 2)

    assert n_columns == 4
    assert codes[:, 3].tolist() == [0, 0]
    assert codes[0, :3].tolist() == codes[1, 2::-1].tolist()


def test_a_missing_value_is_above_all_in_one_column_and_below_all_in_another() -> None:
    rows = np.float32([[1, np.nan, 3], [3, 2, 1]])

    n_columns = count_columns(rows, 2)
    codes = np.empty((2, n_columns), dtype=np.uint32)
    code_rows(rows, codes, 2)

    assert n_columns == 8
    assert codes[0, 1] == 2**32 - 1
    assert codes[0, 4 + 1] == 0
    known = [(0, 0), (0, 2), (1, 0), (1, 1), (1, 2)]
    assert all(codes[row, f] == codes[row, 4 + f] for row, f in known)
    assert codes[:, 3].tolist() == [0, 0]
