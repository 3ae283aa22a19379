"""Tests of genrelens.evaluation.scenarios.taking_apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.scenarios.taking_apart import (
    mean_training,
    plan_sides,
    run_sides,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.evaluation.grouping import Groups
    from genrelens.evaluation.scenarios.kinship import Kinship
    from genrelens.evaluation.scenarios.trial import Trial


def test_everything_is_run_where_everything_is_known_and_every_fit_is_counted(
    make_trial: Callable[..., Trial],
    make_groups: Callable[..., Groups],
    relate: Callable[..., Kinship],
) -> None:
    told: list[str] = []
    artists = np.repeat(np.arange(120), 5)
    trial = make_trial(make_groups(artists), artists % 3, told=told)
    lists = np.where(np.arange(600) % 5 == 0, artists % 6, artists // 2 + 6)
    kinship = relate(np.arange(600) // 2, artists, lists)

    plan = plan_sides(trial, kinship, n_folds=4)
    runs = run_sides(trial, kinship, plan)

    assert list(runs.scenarios) == [
        "random_rows",
        "known_artists",
        "unseen_tracks",
        "held_out_source",
    ]
    assert runs.fewer_tracks is not None
    assert runs.notes == ()
    assert len(told) == plan.n_fits


def test_without_copies_random_rows_serve_for_known_artists(
    make_trial: Callable[..., Trial],
    make_groups: Callable[..., Groups],
    relate: Callable[..., Kinship],
) -> None:
    told: list[str] = []
    artists = np.repeat(np.arange(120), 5)
    trial = make_trial(make_groups(artists), artists % 3, told=told)
    kinship = relate(np.arange(600), artists)
    plan = plan_sides(trial, kinship, n_folds=4)
    runs = run_sides(trial, kinship, plan)
    assert runs.unseen_tracks is None
    assert runs.known_artists is not None
    assert set(told) == {"random rows"}
    assert len(told) == plan.n_fits
    assert len(runs.notes) == 1  # no source


def test_where_tracks_are_the_groups_nothing_but_random_rows_is_run(
    make_trial: Callable[..., Trial],
    make_groups: Callable[..., Groups],
    relate: Callable[..., Kinship],
) -> None:
    recordings = np.repeat(np.arange(150), 2)
    trial = make_trial(make_groups(recordings, "tracks"), recordings % 3)
    kinship = relate(recordings)
    plan = plan_sides(trial, kinship, n_folds=4)
    runs = run_sides(trial, kinship, plan)
    assert list(runs.scenarios) == ["random_rows"]


def test_the_mean_training_part_is_all_but_one_fold(
    make_trial: Callable[..., Trial], make_groups: Callable[..., Groups]
) -> None:
    trial = make_trial(make_groups(np.arange(400)), np.arange(400) % 2)
    folds = trial.division.repeats[0]
    expected = len(trial.division.rows) * (1 - 1 / folds.n_folds)
    assert abs(mean_training(trial) - expected) <= 1
