"""Tracks are laid out by the library from our own neighbours, the same every time."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from genrelens.errors import InputError
from genrelens.similarity import laying_out
from genrelens.similarity.laying_out import lay_out
from genrelens.similarity.space import STEPS, PlacedTracks


def clouds(n_each, n_clouds=4, width=6, seed=0):
    rng = np.random.default_rng(seed)
    middles = rng.normal(0, 6, (n_clouds, width))
    points = np.repeat(middles, n_each, axis=0)
    points += rng.normal(0, 1, points.shape)
    steps = np.rint(points * STEPS)
    return PlacedTracks(steps, np.ones(steps.shape, bool), np.arange(width))


def own_cloud(places, n_each):
    """Tell which tracks stand nearest to the middle of their own cloud."""
    n_clouds = len(places) // n_each
    middles = np.median(places.reshape(n_clouds, n_each, 2), axis=1)
    far = np.linalg.norm(places[:, None] - middles, axis=2)
    return far.argmin(axis=1) == np.repeat(np.arange(n_clouds), n_each)


@pytest.mark.parametrize("most_by_tree", [0, 1_000], ids=["grid", "tree"])
def test_clouds_of_tracks_stay_clouds_by_either_way(monkeypatch, most_by_tree):
    monkeypatch.setattr(laying_out, "MOST_BY_TREE", most_by_tree)
    monkeypatch.setattr(laying_out, "_N_STEPS", 20)
    placed = clouds(40)

    places = lay_out(placed, placed.steps[:, :2], seed=0)

    assert own_cloud(places, 40).all()
    assert places.mean(axis=0) == pytest.approx([0, 0], abs=1e-9)


def test_the_same_tracks_and_seed_give_the_same_places_whatever_their_unit():
    placed = clouds(10)

    once = lay_out(placed, placed.steps[:, :2], seed=3)

    assert (once == lay_out(placed, placed.steps[:, :2], seed=3)).all()
    assert (once == lay_out(placed, placed.steps[:, :2] * 8, seed=3)).all()


def test_a_missing_value_leaves_a_track_with_those_it_is_like_in_the_others():
    placed = clouds(40)
    steps, is_there = placed.steps.copy(), placed.is_there.copy()
    rng = np.random.default_rng(1)
    for row in range(0, len(steps), 2):
        column = rng.integers(steps.shape[1])
        is_there[row, column], steps[row, column] = False, 0

    places = lay_out(
        PlacedTracks(steps, is_there, placed.owner), placed.steps[:, :2], seed=0
    )

    assert own_cloud(places, 40).mean() > 0.98


def test_a_track_that_can_be_compared_with_none_gets_no_place_and_moves_nobody():
    placed = clouds(30)
    is_there = np.vstack([placed.is_there, np.zeros((1, 6), bool)])
    more = PlacedTracks(np.vstack([placed.steps, np.zeros(6)]), is_there, placed.owner)

    places = lay_out(more, more.steps[:, :2], seed=0)

    assert np.isnan(places[-1]).all()
    assert (places[:-1] == lay_out(placed, placed.steps[:, :2], seed=0)).all()


def test_few_tracks_that_only_know_each_other_stand_together():
    placed = clouds(40, width=8)
    is_there = placed.is_there.copy()
    is_there[:, 4:] = False
    is_there[:15] = ~is_there[:15]  # these share no attribute with the others
    steps = np.where(is_there, placed.steps, 0)

    places = lay_out(
        PlacedTracks(steps, is_there, placed.owner), placed.steps[:, :2], seed=0
    )

    apart = np.linalg.norm(places[:, None] - places[:15], axis=2)
    np.fill_diagonal(apart[:15], np.inf)
    assert np.isfinite(places).all()
    assert (apart[:15].min(axis=1) < apart[15:].min(axis=0)).mean() > 0.9


def test_tracks_that_are_all_alike_stand_at_one_place():
    alike = PlacedTracks(np.ones((20, 2)), np.ones((20, 2), bool), np.arange(2))

    assert (lay_out(alike, np.zeros((20, 2)), seed=0) == 0).all()


def test_many_copies_of_a_track_are_laid_out_too():
    placed = clouds(40)
    steps = placed.steps.copy()
    steps[:100] = steps[0]
    copies = PlacedTracks(steps, placed.is_there, placed.owner)

    assert np.isfinite(lay_out(copies, steps[:, :2], seed=0)).all()


def test_without_the_library_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "openTSNE", None)
    placed = clouds(10)

    with pytest.raises(InputError, match=r"openTSNE.*pip install 'genrelens\[studio\]"):
        lay_out(placed, placed.steps[:, :2], seed=0)
