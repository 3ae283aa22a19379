import numpy as np

from genrelens.similarity.embedding import repulsion
from genrelens.similarity.embedding.descending import lay_out


def three_clouds(n_each):
    rng = np.random.default_rng(0)
    middles = np.repeat(rng.normal(0, 20, (3, 5)), n_each, axis=0)
    return middles + rng.normal(size=middles.shape)


def test_clouds_of_many_dimensions_stay_apart_on_the_plane():
    points = three_clouds(40)

    places = lay_out(points, points[:, :2])

    own = np.repeat(np.arange(3), 40)
    middles = np.array([places[own == cloud].mean(axis=0) for cloud in range(3)])
    far = np.linalg.norm(places[:, None] - middles, axis=2)
    assert (far.argmin(axis=1) == own).all()


def test_the_same_points_give_the_same_plane_and_the_grid_a_like_one(monkeypatch):
    points = three_clouds(30)
    places = lay_out(points, points[:, :2])

    again = lay_out(points, points[:, :2])
    monkeypatch.setattr(repulsion, "MOST_BY_PAIRS", 0)
    by_grid = lay_out(points, points[:, :2])

    assert (places == again).all()
    apart = np.linalg.norm(places[:, None] - places, axis=2)
    near = np.linalg.norm(by_grid[:, None] - by_grid, axis=2)
    assert np.corrcoef(apart.ravel(), near.ravel())[0, 1] > 0.9


def test_four_points_are_enough():
    places = lay_out(np.eye(4), np.eye(4)[:, :2])

    assert np.isfinite(places).all()
