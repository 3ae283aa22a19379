"""Tests of genrelens.forest.shapley.leafwise.batches."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest.shapley.leafwise.batches import add_batch, batch_for, put_leaf
from genrelens.forest.shapley.leafwise.pattern_tables import LANES

N_ROWS, N_CLASSES, N_LINES = 37, 5, 11


def draw_leaves(n_leaves, seed):
    generator = np.random.default_rng(seed)
    for _ in range(n_leaves):
        n_votes = generator.integers(1, N_CLASSES + 1)
        yield (
            generator.normal(size=(N_LINES, LANES)),
            generator.integers(0, N_LINES, N_ROWS).astype(np.uint16),
            np.sort(generator.permutation(N_CLASSES)[:n_votes]).astype(np.int32),
            generator.random(n_votes),
        )


def add_all(leaves, *, at_once):
    """Add leaves through batches of at most so many."""
    batch = batch_for(N_ROWS, N_CLASSES)
    out = np.zeros((N_CLASSES, N_ROWS, LANES))
    for table, number, classes, values in leaves:
        first = batch.n[1]
        batch.table[first : first + N_LINES] = table
        batch.number[batch.n[0]] = number
        is_full = put_leaf(batch, N_LINES, classes, values)
        if is_full or batch.n[0] == at_once:
            add_batch(batch, out)
    add_batch(batch, out)
    assert not batch.n.any()
    assert (batch.first_vote == -1).all()
    return out


def test_each_class_gets_its_share_of_each_leaf() -> None:
    leaves = list(draw_leaves(70, seed=1))
    expected = np.zeros((N_CLASSES, N_ROWS, LANES))
    for table, number, classes, values in leaves:
        lines = table[number]
        for voted, share in zip(classes, values, strict=True):
            expected[voted] += share * lines

    found = add_all(leaves, at_once=1000)

    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("at_once", [1, 2, 3, 7, 50])
def test_sums_have_the_same_bits_however_leaves_are_batched(at_once) -> None:
    leaves = list(draw_leaves(60, seed=2))

    whole, cut = (add_all(leaves, at_once=most) for most in (1000, at_once))

    assert whole.tobytes() == cut.tobytes()


def test_a_batch_is_full_before_a_table_could_run_over() -> None:
    batch = batch_for(4_000, 1)
    classes = np.zeros(1, np.int32)
    taken = 0
    while not put_leaf(batch, 3_000, classes, np.ones(1)):
        taken += 1
    assert batch.n[1] <= len(batch.table)
    assert batch.n[1] + 4_000 > len(batch.table)
