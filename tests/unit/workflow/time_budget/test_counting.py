from __future__ import annotations

from dataclasses import replace

import pytest

from genrelens.evaluation.grouping import find_groups
from genrelens.workflow.preparing import prepare
from genrelens.workflow.requests import TrainRequest
from genrelens.workflow.time_budget.counting import count_models
from genrelens.workflow.training import train_model


@pytest.mark.parametrize("is_quick", [True, False])
def test_as_many_models_are_counted_as_scoring_will_train(
    small_run, tmp_path, is_quick
) -> None:
    request = replace(
        small_run.request, output=tmp_path, is_quick=is_quick, trees=2, explain_tracks=0
    )
    prepared = prepare(request)
    groups = find_groups(prepared.checked.table, prepared.rows)
    counts, trial = count_models(prepared, groups, request)
    steps: list[int] = []
    train_model(
        request,
        listener=lambda stage, _, total: (
            steps.append(total) if stage == "scoring" else 0
        ),
    )
    n_scored = counts.n_quick - 1 + counts.n_shuffled + counts.n_sides
    assert n_scored == steps[-1]
    assert counts.n_folds == trial.division.repeats[0].n_folds
    assert counts.n_features == len(prepared.features)


def test_the_table_is_divided_as_the_run_will_divide_it(write_tracks, tmp_path) -> None:
    request = TrainRequest(
        table=write_tracks(), output=tmp_path, trees=2, explain_tracks=0, seed=4
    )
    prepared = prepare(request)
    groups = find_groups(prepared.checked.table, prepared.rows)
    _, trial = count_models(prepared, groups, request)
    run = train_model(request).run
    assert (trial.division.rows == run.trial.division.rows).all()
    for mine, theirs in zip(
        trial.division.repeats, run.trial.division.repeats, strict=True
    ):
        assert (mine.fold == theirs.fold).all()
