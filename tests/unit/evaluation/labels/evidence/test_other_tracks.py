from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from genrelens.evaluation.labels.evidence.other_tracks import count_other_tracks


@given(st.integers(0, 10_000))
def test_others_are_what_counting_every_pair_of_rows_gives(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n_rows, n_genres = 14, 3
    codes = rng.integers(0, n_genres, n_rows)
    tracks = rng.integers(0, 9, n_rows)
    artists = (rng.random((n_rows, 4)) < 0.4).astype(np.int8)
    for row in range(n_rows):  # rows of one track credit the same artists
        artists[row] = artists[np.flatnonzero(tracks == tracks[row])[0]]

    wanted = np.zeros((n_rows, n_genres))
    for row in range(n_rows):
        for other in range(n_rows):
            if tracks[other] != tracks[row]:
                shared = int((artists[row] & artists[other]).sum())
                size = (tracks == tracks[other]).sum()
                wanted[row, codes[other]] += shared / size

    found = count_other_tracks(codes, tracks, csr_array(artists), n_genres=n_genres)
    np.testing.assert_allclose(found.counts.toarray(), wanted, atol=1e-9)
    np.testing.assert_allclose(found.totals, wanted.sum(axis=1), atol=1e-9)


def test_a_copy_under_another_genre_is_no_other_track() -> None:
    artists = csr_array(np.ones((2, 1), dtype=np.int8))
    found = count_other_tracks(np.array([0, 1]), np.array([5, 5]), artists, n_genres=2)
    assert found.totals.tolist() == [0, 0]


def test_without_an_artist_column_there_are_no_others() -> None:
    artists = csr_array((3, 0), dtype=np.int8)
    found = count_other_tracks(np.array([0, 1, 1]), np.arange(3), artists, n_genres=2)
    assert found.counts.shape == (3, 2)
    assert not found.totals.any()
