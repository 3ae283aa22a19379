import numpy as np
import pytest

from genrelens.similarity import mapping
from genrelens.similarity.mapping import main_axes, make_map
from genrelens.similarity.space import STEPS, PlacedTracks


def clouds(n_each=60, n_clouds=4, width=6, seed=0):
    rng = np.random.default_rng(seed)
    middles = rng.normal(0, 6, (n_clouds, width))
    points = np.repeat(middles, n_each, axis=0) + rng.normal(
        0, 1, (n_each * n_clouds, width)
    )
    steps = np.rint(points * STEPS)
    return PlacedTracks(steps, np.ones(steps.shape, bool), np.arange(width))


def test_a_map_keeps_more_neighbours_than_two_axes_and_says_how_many():
    placed = clouds()

    found = make_map(placed, seed=0)

    assert found.kept > 1.4 * found.kept_by_axes
    assert found.n_judged == 240
    assert found.positions.min() == 0
    assert found.positions.max() == 1
    assert "t-SNE" in found.method


def test_the_same_tracks_give_the_same_map():
    placed = clouds(30)

    assert (
        make_map(placed, seed=1).positions == make_map(placed, seed=1).positions
    ).all()


def test_share_kept_is_one_where_the_plane_is_the_space():
    rng = np.random.default_rng(0)
    flat = PlacedTracks(
        np.rint(rng.random((9, 2)) * 1000), np.ones((9, 2), bool), np.arange(2)
    )

    found = make_map(flat, seed=0)

    assert found.method == "two main axes"
    assert found.kept == 1.0


def test_tracks_beyond_the_sample_stand_near_their_nearest_of_it(monkeypatch):
    placed = clouds(80)
    monkeypatch.setattr(mapping, "MOST_LAID_OUT", 160)

    found = make_map(placed, seed=0)

    assert "160 tracks" in found.method
    assert found.kept > found.kept_by_axes
    middles = found.positions.reshape(4, 80, 2).mean(axis=1)
    far = np.linalg.norm(found.positions[:, None] - middles, axis=2)
    assert (far.argmin(axis=1) == np.repeat(np.arange(4), 80)).mean() > 0.95


def test_a_track_that_can_be_compared_with_none_stands_in_the_middle_and_is_told(
    monkeypatch,
):
    placed = clouds(80)
    is_there = np.vstack([placed.is_there, np.zeros((2, 6), bool)])
    steps = np.vstack([placed.steps, np.zeros((2, 6))])
    more = PlacedTracks(steps, is_there, placed.owner)

    for most, said in ((400, "main axes; 2 with"), (160, "between these; 2 with")):
        monkeypatch.setattr(mapping, "MOST_LAID_OUT", most)
        found = make_map(more, seed=0)

        assert said in found.method
        assert np.isfinite(found.positions).all()
        assert (found.positions[-1] == found.positions[-2]).all()


def test_tracks_of_which_none_can_be_compared_are_shown_by_the_main_axes():
    placed = clouds(5)
    nowhere = PlacedTracks(
        placed.steps, np.zeros(placed.is_there.shape, bool), placed.owner
    )

    found = make_map(nowhere, seed=0)

    assert found.method == "two main axes"
    assert found.kept == 0


def test_main_axes_are_those_of_greatest_spread_with_a_settled_sign():
    rng = np.random.default_rng(0)
    steps = np.rint(rng.normal(0, [1000, 10, 300], (200, 3)))
    placed = PlacedTracks(steps, np.ones((200, 3), bool), np.arange(3))

    axes = main_axes(placed)

    for axis, column in ((0, 0), (1, 2)):
        assert np.corrcoef(axes[:, axis], steps[:, column])[0, 1] == pytest.approx(
            1, abs=0.02
        )


def test_one_attribute_alone_makes_a_line():
    placed = PlacedTracks(
        np.arange(5.0)[:, None], np.ones((5, 1), bool), np.zeros(1, int)
    )

    assert (main_axes(placed)[:, 1] == 0).all()
