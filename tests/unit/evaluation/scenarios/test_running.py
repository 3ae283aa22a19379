"""Tests of genrelens.evaluation.scenarios.running."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array
from sklearn.ensemble import RandomForestClassifier

from genrelens.errors import InputError
from genrelens.evaluation.grouping import Groups
from genrelens.evaluation.scenarios.running import (
    count_fits,
    run_headline,
    run_locked,
    run_majority,
    run_random_rows,
    run_shuffled,
    side_seeds,
)
from genrelens.evaluation.scenarios.trial import FoldModel, Trial
from genrelens.evaluation.splitting import divide, divide_as_given
from genrelens.models.genre_forest import GenreForest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def trial(
    make_groups: Callable[..., Groups], make_trial: Callable[..., Trial]
) -> Trial:
    rng = np.random.default_rng(1)
    ids = rng.integers(0, 100, 400)
    return make_trial(make_groups(ids), rng.integers(0, 4, 400))


def test_the_headline_tests_every_row_by_a_model_that_never_met_its_group(
    trial: Trial,
) -> None:
    seen: list[FoldModel] = []

    scores, _, held_out = run_headline(trial, seen.append)

    assert [one.fold for one in seen] == [0, 1, 2, 3]
    ids = trial.groups.ids
    for one in seen:
        assert not set(ids[one.train]) & set(ids[one.test])
        expected = one.model.predict_proba(trial.X.iloc[one.test])
        places = np.searchsorted(trial.division.rows, one.test)
        np.testing.assert_array_equal(held_out.proba[places], expected)
    tested = np.concatenate([one.test for one in seen])
    assert sorted(tested) == trial.division.rows.tolist()
    assert scores.scenario == "unseen_artists"
    assert scores.n_tracks == len(trial.division.rows)
    assert (scores.n_folds, scores.n_repeats) == (4, 1)


def test_memory_of_artists_raises_only_the_random_split(
    make_groups: Callable[..., Groups],
    make_trial: Callable[..., Trial],
) -> None:
    rng = np.random.default_rng(2)
    ids = rng.integers(0, 120, 900)
    codes = rng.integers(0, 3, 120)[ids]  # an artist has one genre, and a sound
    trial = make_trial(
        make_groups(ids),
        codes,
        make_model=lambda seed: RandomForestClassifier(20, random_state=seed),
    )

    headline, random_rows = (
        run_headline(trial, None)[0],
        run_random_rows(trial)[0].scores,
    )

    gap = random_rows.metrics["accuracy"].value - headline.metrics["accuracy"].value
    assert gap > 0.1
    assert "both sides" in random_rows.notes[0]


def test_the_locked_rows_are_predicted_by_a_model_of_the_others(trial: Trial) -> None:
    scores, proba = run_locked(trial)

    model = trial.fit(trial.division.rows, 0)  # GaussianNB takes no seed
    np.testing.assert_array_equal(proba, trial.predict(model, trial.division.locked))
    assert scores.n_tracks == len(trial.division.locked)
    assert f"trained on {len(trial.division.rows)} other tracks" in scores.notes[0]


def test_the_majority_ranks_like_a_coin(trial: Trial) -> None:
    scores = run_majority(trial)

    area = scores.metrics["macro_auc_ovr"]
    assert (area.low, area.value, area.high) == (0.5, 0.5, 0.5)


def test_shuffled_genres_rank_like_a_coin_and_fewer_trees_are_told(
    make_groups: Callable[..., Groups],
    make_trial: Callable[..., Trial],
) -> None:
    rng = np.random.default_rng(1)
    trial = make_trial(
        make_groups(rng.integers(0, 100, 400)),
        rng.integers(0, 4, 400),
        make_model=lambda seed: RandomForestClassifier(60, random_state=seed),
    )

    scores = run_shuffled(trial)

    assert scores.metrics["macro_auc_ovr"].value == pytest.approx(0.5, abs=0.08)
    assert "It has 50 trees instead of 60, to save time." in scores.notes


def test_every_trained_model_is_counted_beforehand(
    make_groups: Callable[..., Groups],
    make_trial: Callable[..., Trial],
) -> None:
    told: list[str] = []
    trial = make_trial(make_groups(np.arange(400) % 90), np.arange(400) % 4, told=told)

    run_headline(trial, None)
    run_random_rows(trial)
    run_locked(trial)
    run_majority(trial)
    run_shuffled(trial)

    assert len(told) == count_fits(trial.division, random_rows=True)
    assert set(told) == {
        "unseen artists",
        "random rows",
        "locked test",
        "the model on shuffled genres",
    }


def test_purged_rows_are_left_out_of_training_and_told(
    make_trial: Callable[..., Trial],
) -> None:
    rng = np.random.default_rng(0)
    ids = np.arange(400) % 100
    ties = csr_array((rng.random((400, 300)) < 0.004).astype(np.int8))
    groups = Groups(ids, "artists", 100, 0.01, "Made by hand.", ties)
    trial = make_trial(groups, np.arange(400) % 4)
    seen: list[FoldModel] = []

    scores, _, _ = run_headline(trial, seen.append)

    assert all((ties[one.train] @ ties[one.test].T).nnz == 0 for one in seen)
    assert any("rows a fold were left out of training" in note for note in scores.notes)


def test_a_genre_of_one_artist_is_missed_and_told(
    make_groups: Callable[..., Groups],
    make_trial: Callable[..., Trial],
) -> None:
    ids = np.append(np.arange(90), np.full(30, 999))
    trial = make_trial(make_groups(ids), np.append(np.arange(90) % 3, np.full(30, 3)))

    scores, found, held_out = run_headline(trial, None)

    is_lonely = held_out.codes == 3
    assert (held_out.proba[is_lonely, 3] == 0).all()
    recall = found.by_genre["recall"][3]
    assert recall is not None
    assert recall.value == 0
    assert any("a genre that its training rows lack" in note for note in scores.notes)
    (lonely,) = [note for note in scores.notes if "in one group only" in note]
    assert lonely.endswith(f": '{trial.genres[3]}'.")
    assert all(np.isfinite(one.value) for one in scores.metrics.values())


def test_training_rows_of_a_single_genre_are_told_and_survived(
    make_groups: Callable[..., Groups],
    make_trial: Callable[..., Trial],
) -> None:
    trial = make_trial(make_groups(np.repeat([0, 1], 20)), np.repeat([0, 1], 20))

    scores, _, _ = run_headline(trial, None)

    assert scores.metrics["accuracy"].value == 0
    assert any("hold a single genre" in note for note in scores.notes)


def test_ties_that_leave_nothing_to_train_on_are_refused_in_words(
    make_trial: Callable[..., Trial],
) -> None:
    ties = csr_array(np.ones((60, 1), dtype=np.int8))
    groups = Groups(np.arange(60), "artists", 60, 1 / 60, "Made by hand.", ties)

    with pytest.raises(InputError, match="none is left to train on"):
        run_headline(make_trial(groups, np.arange(60) % 2), None)


def test_the_interval_covers_chance_on_tables_of_pure_noise(
    make_groups: Callable[..., Groups],
    make_trial: Callable[..., Trial],
) -> None:
    """At a true coverage of 95 %, 36 of 40 or more come up 95 times in 100."""
    n_covered = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        codes = rng.integers(0, 3, 150)
        groups = make_groups(np.append(np.arange(90), rng.integers(0, 90, 60)))
        division = divide(codes, groups, n_folds=5, seed=seed)
        frame = pd.DataFrame(rng.normal(size=(150, 3)), columns=list("abc"))
        genres = np.array(["dub", "house", "jazz"])
        trial = Trial(
            lambda model_seed: GenreForest(n_trees=8, random_state=model_seed),
            frame,
            genres[codes],
            codes,
            genres,
            groups,
            division,
            seed,
            lambda _: None,
        )
        area = run_headline(trial, None)[0].metrics["macro_auc_ovr"]
        n_covered += area.low <= 0.5 <= area.high

    assert n_covered >= 36


def test_a_given_test_list_is_taken_as_it_is_and_its_overlap_told(
    make_trial: Callable[..., Trial], make_groups: Callable[..., Groups]
) -> None:
    ids = np.arange(300) // 2
    trial = make_trial(make_groups(ids), ids % 3)
    is_test = np.arange(300) % 10 == 0
    division = divide_as_given(trial.codes, trial.groups, is_test, n_folds=4, seed=0)
    scores, proba = run_locked(replace(trial, division=division))

    assert (scores.scenario, scores.title) == ("given_test", "the given test list")
    assert scores.n_tracks == len(proba) == 30
    assert "a model trained on 270 other tracks" in scores.notes[0]
    assert any(
        "30 of 30 test tracks share a track, album or artist" in note
        for note in scores.notes
    )


def test_side_seeds_differ_by_purpose_and_repetition(trial: Trial) -> None:
    assert len(side_seeds(trial, 5)) == 1
    assert side_seeds(trial, 5) == side_seeds(trial, 5) != side_seeds(trial, 6)
