"""Tests of genrelens.evaluation.scenarios.balance."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelens.evaluation.scenarios.balance import tell_balance
from genrelens.evaluation.splitting import Folds, split_rows

GENRES = np.array(["dub", "house", "techno"])


def test_a_genre_missing_from_folds_is_named_with_its_folds() -> None:
    fold = np.array([0, 0, 1, 1, 2, 2, 0])
    codes = np.array([0, 1, 0, 1, 1, 1, 0])
    told = tell_balance(Folds(fold, 3), codes, GENRES)
    assert told[0] == "'dub' is missing from fold 3 of 3."


def test_the_genre_furthest_from_even_is_named_with_its_share() -> None:
    fold = np.array([0] * 8 + [1, 2] + [0, 1, 2] * 4)
    codes = np.array([1] * 10 + [0] * 12)
    told = tell_balance(Folds(fold, 3), codes, GENRES)
    (sentence,) = told
    assert sentence == (
        "Whole groups are kept together, so genres are not spread quite evenly; "
        "furthest off is 'house', with 80% of its 10 tracks in one fold (33% would be "
        "even)."
    )


def test_more_than_three_missing_genres_are_counted() -> None:
    genres = np.array([f"g{number}" for number in range(6)])
    codes = np.arange(6)
    told = tell_balance(Folds(np.array([0, 1] * 3), 2), codes, genres)
    assert "; and 3 more genres." in told[0]


@settings(max_examples=40, deadline=None)
@given(
    sizes=st.lists(st.integers(20, 60), min_size=2, max_size=3),
    n_folds=st.integers(2, 5),
    seed=st.integers(0, 1000),
)
def test_single_rows_are_always_spread_evenly(
    sizes: list[int], n_folds: int, seed: int
) -> None:
    codes = np.repeat(np.arange(len(sizes)), sizes)
    folds = split_rows(codes, n_folds=n_folds, seed=seed)
    assert tell_balance(folds, codes, GENRES[: len(sizes)]) == []
