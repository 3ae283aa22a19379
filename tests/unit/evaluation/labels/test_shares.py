from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.evaluation.labels.evidence.gathering import gather_evidence
from genrelens.evaluation.labels.shares import (
    disputed_share,
    stray_by_genre,
    stray_share,
)

if TYPE_CHECKING:
    from conftest import MakeWorld, World


def test_the_interval_holds_the_planted_share(make_world: MakeWorld) -> None:
    held = 0
    for seed in range(8):
        world = make_world(share_wrong=0.08, seed=seed)
        evidence = gather_evidence(world.held_out, world.table, world.rows)
        found = stray_share(world.held_out, evidence, seed=seed)
        assert found.low <= found.value <= found.high
        held += found.low <= 0.08 <= found.high
    assert held >= 6


def test_a_table_without_wrong_labels_has_hardly_a_stray_one(
    make_world: MakeWorld,
) -> None:
    world = make_world()
    evidence = gather_evidence(world.held_out, world.table, world.rows)
    assert stray_share(world.held_out, evidence, seed=0).value < 0.01
    assert disputed_share(world.held_out, evidence, seed=0).value < 0.01
    assert evidence.is_disputed_by_sound.mean() > 0.05


def test_where_artists_tell_nothing_genres_that_sound_alike_are_disputed(
    make_world: MakeWorld,
) -> None:
    """Confident learning marks overlap as well; the mixture explains it."""
    world = make_world(n_per_artist=None)
    evidence = gather_evidence(world.held_out, world.table, world.rows)
    assert stray_share(world.held_out, evidence, seed=0).value < 0.01
    disputed = disputed_share(world.held_out, evidence, seed=0)
    assert 0.05 < disputed.low <= disputed.value <= disputed.high
    marked = np.flatnonzero(evidence.is_disputed)
    assert np.isin(evidence.codes[marked], [0, 1]).mean() > 0.5


def test_shares_by_genre_average_to_the_share_of_all(planted: World) -> None:
    evidence = gather_evidence(planted.held_out, planted.table, planted.rows)
    is_listed = evidence.stray >= 0.5
    found = stray_by_genre(
        planted.held_out, evidence, is_listed, planted.genres, seed=0
    )
    sizes = np.array([each.n_tracks for each in found])
    values = np.array([each.stray.value for each in found])
    whole = stray_share(planted.held_out, evidence, seed=0).value
    assert values @ sizes / sizes.sum() == pytest.approx(whole)
    assert sum(each.n_listed for each in found) == is_listed.sum()
    assert values.tolist() == sorted(values, reverse=True)
    for each in found:
        assert each.stray.low <= each.stray.value <= each.stray.high
        assert 0 < each.n_groups <= each.n_tracks
