"""Tests of genrelens.forest.shapley.leafwise.row_codes."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelens.forest.shapley.leafwise.row_codes import (
    MAX_BLOCK_ROWS,
    MISSING_CODE,
    code_bounds,
    code_rows,
)

NUMBERS = st.floats(width=32, allow_nan=True, allow_infinity=False)


@settings(deadline=None)  # the first example compiles
@given(
    values=st.lists(NUMBERS, min_size=1, max_size=30),
    thresholds=st.lists(
        st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=10
    ),
    at_values=st.booleans(),
)
def test_comparing_codes_is_comparing_values(values, thresholds, at_values) -> None:
    rows = np.array(values, dtype=np.float32)[:, None]
    if at_values:
        known = rows[~np.isnan(rows)].astype(float).tolist()
        thresholds = [*thresholds, *known]
    coded = code_rows(rows)

    bounds = code_bounds(
        np.zeros(len(thresholds), dtype=np.int32), np.array(thresholds), coded
    )

    for bound, threshold in zip(bounds, thresholds, strict=True):
        is_known = ~np.isnan(rows[:, 0])
        is_below = rows[is_known, 0].astype(float) <= threshold
        np.testing.assert_array_equal(coded.codes[0][is_known] < bound, is_below)


def test_missing_values_are_listed_by_feature_and_have_their_own_code() -> None:
    rows = np.array([[np.nan, 1], [2, np.nan], [np.nan, 3]], dtype=np.float32)

    coded = code_rows(rows)

    assert coded.codes.tolist() == [[MISSING_CODE, 0, MISSING_CODE], [0, 65535, 1]]
    assert coded.n_codes.tolist() == [1, 2]
    assert coded.missing_start.tolist() == [0, 2, 3]
    assert coded.missing_row.tolist() == [0, 2, 1]


def test_the_largest_block_leaves_room_for_the_missing_code() -> None:
    rows = np.arange(MAX_BLOCK_ROWS, dtype=np.float32)[:, None]

    coded = code_rows(rows)

    assert coded.codes.max() == MAX_BLOCK_ROWS - 1 < MISSING_CODE - MAX_BLOCK_ROWS


def test_leaves_have_no_bound() -> None:
    coded = code_rows(np.zeros((2, 1), dtype=np.float32))

    bounds = code_bounds(np.array([-1, 0], dtype=np.int32), np.array([9.0, 9.0]), coded)

    assert bounds.tolist() == [0, 1]
