"""Tests of genrelens.forest.rows."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.errors import InputError
from genrelens.forest.rows import to_rows, to_wide_rows


def test_rows_are_rounded_to_32_bits_and_keep_missing_values() -> None:
    rows = to_rows([[0.1, np.nan], [2, -3]])

    assert rows.dtype == np.float32
    assert rows.flags.c_contiguous
    np.testing.assert_array_equal(rows, np.float32([[0.1, np.nan], [2, -3]]))


@pytest.mark.parametrize("wild", [np.inf, -np.inf, 1e39])
def test_an_infinite_value_is_refused_with_its_place(wild) -> None:
    X = np.zeros((4, 3))
    X[2, 1] = wild

    with pytest.raises(InputError, match=r"1 values are .* row 2, feature 1"):
        to_rows(X)


def test_another_width_is_refused_with_both_widths() -> None:
    with pytest.raises(InputError, match="3 features, the forest was grown on 5"):
        to_rows(np.zeros((2, 3)), n_features=5)


@pytest.mark.parametrize("shape", [(3,), (2, 0), (1, 2, 3)])
def test_rows_without_two_axes_are_refused(shape) -> None:
    with pytest.raises(InputError, match="Give two axes"):
        to_rows(np.zeros(shape))


@pytest.mark.parametrize("X", [[["a"]], [[None]], [[1j]]])
def test_what_is_no_number_is_refused(X) -> None:
    with pytest.raises(InputError, match="Encode them as numbers"):
        to_rows(X)


def test_no_rows_are_allowed() -> None:
    assert to_rows(np.zeros((0, 2))).shape == (0, 2)


def test_wide_rows_keep_64_bits_and_what_is_beyond_32() -> None:
    numbers = [[0.1, 1e300], [np.nan, 1 + 2**-40]]

    np.testing.assert_array_equal(to_wide_rows(numbers, n_features=2), numbers)


@pytest.mark.parametrize(
    ("X", "words"),
    [
        ([[np.inf, 0.0]], "1 values are infinite, the first in row 0, feature 0: inf"),
        ([[1.0]], "1 features, the forest was grown on 2"),
        ([["a", "b"]], "type '<U1'"),
    ],
)
def test_wide_rows_are_refused_as_other_rows_are(X, words) -> None:
    with pytest.raises(InputError, match=words):
        to_wide_rows(X, n_features=2)


@pytest.mark.parametrize("X", [[[1.0, 2.0], [3.0]], [[1.0], 2.0]])
def test_rows_of_several_lengths_are_refused(X) -> None:
    for read in (to_rows, lambda rows: to_wide_rows(rows, n_features=2)):
        with pytest.raises(
            InputError, match=r"cannot be made one table: .* one length"
        ):
            read(X)


def test_masked_cells_are_refused_rather_than_taken_for_known() -> None:
    masked = np.ma.masked_equal([[1, -9], [-9, -9]], -9)

    for X, n_masked in ((masked, 3), ([masked[0], masked[1]], 3), (masked[:1], 1)):
        with pytest.raises(InputError, match=f"^{n_masked} cells .* masked. Give NaN"):
            to_rows(X)
    remedy = masked.astype(float).filled(np.nan)
    np.testing.assert_array_equal(to_rows(remedy), [[1, np.nan], [np.nan, np.nan]])


def test_a_mask_that_hides_nothing_is_allowed() -> None:
    np.testing.assert_array_equal(to_rows(np.ma.masked_array([[1.0, 2.0]])), [[1, 2]])
