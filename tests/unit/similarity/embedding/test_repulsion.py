import numpy as np
import pytest

from genrelens.similarity.embedding import repulsion
from genrelens.similarity.embedding.repulsion import push_apart


def slow(places):
    ways = places[:, None] - places
    near = 1 / (1 + (ways**2).sum(axis=2))
    np.fill_diagonal(near, 0)
    return (near[:, :, None] ** 2 * ways).sum(axis=1), near.sum()


@pytest.mark.parametrize("width", [0.0001, 1.0, 10.0])
def test_by_pairs_or_by_grid_the_forces_are_those_of_the_plain_sum(width, monkeypatch):
    places = np.random.default_rng(0).normal(0, width, (400, 2))
    forces, total = slow(places)

    by_pairs = push_apart(places)
    monkeypatch.setattr(repulsion, "MOST_BY_PAIRS", 0)
    by_grid = push_apart(places)

    size = np.abs(forces).max()
    assert by_pairs[0] == pytest.approx(forces, abs=1e-9 * size)
    assert by_pairs[1] == pytest.approx(total)
    assert np.abs(by_grid[0] - forces).mean() < 0.02 * size
    assert by_grid[1] == pytest.approx(total, rel=0.02)


def test_all_points_on_one_spot_push_nothing():
    forces, total = push_apart(np.ones((10, 2)))

    assert (forces == 0).all()
    assert total == 90
