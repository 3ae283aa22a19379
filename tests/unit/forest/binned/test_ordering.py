"""Tests of genrelens.forest.binned.ordering."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest.binned.binning import MAX_BINS
from genrelens.forest.binned.ordering import BIN_SHIFT, make_space, order_rows


@pytest.mark.parametrize("n_bins", [1, 2, 63, 65, MAX_BINS + 1])
@pytest.mark.parametrize("n_rows", [1, 2, 47, 48, 49, 256, 257, 3_000])
def test_rows_stand_in_the_order_of_their_bins_and_none_is_lost(n_rows, n_bins) -> None:
    """Each of the three ways to order meets its smallest and largest node."""
    generator = np.random.default_rng(n_rows + n_bins)
    bins = generator.integers(0, n_bins, 5_000).astype(np.uint16)
    rows = generator.permutation(5_000)[:n_rows].astype(np.uint32)
    payload = generator.integers(0, 2**47, n_rows)
    order = np.full(n_rows, -1)
    space = make_space()

    order_rows(bins, rows, payload, order, space)

    found = order >> BIN_SHIFT
    np.testing.assert_array_equal(found, np.sort(bins[rows]))
    expected = (bins[rows].astype(np.int64) << BIN_SHIFT) | payload
    np.testing.assert_array_equal(np.sort(order), np.sort(expected))
    for name in ("heads", "words", "counts"):
        assert not getattr(space, name).any()
