from __future__ import annotations

import numpy as np
import pytest

from genrelens.models.typical_tracks import MOST_TYPICAL, find_typical


def test_each_genre_has_the_mean_of_its_tracks_and_their_share() -> None:
    inputs = np.array([[0.0, 1.0], [2.0, 3.0], [10.0, -1.0]])
    typical, shares = find_typical(inputs, np.array([0, 0, 1]), None)
    np.testing.assert_allclose(typical, [[1.0, 2.0], [10.0, -1.0]])
    np.testing.assert_allclose(shares, [2 / 3, 1 / 3])


def test_a_track_of_weight_two_counts_like_two_tracks() -> None:
    inputs = np.array([[0.0], [3.0], [10.0]])
    codes = np.array([0, 0, 1])
    weighed = find_typical(inputs, codes, np.array([2.0, 1.0, 1.0]))
    twice = find_typical(inputs[[0, 0, 1, 2]], codes[[0, 0, 1, 2]], None)
    for one, other in zip(weighed, twice, strict=True):
        np.testing.assert_allclose(one, other)


def test_a_genre_that_weighs_nothing_has_no_typical_track() -> None:
    inputs = np.array([[0.0], [3.0]])
    typical, shares = find_typical(inputs, np.array([0, 1]), np.array([0.0, 1.0]))
    assert typical.tolist() == [[3.0]]
    assert shares.tolist() == [1.0]


def test_many_genres_share_typical_tracks_with_those_most_alike() -> None:
    rng = np.random.default_rng(0)
    codes = np.repeat(np.arange(60), 5)
    places = np.where(np.arange(60) < 50, 0.0, 100.0 * np.arange(60))
    inputs = places[codes, np.newaxis] + rng.normal(size=(300, 2))
    typical, shares = find_typical(inputs, codes, None)
    assert len(typical) == MOST_TYPICAL
    assert shares.sum() == pytest.approx(1.0)
    np.testing.assert_allclose(shares @ typical, inputs.mean(axis=0))
    lone = typical[:, 0] > 1_000  # the ten genres far from all others
    assert lone.sum() == 10
    np.testing.assert_allclose(shares[lone], 1 / 60)
