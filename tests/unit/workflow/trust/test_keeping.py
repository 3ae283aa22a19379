from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from genrelens.bundle.loading import load_model
from genrelens.reports.trust_facts import TrustFacts
from genrelens.workflow.answering.decision_columns import DECISION_COLUMNS
from genrelens.workflow.answering.family_columns import FAMILY_COLUMNS
from genrelens.workflow.predicting import PredictRequest, predict_table
from genrelens.workflow.preparing import prepare
from genrelens.workflow.trust.keeping import keep_trust
from genrelens.workflow.trust.studying import TrustStudy

PARTS = ("calibrator", "set_rule", "decision_rule", "novelty", "shift", "tree")


@pytest.fixture(scope="module")
def prepared(small_run):
    return prepare(small_run.request)


@pytest.fixture
def keep(small_run, prepared):
    """Keep what a study with these facts found."""

    def run(facts: TrustFacts):
        run = small_run.result.run
        places = run.trial.division.rows[run.is_counted]
        study = TrustStudy(facts, run.counted, places)
        features = small_run.result.model.features
        return keep_trust(study, prepared, features, scenario="unseen artists", seed=3)

    return run


def test_the_models_trust_survives_saving(small_run) -> None:
    kept = small_run.result.model.trust
    opened = load_model(small_run.model).trust
    assert all(getattr(kept, part) is not None for part in PARTS)
    assert opened.to_dict() == kept.to_dict()
    assert kept.missing == {}


def test_rules_are_those_that_the_report_tells_of(small_run) -> None:
    kept, facts = small_run.result.model.trust, small_run.result.facts.trust
    assert kept.calibrator is facts.calibration.calibrator
    assert kept.decision_rule is facts.decisions.decision_rule
    assert kept.tree == facts.hierarchy.tree
    assert kept.certainty == facts.hierarchy.threshold
    levels = facts.decisions.by_level
    assert [each.max_error for each in kept.promises] == [
        scores.max_error for scores in levels
    ]
    for promise, scores in zip(kept.promises, levels, strict=True):
        assert promise.share_written == scores.written
        assert promise.error == scores.error_written
        assert promise.n_tracks == facts.decisions.n_tracks
        assert promise.n_groups == facts.decisions.n_groups


def test_the_decision_columns_of_predict_appear(small_run) -> None:
    request = PredictRequest(
        model=small_run.model, table=small_run.table, reasons=False, max_error=0.1
    )
    result = predict_table(request)
    assert {*DECISION_COLUMNS, *FAMILY_COLUMNS} <= set(result.frame)
    assert sum(result.decisions.values()) == len(result.frame)
    assert "unseen artists" in result.promise
    proba = result.frame["probability"].to_numpy()
    written = result.frame["decision"] == "write"
    asked = load_model(small_run.model).trust.decision_rule.threshold(0.1)
    assert (proba[written] >= asked).all()


def test_what_could_not_be_found_is_missing_with_the_reason_of_the_report(keep) -> None:
    why = {
        "calibration": "Too few groups.",
        "decisions": "Too few tracks.",
        "hierarchy": "No tree.",
        "leaks": "Left out.",
    }
    kept = keep(TrustFacts(missing=why))
    assert kept.missing == {
        "calibrator": "Too few groups.",
        "set_rule": "Too few tracks.",
        "decision_rule": "Too few tracks.",
        "tree": "No tree.",
    }
    assert kept.promises == ()
    assert kept.certainty is None
    assert kept.novelty is not None
    assert kept.shift is not None
    assert kept.why_undecided == "Too few groups. Too few tracks."


def test_a_model_without_a_number_keeps_no_novelty_and_says_why(
    small_run, prepared
) -> None:
    run = small_run.result.run
    places = run.trial.division.rows[run.is_counted]
    words = tuple(f for f in small_run.result.model.features if f.kind != "number")
    assert words
    study = TrustStudy(TrustFacts(), run.counted, places)
    kept = keep_trust(study, prepared, words, scenario="unseen artists", seed=3)
    assert kept.novelty is None
    assert set(kept.missing) == {"novelty"}
    assert "Train with a number" in kept.missing["novelty"]
    assert kept.shift is not None


def test_every_part_is_there_or_told(small_run, keep) -> None:
    facts = small_run.result.facts.trust
    for gone in ("calibration", "decisions", "hierarchy"):
        kept = keep(replace(facts, **{gone: None}, missing={gone: "Because."}))
        absent = {part for part in PARTS if getattr(kept, part) is None}
        assert absent == set(kept.missing)


def test_training_is_described_by_tracks_that_count_once(small_run, prepared) -> None:
    kept = small_run.result.model.trust
    run = small_run.result.run
    labels = pd.Series(prepared.labels[run.trial.division.rows[run.is_counted]])
    genres = small_run.result.model.genres
    expected = labels.value_counts().reindex(genres).tolist()
    assert list(kept.shift.counts) == expected
