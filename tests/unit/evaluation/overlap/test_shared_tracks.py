from __future__ import annotations

import numpy as np
import pytest

from genrelens.errors import InputError
from genrelens.evaluation.overlap.shared_tracks import count_shared, share_of_smaller


def test_tracks_are_counted_once_and_compared_with_the_smaller_genre() -> None:
    codes = np.array([0, 0, 0, 0, 1, 1, 1, 2])
    tracks = np.array([7, 7, 8, 9, 7, 8, 5, 4])
    shared = count_shared(codes, tracks, 3)
    assert shared.tolist() == [[3, 2, 0], [2, 3, 0], [0, 0, 1]]
    assert share_of_smaller(shared)[0, 1] == pytest.approx(2 / 3)
    assert np.diag(share_of_smaller(shared)).tolist() == [0, 0, 0]


def test_unknown_tracks_are_never_the_same() -> None:
    shared = count_shared(np.array([0, 1]), np.array([-1, -1]), 2)
    assert shared.tolist() == [[1, 0], [0, 1]]


def test_an_unknown_track_is_no_other_known_one() -> None:
    codes, tracks = np.array([0, 1, 0]), np.array([-1, 0, -2])
    assert count_shared(codes, tracks, 2)[0, 1] == 0


def test_a_genre_without_tracks_shares_nothing() -> None:
    shared = count_shared(np.array([0, 0]), np.array([1, 2]), 2)
    assert share_of_smaller(shared).tolist() == [[0, 0], [0, 0]]


def test_numbers_of_tracks_must_fit_the_genres() -> None:
    with pytest.raises(InputError, match="1 track numbers and 2 genres do not fit"):
        count_shared(np.array([0, 1]), np.array([1]), 2)
