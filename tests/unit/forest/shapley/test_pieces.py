"""Tests of genrelens.forest.shapley.pieces."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest.shapley.pieces import sum_pieces


def blocks_of(n_rows, block_rows, n_trees, n_threads):
    numbers = np.random.default_rng(0).normal(size=(n_trees, n_rows))
    given = []

    def work(rows, first_tree, last_tree):
        given.append((rows.start, rows.stop, first_tree, last_tree))
        return numbers[first_tree:last_tree, rows].sum(axis=0)

    blocks = list(
        sum_pieces(
            work,
            n_rows=n_rows,
            block_rows=block_rows,
            n_trees=n_trees,
            n_threads=n_threads,
        )
    )
    return numbers, blocks, given


@pytest.mark.parametrize("n_trees", [1, 7, 8, 9, 100])
@pytest.mark.parametrize("n_rows", [1, 10, 23])
def test_every_tree_is_added_once_to_every_row(n_rows, n_trees) -> None:
    numbers, blocks, _ = blocks_of(n_rows, 10, n_trees, 2)

    assert [begin for begin, _ in blocks] == list(range(0, n_rows, 10))
    found = np.concatenate([sums for _, sums in blocks])
    np.testing.assert_allclose(found, numbers.sum(axis=0), rtol=1e-12, atol=1e-12)


def test_sums_have_the_same_bits_on_any_number_of_threads() -> None:
    runs = [blocks_of(23, 10, 40, n_threads)[1] for n_threads in (1, 2, 5)]
    for run in runs[1:]:
        for (_, sums), (_, alone) in zip(run, runs[0], strict=True):
            assert sums.tobytes() == alone.tobytes()


def test_trees_are_cut_in_one_way_whatever_the_rows() -> None:
    cuts = [
        {(first, last) for _, _, first, last in blocks_of(n_rows, 10, 21, 1)[2]}
        for n_rows in (1, 23)
    ]
    assert cuts[0] == cuts[1]


def test_no_rows_are_no_work() -> None:
    assert blocks_of(0, 10, 5, 2)[1:] == ([], [])
