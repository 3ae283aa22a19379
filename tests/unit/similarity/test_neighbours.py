import numpy as np
import pytest
from sklearn.metrics.pairwise import nan_euclidean_distances
from sklearn.neighbors import NearestNeighbors

from genrelens.similarity import neighbours as module
from genrelens.similarity.neighbours import (
    attribute_distances,
    distance_parts,
    nearest_tracks,
)
from genrelens.similarity.space import STEPS, PlacedTracks


def points(n, width=5, share_missing=0.0, seed=0):
    rng = np.random.default_rng(seed)
    steps = np.rint(rng.normal(0, STEPS, (n, width)))
    is_there = rng.random((n, width)) >= share_missing
    return PlacedTracks(np.where(is_there, steps, 0.0), is_there, np.arange(width))


def test_neighbours_are_those_of_brute_force():
    all_points = points(400)
    all_points.steps[:] *= 1_000  # so that no two distances are equal
    all_points.steps[:] += np.random.default_rng(1).integers(0, 1_000, (400, 5))
    rows = np.arange(400)

    found = nearest_tracks(all_points, all_points, 10, asked_tracks=rows, tracks=rows)

    oracle = NearestNeighbors(n_neighbors=10, algorithm="brute").fit(all_points.steps)
    distances, places = oracle.kneighbors()
    assert (found.places == places).all()
    assert found.distances * STEPS == pytest.approx(distances)


def test_missing_values_are_passed_over_and_the_rest_scaled_up():
    some = points(150, share_missing=0.2)
    raw = np.where(some.is_there, some.steps, np.nan)
    expected = nan_euclidean_distances(raw)
    shared = some.is_there.astype(int) @ some.is_there.T.astype(int)
    expected[shared < 2.5] = np.inf
    np.fill_diagonal(expected, np.inf)
    expected = np.sort(expected, axis=1)[:, :5]
    expected[np.isinf(expected)] = np.nan
    rows = np.arange(150)

    found = nearest_tracks(some, some, 5, asked_tracks=rows, tracks=rows)

    assert found.distances * STEPS == pytest.approx(expected, nan_ok=True)


def test_blocks_change_nothing(monkeypatch):
    some = points(300, share_missing=0.1, seed=4)
    whole = nearest_tracks(some, some, 7)

    monkeypatch.setattr(module, "_BLOCK_CELLS", 1_000)
    parted = nearest_tracks(some, some, 7)

    assert (whole.places == parted.places).all()
    assert np.array_equal(whole.distances, parted.distances, equal_nan=True)


def test_permuting_the_collection_permutes_the_neighbours():
    some = points(200, seed=2)
    order = np.random.default_rng(9).permutation(200)

    straight = nearest_tracks(some, some, 6)
    turned = nearest_tracks(some, some.take(order), 6)

    assert (order[turned.places] == straight.places).all()


def test_equal_distances_stand_in_the_order_of_the_collection():
    same = PlacedTracks(np.zeros((5, 1)), np.ones((5, 1), bool), np.zeros(1, int))

    found = nearest_tracks(same.take(np.array([0])), same, 3)

    assert found.places.tolist() == [[0, 1, 2]]


def test_rows_of_the_same_track_are_no_neighbours_and_lack_is_marked():
    some = points(4)
    tracks = np.array([7, 7, 8, 9])

    found = nearest_tracks(
        some.take(np.array([0])), some, 3, asked_tracks=tracks[:1], tracks=tracks
    )

    assert set(found.places[0, :2]) == {2, 3}
    assert found.places[0, 2] == -1
    assert np.isnan(found.distances[0, 2])


def test_parts_add_up_to_the_square_of_the_distance():
    some = points(60, share_missing=0.15, seed=3)
    one = some.take(np.array([5]))

    parts = distance_parts(one, some)
    found = nearest_tracks(one, some, 60)

    there = found.places[0] >= 0
    near = found.places[0][there]
    sums = np.nansum(parts[near], axis=1)
    assert sums == pytest.approx(found.distances[0][there] ** 2)


def test_several_columns_of_one_attribute_make_one_part():
    steps = np.array([[0.0, 0.0], [STEPS, STEPS]])
    pair = PlacedTracks(steps, np.ones((2, 1), bool), np.zeros(2, int))

    found = attribute_distances(pair.take(np.array([0])), pair)

    assert found.tolist() == [[0.0], [2.0]]
