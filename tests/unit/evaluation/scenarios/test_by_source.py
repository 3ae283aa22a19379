"""Tests of genrelens.evaluation.scenarios.by_source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.scenarios.by_source import (
    plan_sources,
    run_fewer,
    run_source,
    with_units,
)
from genrelens.evaluation.scores import HeldOut

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.evaluation.grouping import Groups
    from genrelens.evaluation.scenarios.kinship import Kinship
    from genrelens.evaluation.scenarios.trial import Trial

N_ROWS = 600


def _trial_by_lists(
    make_trial: Callable[..., Trial],
    make_groups: Callable[..., Groups],
    relate: Callable[..., Kinship],
) -> tuple[Trial, Kinship]:
    rng = np.random.default_rng(3)
    lists = np.arange(N_ROWS) // 15
    artists = np.where(
        rng.random(N_ROWS) < 0.2, rng.integers(0, 40, N_ROWS), lists + 40
    )
    trial = make_trial(make_groups(artists), lists % 3)
    return trial, relate(np.arange(N_ROWS), artists, lists)


def test_neither_source_nor_artist_is_on_both_sides(
    make_trial: Callable[..., Trial],
    make_groups: Callable[..., Groups],
    relate: Callable[..., Kinship],
) -> None:
    trial, kinship = _trial_by_lists(make_trial, make_groups, relate)
    plan = plan_sources(trial, kinship, n_folds=5)
    assert plan.why_not == ""
    source = kinship.source.codes
    assert source is not None
    rows = trial.division.rows
    for folds, trained in zip(plan.repeats, plan.train, strict=True):
        for places, train in zip(folds, trained, strict=True):
            test = rows[places]
            assert not np.intersect1d(source[test], source[train]).size
            assert not np.intersect1d(
                trial.groups.ids[test], trial.groups.ids[train]
            ).size
            assert np.isin(train, rows).all()


def test_the_scenario_draws_whole_sources_and_tells_what_training_lost(
    make_trial: Callable[..., Trial],
    make_groups: Callable[..., Groups],
    relate: Callable[..., Kinship],
) -> None:
    told: list[str] = []
    trial, kinship = _trial_by_lists(
        lambda *args: make_trial(*args, told=told), make_groups, relate
    )
    plan = plan_sources(trial, kinship, n_folds=5)
    run = run_source(trial, kinship, plan)
    source = kinship.source.codes
    assert source is not None
    assert run.scores.scenario == "held_out_source"
    assert run.scores.n_groups == len(np.unique(source[trial.division.rows]))
    assert run.scores.group_words == "values of 'List'"
    assert f"leaves {plan.n_train:,} rows a fold" in run.scores.notes[1]
    assert told == ["unseen 'List'"] * plan.repeats[0].n_folds


def test_the_control_is_trained_on_about_as_many_rows_in_whole_groups(
    make_trial: Callable[..., Trial],
    make_groups: Callable[..., Groups],
) -> None:
    ids = np.repeat(np.arange(100), 6)
    trial = make_trial(make_groups(ids), ids % 3)
    run = run_fewer(trial, 200)
    assert 200 <= run.n_train <= 206
    assert run.n_train % 6 == 0
    assert run.scores.n_tracks == len(trial.division.rows)


def test_rows_of_unknown_source_are_told_and_stand_by_their_groups(
    make_trial: Callable[..., Trial],
    make_groups: Callable[..., Groups],
    relate: Callable[..., Kinship],
) -> None:
    ids = np.repeat(np.arange(100), 6)
    trial = make_trial(make_groups(ids), ids % 3)
    lists = np.where(np.arange(600) < 60, -1, ids // 2)
    kinship = relate(np.arange(600), ids, lists)
    plan = plan_sources(trial, kinship, n_folds=5)
    unknown = lists[trial.division.rows] < 0
    groups = trial.groups.ids[trial.division.rows][unknown]
    assert len(np.unique(plan.units[unknown])) == len(np.unique(groups))
    run = run_source(trial, kinship, plan)
    assert any(
        f"{unknown.sum()} rows have no value" in note for note in run.scores.notes
    )


def test_sources_that_hold_one_genre_each_are_not_held_out_where_no_genre_has_two(
    make_trial: Callable[..., Trial],
    make_groups: Callable[..., Groups],
    relate: Callable[..., Kinship],
) -> None:
    trial = make_trial(make_groups(np.arange(300)), np.arange(300) % 3)
    kinship = relate(np.arange(300), None, np.arange(300) % 3)
    plan = plan_sources(trial, kinship, n_folds=5)
    assert plan.repeats == ()
    assert plan.n_train == 0
    assert "3 of 3 genres stand under one value of 'List'" in plan.why_not


def test_artists_spread_over_all_sources_leave_nothing_to_train_on(
    make_trial: Callable[..., Trial],
    make_groups: Callable[..., Groups],
    relate: Callable[..., Kinship],
) -> None:
    artists = np.arange(600) % 60
    trial = make_trial(make_groups(artists), np.arange(600) // 60 % 3)
    kinship = relate(np.arange(600), artists, np.arange(600) // 60)
    plan = plan_sources(trial, kinship, n_folds=5)
    assert plan.repeats == ()
    assert "would leave 0% of its training rows" in plan.why_not


def test_no_source_column_is_told(
    make_trial: Callable[..., Trial],
    make_groups: Callable[..., Groups],
    relate: Callable[..., Kinship],
) -> None:
    trial = make_trial(make_groups(np.arange(300)), np.arange(300) % 3)
    plan = plan_sources(trial, relate(np.arange(300)), n_folds=5)
    assert plan.why_not.startswith("No source was held out. There is no playlist")


def test_other_groups_leave_the_predictions_as_they_are() -> None:
    held_out = HeldOut.of([0, 1], [[0.9, 0.1], [0.2, 0.8]], units=[0, 1])
    other = with_units(held_out, np.array([0, 0]))
    assert other.units.tolist() == [0, 0]
    assert np.array_equal(other.proba, held_out.proba)
