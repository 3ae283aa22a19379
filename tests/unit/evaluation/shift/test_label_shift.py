from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelens.errors import InputError
from genrelens.evaluation.shift.label_shift import estimate_mix


def test_known_genres_are_counted(described) -> None:
    """Certain probabilities leave nothing to estimate."""
    codes = np.repeat([0, 1, 2], [10, 30, 60])
    found = estimate_mix(
        described.reference, np.eye(3)[codes], described.genres, seed=0
    )
    assert [e.value for e in found.mix.now] == pytest.approx([0.1, 0.3, 0.6], abs=1e-4)


def test_a_planted_mix_is_found_within_its_interval(described, draw_tracks) -> None:
    inside, far = [], []
    for seed in range(15):
        mix = tuple(np.random.default_rng(seed).dirichlet([2, 2, 2]))
        tracks = draw_tracks(200, 500 + seed, mix)
        found = estimate_mix(
            described.reference,
            tracks.proba,
            described.genres,
            units=tracks.units,
            seed=0,
        )
        true = np.bincount(tracks.codes, minlength=3) / len(tracks.codes)
        named = np.bincount(tracks.proba.argmax(axis=1), minlength=3)
        for g, e in enumerate(found.mix.now):
            inside.append(e.low - 1e-9 <= true[g] <= e.high + 1e-9)
        value = np.array([e.value for e in found.mix.now])
        far.append(
            [
                np.abs(value - true).mean(),
                np.abs(named / named.sum() - true).mean(),
            ]
        )
    assert np.mean(inside) >= 0.9
    estimated, counted = np.mean(far, axis=0)
    assert estimated < counted


def test_an_unchanged_mix_is_rarely_called_changed(described, draw_tracks) -> None:
    n_changed = 0
    for seed in range(25):
        tracks = draw_tracks(150, 900 + seed)
        found = estimate_mix(
            described.reference,
            tracks.proba,
            described.genres,
            units=tracks.units,
            seed=seed,
        )
        n_changed += found.mix.is_changed
    assert n_changed <= 2


def test_a_library_of_one_genre_is_called_changed(described, draw_tracks) -> None:
    tracks = draw_tracks(100, 3, (0.001, 0.001, 1))
    found = estimate_mix(
        described.reference, tracks.proba, described.genres, units=tracks.units, seed=0
    )
    assert found.mix.is_changed
    assert found.mix.now[2].low > 0.7


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1_000), n_tracks=st.integers(20, 60))
def test_proportions_are_shares_that_lie_in_their_intervals(
    described, seed, n_tracks
) -> None:
    proba = np.random.default_rng(seed).dirichlet([0.3] * 3, size=n_tracks)
    found = estimate_mix(described.reference, proba, described.genres, seed=seed)
    assert sum(e.value for e in found.mix.now) == pytest.approx(1, abs=1e-5)
    assert all(0 <= e.low <= e.value <= e.high <= 1 for e in found.mix.now)
    np.testing.assert_allclose(found.drawings.sum(axis=1), 1)


def test_unknown_groups_widen_the_interval(described, draw_tracks) -> None:
    tracks = draw_tracks(100, 3)
    alone, unknown = (
        estimate_mix(
            described.reference, tracks.proba, described.genres, units=units, seed=0
        ).mix.now
        for units in (np.arange(len(tracks.units)), None)
    )
    assert all(
        b.high - b.low > a.high - a.low for a, b in zip(alone, unknown, strict=True)
    )


def test_too_few_tracks_are_refused(described) -> None:
    with pytest.raises(InputError, match="19 tracks are too few"):
        estimate_mix(
            described.reference, np.full((19, 3), 1 / 3), described.genres, seed=0
        )
