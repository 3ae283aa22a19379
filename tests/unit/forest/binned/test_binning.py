"""Tests of genrelens.forest.binned.binning."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from genrelens.forest.binned.binning import MAX_BINS, bin_rows


@given(
    arrays(
        np.float32,
        st.tuples(st.integers(1, 60), st.integers(1, 3)),
        elements=st.floats(width=32, allow_infinity=False),
    )
)
def test_few_values_have_a_bin_each_in_their_order(rows) -> None:
    binned = bin_rows(rows)

    for feature in range(rows.shape[1]):
        bins, values = binned.bins[feature].astype(int), rows[:, feature]
        known = ~np.isnan(values)
        distinct = np.unique(values[known])
        n_bins = binned.n_bins[feature]
        assert n_bins == len(distinct)
        assert (bins[~known] == n_bins).all()
        np.testing.assert_array_equal(distinct[bins[known]], values[known])
        np.testing.assert_array_equal(binned.lowest[feature, :n_bins], distinct)
        np.testing.assert_array_equal(binned.highest[feature, :n_bins], distinct)


def test_many_values_share_bins_of_about_equal_size_between_their_ends() -> None:
    generator = np.random.default_rng(0)
    rows = generator.lognormal(size=(60_000, 1)).astype(np.float32)
    rows[:100] = np.nan

    binned = bin_rows(rows)

    n_bins = int(binned.n_bins[0])
    known = rows[100:, 0]
    bins = binned.bins[0, 100:]
    assert 0.95 * MAX_BINS < n_bins <= MAX_BINS
    assert np.bincount(bins).max() <= 3 * len(known) / MAX_BINS
    assert (known >= binned.lowest[0, bins]).all()
    assert (known <= binned.highest[0, bins]).all()
    assert (binned.lowest[0, 1:n_bins] > binned.highest[0, : n_bins - 1]).all()


def test_a_frequent_value_has_a_bin_of_its_own() -> None:
    generator = np.random.default_rng(1)
    rows = generator.normal(size=(50_000, 1)).astype(np.float32)
    rows[:9_000] = 0.25

    binned = bin_rows(rows)

    own = binned.bins[0, 0]
    assert binned.lowest[0, own] == binned.highest[0, own] == np.float32(0.25)
    assert (binned.bins[0] == own).sum() == (rows == 0.25).sum()


def test_a_feature_without_values_has_only_the_bin_of_missing_ones() -> None:
    binned = bin_rows(np.full((3, 2), np.nan, dtype=np.float32))

    np.testing.assert_array_equal(binned.n_bins, [0, 0])
    np.testing.assert_array_equal(binned.bins, np.zeros((2, 3)))
