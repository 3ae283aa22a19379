from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import coverage_error, label_ranking_average_precision_score

from genrelens.errors import InputError
from genrelens.evaluation.labels.several_genres import (
    gather_tracks,
    score_sets,
    score_several_genres,
)
from genrelens.evaluation.scores import HeldOut


def draw(seed: int, *, n_rows: int = 40, n_genres: int = 7) -> tuple:
    """Draw rows of tracks; probabilities are coarse, so that some are equal."""
    rng = np.random.default_rng(seed)
    tracks = rng.integers(0, 25, n_rows)
    _, units = np.unique(tracks, return_inverse=True)
    parts = rng.multinomial(20, np.full(n_genres, 1 / n_genres), 25)[tracks] / 20
    codes = rng.integers(0, n_genres, n_rows)
    return HeldOut.of(codes, parts, units=units), tracks


def truth_of(held_out: HeldOut, tracks: np.ndarray) -> np.ndarray:
    names, place = np.unique(tracks, return_inverse=True)
    truth = np.zeros((len(names), held_out.proba.shape[1]), dtype=int)
    truth[place, held_out.codes] = 1
    return truth


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_lrap_and_coverage_are_those_of_scikit_learn(seed: int) -> None:
    held_out, tracks = draw(seed)
    sets = gather_tracks(held_out, tracks)
    truth = truth_of(held_out, tracks)
    found = score_sets(sets)
    lrap = label_ranking_average_precision_score(truth, sets.proba)
    assert found["lrap"].mean() == pytest.approx(lrap)
    coverage = coverage_error(truth, sets.proba)
    assert found["coverage_error"].mean() == pytest.approx(coverage)


@given(st.integers(0, 10_000))
def test_hits_are_what_sorting_each_track_gives(seed: int) -> None:
    held_out, tracks = draw(seed)
    sets = gather_tracks(held_out, tracks)
    truth = truth_of(held_out, tracks)
    found = score_sets(sets)
    for place, (row, own) in enumerate(zip(sets.proba, truth, strict=True)):
        order = np.argsort(-row, kind="stable")
        n_own = own.sum()
        assert found["any_hit"][place] == own[order[0]]
        assert found["any_hit_5"][place] == own[order[:5]].any()
        assert found["recall_5"][place] == pytest.approx(own[order[:5]].sum() / n_own)
        hits = own[order[:n_own]].mean()
        assert found["r_precision"][place] == pytest.approx(hits)


def test_probabilities_of_the_rows_of_a_track_are_averaged() -> None:
    held_out = HeldOut.of(
        [0, 1, 1], [[0.8, 0.2], [0.4, 0.6], [0.1, 0.9]], units=[0, 0, 1]
    )
    sets = gather_tracks(held_out, np.array([7, 7, 3]))
    assert sets.proba == pytest.approx(np.array([[0.1, 0.9], [0.6, 0.4]]))


def test_further_genres_count_as_right() -> None:
    held_out = HeldOut.of([0, 1], [[0.1, 0.9], [0.2, 0.8]])
    tracks = np.array([0, 1])
    alone = score_several_genres(held_out, tracks, scenario="x", seed=0)
    more = score_several_genres(
        held_out, tracks, scenario="x", seed=0, further=np.array([[0, 1]])
    )
    assert alone.metrics["any_hit"].value == 0.5
    assert more.metrics["any_hit"].value == 1.0
    assert (alone.n_several, more.n_several) == (0, 1)


def test_scores_with_a_five_need_six_genres() -> None:
    held_out, tracks = draw(0, n_genres=5)
    found = score_several_genres(held_out, tracks, scenario="x", seed=0)
    assert "any_hit_5" not in found.metrics
    assert "top_5_rows" not in found.metrics
    assert set(found.to_dict()) > {"lrap", "any_hit", "r_precision", "coverage_error"}


def test_the_value_lies_in_its_interval_and_counts_are_told() -> None:
    held_out, tracks = draw(1)
    found = score_several_genres(held_out, tracks, scenario="unseen tracks", seed=0)
    for estimate in found.metrics.values():
        assert estimate.low <= estimate.value <= estimate.high
    assert found.n_tracks == len(np.unique(tracks))
    assert found.n_rows == len(tracks)
    assert 0 < found.metrics["top_5_rows"].value < 1


def test_a_track_on_both_sides_of_a_split_is_refused() -> None:
    held_out = HeldOut.of([0, 1], np.eye(2), units=[0, 1])
    with pytest.raises(InputError, match="Group rows of one track together"):
        gather_tracks(held_out, np.array([5, 5]))


@pytest.mark.parametrize("further", [[[9, 0]], [[0, 9]], [[-1, 0]]])
def test_further_genres_that_do_not_exist_are_refused(further: list) -> None:
    held_out = HeldOut.of([0, 1], np.eye(2))
    with pytest.raises(InputError, match="1 of 1 further genres"):
        gather_tracks(held_out, np.arange(2), further=np.array(further))


def test_track_numbers_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InputError, match="1 track numbers and 2 predictions"):
        gather_tracks(HeldOut.of([0, 1], np.eye(2)), np.array([0]))
