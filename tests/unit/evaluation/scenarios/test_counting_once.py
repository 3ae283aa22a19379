"""Tests of genrelens.evaluation.scenarios.counting_once."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from genrelens.evaluation.scenarios.counting_once import mark_once, narrow, weigh_rows
from genrelens.evaluation.scores import HeldOut

rows = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), min_size=1)


@given(rows)
def test_every_track_stands_once_under_a_genre_it_is_listed_under_most(
    given_rows: list[tuple[int, int]],
) -> None:
    codes, tracks = np.array(given_rows, dtype=np.int64).T
    stands = mark_once(codes, tracks)
    assert sorted(tracks[stands]) == sorted(set(tracks))
    for row in np.flatnonzero(stands):
        listed = codes[tracks == tracks[row]]
        counts = np.bincount(listed)
        assert counts[codes[row]] == counts.max()
        firsts = np.flatnonzero(tracks == tracks[row])
        ties = [r for r in firsts if counts[codes[r]] == counts.max()]
        assert row == ties[0]


def test_tracks_without_copies_all_stand() -> None:
    assert mark_once(np.array([0, 0, 1]), np.array([2, 0, 1])).all()


def test_narrowed_predictions_number_their_groups_from_nought() -> None:
    codes = np.array([0, 1, 0, 1])
    proba = np.array([[0.7, 0.3], [0.4, 0.6], [0.5, 0.5], [0.2, 0.8]])
    held = HeldOut.of(codes, proba, folds=[0, 0, 1, 1], units=[0, 1, 2, 3])
    less = narrow(held, np.array([False, True, False, True]))
    assert less.units.tolist() == [0, 1]
    assert less.codes.tolist() == [1, 1]
    assert less.folds.tolist() == [0, 1]
    assert np.array_equal(less.proba, proba[[1, 3]])
    assert narrow(held, np.ones(4, dtype=bool)) is held


@given(rows)
def test_copies_under_one_genre_weigh_one_together(
    given_rows: list[tuple[int, int]],
) -> None:
    codes, tracks = np.array(given_rows, dtype=np.int64).T
    weights = weigh_rows(codes, tracks)
    for pair in set(given_rows):
        is_copy = (codes == pair[0]) & (tracks == pair[1])
        assert np.isclose(weights[is_copy].sum(), 1)
