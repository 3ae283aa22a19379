"""Tests of genrelens.forest.shapley.background.partners."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest.shapley.background.partners import index_partners, partners_for


@pytest.mark.parametrize("n_bits", [1, 2, 7, 16])
@pytest.mark.parametrize("n_met", [1, 63, 64, 65, 200])
def test_sets_hold_the_patterns_that_have_all_bits(n_bits, n_met) -> None:
    generator = np.random.default_rng(n_met)
    n_met = min(n_met, 1 << n_bits)
    met = generator.permutation(1 << n_bits)[:n_met].astype(np.uint16)
    partners = partners_for(n_met)
    partners.low[:] = partners.high[:] = 2**64 - 1  # left by another leaf

    n_words = index_partners(n_bits, met, n_met, partners)

    assert n_words == -(-n_met // 64)
    n_low = n_bits // 2
    for asked in {0, (1 << n_bits) - 1, *generator.integers(0, 1 << n_bits, 20)}:
        low, high = asked & ((1 << n_low) - 1), asked >> n_low
        found = []
        for word in range(n_words):
            first = partners.low[low * n_words + word]
            both = int(first & partners.high[high * n_words + word])
            found += [64 * word + bit for bit in range(64) if both >> bit & 1]
        assert found == np.flatnonzero((met & asked) == asked).tolist()
