from __future__ import annotations

import json

import numpy as np
import pytest

from genrelens.errors import InputError
from genrelens.evaluation.prediction_sets.deciding import decide
from genrelens.evaluation.prediction_sets.selecting import fit_decision_rule
from genrelens.evaluation.prediction_sets.studying import study_decisions
from genrelens.evaluation.prediction_sets.thresholds import fit_set_rule
from genrelens.evaluation.scores import HeldOut

GENRES = ("a", "b", "c", "d")


def _study(held_out, **options):
    return study_decisions(
        held_out, seed=0, genres=GENRES, title="unseen artists", **options
    )


def test_the_study_finds_what_was_promised(draw_held_out) -> None:
    study = _study(draw_held_out(4000, alpha=0.2), max_error=0.1)
    assert study.sets.coverage.value == pytest.approx(0.9, abs=0.02)
    assert study.sets.worst.coverage.value > 0.86
    error = study.decided.error_written
    assert error is not None
    assert error.value <= 0.1
    assert (study.n_tracks, study.n_groups) == (4000, 1334)
    assert [(way.score, way.per_genre) for way in study.compared] == [
        ("aps", True),
        ("raps", True),
        ("lac", False),
    ]
    for found in study.by_level:
        assert found.n_written + found.n_asked + found.n_left == 4000


def test_each_fold_is_decided_by_rules_of_the_others(draw_held_out) -> None:
    held_out = draw_held_out(900, alpha=0.2)
    n_written = 0
    for fold in range(5):
        here = held_out.folds == fold
        others = (held_out.proba[~here], held_out.codes[~here], held_out.units[~here])
        sets = fit_set_rule(*others)
        rule = fit_decision_rule(*others, sets)
        made = decide(held_out.proba[here], sets, rule, max_error=0.2)
        n_written += int((made.actions == "write").sum())
    assert n_written > 100
    assert _study(held_out, max_error=0.2).decided.n_written == n_written


def test_where_thresholds_come_from_is_told_of_the_rule_that_is_kept(
    draw_held_out,
) -> None:
    """A genre of 55 tracks has 50 in all folds together, and fewer in four of five."""
    drawn = draw_held_out(1200, n_genres=3, group_size=1)
    is_rare = np.arange(1200) < 55
    proba = np.column_stack([0.8 * drawn.proba, np.full(1200, 0.2)])
    held_out = HeldOut.of(
        np.where(is_rare, 3, drawn.codes), proba, folds=drawn.folds, units=drawn.units
    )
    study = _study(held_out)
    uses = np.bincount(study.set_rule.clusters)
    assert uses[study.set_rule.clusters[3]] == 1
    assert study.sets.by_genre[3].thresholds == "own"


def test_novel_tracks_are_left_alone(draw_held_out) -> None:
    held_out = draw_held_out(600)
    study = _study(held_out, is_novel=np.ones(600, dtype=bool))
    assert study.decided.n_left == 600


def test_more_errors_allowed_never_write_less(draw_held_out) -> None:
    study = _study(draw_held_out(3000, alpha=0.2))
    written = [one.n_written for one in study.by_level]
    assert written[-1] > written[0]
    assert 0.05 in [one.max_error for one in study.by_level]


def test_the_study_is_plain_json(draw_held_out) -> None:
    study = _study(draw_held_out(200))
    again = json.loads(json.dumps(study.to_dict(), allow_nan=False))
    assert again["decided"]["max_error"] == 0.05


def test_one_fold_is_refused(draw_held_out) -> None:
    with pytest.raises(InputError, match="one fold"):
        _study(draw_held_out(100, n_folds=1))
