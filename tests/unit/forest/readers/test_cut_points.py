"""Tests of genrelens.forest.readers.cut_points."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.errors import InputError
from genrelens.forest.readers import cut_points
from genrelens.forest.readers.cut_points import (
    CutPoints,
    Questions,
    number_thresholds,
)

NUMBERS = st.floats(-4, 4) | st.sampled_from([0.0, -0.0, 1.0, 1 + 2**-52, 1 - 2**-53])


@given(
    thresholds=st.lists(NUMBERS | st.sampled_from([np.inf, -np.inf]), min_size=1),
    values=st.lists(NUMBERS, min_size=1),
    is_strict=st.booleans(),
    in_32_bits=st.booleans(),
)
def test_coded_values_compare_with_ranks_as_they_did_with_thresholds(
    thresholds, values, is_strict, in_32_bits
) -> None:
    at = np.array(thresholds)
    cuts, rank = number_thresholds(np.zeros(len(at), dtype=int), at, n_features=1)
    X = np.array(values)[:, None]

    coded = CutPoints(cuts, Questions(is_strict, in_32_bits)).code(X)

    rounded = X.astype(np.float32).astype(np.float64) if in_32_bits else X
    expected = rounded < at if is_strict else rounded <= at
    np.testing.assert_array_equal(coded <= rank, expected)


def test_thresholds_are_ranked_feature_by_feature() -> None:
    feature = np.array([2, -1, 0, 2, 2])
    threshold = np.array([0.5, 9.0, 7.0, -1.0, 0.5])

    cuts, rank = number_thresholds(feature, threshold, n_features=4)

    assert [each.tolist() for each in cuts] == [[7.0], [], [-1.0, 0.5], []]
    np.testing.assert_array_equal(rank, [1, 0, 0, 0, 1])


def test_missing_values_and_those_that_count_as_missing_have_no_code() -> None:
    rules = Questions(False, False, np.array([np.nan, 0.0]), zero_up_to=1e-35)
    cuts = CutPoints((np.array([1.0]),) * 2, rules)

    coded = cuts.code([[0.0, 0.0], [2.0, 2.0], [np.nan, 1e-36], [1.0, 2e-35]])

    expected = [[0, np.nan], [1, 1], [np.nan, np.nan], [0, 0]]
    np.testing.assert_array_equal(coded, expected)


def test_what_is_as_small_as_zero_is_compared_as_zero() -> None:
    cuts = CutPoints((np.array([-1e-36, 1e-36]),), Questions(False, False, None, 1e-35))

    coded = cuts.code([[-1e-36], [1e-35], [0.0], [2e-35], [-2e-35]]).ravel()

    np.testing.assert_array_equal(coded, [1, 1, 1, 2, 0])


def test_another_width_and_infinite_values_are_refused() -> None:
    for in_32_bits in (False, True):
        cuts = CutPoints((np.array([1.0]),) * 2, Questions(False, in_32_bits))
        with pytest.raises(InputError, match="3 features, the forest was grown on 2"):
            cuts.code(np.zeros((1, 3)))
        with pytest.raises(InputError, match="infinite"):
            cuts.code([[0.0, np.inf]])


@pytest.mark.parametrize(
    ("feature", "threshold", "words"),
    [
        ([0, 1], [np.nan, 1.0], "1 of 2 questions of the model have no threshold"),
        ([0, 2], [0.5, 1.0], "1 ask about a feature beyond its 2"),
    ],
)
def test_damaged_questions_are_refused(feature, threshold, words) -> None:
    with pytest.raises(InputError, match=words):
        number_thresholds(np.array(feature), np.array(threshold), n_features=2)


def test_more_thresholds_than_codes_are_refused(monkeypatch) -> None:
    monkeypatch.setattr(cut_points, "_MOST_CUTS", 4)
    feature = np.zeros(4, dtype=int)

    with pytest.raises(InputError, match=r"4 different thresholds .* at most 3"):
        number_thresholds(feature, np.arange(4.0), n_features=1)
