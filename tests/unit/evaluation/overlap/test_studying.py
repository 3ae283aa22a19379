from __future__ import annotations

import json

import numpy as np
import pytest

from genrelens.errors import InputError
from genrelens.evaluation.overlap.studying import study_overlap

SCENARIO = {"scenario": "unseen artists", "seed": 0, "n_replicates": 100}


def test_a_study_names_its_scenario_tracks_and_groups_and_can_be_written(plant) -> None:
    held_out = plant([0, 0, 4, 8])
    found = study_overlap(held_out, list("abcd"), np.arange(800), **SCENARIO)
    assert (found.scenario, found.n_tracks, found.n_groups) == (
        "unseen artists",
        800,
        400,
    )
    assert [(p.first, p.second) for p in found.inseparable] == [("a", "b")]
    written = json.loads(json.dumps(found.to_dict()))
    assert written["pairs"][0]["n_shared"] == 0
    assert written["merges"][0]["is_proposed"] is True
    assert len(written["family_tree"]["joins"]) == 3


def test_the_order_of_the_tracks_does_not_matter(plant) -> None:
    held_out = plant([0, 0.5, 4, 8], n_tracks=60)
    moved = np.random.default_rng(0).permutation(240)
    again = type(held_out).of(
        held_out.codes[moved],
        held_out.proba[moved],
        folds=held_out.folds[moved],
        units=held_out.units[moved],
    )
    one, other = (
        study_overlap(each, list("abcd"), None, **SCENARIO)
        for each in (held_out, again)
    )
    for mine, theirs in zip(one.pairs, other.pairs, strict=True):
        assert (mine.first, mine.second) == (theirs.first, theirs.second)
        assert mine.auc == theirs.auc
        assert mine.confusion == pytest.approx(theirs.confusion)
    assert one.family_tree.families == other.family_tree.families


def test_two_genres_are_enough_and_one_is_not(plant) -> None:
    found = study_overlap(plant([0, 1]), ["a", "b"], None, **SCENARIO)
    assert len(found.pairs) == 1
    assert found.merges == ()
    with pytest.raises(InputError, match="1 genre has tracks"):
        study_overlap(plant([0]), ["a"], None, **SCENARIO)


def test_names_must_fit_the_probabilities(plant) -> None:
    with pytest.raises(InputError, match="3 names and 2 columns"):
        study_overlap(plant([0, 1]), list("abc"), None, **SCENARIO)
