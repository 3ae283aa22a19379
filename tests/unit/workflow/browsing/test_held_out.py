from dataclasses import replace

import numpy as np
import pytest

from genrelens.workflow.browsing.held_out import answer_held_out


@pytest.fixture(scope="module")
def answers(small_run):
    return answer_held_out(small_run.result)


def test_counted_tracks_have_the_calibrated_probabilities_of_the_study(
    answers, small_run
):
    trust = small_run.result.trust

    assert (answers.proba[trust.places] == trust.counted.proba).all()
    assert answers.proba.sum(axis=1) == pytest.approx(1)


def test_rows_that_list_a_track_again_are_calibrated_by_the_rule_of_their_fold(
    answers, small_run
):
    run = small_run.result.run
    counted = run.counted
    again = np.flatnonzero(~run.is_counted)
    assert len(again)
    for place in again:
        row = run.trial.division.rows[place]
        own = run.out_of_fold[row]
        like = np.flatnonzero(counted.folds == run.held_out.folds[place])
        nearest = like[np.abs(counted.proba[like] - own).max(axis=1).argmin()]
        if np.abs(counted.proba[nearest] - own).max() == 0:
            expected = small_run.result.trust.counted.proba[nearest]
            assert answers.proba[row] == pytest.approx(expected)


def test_decisions_of_counted_tracks_add_up_to_those_of_the_report(answers, small_run):
    decided = small_run.result.facts.trust.decisions.decided
    rows = small_run.result.trust.places

    counts = answers.decisions["decision"].iloc[rows].value_counts()

    assert answers.max_error == decided.max_error == 0.05
    assert counts.get("write", 0) == decided.n_written
    assert counts.get("ask", 0) == decided.n_asked
    assert counts.get("leave", 0) == decided.n_left


def test_every_decision_has_its_reason(answers):
    assert (answers.decisions["decision_reason"] != "").all()
    asked = answers.decisions[answers.decisions["decision"] == "ask"]
    assert asked["decided_genre"].str.contains(" | ", regex=False).all()


def test_where_nothing_could_be_calibrated_or_decided_the_reason_is_told(small_run):
    result = small_run.result
    trust = replace(
        result.facts.trust,
        calibration=None,
        decisions=None,
        missing={"calibration": "Too few.", "decisions": "One fold."},
    )
    bare = replace(result, facts=replace(result.facts, trust=trust))

    answers = answer_held_out(bare)

    assert (answers.proba == result.run.out_of_fold).all()
    assert set(answers.decisions["decision"]) == {""}
    assert answers.why_uncalibrated == "Too few."
    assert answers.why_undecided == "One fold."
    assert answers.max_error is None
