from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.sparse import csr_array

from genrelens.evaluation.labels.evidence.other_tracks import OtherTracks
from genrelens.evaluation.labels.evidence.stray_labels import (
    fit_stray_model,
    fitting_genres,
    refit_share,
    stray_chances,
)

if TYPE_CHECKING:
    from conftest import MakeWorld


def nothing_else(n_tracks: int, n_genres: int) -> OtherTracks:
    return OtherTracks(csr_array((n_tracks, n_genres)), np.zeros(n_tracks))


@pytest.mark.parametrize("share", [0.0, 0.05, 0.15])
def test_the_share_of_planted_labels_is_estimated_by_sound_alone(
    make_world: MakeWorld, share: float
) -> None:
    world = make_world(n_tracks=4000, share_wrong=share, n_per_artist=None, clarity=3.0)
    codes, proba = world.held_out.codes, world.held_out.proba
    others = nothing_else(*proba.shape)
    model = fit_stray_model(codes, proba, others)
    fits = fitting_genres(model, proba, others)
    found = stray_chances(model, codes, fits).mean()
    assert found == pytest.approx(share, abs=0.015)


def test_genres_that_sound_alike_are_no_stray_labels(make_world: MakeWorld) -> None:
    """Half of the labels of two genres that cannot be told apart look wrong."""
    world = make_world(n_tracks=4000, n_genres=2, n_per_artist=None)
    codes, proba = world.held_out.codes, world.held_out.proba
    assert (proba.argmax(axis=1) != codes).mean() > 0.4
    others = nothing_else(*proba.shape)
    model = fit_stray_model(codes, proba, others)
    chances = stray_chances(model, codes, fitting_genres(model, proba, others))
    assert chances.mean() < 0.01
    assert chances.max() < 0.5


def test_chances_of_genres_sum_to_one_and_stray_ones_grow_with_the_share(
    make_world: MakeWorld,
) -> None:
    world = make_world(share_wrong=0.1)
    codes, proba = world.held_out.codes, world.held_out.proba
    others = nothing_else(*proba.shape)
    model = fit_stray_model(codes, proba, others)
    fits = fitting_genres(model, proba, others)
    assert fits.sum(axis=1) == pytest.approx(np.ones(len(codes)))
    few = stray_chances(replace(model, share=0.01), codes, fits)
    many = stray_chances(replace(model, share=0.2), codes, fits)
    assert ((few >= 0) & (few <= many) & (many <= 1)).all()
    assert (stray_chances(replace(model, share=0.0), codes, fits) == 0).all()


def test_artists_who_are_true_to_a_genre_count_and_others_do_not(
    make_world: MakeWorld,
) -> None:
    world = make_world()
    codes, proba = world.held_out.codes, world.held_out.proba
    by_artist = np.eye(len(world.genres))[world.truth] * 5
    true_ones = OtherTracks(csr_array(by_artist), by_artist.sum(axis=1))
    order = np.random.default_rng(0).permutation(len(codes))
    random_ones = OtherTracks(csr_array(by_artist[order]), by_artist.sum(axis=1))
    trusted = fit_stray_model(codes, proba, true_ones)
    ignored = fit_stray_model(codes, proba, random_ones)
    sure = fitting_genres(trusted, proba, true_ones)[np.arange(len(codes)), codes]
    plain = fitting_genres(ignored, proba, random_ones)
    assert sure.mean() > 0.95
    assert np.abs(plain - proba).mean() < 0.05


def test_the_share_is_found_again_from_a_wrong_start(make_world: MakeWorld) -> None:
    world = make_world(n_tracks=4000, share_wrong=0.1, n_per_artist=None, clarity=3.0)
    codes, proba = world.held_out.codes, world.held_out.proba
    others = nothing_else(*proba.shape)
    model = fit_stray_model(codes, proba, others)
    fits = fitting_genres(model, proba, others)
    for start in (0.02, 0.4):
        found = refit_share(replace(model, share=start), codes, fits)
        assert found.share == pytest.approx(model.share, abs=0.005)
