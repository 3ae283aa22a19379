from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from genrelens.errors import InputError
from genrelens.evaluation.evaluating import evaluate
from genrelens.evaluation.grouping import find_groups
from genrelens.models.genre_forest import GenreForest
from genrelens.reports.trust_facts import TRUST_PARTS
from genrelens.workflow.labels.review_table import review_table
from genrelens.workflow.preparing import prepare
from genrelens.workflow.requests import TrainRequest
from genrelens.workflow.trust import studying
from genrelens.workflow.trust.studying import study_trust

FURTHER_MODELS = {"honesty", "leaks", "comparison", "sufficiency"}


def make_forest(seed: int) -> GenreForest:
    return GenreForest(n_trees=10, random_state=seed, n_jobs=1)


def score(prepared):
    """Score as a quick run does, without what rows share."""
    table = prepared.checked.table
    return evaluate(
        make_forest,
        prepared.inputs,
        prepared.labels,
        find_groups(table, prepared.rows),
        seed=3,
        tracks=prepared.tracks,
    )


@pytest.fixture(scope="module")
def prepared(small_run):
    return prepare(small_run.request)


@pytest.fixture(scope="module")
def quick(small_run, prepared):
    """Give a quick study of the small run's predictions, and what it told."""
    heard: list[tuple[str, int, int]] = []
    study = study_trust(
        prepared,
        replace(small_run.result.run, gap=None),
        replace(small_run.request, is_quick=True),
        make_forest,
        listener=lambda *told: heard.append(told),
    )
    return study, heard


def test_a_whole_run_on_a_made_up_table_makes_every_part(small_run) -> None:
    facts = small_run.result.facts.trust
    assert facts.missing == {}
    assert all(getattr(facts, part) is not None for part in TRUST_PARTS)


def test_a_quick_run_leaves_out_what_trains_again_and_says_so(quick) -> None:
    facts = quick[0].facts
    assert set(facts.missing) == FURTHER_MODELS
    for part, why in facts.missing.items():
        assert getattr(facts, part) is None
        assert "--quick" in why
    told = facts.to_dict()["not_made"]
    assert set(told) == FURTHER_MODELS


def test_a_quick_run_finds_the_same_in_what_it_does_not_leave_out(
    quick, small_run
) -> None:
    whole, part = small_run.result.facts.trust.to_dict(), quick[0].facts.to_dict()
    for name in set(TRUST_PARTS) - FURTHER_MODELS:
        assert part[name] == whole[name], name


def test_each_attempt_is_told_once_and_in_order(quick) -> None:
    told = [step for step in quick[1] if step[0] == "judging"]
    assert [done for _, done, _ in told] == list(range(1, len(told) + 1))
    assert {total for _, _, total in told} == {8}


def test_every_track_counts_once_and_its_place_is_known(
    quick, prepared, small_run
) -> None:
    study, run = quick[0], small_run.result.run
    tracks = prepared.tracks[study.places]
    assert len(np.unique(tracks)) == len(tracks) == len(study.counted.codes)
    genres = np.asarray(run.evaluation.genres)
    assert (genres[study.counted.codes] == prepared.labels[study.places]).all()
    assert study.facts.decisions.n_tracks == len(tracks)
    assert not np.array_equal(study.counted.proba, run.counted.proba), "calibrated"


def test_every_part_names_its_scenario(quick) -> None:
    facts = quick[0].facts
    assert facts.calibration.title == facts.decisions.title == "unseen artists"
    assert facts.labels.audit.scenario == "unseen artists"


def test_what_a_table_does_not_allow_is_told_with_its_reason(
    small_run, prepared, monkeypatch
) -> None:
    """Without overlap there is no found tree; without calibration, raw answers."""

    def refuse(*_: object, **__: object) -> None:
        raise InputError("There are too few tracks. Give more.")

    for name in ("study_overlap", "calibrate_out_of_fold"):
        monkeypatch.setattr(studying, name, refuse)
    run, request = small_run.result.run, replace(small_run.request, is_quick=True)
    study = study_trust(prepared, run, request, make_forest)
    missing = study.facts.missing
    assert set(missing) == {"overlap", "hierarchy", "calibration", *FURTHER_MODELS} - {
        "honesty"
    }
    assert missing["overlap"] == "There are too few tracks. Give more."
    assert missing["calibration"] == missing["overlap"]
    assert "--tree" in missing["hierarchy"]
    assert study.facts.hierarchy is study.facts.overlap is None
    assert np.array_equal(study.counted.proba, run.counted.proba)
    assert study.facts.decisions is not None


def test_a_fault_of_the_program_is_not_told_as_a_lack_of_the_table(
    small_run, prepared, monkeypatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(studying, "study_decisions", fail)
    request = replace(small_run.request, is_quick=True)
    with pytest.raises(ZeroDivisionError):
        study_trust(prepared, small_run.result.run, request, make_forest)


def test_two_genres_of_a_few_artists_are_studied_with_their_small_numbers(
    write_tracks, tmp_path
) -> None:
    artists = np.array(["A", "B", "C", "D"])[np.arange(24) // 2 % 4]
    table = write_tracks(n_tracks=24, artist=artists)
    request = TrainRequest(table=table, output=tmp_path / "o", seed=3, is_quick=True)
    small = prepare(request)
    facts = study_trust(small, score(small), request, make_forest).facts
    assert set(facts.missing) == FURTHER_MODELS
    assert (facts.decisions.n_tracks, facts.decisions.n_groups) == (24, 4)
    strictest = facts.decisions.by_level[0].written
    assert strictest.value == 0.0
    assert strictest.high > 0.5, "24 tracks of 4 artists tell next to nothing"


def test_a_given_tree_is_scored_and_named_as_given(small_run, tmp_path) -> None:
    tree = tmp_path / "tree.yaml"
    tree.write_text("parents:\n  house: electronic\n  techno: electronic\n")
    request = replace(small_run.request, tree=tree, is_quick=True)
    given = prepare(request)
    facts = study_trust(given, score(given), request, make_forest).facts
    assert facts.hierarchy.is_given
    assert facts.hierarchy.tree.ancestors("house") == ("electronic",)
    assert not small_run.result.facts.trust.hierarchy.is_given


def test_a_second_genre_that_a_person_named_counts_as_right(
    small_run, tmp_path
) -> None:
    audit = small_run.result.facts.trust.labels.audit
    review = review_table(audit, small_run.result.facts.table).head(12)
    genres = review["label"] + " | " + review["suggestion"]
    review["decision"] = np.where(review["suggestion"] == "", "keep", genres)
    review.to_csv(tmp_path / "decided.csv", index=False)
    request = replace(
        small_run.request, corrections=tmp_path / "decided.csv", is_quick=True
    )
    corrected = prepare(request)
    run = score(corrected)
    labels = study_trust(corrected, run, request, make_forest).facts.labels
    without = study_trust(
        replace(corrected, corrections=None), run, request, make_forest
    ).facts.labels
    assert labels.several.metrics["any_hit"].value > (
        without.several.metrics["any_hit"].value
    )
    assert labels.reviewed is not None
    assert without.reviewed is None
