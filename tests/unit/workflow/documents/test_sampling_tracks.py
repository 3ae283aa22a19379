from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.workflow.documents.sampling_tracks import _choose
from genrelens.workflow.preparing import prepare


@given(
    seed=st.integers(0, 10_000),
    n_tracks=st.integers(1, 120),
    n_genres=st.integers(2, 20),
)
def test_choice_is_bounded_unique_and_in_order_of_genre(
    seed: int, n_tracks: int, n_genres: int
) -> None:
    rng = np.random.default_rng(seed)
    proba = rng.dirichlet(np.ones(n_genres), n_tracks)
    codes = rng.integers(0, n_genres, n_tracks)
    chosen = _choose(proba, codes)
    assert len(chosen) == len(set(chosen)) <= 36
    assert codes[chosen].tolist() == sorted(codes[chosen].tolist())
    assert len(chosen) >= min(len(np.unique(codes)), 36)
    assert np.bincount(codes[chosen]).max() <= 3


def test_a_sure_hit_a_close_call_and_a_sure_mistake_are_taken() -> None:
    right = [[0.9, 0.1], [0.55, 0.45], [0.7, 0.3]]
    wrong = [[0.4, 0.6], [0.05, 0.95]]
    chosen = _choose(np.array(right + wrong), np.zeros(5, dtype=np.intp))
    assert chosen == [0, 1, 4]


def test_with_many_genres_mistakes_come_first() -> None:
    codes = np.arange(80) % 40
    proba = np.full((80, 40), 0.01)
    proba[np.arange(40), codes[:40]] = 0.61
    proba[np.arange(40, 80), (codes[40:] + 1) % 40] = 0.61
    chosen = _choose(proba, codes)
    assert len(chosen) == 36
    assert min(chosen) >= 40


@pytest.fixture(scope="module")
def tracks(small_run):
    return small_run.result.facts.tracks


def test_the_tracks_are_real_rows_explained_out_of_fold(small_run, tracks) -> None:
    prepared = prepare(small_run.request)
    run, shapley = small_run.result.run, small_run.result.facts.shapley
    names = prepared.checked.table.frame["track_name"].iloc[prepared.rows].to_numpy()
    assert 12 <= len(tracks) <= 36
    for track in tracks:
        told = np.array(list(track.probabilities.values()))
        (row,) = [
            row
            for row in shapley.rows
            if names[row] == track.title and np.array_equal(run.out_of_fold[row], told)
        ]
        assert prepared.labels[row] == track.true_genre
        assert track.predicted_genre == run.evaluation.genres[told.argmax()]


def test_each_reason_adds_up_to_the_probability_told(tracks) -> None:
    for track in tracks:
        told = track.explanation
        total = told.base + sum(reason.contribution for reason in told.reasons)
        assert total == pytest.approx(track.probabilities[told.genre], abs=1e-9)


def test_a_mistake_is_set_against_the_truth_and_a_hit_against_the_runner_up(
    tracks,
) -> None:
    mistakes = [t for t in tracks if t.true_genre != t.predicted_genre]
    hits = [t for t in tracks if t.true_genre == t.predicted_genre]
    assert mistakes
    assert hits
    for track in tracks:
        assert track.explanation.genre == track.predicted_genre
    for track in mistakes:
        assert track.explanation.rival == track.true_genre
    for track in hits:
        second = sorted(track.probabilities.values())[-2]
        assert track.probabilities[track.explanation.rival] == second


def test_a_table_without_names_shows_line_numbers(write_tracks, tmp_path) -> None:
    import pandas as pd

    from genrelens.workflow.requests import TrainRequest
    from genrelens.workflow.training import train_model

    path = write_tracks()
    pd.read_csv(path)[["tempo", "energy", "genre"]].to_csv(path, index=False)
    result = train_model(TrainRequest(table=path, output=tmp_path / "out", trees=3))
    assert result.facts.tracks
    for track in result.facts.tracks:
        assert track.title.startswith("line ")
        assert track.artist == ""
