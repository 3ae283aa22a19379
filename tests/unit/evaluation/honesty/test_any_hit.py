"""Tests of genrelens.evaluation.honesty.any_hit."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelens.evaluation.honesty.any_hit import AnyHit, has_conflicts
from genrelens.evaluation.scores import HeldOut, score

N_GENRES = 3


def _hit(
    codes: np.ndarray, named: np.ndarray, recordings: np.ndarray, rows: np.ndarray
) -> AnyHit:
    units = np.unique(recordings[rows], return_inverse=True)[1]
    held_out = HeldOut.of(codes[rows], np.eye(N_GENRES)[named], units=units)
    return AnyHit.of(
        held_out,
        recordings=recordings,
        codes=codes,
        rows=rows,
        units=units,
        seed=0,
        n_replicates=50,
    )


def test_any_genre_of_a_track_counts_and_each_track_counts_once() -> None:
    recordings = np.array([0, 0, 1, 2])
    codes = np.array([0, 1, 2, 2])
    named = np.array([1, 2, 2, 0])  # a genre of the other copy; none; own; none
    hit = _hit(codes, named, recordings, np.arange(4))
    assert hit.estimate.value == (0.5 + 1 + 0) / 3
    assert (hit.n_tracks, hit.n_groups) == (3, 3)


def test_a_genre_that_stands_in_a_locked_row_is_the_tracks_own_too() -> None:
    recordings, codes = np.array([0, 1, 0]), np.array([0, 1, 2])
    hit = _hit(codes, np.array([2, 0]), recordings, np.array([0, 1]))
    assert hit.estimate.value == 0.5


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 6)),
        min_size=2,
        max_size=30,
    )
)
def test_a_slow_count_agrees(rows: list[tuple[int, int, int]]) -> None:
    codes, named, found = (np.array(part) for part in zip(*rows, strict=True))
    recordings = np.unique(found, return_inverse=True)[1]
    genres = {r: {c for c, _, x in rows if x == r} for _, _, r in rows}
    by_track: dict[int, list[bool]] = {}
    for _, taken, track in rows:
        by_track.setdefault(track, []).append(taken in genres[track])
    expected = np.mean([np.mean(hits) for hits in by_track.values()])
    hit = _hit(codes, named, recordings, np.arange(len(rows)))
    assert abs(hit.estimate.value - expected) < 1e-12
    assert hit.estimate.low <= hit.estimate.value <= hit.estimate.high


def test_without_conflicts_it_is_the_accuracy() -> None:
    rng = np.random.default_rng(0)
    codes, named = rng.integers(0, 3, 60), rng.integers(0, 3, 60)
    hit = _hit(codes, named, np.arange(60), np.arange(60))
    accuracy = score(codes, np.eye(N_GENRES)[named])["accuracy"]
    assert abs(hit.estimate.value - accuracy) < 1e-12
    assert not has_conflicts(np.arange(60), codes)


def test_a_difference_to_itself_is_nil() -> None:
    rng = np.random.default_rng(1)
    codes, named = rng.integers(0, 3, 60), rng.integers(0, 3, 60)
    hit = _hit(codes, named, np.arange(60) // 2, np.arange(60))
    found = hit.minus(hit)
    assert (found.value, found.low, found.high) == (0, 0, 0)
    assert found.metric == "any_hit"


def test_conflicts_count_from_one_track_in_a_hundred() -> None:
    recordings = np.concatenate([np.arange(100), [0]])
    codes = np.zeros(101, dtype=np.int64)
    assert not has_conflicts(recordings, codes)
    codes[-1] = 1
    assert has_conflicts(recordings, codes)
    assert not has_conflicts(np.arange(101), codes)
