"""Tests of genrelens.forest.shapley.background.weights."""

from __future__ import annotations

from itertools import permutations
from math import comb

import numpy as np
import pytest

from genrelens.forest.shapley.background.weights import weights_for


def test_weights_are_shares_of_the_orders_in_which_players_come() -> None:
    """One of `a` is decisive if it comes last of them and before each of `b`."""
    weights = weights_for(6)
    for a in range(1, 5):
        for b in range(7 - a):
            wanted, refused = set(range(a)), set(range(a, a + b))
            orders = list(permutations(range(a + b)))
            decisive = [
                set(order[: order.index(0)]) == wanted - {0}
                and set(order[order.index(0) + 1 :]) == refused
                for order in orders
            ]
            assert weights[a, b] == pytest.approx(sum(decisive) / len(orders))


def test_what_is_given_and_taken_adds_up_to_what_changes() -> None:
    """With players on both sides nothing is gained by all; else the leaf is."""
    weights = weights_for(30)
    for a in range(31):
        for b in range(31 - a):
            change = (b == 0) - (a == 0)
            assert a * weights[a, b] - b * weights[b, a] == pytest.approx(change)


def test_the_longest_paths_have_finite_weights_to_the_last_digit() -> None:
    weights = weights_for(256)

    assert np.isfinite(weights).all()
    assert weights[128, 128] == 1 / (128 * comb(256, 128))
    assert not weights[0].any()


def test_the_same_weights_are_computed_once_and_cannot_be_changed() -> None:
    weights = weights_for(12)

    assert weights_for(12) is weights
    with pytest.raises(ValueError, match="read-only"):
        weights[1, 1] = 0
