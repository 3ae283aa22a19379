"""Tests of genrelens.models.leaf_minimum."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from genrelens.models.leaf_minimum import MOST_PER_LEAF, choose_leaf_minimum


@given(st.integers(1, 500), st.integers(0, 10**6))
def test_the_minimum_stays_in_bounds_and_never_falls_with_more_tracks(
    n_genres: int, n_tracks: int
) -> None:
    chosen = choose_leaf_minimum(n_genres, n_tracks)

    assert 1 <= chosen <= MOST_PER_LEAF
    assert choose_leaf_minimum(n_genres, n_tracks + 100) >= chosen


def test_ten_tracks_a_genre_are_not_held_back() -> None:
    assert choose_leaf_minimum(6, 60) == 1


def test_three_hundred_tracks_a_genre_get_the_full_minimum() -> None:
    assert choose_leaf_minimum(114, 34_200) == MOST_PER_LEAF
