from __future__ import annotations

import numpy as np
import pytest

from genrelens.evaluation.shift.fitness import judge_genres
from genrelens.evaluation.shift.label_shift import estimate_mix


def judged(described, tracks, **changes):
    mix = estimate_mix(
        described.reference, tracks.proba, described.genres, units=tracks.units, seed=0
    )
    settings = {
        "named": tracks.proba.argmax(axis=1),
        "is_novel": np.zeros(len(tracks.codes), dtype=bool),
        "mix": mix,
        "seed": 0,
    }
    return judge_genres(described.reference, described.genres, **settings | changes)


@pytest.mark.parametrize("mix", [(1, 1, 1), (6, 1, 1), (1, 1, 12)])
def test_the_expected_precision_is_met(described, draw_tracks, mix) -> None:
    tracks = draw_tracks(800, 31, mix)
    named = tracks.proba.argmax(axis=1)
    for code, genre in enumerate(judged(described, tracks)):
        right = (tracks.codes[named == code] == code).mean()
        assert genre.precision.low - 0.03 <= right <= genre.precision.high + 0.03


def test_without_a_mix_the_precision_is_that_of_training(described) -> None:
    found = judged(described, described.tracks, mix=None)
    for genre in found:
        assert genre.precision.value == pytest.approx(genre.precision_before)


def test_novel_tracks_count_as_wrong(described, draw_tracks) -> None:
    tracks = draw_tracks(100, 4)
    plain = judged(described, tracks)
    half = judged(described, tracks, is_novel=np.arange(len(tracks.codes)) % 2 == 0)
    for before, after in zip(plain, half, strict=True):
        known = 1 - after.n_novel / after.n_named
        assert after.precision.value == pytest.approx(
            before.precision.value * known, abs=1e-3
        )


@pytest.mark.parametrize(
    ("least", "verdict"),
    [(0.01, "usable"), (0.999, "not usable")],
)
def test_what_is_usable_depends_on_what_is_asked_for(
    described, draw_tracks, least, verdict
) -> None:
    found = judged(described, draw_tracks(100, 4), least_precision=least)
    assert {genre.verdict for genre in found} == {verdict}


def test_a_genre_that_no_track_gets_is_said_to_be_so(described, draw_tracks) -> None:
    tracks = draw_tracks(100, 4)
    found = judged(described, tracks, named=np.zeros(len(tracks.codes), dtype=int))
    assert [genre.verdict for genre in found][1:] == ["not named here"] * 2
