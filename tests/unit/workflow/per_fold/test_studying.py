from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from genrelens.evaluation.evaluating import evaluate
from genrelens.evaluation.grouping import find_groups
from genrelens.models.genre_forest import GenreForest
from genrelens.workflow.per_fold.studying import FoldStudies, macro_auc
from genrelens.workflow.preparing import prepare
from genrelens.workflow.requests import TrainRequest


def test_macro_auc_is_scikit_learns_over_the_genres_present() -> None:
    rng = np.random.default_rng(0)
    codes = rng.integers(0, 4, 200)
    proba = rng.dirichlet(np.ones(4), 200)
    expected = roc_auc_score(codes, proba, multi_class="ovr", average="macro")
    assert macro_auc(codes, proba) == pytest.approx(expected)


def test_macro_auc_of_one_genre_alone_is_not_a_number_and_no_crash() -> None:
    codes = np.zeros(5, dtype=np.int64)
    assert math.isnan(macro_auc(codes, np.tile([0.5, 0.5], (5, 1))))


def test_every_explained_track_was_held_out_and_adds_up(small_run) -> None:
    shapley, run = small_run.result.facts.shapley, small_run.result.run
    assert len(shapley.rows) <= 60
    assert (run.fold[shapley.rows] >= 0).all()
    total = shapley.values.sum(axis=1) + shapley.base
    assert np.allclose(total, run.out_of_fold[shapley.rows], atol=1e-9)


def test_all_studies_speak_of_the_headline_scenario(small_run) -> None:
    facts = small_run.result.facts
    assert facts.importance.scenario == facts.evaluation.headline
    assert facts.importance.n_folds == 5
    assert {curve.feature for curve in facts.responses} == {
        feature.name for feature in facts.features
    }
    assert {test.name for test in facts.stress} >= {"tempo-halved", "tempo-doubled"}
    assert set(facts.missing) == {"selection"}


def test_what_no_fold_was_asked_about_is_missing_with_its_reason(
    write_tracks, tmp_path
) -> None:
    request = TrainRequest(
        table=write_tracks(), output=tmp_path, trees=2, explain_tracks=0
    )
    prepared = prepare(request)
    groups = find_groups(prepared.checked.table, prepared.rows)

    def make_model(seed: int) -> GenreForest:
        return GenreForest(n_trees=2, random_state=seed, n_jobs=1)

    run = evaluate(make_model, prepared.inputs, prepared.labels, groups, seed=0)
    model = make_model(0).fit(prepared.inputs, prepared.labels)
    studies = FoldStudies(prepared, groups, request)

    class Trained:
        pass

    trained = Trained()
    trained.model, trained.genres = model, ("dub", "house")
    trained.features = prepared.features
    results = studies.results(trained, (), run)

    assert results.importance is None
    assert results.shapley is None
    assert results.tracks == ()
    assert results.stress == ()
    assert set(results.missing) == {"importance", "shapley", "tracks", "stress"}
    assert all(reason.endswith(".") for reason in results.missing.values())
    assert len(results.responses) == 2
    empty = replace(prepared, inputs=prepared.inputs * np.nan)
    nothing = FoldStudies(empty, groups, request).results(trained, (), run)
    assert "responses" in nothing.missing
