import numpy as np
import pytest

from genrelens.similarity.embedding.affinities import find_affinities


def test_weights_are_symmetric_sum_to_one_and_leave_out_the_point_itself():
    points = np.random.default_rng(0).normal(size=(80, 4))

    found = find_affinities(points, 10)

    assert found.sum() == pytest.approx(1)
    assert abs(found - found.T).max() < 1e-15
    assert found.diagonal().max() == 0


def test_every_point_reaches_about_as_many_as_the_perplexity_says():
    rng = np.random.default_rng(1)
    tight, wide = rng.normal(0, 0.01, (60, 2)), rng.normal(50, 5, (60, 2))

    found = find_affinities(np.vstack([tight, wide]), 8).toarray()

    shares = found / found.sum(axis=1, keepdims=True)
    logs = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    reach = np.exp(-(shares * logs).sum(axis=1))
    assert reach[:60].mean() == pytest.approx(reach[60:].mean(), rel=0.15)
    assert 8 <= reach.mean() <= 16  # both directions of a pair are added


def test_weights_are_those_of_the_widths_that_scikit_learn_finds():
    from sklearn.manifold._t_sne import _joint_probabilities
    from sklearn.metrics import pairwise_distances

    points = np.random.default_rng(2).normal(size=(31, 3))
    found = find_affinities(points, 10)  # 30 neighbours are all there are

    squares = pairwise_distances(points, squared=True).astype(np.float32)
    from scipy.spatial.distance import squareform

    expected = squareform(_joint_probabilities(squares, 10, 0))
    assert found.toarray() == pytest.approx(expected, abs=2e-6)


def test_points_on_one_spot_attract_each_other_alike():
    found = find_affinities(np.zeros((6, 2)), 2)

    assert np.isfinite(found.data).all()
    assert found.sum() == pytest.approx(1)
