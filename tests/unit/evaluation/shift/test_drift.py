from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from genrelens.evaluation.shift.describing import mean_group_size
from genrelens.evaluation.shift.drift import measure_drift

ALARMS = {"differs", "differs strongly", "missing"}


def drift(described, tracks, **changes):
    found = measure_drift(
        described.reference,
        tracks.frame.assign(**changes),
        described.features,
        group_size=mean_group_size(tracks.units),
    )
    return {column.name: column for column in found}


@pytest.mark.parametrize("n_artists", [4, 30, 300])
def test_tables_of_the_same_kind_rarely_raise_an_alarm(
    described, draw_tracks, n_artists
) -> None:
    n_alarms = 0
    for seed in range(100, 200):
        found = drift(described, draw_tracks(n_artists, seed))
        n_alarms += any(column.verdict in ALARMS for column in found.values())
    # 100 tables at a true rate of 5 %: more than 11 come once in a hundred times.
    assert n_alarms <= 11


def test_a_shifted_column_is_found_and_the_others_are_not(
    described, draw_tracks
) -> None:
    tracks = draw_tracks(150, 7)
    found = drift(described, tracks, duration_ms=tracks.frame["duration_ms"] * 1.5)
    assert found["duration_ms"].verdict == "differs strongly"
    assert {n for n, c in found.items() if c.verdict in ALARMS} == {"duration_ms"}


def test_another_mix_of_levels_and_new_levels_are_found(described, draw_tracks) -> None:
    tracks = draw_tracks(150, 7)
    keys = tracks.frame["key"].where(tracks.frame["key"] != "A", "H")
    found = drift(described, tracks, key=keys)
    assert found["key"].verdict == "differs"
    assert found["key"].n_new == (keys == "H").sum()


def test_values_that_are_gone_are_told_as_missing(described, draw_tracks) -> None:
    tracks = draw_tracks(150, 7)
    gone = tracks.frame["energy"].mask(np.arange(len(tracks.frame)) % 2 == 0)
    found = drift(described, tracks, energy=gone)
    assert found["energy"].verdict == "missing"
    assert found["energy"].missing_share == pytest.approx(0.5, abs=0.01)
    assert found["energy"].missing_before == 0


def test_a_column_without_any_value_has_no_distance(described, draw_tracks) -> None:
    tracks = draw_tracks(150, 7)
    found = drift(described, tracks, energy=np.nan)
    assert found["energy"].verdict == "missing"
    assert found["energy"].to_dict()["distance"] is None


def test_one_row_raises_no_alarm_and_says_it_is_too_few(described, draw_tracks) -> None:
    tracks = draw_tracks(1, 7)
    one = measure_drift(
        described.reference, tracks.frame.head(1), described.features, group_size=1.0
    )
    assert {column.verdict for column in one} == {"too few rows"}


def test_a_huge_table_raises_no_alarm_at_a_difference_that_does_not_matter(
    described, draw_tracks
) -> None:
    tracks = draw_tracks(20_000, 3)
    nearly = tracks.frame["duration_ms"] * 1.02
    found = drift(described, tracks, duration_ms=nearly)
    assert 0 < found["duration_ms"].distance < 0.1
    assert found["duration_ms"].verdict == "as in training"


def test_the_distance_is_that_of_kolmogorov_and_smirnov(described, draw_tracks) -> None:
    tracks = draw_tracks(400, 8)
    found = drift(described, tracks)
    for name in ("energy", "loudness", "duration_ms"):
        exact = stats.ks_2samp(
            tracks.frame[name], described.tracks.frame[name]
        ).statistic
        assert exact - 0.012 <= found[name].distance <= exact + 1e-6


def test_a_larger_table_has_less_noise(described, draw_tracks) -> None:
    few, many = (drift(described, draw_tracks(n, 1)) for n in (20, 500))
    for name in few:
        assert many[name].noise < few[name].noise
