"""Tests of genrelens.evaluation.splitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from genrelens.errors import InputError
from genrelens.evaluation.grouping import Groups
from genrelens.evaluation.splitting import (
    derive_seeds,
    divide,
    divide_as_given,
    inner_folds,
    lock_rows,
    split_groups,
    split_rows,
    training_rows,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Make = Callable[..., Groups]


@st.composite
def tables(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    n = draw(st.integers(4, 60))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    codes = rng.integers(0, draw(st.integers(2, 5)), n)
    ids = rng.integers(0, draw(st.integers(2, 30)), n)
    codes[:2], ids[:2] = codes[0], (0, 1)  # two rows of a genre, two groups
    return np.unique(codes, return_inverse=True)[1], ids


@given(tables(), st.integers(2, 6), st.integers(0, 99))
def test_no_group_lies_on_both_sides_and_every_row_is_tested_once(
    table: tuple[np.ndarray, np.ndarray], n_folds: int, seed: int
) -> None:
    codes, ids = table

    folds = split_groups(codes, ids, n_folds=n_folds, seed=seed)

    tested = np.concatenate(list(folds))
    assert sorted(tested.tolist()) == list(range(len(codes)))
    assert all(len(rows) for rows in folds)
    for rows in folds:
        train = training_rows(rows, np.arange(len(codes)), None)
        assert not set(ids[train]) & set(ids[rows])
        assert len(train) + len(rows) == len(codes)
    if folds.n_folds < n_folds:
        assert f"{folds.n_folds} folds were made instead of {n_folds}" in folds.notes[0]


@given(tables(), st.data())
def test_purged_training_rows_share_no_tie_with_the_test_rows(
    table: tuple[np.ndarray, np.ndarray], data: st.DataObject
) -> None:
    codes, ids = table
    rng = np.random.default_rng(data.draw(st.integers(0, 10**6)))
    ties = csr_array((rng.random((len(codes), 9)) < 0.15).astype(np.int8))

    for test in split_groups(codes, ids, n_folds=3, seed=0):
        train = training_rows(test, np.arange(len(codes)), ties)

        assert (ties[train] @ ties[test].T).nnz == 0
        left_out = np.setdiff1d(np.arange(len(codes)), np.append(train, test))
        assert ((ties[left_out] @ ties[test].T).sum(axis=1) > 0).all()


def test_the_same_seed_gives_the_same_folds_and_another_gives_others() -> None:
    rng = np.random.default_rng(0)
    codes, ids = rng.integers(0, 3, 300), rng.integers(0, 80, 300)

    first, again, other = (
        split_groups(codes, ids, n_folds=5, seed=seed).fold for seed in (1, 1, 2)
    )

    assert (first == again).all()
    assert (first != other).any()


def test_genres_are_spread_evenly_where_groups_allow_it() -> None:
    rng = np.random.default_rng(0)
    ids = rng.integers(0, 400, 2000)
    codes = rng.integers(0, 4, 400)[ids]

    folds = split_groups(codes, ids, n_folds=5, seed=0)

    counts = np.array([np.bincount(codes[rows], minlength=4) for rows in folds])
    assert np.abs(counts / counts.sum(axis=0) - 0.2).max() < 0.03
    assert folds.notes == ()


def test_a_genre_by_one_artist_is_told_not_to_be_in_every_fold() -> None:
    codes = np.repeat([0, 1], [20, 10])
    ids = np.append(np.arange(20), np.full(10, 99))

    folds = split_groups(codes, ids, n_folds=5, seed=0)

    assert "1 of 2 genres could not be put into every fold" in folds.notes[-1]


def test_random_rows_part_groups_and_spread_genres() -> None:
    codes = np.repeat([0, 1, 2], 50)

    folds = split_rows(codes, n_folds=5, seed=0)

    for rows in folds:
        assert np.bincount(codes[rows]).tolist() == [10, 10, 10]


def test_one_group_for_all_is_refused() -> None:
    with pytest.raises(InputError, match="All 4 rows belong to one group"):
        split_groups(np.array([0, 1, 0, 1]), np.zeros(4, dtype=int), n_folds=2, seed=0)


def test_a_single_row_a_genre_is_refused() -> None:
    with pytest.raises(InputError, match="Every genre has a single row"):
        split_groups(np.arange(4), np.arange(4), n_folds=2, seed=0)


def test_a_fifth_of_every_genre_is_locked_in_whole_groups() -> None:
    rng = np.random.default_rng(0)
    ids = rng.integers(0, 300, 3000)
    codes = rng.integers(0, 6, 300)[ids]

    locked = lock_rows(codes, ids, seed=0)

    assert not set(ids[locked]) & set(ids[~locked])
    shares = np.bincount(codes[locked]) / np.bincount(codes)
    assert np.abs(shares - 0.2).max() < 0.05


def test_a_tenth_is_locked_where_there_are_ten_thousand_rows() -> None:
    codes = np.arange(10_000) % 4

    assert lock_rows(codes, np.arange(10_000), seed=0).mean() == pytest.approx(0.1)


def test_a_genre_of_a_single_group_is_not_locked_away() -> None:
    ids = np.append(np.arange(200), np.full(40, 999))
    codes = np.append(np.arange(200) % 3, np.full(40, 3))

    assert not lock_rows(codes, ids, seed=0)[200:].any()


def test_a_large_table_is_locked_in_part_and_divided_once(make_groups: Make) -> None:
    rng = np.random.default_rng(0)
    codes, groups = np.arange(600) % 4, make_groups(rng.integers(0, 150, 600))

    division = divide(codes, groups, n_folds=5, seed=3)

    assert len(division.repeats) == 1
    assert 90 <= len(division.locked) <= 150
    assert not set(groups.ids[division.locked]) & set(groups.ids[division.rows])
    assert sorted([*division.rows, *division.locked]) == list(range(600))
    assert division.small == ""
    assert division.notes == ()


@pytest.mark.parametrize(
    ("n_tracks", "n_groups", "n_repeats"),
    [(60, 60, 10), (400, 8, 5), (2000, 8, 3)],
)
def test_few_tracks_or_groups_a_genre_are_repeated_and_nothing_is_locked(
    make_groups: Make, n_tracks: int, n_groups: int, n_repeats: int
) -> None:
    codes = np.arange(n_tracks) % 6
    groups = make_groups(np.arange(n_tracks) // 6 % n_groups)

    division = divide(codes, groups, n_folds=5, seed=0)

    assert len(division.repeats) == n_repeats
    assert len(division.locked) == 0
    if n_tracks == 60:
        assert division.small.startswith("with a median of 10 tracks from 10")
        assert "repeated 10 times instead" in division.notes[0]


def test_few_groups_in_all_are_not_locked(make_groups: Make) -> None:
    codes, groups = np.arange(400) % 2, make_groups(np.arange(400) // 2 % 20)

    division = divide(codes, groups, n_folds=5, seed=0)

    assert len(division.locked) == 0
    assert division.small == ""
    assert "20 independent groups, and 50 are asked for" in division.notes[0]


@given(st.integers(0, 2**63), st.integers(1, 20))
def test_derived_seeds_are_distinct_and_repeatable(seed: int, n_seeds: int) -> None:
    seeds = derive_seeds(seed, n_seeds)

    assert seeds == derive_seeds(seed, n_seeds)
    assert len(set(seeds)) == n_seeds
    assert all(0 <= one < 2**31 for one in seeds)


@given(tables(), st.integers(0, 99))
def test_folds_inside_a_training_part_keep_groups_and_ties_on_one_side(
    table: tuple[np.ndarray, np.ndarray], seed: int
) -> None:
    """Rows are any of the table's, in any order; positions are among these rows."""
    codes, ids = table
    rng = np.random.default_rng(seed)
    things = rng.integers(0, len(ids), len(ids))
    ties = csr_array(
        (np.ones(len(ids), np.int8), (np.arange(len(ids)), things)),
        shape=(len(ids), len(ids)),
    )
    groups = Groups(ids, "artists", len(np.unique(ids)), 0.5, "By hand.", ties)
    rows = rng.permutation(len(ids))[: max(len(ids) - 2, 1)]
    genres = np.array([f"genre {code}" for code in codes[rows]])
    if (
        len(np.unique(ids[rows])) < 2
        or np.unique(genres, return_counts=True)[1].max() < 2
    ):
        with pytest.raises(InputError):
            inner_folds(rows, genres, groups, n_folds=3, seed=seed)
        return

    folds = inner_folds(rows, genres, groups, n_folds=3, seed=seed)

    tested = np.concatenate([test for _, test in folds])
    assert sorted(tested.tolist()) == list(range(len(rows)))
    for train, test in folds:
        assert not set(ids[rows[train]]) & set(ids[rows[test]])
        assert not set(things[rows[train]]) & set(things[rows[test]])
        left_out = np.setdiff1d(np.arange(len(rows)), [*train, *test])
        assert set(things[rows[left_out]]) <= set(things[rows[test]])


def test_given_test_rows_are_kept_for_the_end(make_groups: Make) -> None:
    codes, is_test = np.arange(400) % 4, np.arange(400) % 8 < 4
    division = divide_as_given(
        codes, make_groups(np.arange(400)), is_test, n_folds=5, seed=0
    )
    assert division.is_given
    assert np.array_equal(division.locked, np.flatnonzero(is_test))
    assert np.array_equal(division.rows, np.flatnonzero(~is_test))
    assert division.repeats[0].n_folds == 5
    assert "200 rows of the training lists" in division.notes[0]
    assert division.small == ""


def test_few_given_training_rows_are_divided_repeatedly(make_groups: Make) -> None:
    codes, is_test = np.arange(60) % 4, np.arange(60) >= 40
    division = divide_as_given(
        codes, make_groups(np.arange(60)), is_test, n_folds=5, seed=0
    )
    assert len(division.repeats) == 10
    assert "10 tracks" in division.small


def test_given_lists_that_cannot_work_are_refused(make_groups: Make) -> None:
    codes, groups = np.arange(40) % 4, make_groups(np.arange(40))
    with pytest.raises(InputError, match="40 training and 0 test rows"):
        divide_as_given(codes, groups, np.zeros(40, bool), n_folds=5, seed=0)
    with pytest.raises(InputError, match="lack 1 of the 4 genres of the table"):
        divide_as_given(
            codes, groups, (codes == 1) | (np.arange(40) > 30), n_folds=5, seed=0
        )
